"""What residents read of a promise that is broken: by whom, since when, why, and when it will be kept."""

from __future__ import annotations

from dataclasses import dataclass

from participation import i18n
from participation.dialogues.models import Dialogue
from participation.due_dates.queries import body_of, overdue_of, reasons_of
from participation.due_dates.words import LATE
from participation.i18n import gettext
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Delay:
    """A broken promise. ``reason`` is the body's own words, empty as long as it has given none."""

    title: str
    promised: str
    body: Rendered
    reason: Rendered
    expected: str


def delays_of(dialogue: Dialogue) -> list[Delay]:
    """The broken promises, the last step first: that the feedback is late is what matters most to who took part.

    No query for a dialogue that keeps its promises; else one.
    """
    late = overdue_of(dialogue)
    if not late:
        return []
    reasons = reasons_of(dialogue.id)
    locale = i18n.current().code
    shown = []
    for due in reversed(late):
        reason = reasons.get(due.step)
        body = body_of(dialogue, due).names.in_(locale)
        shown.append(
            Delay(
                title=str(LATE[due.step]),
                promised=gettext("%(body)s promised it by %(date)s.", body=body.text, date=i18n.format_date(due.due)),
                body=body,
                reason=(reason.text if reason else Texts()).in_(locale),
                expected=i18n.format_date(reason.expected_on) if reason and reason.expected_on else "",
            )
        )
    return shown
