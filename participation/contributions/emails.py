"""Letters about a contribution: the receipt (N01)."""

from __future__ import annotations

from participation import letters, outbox
from participation.contributions.models import ContactAddress, Contribution
from participation.contributions.queries import full_number
from participation.contributions.rules import MAXIMUM_RECEIPTS, ContributionKind
from participation.dialogues.queries import dialogue_by_id


def receipt_event(contribution: Contribution) -> str:
    """The name of the event in the outbox: one letter an address."""
    return f"contribution.received:{contribution.id}"


def post_receipt(contribution: Contribution, contact: ContactAddress) -> bool:
    """Send the receipt to the address, in its language; False if it has it already or enough letters were sent."""
    event = receipt_event(contribution)
    if outbox.count(event) >= MAXIMUM_RECEIPTS:
        return False
    dialogue = dialogue_by_id(contribution.dialogue_id)
    return letters.post(
        "contributions/receipt",
        recipient=contact.email,
        event=event,
        locale=contact.locale,
        unsubscribe_url=letters.link(
            "residents.receipts.unsubscribe", lang=letters.offered(contact.locale), token=contact.unsubscribe_token
        ),
        dialogue_title=dialogue.title,
        number=full_number(dialogue.registry_number, contribution),
        code=contribution.return_code,
        is_survey=contribution.contribution_kind is ContributionKind.SURVEY_RESPONSE,
        title=contribution.title,
        body=contribution.body,
        feedback_due=dialogue.feedback_due,
    )
