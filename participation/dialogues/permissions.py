"""Who may do what with a dialogue: the table of POLICY.md A6 for the planning half. Pure.

The thing is a dialogue, or for CREATE the id of the body it would belong to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from participation.access import Actor, Condition, Permission, Reason, Role, ways
from participation.dialogues.rules import (
    EDITABLE_STAGES,
    ENDED,
    MOVES,
    NEXT_STEP,
    Move,
    Section,
    Stage,
    is_public,
    stage,
)


def stage_of(dialogue: Any, now: datetime) -> Stage:
    """The dialogue's stage at the instant."""
    return stage(dialogue.stage_facts, now)


def wrong_stage(dialogue: Any, now: datetime) -> Reason:
    """E-STATE: says where the dialogue is and what comes next."""
    present = stage_of(dialogue, now)
    return Reason("E-STATE", {"status": present, "step": NEXT_STEP[present]})


def not_open(dialogue: Any, now: datetime) -> Reason:
    """E-G22 while it has yet to open, first or again: says on which day. Else E-STATE."""
    from participation import clock

    facts = dialogue.stage_facts
    coming = [opens for opens, _closes in facts.periods if opens > now]
    if facts.consulted_at is not None and now < facts.consulted_at:
        coming = [max(facts.consulted_at, *(opens for opens, _closes in facts.periods[:1]))]
    if stage_of(dialogue, now) not in (Stage.ANNOUNCED, Stage.CLOSED) or not coming:
        return wrong_stage(dialogue, now)
    return Reason("E-G22", {"date": clock.local_date(min(coming))})


def in_stage(*stages: Stage) -> Condition:
    """The dialogue is in one of the stages."""
    from participation import clock

    return Condition(
        "in stage " + " or ".join(s for s in Stage if s in stages),
        lambda _actor, dialogue, now: stage_of(dialogue, now) in stages,
        lambda _actor, dialogue: wrong_stage(dialogue, clock.now()),
    )


def taking(*stages: Stage) -> Condition:
    """It takes contributions: as :func:`in_stage`, but who comes too early is told when it opens (E-G22)."""
    from participation import clock

    return Condition(
        in_stage(*stages).name, in_stage(*stages).test, lambda _actor, dialogue: not_open(dialogue, clock.now())
    )


def _for_its_body(actor: Actor, role: Role, dialogue: Any) -> bool:
    return actor.holds(role, dialogue.responsible_body_id, dialogue.id) or (
        dialogue.executing_body_id is not None and actor.holds(role, dialogue.executing_body_id, dialogue.id)
    )


def holds(*roles: Role) -> Condition:
    """One of the roles is held for the dialogue, its responsible body or the body that carries it out."""
    return Condition(
        "is " + " or ".join(roles),
        lambda actor, dialogue, _now: any(_for_its_body(actor, role, dialogue) for role in roles),
        lambda _actor, dialogue: Reason("E-ROLE", {"role": roles[0], "body": dialogue.responsible_body.names}),
    )


def _holds_anywhere(*roles: Role) -> Condition:
    return Condition(
        "is " + " or ".join(roles) + " of any body",
        lambda actor, _dialogue, _now: bool(actor.roles & set(roles)),
        lambda _actor, dialogue: Reason("E-ROLE", {"role": roles[0], "body": dialogue.responsible_body.names}),
    )


_TAKES_PART = Condition(
    "is officer or elected or committee_secretary of a committee that takes part",
    lambda actor, dialogue, _now: any(
        actor.holds(role, body)
        for body in dialogue.participating_body_ids
        for role in (Role.OFFICER, Role.ELECTED, Role.COMMITTEE_SECRETARY)
    ),
    lambda _actor, dialogue: Reason("E-ROLE", {"role": Role.OFFICER, "body": dialogue.responsible_body.names}),
)

_IS_SYSTEM = Condition("is the system", lambda actor, _t, _n: actor.is_system, lambda _a, _t: Reason("E-ROLE"))

_PUBLIC = Condition(
    "is public",
    lambda _actor, dialogue, now: is_public(dialogue.stage_facts, now),
    lambda _actor, _dialogue: Reason("E-ROLE"),
)

_BEGINS_FOR_BODY = Condition(
    "is officer or coordinator or elected of the body",
    lambda actor, body_id, _now: any(
        actor.holds(role, body_id) for role in (Role.OFFICER, Role.COORDINATOR, Role.ELECTED)
    ),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.OFFICER}),
)

_NOT_DRAFT = in_stage(*(s for s in Stage if s is not Stage.DRAFT))


def _move(move: Move) -> tuple[str, Any]:
    row = MOVES[move]
    return ways(move.value, [holds(*row.roles), in_stage(*row.sources)])


def _decided(move: Move) -> tuple[str, Any]:
    """Which body's secretary it takes is checked once the decision names its body: a wrong body gets E-G10."""
    return ways(move.value, [_holds_anywhere(Role.COMMITTEE_SECRETARY), in_stage(*MOVES[move].sources)])


class DialoguePermission(Permission):
    """What can be done with a dialogue until it opens, and who may read it."""

    READ = ways("read", [_PUBLIC])
    READ_STAFF = ways(
        "read staff view",
        [holds(Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY, Role.ELECTED)],
        [_holds_anywhere(Role.COMMITTEE_SECRETARY, Role.REGISTRAR, Role.DPO, Role.ARCHIVIST), _NOT_DRAFT],
        [_IS_SYSTEM],
        [_NOT_DRAFT, _TAKES_PART],
    )
    CREATE = ways("create", [_BEGINS_FOR_BODY])
    EDIT = ways("edit", [holds(Role.OFFICER, Role.COORDINATOR)])
    PROPOSE = _move(Move.PROPOSE)
    REFER_BACK = _move(Move.REFER_BACK)
    DECIDE = _decided(Move.DECIDE)
    ANNOUNCE = _move(Move.ANNOUNCE)
    NOTE_MINUTES = ways(
        "note minutes",
        [holds(Role.COMMITTEE_SECRETARY), in_stage(*(set(Stage) - {Stage.DRAFT, Stage.PROPOSED, Stage.REJECTED}))],
    )
    REJECT = _decided(Move.REJECT)
    EXTEND = _move(Move.EXTEND)
    AMEND = _decided(Move.AMEND)
    PAUSE = _move(Move.PAUSE)
    RESUME = _move(Move.RESUME)
    CANCEL = _decided(Move.CANCEL)
    NOTE_DECISION = ways(
        "note what became of the decision",
        [holds(Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY), in_stage(*MOVES[Move.CANCEL].sources)],
    )


def section_locked(dialogue: Any, section: Section, now: datetime) -> Reason | None:
    """Why the section cannot be changed now: E-G23 once it rests on a decision, E-STATE otherwise, None if it can."""
    present = stage_of(dialogue, now)
    if present in EDITABLE_STAGES[section]:
        return None
    if Stage.DRAFT in EDITABLE_STAGES[section] and present not in (Stage.DRAFT, Stage.PROPOSED, *ENDED):
        return Reason("E-G23", {"body": dialogue.responsible_body.names}, field=section.value)
    return wrong_stage(dialogue, now)
