"""Reads of dialogues. Always ordered; what residents get leaves out everything that is not public."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from participation import clock, db, settings
from participation.access import Actor, NotFound, Role, allowed
from participation.accounts.queries import periods_of_role
from participation.bodies.models import Body
from participation.bodies.queries import bodies_of_kind
from participation.bodies.rules import first_day_outside
from participation.db import Instant
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.consultation.reads import committee_facts
from participation.dialogues.facts import ActivityFacts, BodyFacts, DialogueFacts, Periods, TargetGroupFacts
from participation.dialogues.models import (
    Activity,
    Decision,
    Dialogue,
    InfluenceItem,
    Phase,
    Representative,
    TargetGroup,
)
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.principles import self_check
from participation.dialogues.registers import authority_of
from participation.dialogues.rules import (
    DECIDING_BODIES,
    ActivityType,
    DecisionKind,
    Influence,
    Kind,
    Participation,
    Stage,
    stage,
)
from participation.dialogues.statutory.reads import statutory_facts
from participation.texts import Texts

_SLUG_ID = re.compile(r"^(\d{1,9})(?:-|$)")
_NOT_IN_SLUG = re.compile(r"[^\w]+", re.UNICODE)


def slug(dialogue: Dialogue) -> str:
    """The dialogue's name in addresses: its id, then its Swedish title in letters of any script."""
    return slug_of(dialogue.id, dialogue.title)


def slug_of(dialogue_id: int, title: Texts) -> str:
    """The same for a dialogue that has not been loaded."""
    words = _NOT_IN_SLUG.sub("-", title.sv.casefold()).strip("-_")[:60].strip("-")
    return f"{dialogue_id}-{words}" if words else str(dialogue_id)


def id_in_slug(text: str) -> int | None:
    """The id that an address names, or None."""
    found = _SLUG_ID.match(text)
    return int(found.group(1)) if found else None


def dialogue_by_id(dialogue_id: int) -> Dialogue:
    """The dialogue with its bodies and phases, in one query; or :class:`NotFound`."""
    dialogue = db.session().get(
        Dialogue, dialogue_id, options=[joinedload(Dialogue.phases), joinedload(Dialogue.executing_body)]
    )
    if dialogue is None:
        raise NotFound
    return dialogue


def public_dialogue(text: str, actor: Actor | None = None) -> Dialogue:
    """The public dialogue an address names; :class:`NotFound` if there is none or it is not public."""
    identity = id_in_slug(text)
    if identity is None:
        raise NotFound
    dialogue: Dialogue | None = db.session().scalars(_whole(), {"id": identity}).unique().one_or_none()
    if dialogue is None or not allowed(actor or Actor(), DialoguePermission.READ, dialogue):
        raise NotFound
    return dialogue


@cache
def _whole() -> Any:
    """A dialogue with its periods and bodies, in one query that is built once."""
    return select(Dialogue).where(Dialogue.id == bindparam("id")).options(joinedload(Dialogue.phases))


def staff_dialogue(actor: Actor, dialogue_id: int) -> Dialogue:
    """The dialogue for the back office; :class:`NotFound` if the actor may not know that it exists."""
    dialogue = dialogue_by_id(dialogue_id)
    if not allowed(actor, DialoguePermission.READ_STAFF, dialogue):
        raise NotFound
    return dialogue


def stage_column(now: datetime) -> ColumnElement[str]:
    """The stage as SQL, for lists: the same as :func:`participation.dialogues.rules.stage`, and tested to be."""

    def happened(column: Any) -> Any:
        return and_(column.is_not(None), column <= now)

    phase = aliased(Phase)
    inside = exists().where(phase.dialogue_id == Dialogue.id, phase.opens_at <= now, phase.closes_at > now)
    begun = exists().where(phase.dialogue_id == Dialogue.id, phase.opens_at <= now)
    paused = and_(happened(Dialogue.paused_at), Dialogue.resumes_at > now)
    return case(
        (happened(Dialogue.rejected_at), literal(Stage.REJECTED.value)),
        (happened(Dialogue.cancelled_at), literal(Stage.CANCELLED.value)),
        (happened(Dialogue.evaluated_at), literal(Stage.EVALUATED.value)),
        (happened(Dialogue.fed_back_at), literal(Stage.FED_BACK.value)),
        (happened(Dialogue.handled_at), literal(Stage.HANDLED.value)),
        (happened(Dialogue.compiled_at), literal(Stage.COMPILED.value)),
        (and_(happened(Dialogue.announced_at), paused), literal(Stage.PAUSED.value)),
        (and_(happened(Dialogue.announced_at), Dialogue.consulted_at > now), literal(Stage.ANNOUNCED.value)),
        (and_(happened(Dialogue.announced_at), inside), literal(Stage.OPEN.value)),
        (and_(happened(Dialogue.announced_at), begun), literal(Stage.CLOSED.value)),
        (happened(Dialogue.announced_at), literal(Stage.ANNOUNCED.value)),
        (happened(Dialogue.decided_at), literal(Stage.DECIDED.value)),
        (happened(Dialogue.proposed_at), literal(Stage.PROPOSED.value)),
        else_=literal(Stage.DRAFT.value),
    )


