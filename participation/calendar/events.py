"""What of a dialogue has a date, in words: for calendar files and for the staff's list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from participation import clock, i18n
from participation.dialogues.models import Activity, Dialogue
from participation.dialogues.queries import closes_on, opens_on
from participation.dialogues.rules import ActivityType
from participation.i18n import gettext, label
from participation.texts import Rendered


@dataclass(frozen=True)
class Dated:
    """Something with a date. ``key`` is the same as long as it is the same thing, whenever it is moved to.

    ``when`` is an instant for what begins at a time of day, else a date.
    """

    key: str
    when: date | datetime
    what: str
    place: Rendered | None = None

    @property
    def day(self) -> date:
        return clock.local_date(self.when) if isinstance(self.when, datetime) else self.when


def dated(dialogue: Dialogue, activities: Sequence[Activity]) -> list[Dated]:
    """Everything of the dialogue that has a date, in time."""
    return sorted(_all(dialogue, activities), key=lambda d: (d.day, d.key))


def _all(dialogue: Dialogue, activities: Sequence[Activity]) -> Iterable[Dated]:
    locale = i18n.current().code
    body = (dialogue.decision_body or dialogue.responsible_body).names.in_(locale).text
    handler = dialogue.responsible_body.names.in_(locale).text
    for key, day, what in (
        ("opens", opens_on(dialogue), gettext("Opens: you can take part")),
        ("closes", closes_on(dialogue), gettext("Closes: last day to take part")),
        ("results", _actual(dialogue.compiled_at, dialogue.results_due), gettext("The result report")),
        (
            "handling",
            _actual(dialogue.handled_at, dialogue.handling_meeting),
            gettext("%(body)s handles the results", body=handler),
        ),
        (
            "feedback",
            _actual(dialogue.fed_back_at, dialogue.feedback_due),
            gettext("Feedback: we tell you what it led to"),
        ),
    ):
        if day is not None:
            yield Dated(key, day, what)
    decided = dialogue.decision_taken_on or dialogue.decision_meeting
    if decided is not None:
        yield Dated("decision", decided, gettext("%(body)s decides", body=body))
    for activity in activities:
        if activity.starts_at is not None:
            place = activity.place.in_(locale) if activity.place else None
            yield Dated(f"activity-{activity.id}", activity.starts_at, label(ActivityType(activity.type)), place)


def _actual(happened: datetime | None, promised: date | None) -> date | None:
    return clock.local_date(happened) if happened is not None else promised
