"""What belongs to one public dialogue, and what has happened in it: one round trip each, light rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from participation import db
from participation.bodies.models import Body
from participation.db import Instant, LocalisedText
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.models import Activity, Decision, InfluenceItem, Representative, TargetGroup
from participation.dialogues.rules import DecisionKind, Move
from participation.dialogues.statutory.models import StatutoryCase, StatutoryDocument
from participation.event_log import Event
from participation.legal.models import LegalBasis
from participation.texts import Texts


@dataclass(frozen=True)
class Part:
    """A row of what belongs to a dialogue; which columns mean something depends on what it is of."""

    id: int
    words: Texts
    more: Texts
    note: str
    flag: bool
    at: datetime | None


@dataclass(frozen=True)
class Parts:
    """Everything that belongs to a dialogue's contract, in order."""

    open_items: list[Part] = field(default_factory=list)
    closed_items: list[Part] = field(default_factory=list)
    target_groups: list[Part] = field(default_factory=list)
    representatives: list[Part] = field(default_factory=list)
    activities: list[Part] = field(default_factory=list)
    committees: list[Part] = field(default_factory=list)
    cases: list[Part] = field(default_factory=list)
    laws: list[Part] = field(default_factory=list)
    documents: list[Part] = field(default_factory=list)
    surveys: list[Part] = field(default_factory=list)
    survey_results: list[Part] = field(default_factory=list)


SURVEY, SURVEY_RESULT = "survey", "survey_result"
More = Callable[[], tuple[Select[Any], ...]]


def part(what: str, id: Any, words: Any, note: Any) -> Select[Any]:
    """Rows of a feature above this one, to be read together with the dialogue's own, in the order of their ids."""
    no_words: Any = literal(Texts(), LocalisedText)
    return select(literal(what), id, id, words, no_words, note, false(), cast(null(), Instant))


def parts_of(dialogue_id: int, more: More | None = None) -> Parts:
    """What can and cannot be influenced, target groups, representatives, activities: one query.

    ``more`` makes what is read with them: selects of :func:`part` that take the parameter ``dialogue``.
    """
    parts = Parts()
    lists = {
        "group": parts.target_groups,
        "person": parts.representatives,
        "activity": parts.activities,
        "committee": parts.committees,
        "case": parts.cases,
        "law": parts.laws,
        "document": parts.documents,
        SURVEY: parts.surveys,
        SURVEY_RESULT: parts.survey_results,
    }
    for row in db.rows(_together(more), {"dialogue": dialogue_id}):
        made = Part(row.id, row.words, row.more, row.note, bool(row.flag), row.at)
        if row.what == "item":
            (parts.open_items if made.flag else parts.closed_items).append(made)
        else:
            lists[row.what].append(made)
    return parts


@cache
def _together(more: More | None) -> CompoundSelect[Any]:
    nothing = cast(null(), Instant)
    no_words: Any = literal(Texts(), LocalisedText)
    no_note = literal("", String)

    def rows(what: str, model: Any, words: Any, more: Any, note: Any, flag: Any, at: Any) -> Select[Any]:
        return select(
            literal(what).label("what"),
            model.id.label("id"),
            model.position.label("position"),
            words.label("words"),
            more.label("more"),
            func.coalesce(note, "").label("note"),
            cast(flag, Boolean).label("flag"),
            at.label("at"),
        ).where(model.dialogue_id == bindparam("dialogue"))

    consultation = CommitteeConsultation
    committees = (
        select(
            literal("committee"),
            consultation.id,
            consultation.body_id,
            Body.names,
            consultation.motive,
            case(
                (consultation.participates.is_(True), consultation.part + "\n" + consultation.handles),
                else_=func.coalesce(cast(consultation.answer_by, String), ""),
            ),
            func.coalesce(consultation.participates, false()),
            consultation.answered_at,
        )
        .join(Body, Body.id == consultation.body_id)
        .where(consultation.dialogue_id == bindparam("dialogue"))
    )

    return union_all(
        rows("item", InfluenceItem, InfluenceItem.text, no_words, InfluenceItem.reason, InfluenceItem.is_open, nothing),
        rows("group", TargetGroup, TargetGroup.label, TargetGroup.outreach, no_note, TargetGroup.seldom_heard, nothing),
        rows("person", Representative, Representative.role, no_words, Representative.name, false(), nothing),
        rows(
            "activity", Activity, Activity.place, no_words, Activity.type, Activity.elected_present, Activity.starts_at
        ),
        committees,
        *_of_the_law(nothing),
        *(more() if more else ()),
    ).order_by("what", "position", "id")