def current_stage(dialogue: Dialogue, now: datetime | None = None) -> Stage:
    """The dialogue's stage now, or at the instant."""
    return stage(dialogue.stage_facts, now or clock.now())


def next_boundary(now: datetime) -> datetime:
    """The next instant at which something public changes by the clock: an opening, a closing, or midnight."""
    ahead: list[datetime | None] = list(db.rows(_ahead(), {"now": now}).scalars())
    return min([i for i in ahead if i is not None] + [clock.end_of_day(clock.local_date(now))])


@cache
def _ahead() -> CompoundSelect[Any]:
    now = bindparam("now", type_=Instant)
    opening, closing = func.min(Phase.opens_at), func.min(Phase.closes_at)
    consulted = func.min(Dialogue.consulted_at)
    return union_all(
        select(opening).where(Phase.opens_at > now),
        select(closing).where(Phase.closes_at > now),
        select(consulted).where(Dialogue.consulted_at > now),
    )


def staff_readable(actor: Actor, at: datetime) -> ColumnElement[bool]:
    """The dialogues the actor reads in the back office, as a condition."""
    conditions: list[Any] = [false()]
    for role in (Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY, Role.ELECTED):
        held = actor.bodies_as(role)
        if held is None:
            conditions.append(literal(True))
        elif held:
            conditions += [Dialogue.responsible_body_id.in_(held), Dialogue.executing_body_id.in_(held)]
            if role is not Role.COORDINATOR:
                takes_part = select(CommitteeConsultation.dialogue_id).where(
                    CommitteeConsultation.body_id.in_(held), CommitteeConsultation.participates.is_(True)
                )
                conditions.append(and_(Dialogue.id.in_(takes_part), stage_column(at) != Stage.DRAFT.value))
    if actor.roles & {Role.COMMITTEE_SECRETARY, Role.REGISTRAR, Role.DPO, Role.ARCHIVIST}:
        conditions.append(stage_column(at) != Stage.DRAFT.value)
    return or_(*conditions)


_ANEW = {"populate_existing": True}
"""Rows that are held already say what is stored now: what waited for a colleague compares with what they wrote."""


def influence_items(dialogue_id: int, *, is_open: bool) -> list[InfluenceItem]:
    """What can, or cannot, be influenced, in order."""
    return list(
        db.session().scalars(
            select(InfluenceItem)
            .where(InfluenceItem.dialogue_id == dialogue_id, InfluenceItem.is_open.is_(is_open))
            .order_by(InfluenceItem.position, InfluenceItem.id),
            execution_options=_ANEW,
        )
    )


def target_groups(dialogue_id: int) -> list[TargetGroup]:
    """The target groups, in order."""
    return list(
        db.session().scalars(
            select(TargetGroup)
            .where(TargetGroup.dialogue_id == dialogue_id)
            .order_by(TargetGroup.position, TargetGroup.id),
            execution_options=_ANEW,
        )
    )


def representatives(dialogue_id: int) -> list[Representative]:
    """The elected representatives behind the question, in order."""
    return list(
        db.session().scalars(
            select(Representative)
            .where(Representative.dialogue_id == dialogue_id)
            .order_by(Representative.position, Representative.id),
            execution_options=_ANEW,
        )
    )


def activities(dialogue_id: int) -> list[Activity]:
    """The ways to take part, in order."""
    return list(
        db.session().scalars(
            select(Activity).where(Activity.dialogue_id == dialogue_id).order_by(Activity.position, Activity.id),
            execution_options=_ANEW,
        )
    )


def decisions(dialogue_id: int) -> list[Decision]:
    """The recorded decisions, oldest first."""
    return list(
        db.session().scalars(
            select(Decision).where(Decision.dialogue_id == dialogue_id).order_by(Decision.taken_on, Decision.id)
        )
    )


def decision_of_kind(dialogue_id: int, kind: DecisionKind) -> Decision | None:
    """The decision of the kind, if it has been recorded."""
    return db.session().scalar(select(Decision).where(Decision.dialogue_id == dialogue_id, Decision.kind == kind.value))


def body_facts(body: Body) -> BodyFacts:
    """An organ as the guards need it."""
    return BodyFacts(id=body.id, kind=body.body_kind, names=body.names)


def _planned_close(dialogue: Dialogue) -> date | None:
    """The last day of the first period: of a statutory dialogue the review that follows is planned apart."""
    if dialogue.phases:
        return clock.last_date_before(dialogue.phases[0].closes_at)
    return dialogue.draft_closes_on


def opens_on(dialogue: Dialogue) -> date | None:
    """The first day it is open, also while that date does not make a period yet."""
    return clock.local_date(dialogue.phases[0].opens_at) if dialogue.phases else dialogue.draft_opens_on


