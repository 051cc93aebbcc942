"""Letters of moderation: to authors, to those who reported, to moderators. Each event is told once to each person."""

from __future__ import annotations

from typing import Any

from participation import letters
from participation.contributions.models import Contribution
from participation.contributions.queries import contact_of, full_number
from participation.dialogues.models import Dialogue
from participation.moderation.models import Complaint, Report, RulingRecord
from participation.moderation.queries import complaint_until, contacts_under, moderators_of
from participation.moderation.rules import ComplaintOutcome, Ground, Ruling
from participation.moderation.words import PLAIN

STAFF_LOCALE = "sv"
"""Moderators are written to in the municipality's own language."""


def _about(contribution: Contribution, dialogue: Dialogue) -> dict[str, Any]:
    return {"number": full_number(dialogue.registry_number, contribution), "dialogue": dialogue.title}


def hidden_values(contribution: Contribution, dialogue: Dialogue, ruling: RulingRecord) -> dict[str, Any]:
    """What the letter about a hidden contribution is filled with."""
    ground = Ground(ruling.ground or "")
    return {
        **_about(contribution, dialogue),
        "decided_at": ruling.decided_at,
        "ground": ground,
        "plain": PLAIN[ground],
        "reasons": ruling.reasons,
        "code": contribution.return_code,
        "complain_until": complaint_until(ruling.decided_at),
    }


def preview_hidden(
    contribution: Contribution, dialogue: Dialogue, ruling: RulingRecord, *, locale: str
) -> letters.Letter:
    """The letter that the author would get, without the code of their receipt; nothing is sent."""
    values = {**hidden_values(contribution, dialogue, ruling), "code": "XXXX-XXXX-XXXX"}
    return letters.write("moderation/hidden", locale=locale, **values)


def tell_author_hidden(contribution: Contribution, dialogue: Dialogue, ruling: RulingRecord) -> None:
    """N05: what, on which ground, why, that a person decided, and how to complain; and those who commented on it.

    Whoever has unsubscribed reads the same on the receipt.
    """
    contact = contact_of(contribution.id)
    if contact is not None:
        letters.post(
            "moderation/hidden",
            recipient=contact.email,
            event=f"ruling:{ruling.id}:author",
            locale=contact.locale,
            **hidden_values(contribution, dialogue, ruling),
        )
    for other in contacts_under(contribution):
        if contact is not None and other.email == contact.email:
            continue
        letters.post(
            "moderation/thread_hidden",
            recipient=other.email,
            event=f"ruling:{ruling.id}:thread",
            locale=other.locale,
            unsubscribe_url=letters.link(
                "residents.receipts.unsubscribe", lang=letters.offered(other.locale), token=other.unsubscribe_token
            ),
            **_about(contribution, dialogue),
            ground=Ground(ruling.ground or ""),
        )


def tell_author_restored(contribution: Contribution, dialogue: Dialogue, ruling: RulingRecord) -> None:
    """The contribution is shown again, without anybody having complained."""
    contact = contact_of(contribution.id)
    if contact is not None:
        letters.post(
            "moderation/restored",
            recipient=contact.email,
            event=f"ruling:{ruling.id}:author",
            locale=contact.locale,
            **_about(contribution, dialogue),
            reasons=ruling.reasons,
            code=contribution.return_code,
        )


def tell_author_complaint_settled(contribution: Contribution, dialogue: Dialogue, complaint: Complaint) -> None:
    """What became of the author's complaint, and why."""
    contact = contact_of(contribution.id)
    if contact is not None:
        letters.post(
            "moderation/complaint_settled",
            recipient=contact.email,
            event=f"complaint:{complaint.id}:settled",
            locale=contact.locale,
            **_about(contribution, dialogue),
            upheld=complaint.outcome == ComplaintOutcome.UPHELD.value,
            reasons=complaint.reasons,
            code=contribution.return_code,
        )


def tell_reporter_received(contribution: Contribution, dialogue: Dialogue, report: Report) -> None:
    """N06: the report has come in, and how to follow it."""
    if report.email:
        letters.post(
            "moderation/report_received",
            recipient=report.email,
            event=f"report:{report.id}:received",
            locale=report.locale,
            **_about(contribution, dialogue),
            ground=Ground(report.ground),
            code=report.receipt_code,
        )


def tell_reporter_settled(contribution: Contribution, dialogue: Dialogue, report: Report, ruling: RulingRecord) -> None:
    """N06: what came of the report."""
    if report.email:
        letters.post(
            "moderation/report_settled",
            recipient=report.email,
            event=f"report:{report.id}:settled",
            locale=report.locale,
            **_about(contribution, dialogue),
            hidden=ruling.ruling == Ruling.HIDE.value,
            ground=Ground(ruling.ground) if ruling.ground else None,
            code=report.receipt_code,
        )


def tell_moderators_reported(contribution: Contribution, dialogue: Dialogue, report: Report) -> None:
    """N04: something is reported. However often, each moderator is told once about a contribution.

    The letter carries nothing of what was written: what may be unlawful is not sent around.
    """
    for account in moderators_of(dialogue):
        letters.post(
            "moderation/reported",
            recipient=account.email,
            event=f"contribution:{contribution.id}:reported",
            locale=STAFF_LOCALE,
            **_about(contribution, dialogue),
            ground=Ground(report.ground),
            contribution_id=contribution.id,
        )