def _of_the_law(nothing: Any) -> tuple[Select[Any], ...]:
    """A statutory dialogue's case, its law in the order of the phases, and its documents; the others have none."""

    def joined(*values: Any) -> Any:
        found: Any = literal("", String)
        for value in values:
            found = found + func.coalesce(cast(value, String), "") + SEPARATOR
        return found

    case_, law, document = StatutoryCase, LegalBasis, StatutoryDocument
    order = case((law.phase == "samrad", 1), (law.phase == "granskning", 2), else_=3)
    kept = (case_.samrad_basis_id, case_.granskning_basis_id, case_.antagande_basis_id)
    return (
        select(
            literal("case"),
            case_.dialogue_id,
            case_.dialogue_id,
            case_.place,
            case_.available_at,
            joined(case_.review_opens_on, case_.review_closes_on),
            false(),
            nothing,
        ).where(case_.dialogue_id == bindparam("dialogue")),
        select(
            literal("law"),
            law.id,
            order,
            law.names,
            law.web_duty,
            joined(law.phase, law.provision, law.minimum, law.unit, law.minimum_provision),
            false(),
            nothing,
        )
        .join(case_, or_(*(law.id == basis for basis in kept)))
        .where(case_.dialogue_id == bindparam("dialogue")),
        select(
            literal("document"),
            document.id,
            document.position,
            document.title,
            literal(Texts(), LocalisedText),
            joined(document.phase, document.kind, document.published_on, document.file_info, document.url),
            false(),
            nothing,
        ).where(document.dialogue_id == bindparam("dialogue")),
    )


SEPARATOR = "\x1f"
"""Between the values of a note that holds several; no form takes it."""


CHANGED = "dialogue.changed"
MINUTES_ANNOUNCED = "dialogue.minutes_announced"
CREATED = "dialogue.created"
HANDED_OVER = "dialogue.handed_over"
DECISION_MOVED = "dialogue.decision_moved"
REPORTED = "statutory.reported"
REVIEW_ANNOUNCED = "statutory.review_announced"
STEPS = (
    CREATED,
    *(f"dialogue.{m.value}" for m in Move),
    MINUTES_ANNOUNCED,
    HANDED_OVER,
    DECISION_MOVED,
    REPORTED,
    REVIEW_ANNOUNCED,
)
"""The events that residents are told of, besides changes of what rests on a decision."""

MOST_CHANGES = 100
"""Only the newest changes are listed; every step always is."""


@dataclass(frozen=True)
class LoggedDecision:
    """A recorded decision, with the name of the body that took it."""

    kind: DecisionKind
    body: Texts
    taken_on: date
    paragraph: str
    registry_number: str
    minutes_url: str
    minutes_announced_on: date | None
    effect: Texts
    motive: Texts


@dataclass(frozen=True)
class Logged:
    """A public event of a dialogue: never who did it, only what was done, and with which data."""

    id: int
    at: datetime
    action: str
    what: str
    decision: LoggedDecision | None
    moved: tuple[Texts, Texts, str] | None = None
    data: dict[str, Any] = field(default_factory=dict)


def log_of(dialogue_id: int) -> list[Logged]:
    """The dialogue's public events, newest first, each decision with its event. One query."""
    return [
        Logged(
            id=r.id,
            at=r.at,
            action=r.action,
            what=str(r.data.get("what", "")),
            decision=LoggedDecision(
                kind=DecisionKind(r.kind),
                body=r.names,
                taken_on=r.taken_on,
                paragraph=r.paragraph,
                registry_number=r.registry_number,
                minutes_url=r.minutes_url,
                minutes_announced_on=r.minutes_announced_on,
                effect=r.effect,
                motive=r.motive,
            )
            if r.kind is not None
            else None,
            moved=(Texts(r.data["from"]), Texts(r.data["to"]), r.data["decision"]) if r.action == HANDED_OVER else None,
            data=r.data,
        )
        for r in db.rows(_log(), {"dialogue": dialogue_id})
    ]


@cache
def _log() -> Select[Any]:
    # Only moves name their decision by its id; a handover cites one that is recorded nowhere else.
    named = case((Event.action != HANDED_OVER, Event.data["decision"].as_integer()))
    changes = (
        select(Event.id)
        .where(Event.dialogue_id == bindparam("dialogue"), Event.action == CHANGED)
        .order_by(Event.id.desc())
        .limit(MOST_CHANGES)
    )
    return (
        select(
            Event.id,
            Event.at,
            Event.action,
            Event.data,
            Decision.kind,
            Decision.taken_on,
            Decision.paragraph,
            Decision.registry_number,
            Decision.minutes_url,
            Decision.minutes_announced_on,
            Decision.effect,
            Decision.motive,
            Body.names,
        )
        .outerjoin(Decision, Decision.id == named)
        .outerjoin(Body, Body.id == Decision.body_id)
        .where(or_(and_(Event.dialogue_id == bindparam("dialogue"), Event.action.in_(STEPS)), Event.id.in_(changes)))
        .order_by(Event.id.desc())
    )
