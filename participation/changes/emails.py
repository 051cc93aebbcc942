"""Letters about a change: to those who left an address, and to those whose step it now is."""

from __future__ import annotations

from collections.abc import Iterable

from participation import letters
from participation.accounts.models import Account
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import slug
from participation.results.queries import Addressee, addressees


def cancelled(dialogue: Dialogue, decision: Decision) -> int:
    """The dialogue is cancelled: why, and what becomes of what was sent in. Returns how many letters that made."""
    event = f"cancelled:{dialogue.id}"
    return sum(_post("changes/cancelled", event, dialogue, decision, to) for to in addressees(dialogue.id))


def _post(template: str, event: str, dialogue: Dialogue, decision: Decision, to: Addressee) -> bool:
    return letters.post(
        template,
        recipient=to.email,
        event=event,
        locale=to.locale,
        unsubscribe_url=letters.link(
            "residents.receipts.unsubscribe", lang=letters.offered(to.locale), token=to.unsubscribe_token
        ),
        title=dialogue.title.in_(to.locale),
        body=dialogue.responsible_body.names.in_(to.locale),
        reason=decision.motive.in_(to.locale),
        message=decision.effect.in_(to.locale),
        slug=slug(dialogue),
        receipts=[(f"{dialogue.registry_number}-{number:04d}", code) for number, code in to.receipts],
    )


STAFF_LANGUAGE = "sv"
"""What the staff are written to in: the language in which the municipality decides."""


def decided_early(dialogue: Dialogue, event: int, to: Iterable[Account]) -> int:
    """N17: the decision is taken, or is to be, before the results are handled. Returns how many letters that made.

    Written to the people, and to the address that is named for contact if it is nobody's of theirs.
    """
    addresses = dict.fromkeys(account.email for account in to)
    if dialogue.contact_email:
        addresses.setdefault(dialogue.contact_email.lower())
    body = (dialogue.decision_body or dialogue.responsible_body).names
    return sum(
        letters.post(
            "changes/decided_early",
            recipient=address,
            event=f"decided-early:{dialogue.id}:{event}",
            locale=STAFF_LANGUAGE,
            title=dialogue.title.in_(STAFF_LANGUAGE),
            dialogue_id=dialogue.id,
            body=body.in_(STAFF_LANGUAGE),
            responsible=dialogue.responsible_body.names.in_(STAFF_LANGUAGE),
            meeting=dialogue.decision_meeting,
            taken_on=dialogue.decision_taken_on,
            handling=dialogue.handling_meeting,
        )
        for address in addresses
    )
