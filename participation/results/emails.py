"""Letters to those who left an address: the report is there, and what it all led to. One each, in their language."""

from __future__ import annotations

from participation import letters
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.results.queries import Addressee, addressees
from participation.texts import Texts


def report_published(dialogue: Dialogue) -> int:
    """N11: what residents said is compiled. Returns how many letters that made."""
    event = f"report:{dialogue.id}"
    return sum(_post("results/report", event, dialogue, to, Texts()) for to in addressees(dialogue.id))


def feedback(dialogue: Dialogue, text: Texts) -> int:
    """N13: what the dialogue led to, with the recipient's own receipts. Returns how many letters that made."""
    event = f"feedback:{dialogue.id}"
    return sum(_post("results/feedback", event, dialogue, to, text) for to in addressees(dialogue.id))


def _post(template: str, event: str, dialogue: Dialogue, to: Addressee, text: Texts) -> bool:
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
        handling_meeting=dialogue.handling_meeting,
        message=text.in_(to.locale),
        slug=slug(dialogue),
        receipts=[(f"{dialogue.registry_number}-{number:04d}", code) for number, code in to.receipts],
    )
