"""The log of one dialogue as its officials read it: who did what when, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from participation import db, i18n
from participation.access import Role
from participation.accounts.queries import names_of
from participation.dialogues.rules import Section
from participation.event_log import REFUSED, Event
from participation.i18n import Lazy, gettext, label, language_name, lazy
from participation.texts import Texts

PAGE = 50

SENTENCES: dict[str, Lazy] = {
    "dialogue.created": lazy("Began the draft"),
    "dialogue.propose": lazy("Proposed it for decision"),
    "dialogue.refer_back": lazy("Referred it back"),
    "dialogue.decide": lazy("Recorded the decision to hold it"),
    "dialogue.minutes_announced": lazy("Noted that the minutes were announced"),
    "dialogue.announce": lazy("Announced it"),
    "dialogue.compile": lazy("Published the result report"),
    "dialogue.send_to_meeting": lazy("Sent the results to a meeting"),
    "dialogue.handle": lazy("Recorded the decision on the results"),
    "dialogue.feed_back": lazy("Completed it with feedback"),
    "dialogue.handed_over": lazy("Recorded that it was handed over"),
    "dialogue.evaluate": lazy("Published the evaluation"),
    "dialogue.reject": lazy("Recorded that the body said no"),
    "dialogue.extend": lazy("Extended it"),
    "dialogue.amend": lazy("Recorded an amending decision"),
    "dialogue.pause": lazy("Paused it"),
    "dialogue.resume": lazy("Let it go on earlier than planned"),
    "dialogue.cancel": lazy("Recorded that it is cancelled"),
    "dialogue.decision_moved": lazy("Noted what became of the decision it informs"),
    "dialogue.changed": lazy("Changed something after the decision"),
    REFUSED: lazy("Tried something that was refused"),
    "role.assigned": lazy("Gave somebody a role in it"),
    "role.ended": lazy("Ended somebody’s role in it"),
    "survey.created": lazy("Made a survey"),
    "survey.changed": lazy("Changed a survey"),
    "survey.removed": lazy("Took a survey away"),
    "results.theme_added": lazy("Added a theme"),
    "results.theme_changed": lazy("Changed a theme"),
    "results.theme_removed": lazy("Took a theme away"),
    "results.theme_sorted": lazy("Sorted contributions into a theme"),
    "results.theme_unsorted": lazy("Took contributions out of a theme"),
    "results.theme_sorted_wordless": lazy("Sorted answers without own words"),
    "results.report_written": lazy("Wrote on the result report"),
    "results.feedback_published": lazy("Published feedback"),
    "results.measure_changed": lazy("Changed a measure"),
    "statutory.reported": lazy("Published the consultation report"),
    "statutory.review_announced": lazy("Announced the review"),
    "statement.review_sent": lazy("Sent the review statement to those whose views were not met"),
    "statement.informed": lazy("Noted who was informed of the decision"),
}
"""What each action is called. Features above this one add theirs with :func:`name_actions`."""


def name_actions(sentences: Mapping[str, Lazy]) -> None:
    """Give more actions their words; done once, at import."""
    SENTENCES.update(sentences)


def tell_actions(tellers: Mapping[str, Callable[[Mapping[str, Any], Mapping[int, str]], str]]) -> None:
    """Say more of what some actions are about; done once, at import."""
    _TELLERS.update(tellers)


@dataclass(frozen=True)
class Entry:
    """A line of the log."""

    id: int
    at: datetime
    who: str
    what: str
    note: str
    code: str


def last_referral(dialogue_id: int) -> Event | None:
    """The latest time the dialogue was referred back, if nothing has been proposed since."""
    moves = ("dialogue.refer_back", "dialogue.propose")
    event = db.session().scalar(
        select(Event)
        .where(Event.dialogue_id == dialogue_id, Event.action.in_(moves))
        .order_by(Event.id.desc())
        .limit(1)
    )
    return event if event is not None and event.action == "dialogue.refer_back" else None


def entries(dialogue_id: int, before: int | None = None, *, refused: bool = False) -> tuple[list[Entry], int | None]:
    """A page of the log, newest first, and where the next one begins. What residents sent has its own list.

    ``refused``: with what was tried and refused, too.
    """
    query = select(Event).where(Event.dialogue_id == dialogue_id, Event.contribution_id.is_(None))
    if not refused:
        query = query.where(Event.action != REFUSED)
    if before is not None:
        query = query.where(Event.id < before)
    found = list(db.session().scalars(query.order_by(Event.id.desc()).limit(PAGE + 1)))
    shown = found[:PAGE]
    named = names_of(event.data.get("account") for event in shown)
    lines = [
        Entry(e.id, e.at, e.actor_name or gettext("The system"), _what(e), _note(e, named), e.data.get("code", ""))
        for e in shown
    ]
    return lines, shown[-1].id if len(found) > PAGE else None


def _what(event: Event) -> str:
    known = SENTENCES.get(event.action)
    return str(known) if known is not None else gettext("Did something else (%(action)s)", action=event.action)


def _note(event: Event, named: Mapping[int, str]) -> str:
    teller = _TELLERS.get(event.action)
    if teller is not None:
        return teller(event.data, named)
    return str(event.data.get("note", ""))


def _changed(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    what = str(data.get("what", ""))
    if what.startswith("language."):
        return gettext("Translation: %(language)s", language=language_name(what.removeprefix("language.")))
    return label(Section(what)) if what in set(Section) else what


def _amended(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    return i18n.join([label(Section(what)) for what in data.get("sections", ()) if what in set(Section)])


def _noted(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    if data.get("taken_on"):
        day = i18n.format_date(date.fromisoformat(data["taken_on"]))
        return gettext("Taken on %(date)s, § %(paragraph)s", date=day, paragraph=data.get("paragraph", "–"))
    day = i18n.format_date(date.fromisoformat(data["meeting"])) if data.get("meeting") else "–"
    return gettext("Moved to %(date)s", date=day)


def _refused(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    page = str(data.get("endpoint", "")).rsplit(".", 1)[-1]
    return ", ".join([*data.get("codes", ()), page])


def _assigned(data: Mapping[str, Any], named: Mapping[int, str]) -> str:
    name = named.get(int(data.get("account", 0)), "–")
    return gettext("%(name)s: %(role)s", name=name, role=label(Role(data["role"])))


def _handed_over(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    locale = i18n.current().code
    before, after = (Texts(data[key]).in_(locale).text for key in ("from", "to"))
    return f"{before} → {after}, {data['decision']}"


def _sent(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    body = Texts(data["agenda"]).in_(i18n.current().code).text
    return f"{body}, {i18n.format_date(date.fromisoformat(data['meeting']))}"


def _minutes(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    return i18n.format_date(date.fromisoformat(data["on"])) if data.get("on") else ""


def _day(name: str) -> Callable[[Mapping[str, Any], Mapping[int, str]], str]:
    def tell(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
        return i18n.format_date(date.fromisoformat(data[name])) if data.get(name) else ""

    return tell


_TELLERS: dict[str, Callable[[Mapping[str, Any], Mapping[int, str]], str]] = {
    "dialogue.amend": _amended,
    "dialogue.decision_moved": _noted,
    "dialogue.extend": _day("closes_on"),
    "dialogue.pause": _day("resumes_on"),
    "dialogue.send_to_meeting": _sent,
    "dialogue.changed": _changed,
    REFUSED: _refused,
    "role.assigned": _assigned,
    "dialogue.handed_over": _handed_over,
    "dialogue.minutes_announced": _minutes,
}