def closes_on(dialogue: Dialogue) -> date | None:
    """The last day it is open, also while that date does not make a period yet."""
    return clock.last_date_before(dialogue.phases[-1].closes_at) if dialogue.phases else dialogue.draft_closes_on


def first_day_without_moderator(dialogue: Dialogue, since: date | None = None) -> date | None:
    """The first day (since the one given) on which it is open and nobody moderates it, or None."""
    for first, last in days_open(dialogue):
        found = unmoderated_on(dialogue.id, max(first, since or first), last)
        if found is not None:
            return found
    return None


def unmoderated_on(dialogue_id: int, first: date, last: date) -> date | None:
    """The first day of a period on which nobody moderates the dialogue, or None; no query for one that is over."""
    return first_day_outside(periods_of_role(Role.MODERATOR, dialogue_id), first, last) if first <= last else None


def days_open(dialogue: Dialogue) -> list[tuple[date, date]]:
    """The first and the last day of each period; a draft's as far as they are written."""
    if not dialogue.phases:
        drafted = (dialogue.draft_opens_on, dialogue.draft_closes_on)
        return [(drafted[0], drafted[1])] if drafted[0] and drafted[1] else []
    return [(clock.local_date(p.opens_at), clock.last_date_before(p.closes_at)) for p in dialogue.phases]


def _no_surveys(_dialogue_id: int) -> Sequence[int]:
    return ()


_count_questions: Callable[[int], Sequence[int]] = _no_surveys


def counts_questions(count: Callable[[int], Sequence[int]]) -> Callable[[int], Sequence[int]]:
    """Decorator: the function tells how many questions each of a dialogue's surveys has. Surveys lie above
    dialogues, so dialogues ask through this."""
    global _count_questions
    _count_questions = count
    return count


def facts_of(dialogue: Dialogue) -> DialogueFacts:
    """Everything the guards look at."""
    kind = Kind(dialogue.kind)
    surveys = _count_questions(dialogue.id)
    clocks = settings.installed().clocks
    contact = bool(dialogue.contact_name and (dialogue.contact_email or dialogue.contact_phone))
    initiating = decision_of_kind(dialogue.id, DecisionKind.INITIATE)
    return DialogueFacts(
        kind=kind,
        responsible_body=body_facts(dialogue.responsible_body),
        right_bodies=tuple(body_facts(b) for b in bodies_of_kind(sorted(DECIDING_BODIES[kind]))),
        title=dialogue.title,
        question=dialogue.question,
        summary=dialogue.summary,
        open_items=tuple(i.text for i in influence_items(dialogue.id, is_open=True)),
        closed_items=tuple((i.text, i.reason) for i in influence_items(dialogue.id, is_open=False)),
        everything_open=dialogue.everything_open,
        goal=dialogue.goal,
        goal_followup=dialogue.goal_followup,
        purpose=dialogue.purpose,
        target_groups=tuple(TargetGroupFacts(g.seldom_heard, g.outreach) for g in target_groups(dialogue.id)),
        no_seldom_heard_motive=dialogue.no_seldom_heard_motive,
        participation=Participation(dialogue.degree_of_participation) if dialogue.degree_of_participation else None,
        influence=Influence(dialogue.degree_of_influence) if dialogue.degree_of_influence else None,
        frame_money=dialogue.frame_money,
        frame_place=dialogue.frame_place,
        frame_law=dialogue.frame_law,
        decision_matter=dialogue.decision_matter,
        decision_body=body_facts(dialogue.decision_body) if dialogue.decision_body else None,
        decision_meeting=dialogue.decision_meeting,
        decision_taken_on=dialogue.decision_taken_on,
        decision_taken_paragraph=dialogue.decision_taken_paragraph,
        representatives=len(representatives(dialogue.id)),
        contact=contact,
        coordinator=bool(dialogue.coordinator_name),
        opens_on=opens_on(dialogue),
        closes_on=_planned_close(dialogue) if kind is Kind.STATUTORY else closes_on(dialogue),
        results_due=dialogue.results_due,
        handling_meeting=dialogue.handling_meeting,
        feedback_due=dialogue.feedback_due,
        activities=tuple(ActivityFacts(ActivityType(a.type), a.elected_present) for a in activities(dialogue.id)),
        has_survey=bool(surveys),
        surveys_without_questions=sum(n == 0 for n in surveys),
        handling_plan=dialogue.handling_plan,
        self_check=self_check(dialogue),
        legal_basis=dialogue.legal_basis,
        privacy_notice=dialogue.privacy_notice,
        retention=dialogue.retention,
        dpia_screened=dialogue.dpia_screened,
        languages=tuple(dialogue.languages),
        first_day_without_moderator=first_day_without_moderator(dialogue),
        decided_on=initiating.taken_on if initiating else None,
        minutes_announced_on=initiating.minutes_announced_on if initiating else None,
        committees=committee_facts(dialogue),
        periods=Periods(clocks.announce_days, clocks.minimum_open_days),
        authority=authority_of(dialogue),
        statutory=statutory_facts(dialogue, contact),
    )
