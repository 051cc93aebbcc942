"""The letter to the author of a redirected contribution, if they left an address."""

from __future__ import annotations

from participation import letters
from participation.contributions.models import Contribution
from participation.contributions.queries import contact_of, full_number
from participation.dialogues.models import Dialogue
from participation.redirects.models import ContributionRedirect


def redirected_event(redirect: ContributionRedirect) -> str:
    """One letter for a contribution."""
    return f"contribution.redirected:{redirect.contribution_id}"


def redirected(dialogue: Dialogue, contribution: Contribution, redirect: ContributionRedirect) -> bool:
    """False if there is no address to write to."""
    contact = contact_of(contribution.id)
    if contact is None:
        return False
    locale = letters.offered(contact.locale)
    return letters.post(
        "redirects/redirected",
        recipient=contact.email,
        event=redirected_event(redirect),
        locale=contact.locale,
        unsubscribe_url=letters.link("residents.receipts.unsubscribe", lang=locale, token=contact.unsubscribe_token),
        number=full_number(dialogue.registry_number, contribution),
        dialogue=dialogue.title.in_(locale).text,
        code=contribution.return_code,
        reason=redirect.reason,
        channel=redirect.channel.title.in_(locale).text,
        channel_text=redirect.channel.text.in_(locale).text,
    )
