"""What was promised and what was done: the dates of closing the loop, and what is late, said openly (POLICY.md P4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from participation import clock, i18n
from participation.dialogues.rules import Stage
from participation.i18n import gettext
from participation.results.outcome import Outcome


@dataclass(frozen=True)
class DateShown:
    """A promise and what came of it, as a point of the timeline."""

    state: str
    iso: str
    when: str
    title: str
    note: str = ""
    href: str | None = None


def dates(outcome: Outcome, at: Stage, today: date) -> list[DateShown]:
    """Each step of closing the loop with its promised and its actual date."""
    dialogue = outcome.dialogue
    report, decision = outcome.report, outcome.decision
    told = [f.published_at if f else None for f in (outcome.participants, outcome.public)]
    steps = [
        (gettext("The result report is published"), dialogue.results_due, report.published_at if report else None),
        (
            gettext("%(body)s decides", body=dialogue.responsible_body.names.in_(i18n.current().code)),
            dialogue.handling_meeting,
            decision.taken_on if decision and dialogue.handled_at else None,
        ),
        (gettext("Participants are told"), dialogue.feedback_due, told[0]),
        (gettext("Citizens at large are told"), dialogue.feedback_due, told[1]),
    ]
    now_taken = at in (Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED)
    shown = []
    for title, promised, happened in steps:
        state = "past" if happened else "coming" if now_taken else "now"
        now_taken = now_taken or not happened
        shown.append(_date(state, title, promised, happened, today))
    return shown


def _date(state: str, title: str, promised: date | None, happened: date | None, today: date) -> DateShown:
    actual = clock.local_date(happened) if isinstance(happened, datetime) else happened
    if actual is None:
        overdue = promised is not None and promised < today
        if state == "now" and promised is not None and promised > today:
            state = "next"
        note = gettext("Late: it was promised by this day.") if overdue else ""
        return DateShown(state, promised.isoformat() if promised else "", _day(promised), title, note)
    note = gettext("Promised: %(date)s", date=_day(promised)) if promised else ""
    return DateShown(state, actual.isoformat(), _day(actual), title, note)


def _day(value: date | None) -> str:
    return i18n.format_date(value) if value else ""


def waiting(outcome: Outcome) -> str:
    """Who decides, and when it is planned: stands where the decision will."""
    dialogue = outcome.dialogue
    body = dialogue.responsible_body.names.in_(i18n.current().code)
    if dialogue.handling_meeting is None:
        return gettext("%(body)s decides.", body=body)
    return gettext("%(body)s decides. Planned for %(date)s.", body=body, date=_day(dialogue.handling_meeting))
