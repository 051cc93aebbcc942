"""What residents must know before anything else on a dialogue's page, and what has been changed since the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation import clock, i18n
from participation.dialogues.models import Dialogue
from participation.dialogues.public_parts import Logged, LoggedDecision
from participation.dialogues.rules import DecisionKind, Move, Section, Stage
from participation.dialogues.sections import name_of
from participation.i18n import gettext, label
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Notice:
    """A message above the rest. ``words`` are the officials' own, ``more`` what those who took part are told."""

    kind: str
    title: str
    text: str
    words: Rendered | None = None
    more: Rendered | None = None
    href: str | None = None
    link: str = ""


@dataclass(frozen=True)
class Difference:
    """A field that was changed: what stood there, and what stands there now, a line for each row of a list."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    lang: str | None = None
    dir: str | None = None


@dataclass(frozen=True)
class Change:
    """An amendment: what the decision changed, and why."""

    iso: str
    when: str
    title: str
    cited: str
    motive: Rendered
    differences: tuple[Difference, ...]


def notices(dialogue: Dialogue, stage: Stage, log: Sequence[Logged], now: datetime) -> list[Notice]:
    """The messages of today, the gravest first."""
    found = [*_ended(stage, log), *_paused(dialogue, stage), *_decision_moved(dialogue, stage, log)]
    if stage in (Stage.OPEN, Stage.PAUSED):
        found += _extended(log)
    if stage in (Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED) and dialogue.amended_at is not None:
        text = gettext(
            "What the dialogue rests on was changed on %(date)s. What was sent in earlier is marked “before the "
            "change”.",
            date=i18n.format_date(dialogue.amended_at),
        )
        found.append(Notice("info", gettext("The dialogue has been changed"), text, None, None, "#changes", _see()))
    return found


def _see() -> str:
    return gettext("See what was changed, and why")


def _ended(stage: Stage, log: Sequence[Logged]) -> Iterator[Notice]:
    decision = next((e.decision for e in log if e.decision and e.decision.kind is DecisionKind.CANCEL), None)
    if stage is not Stage.CANCELLED or decision is None:
        return
    text = gettext(
        "%(body)s decided on %(date)s to cancel it.",
        body=_in(decision.body).text,
        date=i18n.format_date(decision.taken_on),
    )
    yield Notice("late", gettext("The dialogue is cancelled"), text, _in(decision.motive), _in(decision.effect))


def _paused(dialogue: Dialogue, stage: Stage) -> Iterator[Notice]:
    if stage is Stage.PAUSED and dialogue.resumes_at is not None:
        text = gettext(
            "It goes on by itself on %(date)s. Until then nothing can be sent in. What you have sent in is kept, and "
            "the days of the pause are added to the time to take part.",
            date=i18n.format_date_long(clock.local_date(dialogue.resumes_at)),
        )
        yield Notice("warning", gettext("The dialogue is paused"), text, _in(dialogue.pause_reason))


def _decision_moved(dialogue: Dialogue, stage: Stage, log: Sequence[Logged]) -> Iterator[Notice]:
    if dialogue.decision_moved_at is None or stage in (Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED):
        return
    body = _in((dialogue.decision_body or dialogue.responsible_body).names).text
    if dialogue.decision_taken_on is not None:
        title = gettext("The decision has already been taken")
        text = gettext(
            "%(body)s took the decision on %(date)s, before what you have said could be weighed in. The dialogue is to "
            "be paused or cancelled.",
            body=body,
            date=i18n.format_date(dialogue.decision_taken_on),
        )
        if stage is Stage.CANCELLED:
            text = gettext("%(body)s took the decision on %(date)s.", body=body, date=_day(dialogue.decision_taken_on))
        yield Notice("late", title, text)
    elif dialogue.decision_meeting is not None and stage is not Stage.CANCELLED:
        text = gettext(
            "%(body)s is to decide on %(date)s instead.",
            body=body,
            date=i18n.format_date_long(dialogue.decision_meeting),
        )
        if decided_too_early(dialogue):
            text += " " + gettext(
                "That is before the results of the dialogue can be handled. The dialogue is to be paused or cancelled."
            )
        yield Notice("warning", gettext("The decision has been moved"), text)


def decided_too_early(dialogue: Any) -> bool:
    """Whether the decision that the dialogue informs is taken, or is to be taken, before the results are handled."""
    handling = dialogue.handling_meeting
    taken, planned = dialogue.decision_taken_on, dialogue.decision_meeting
    if taken is not None:
        return handling is None or taken < handling
    return planned is not None and handling is not None and planned < handling


def _extended(log: Sequence[Logged]) -> Iterator[Notice]:
    event = next((e for e in log if e.action == f"dialogue.{Move.EXTEND.value}"), None)
    if event is not None and event.data.get("closes_on") != event.data.get("was"):
        text = gettext(
            "You can take part until %(date)s. Earlier the last day was %(was)s.",
            date=i18n.format_date_long(date.fromisoformat(event.data["closes_on"])),
            was=_day(date.fromisoformat(event.data["was"])),
        )
        yield Notice("info", gettext("You have longer to take part"), text)


def changes(log: Sequence[Logged], cited: Any) -> list[Change]:
    """Every amendment, newest first; ``cited`` says how a decision is cited."""
    return [
        Change(
            iso=event.decision.taken_on.isoformat(),
            when=_day(event.decision.taken_on),
            title=_section(event.data),
            cited=cited(event.decision),
            motive=_in(event.decision.motive),
            differences=tuple(differences(event.data.get("changes", {}))),
        )
        for event in log
        if event.action == f"dialogue.{Move.AMEND.value}" and isinstance(event.decision, LoggedDecision)
    ]


def _section(data: Mapping[str, Any]) -> str:
    return i18n.join([label(Section(what)) for what in data.get("sections", ()) if what in set(Section)])


def differences(changed: Mapping[str, Any]) -> Iterator[Difference]:
    """The fields of an amendment as the log keeps them, in words."""
    for name, both in changed.items():
        yield Difference(name_of(name), tuple(both.get("before", ())), tuple(both.get("after", ())))


def _in(texts: Texts) -> Rendered:
    return texts.in_(i18n.current().code)


def _day(value: date) -> str:
    return i18n.format_date(value)
