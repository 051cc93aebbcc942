"""Who may do what, and when: the tables themselves, and the grid role × stage × permission they amount to."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import participation
from participation.access import (
    SYSTEM,
    VISITOR,
    Actor,
    Assignment,
    Condition,
    Permission,
    Reason,
    Refused,
    Role,
    allowed,
    refusal,
    require,
    ways,
)
from participation.bodies.permissions import BodyPermission
from participation.dialogues.consultation.permissions import ConsultationPermission
from participation.dialogues.handover.permissions import Handing, HandoverPermission
from participation.dialogues.permissions import DialoguePermission, in_stage, stage_of
from participation.dialogues.rules import ENDED, ROAD, Stage, StageFacts
from participation.dialogues.statutory.permissions import StandingPermission
from participation.initiatives.permissions import PERMISSION_OF, InitiativePermission
from participation.moderation.permissions import ComplaintMatter, ModerationPermission
from participation.policy.permissions import PolicyPermission
from participation.refusals import SENTENCES
from participation.texts import Texts
from tests import committed

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
RESPONSIBLE, EXECUTING, OTHER = 1, 2, 3
DIALOGUE = 7
ACCOUNT, SOMEBODY_ELSE = 11, 12


@dataclass(frozen=True)
class Body:
    names: Texts = field(default_factory=lambda: Texts(sv="Nämnden"))


@dataclass(frozen=True)
class Dialogue:
    """What permissions look at. The board carries out what another body is responsible for."""

    stage_facts: StageFacts
    id: int = DIALOGUE
    responsible_body_id: int = RESPONSIBLE
    executing_body_id: int | None = EXECUTING
    responsible_body: Body = field(default_factory=Body)
    participating_body_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Asked:
    """A committee that has been asked about the dialogue."""

    dialogue: Dialogue
    body_id: int = RESPONSIBLE
    body: Body = field(default_factory=Body)


BESIDE = {Stage.PAUSED: Stage.OPEN, Stage.CANCELLED: Stage.OPEN, Stage.REJECTED: Stage.PROPOSED}
"""How far a dialogue had come that has been stopped beside the road."""


def dialogue_in(stage: Stage) -> Dialogue:
    """A dialogue that has come to the stage in order."""
    past = [NOW - timedelta(days=n) for n in range(10, 0, -1)]
    reached = ROAD.index(BESIDE.get(stage, stage))
    named = (
        "",
        "proposed_at",
        "decided_at",
        "announced_at",
        "",
        "",
        "compiled_at",
        "handled_at",
        "fed_back_at",
        "evaluated_at",
    )
    facts: dict[str, Any] = {n: past[i] for i, n in enumerate(named[: reached + 1]) if n}
    opens = past[4] if reached >= 4 else NOW + timedelta(days=4)
    closes = past[5] if reached >= 5 else NOW + timedelta(days=5)
    if stage is Stage.PAUSED:
        facts |= {"paused_at": NOW, "resumes_at": NOW + timedelta(days=1)}
    if stage in ENDED:
        facts[f"{stage.value}_at"] = NOW
    made = Dialogue(StageFacts(**facts, periods=((opens, closes),)))
    assert stage_of(made, NOW) is stage
    return made


@dataclass(frozen=True)
class Proposed:
    """Something that takes a second person, with whoever proposed it."""

    proposed_by_id: int


@dataclass(frozen=True)
class Proposal:
    """An initiative that lies with a body."""

    body_id: int = RESPONSIBLE
    body: Body = field(default_factory=Body)
    hidden_by_id: int | None = None


Thing = Callable[[Dialogue], Any]

THINGS: dict[Permission, dict[str, Thing]] = {
    DialoguePermission.READ_STAFF: {
        "": lambda dialogue: dialogue,
        "the other body takes part": lambda dialogue: replace(dialogue, participating_body_ids=frozenset({OTHER})),
    },
    ConsultationPermission.ANSWER: {"for the responsible body": Asked},
    HandoverPermission.HAND_OVER: {"to the other body": lambda dialogue: Handing(dialogue, OTHER)},
    BodyPermission.KEEP_ELECTED: {"": lambda dialogue: dialogue.responsible_body_id},
    BodyPermission.KEEP_CYCLES: {"": lambda dialogue: dialogue.responsible_body_id},
    BodyPermission.SETTLE_MANDATE: {
        "proposed by somebody else": lambda _dialogue: Proposed(SOMEBODY_ELSE),
        "proposed by oneself": lambda _dialogue: Proposed(ACCOUNT),
    },
    PolicyPermission.SETTLE: {
        "proposed by somebody else": lambda _dialogue: Proposed(SOMEBODY_ELSE),
        "proposed by oneself": lambda _dialogue: Proposed(ACCOUNT),
    },
    DialoguePermission.CREATE: {"": lambda dialogue: dialogue.responsible_body_id},
    InitiativePermission.SUBMIT_AS_ELECTED: {"": lambda dialogue: dialogue.responsible_body_id},
    InitiativePermission.SUBMIT_AS_OFFICIAL: {"": lambda dialogue: dialogue.responsible_body_id},
    **{
        permission: {"lies with the responsible body": lambda _dialogue: Proposal()}
        for permission in (*PERMISSION_OF.values(), InitiativePermission.EXPLAIN)
    },
    InitiativePermission.SETTLE_COMPLAINT: {
        "hidden by somebody else": lambda _dialogue: Proposal(hidden_by_id=SOMEBODY_ELSE),
        "hidden by oneself": lambda _dialogue: Proposal(hidden_by_id=ACCOUNT),
    },
    StandingPermission.RECORD: {"": lambda dialogue: dialogue.responsible_body_id},
    ModerationPermission.SETTLE_COMPLAINT: {
        "hidden by somebody else": lambda dialogue: ComplaintMatter(dialogue, SOMEBODY_ELSE),
        "hidden by oneself": lambda dialogue: ComplaintMatter(dialogue, ACCOUNT),
    },
}
"""What a permission is asked about, where it is not the dialogue; several where it makes a difference."""

SCOPES = {
    "r": {"body_id": RESPONSIBLE},
    "x": {"body_id": EXECUTING},
    "d": {"dialogue_id": DIALOGUE},
    "o": {"body_id": OTHER},
    "m": {},
}
LEGEND = """\
Who has which permission, in each stage of a dialogue. A cell names the ways a role is held that give the permission:

  r  for the responsible body      x  for the body that carries it out      d  for this dialogue alone
  o  for another body              m  for the whole municipality            ·  in no way

The visitor and the system hold no role: y and ·.
"""


def every_permission() -> list[Permission]:
    """Every permission of the program, found where it stands."""
    for module in pkgutil.walk_packages(participation.__path__, "participation."):
        if module.name.rsplit(".", 1)[-1] in ("permissions", "actions") or ".actions." in module.name:
            importlib.import_module(module.name)
    found: list[Permission] = []
    tables = sorted(Permission.__subclasses__(), key=lambda t: (t.__module__, t.__name__))
    for table in tables:
        if table.__module__.startswith("participation."):
            found += list(table)
    return found


def actor(role: Role, scope: dict[str, int]) -> Actor:
    return Actor(account_id=ACCOUNT, name="Kim", assignments=frozenset({Assignment(role, **scope)}))


def cell(permission: Permission, thing: Any, role: Role) -> str:
    letters = "".join(
        "·" if refusal(actor(role, s), permission, thing, NOW) else letter for letter, s in SCOPES.items()
    )
    return letters if letters.strip("·") else "·"


def block(permission: Permission, note: str, thing: Thing) -> Iterator[str]:
    yield f"{type(permission).__name__}.{permission.name}" + (f" ({note})" if note else "")
    for number, way in enumerate(permission.ways):
        yield ("   or: " if number else "  ways: ") + (" and ".join(c.name for c in way) or "anybody, always")
    yield " " * 22 + "".join(stage.ljust(10) for stage in Stage)
    dialogues = [dialogue_in(stage) for stage in Stage]
    for name, somebody in (("visitor", VISITOR), ("system", SYSTEM)):
        cells = ["y" if allowed(somebody, permission, thing(d), NOW) else "·" for d in dialogues]
        yield "  " + name.ljust(20) + "".join(c.ljust(10) for c in cells)
    for role in Role:
        yield "  " + role.ljust(20) + "".join(cell(permission, thing(d), role).ljust(10) for d in dialogues)
    yield ""


def test_the_grid_of_role_stage_and_permission_is_the_committed_one() -> None:
    lines = [LEGEND]
    for permission in every_permission():
        for note, thing in THINGS.get(permission, {"": lambda dialogue: dialogue}).items():
            lines += [line.rstrip() for line in block(permission, note, thing)]
    committed.compare(Path(__file__).parent / "permissions.txt", "\n".join(lines).rstrip() + "\n")


def test_a_permission_table_can_be_read_by_somebody_who_does_not_program() -> None:
    """Each permission has a name, each condition says in words what must hold."""
    wrong = []
    for permission in every_permission():
        names = [permission.value[0], *(c.name for way in permission.ways for c in way)]
        wrong += [f"{permission}: {n!r}" for n in names if not re.fullmatch(r"[a-z][a-z0-9_ ’'-]+", n)]
    assert wrong == [], "a permission and its conditions are named in plain lower-case words"


def test_the_permissions_of_a_table_have_names_of_their_own() -> None:
    for table in {type(p) for p in every_permission()}:
        names = [p.value[0] for p in table]
        assert len(set(names)) == len(names) == len(table.__members__)


def test_every_refusal_has_a_sentence() -> None:
    for permission in every_permission():
        for thing in THINGS.get(permission, {"": lambda dialogue: dialogue}).values():
            for stage in Stage:
                for somebody in (VISITOR, SYSTEM, *(actor(role, SCOPES["o"]) for role in Role)):
                    reason = refusal(somebody, permission, thing(dialogue_in(stage)), NOW)
                    assert reason is None or reason.code in SENTENCES


def test_a_move_in_the_wrong_stage_is_refused_by_the_stage_and_not_by_the_role() -> None:
    officer = actor(Role.OFFICER, SCOPES["r"])
    said = refusal(officer, DialoguePermission.PROPOSE, dialogue_in(Stage.DECIDED), NOW)
    assert said is not None and said.code == "E-STATE"
    assert refusal(officer, DialoguePermission.PROPOSE, dialogue_in(Stage.DRAFT), NOW) is None
    said = refusal(VISITOR, DialoguePermission.PROPOSE, dialogue_in(Stage.DECIDED), NOW)
    assert said is not None and said.code == "E-ROLE"


def condition(name: str, holds: bool) -> Condition:
    return Condition(name, lambda _actor, _thing, _now: holds, lambda _actor, _thing: Reason(name))


class Example(Permission):
    """Tables as they can look."""

    __module__ = "tests"

    EVERYBODY = ways("everybody", [])
    NOBODY = ways("nobody")
    FIRST_FAILS = ways("first fails", [condition("one", False), condition("two", False)])
    EITHER = ways("either", [condition("one", False)], [condition("two", True)])
    FURTHEST = ways("furthest", [condition("one", False)], [condition("two", True), condition("three", False)])


def test_a_permission_is_had_by_any_way_that_holds_whole() -> None:
    assert refusal(VISITOR, Example.EVERYBODY) is None
    assert refusal(VISITOR, Example.EITHER) is None
    assert refusal(VISITOR, Example.NOBODY) == Reason("E-ROLE")


def test_a_refusal_gives_the_first_failing_condition_of_the_way_that_came_furthest() -> None:
    assert refusal(VISITOR, Example.FIRST_FAILS) == Reason("one")
    assert refusal(VISITOR, Example.FURTHEST) == Reason("three")


def test_only_a_wrong_stage_refuses_as_a_guard_does() -> None:
    for stage, by_guard in ((Stage.DRAFT, True), (Stage.OPEN, None)):
        try:
            require(VISITOR, StageOnly.OPEN, dialogue_in(stage), NOW)
        except Refused as error:
            assert error.by_guard is by_guard
        else:
            assert by_guard is None
    try:
        require(VISITOR, DialoguePermission.EDIT, dialogue_in(Stage.DRAFT), NOW)
    except Refused as error:
        assert not error.by_guard


class StageOnly(Permission):
    """In a stage, whoever asks."""

    __module__ = "tests"

    OPEN = ways("open", [in_stage(Stage.OPEN)])


def test_a_role_holds_where_it_is_assigned_and_everywhere_if_it_is_assigned_to_nothing() -> None:
    def where(scope: dict[str, int]) -> tuple[bool, bool]:
        officer = actor(Role.OFFICER, scope)
        return (
            officer.holds(Role.OFFICER, body_id=1, dialogue_id=7),
            officer.holds(Role.OFFICER, body_id=2, dialogue_id=8),
        )

    assert where({"body_id": 1}) == where({"dialogue_id": 7}) == (True, False)
    assert where({}) == (True, True)
    assert not actor(Role.OFFICER, {}).holds(Role.MODERATOR, body_id=1, dialogue_id=7)
    assert [actor(Role.OFFICER, s).bodies_as(Role.OFFICER) for s in ({"body_id": 1}, {"dialogue_id": 7}, {})] == [
        frozenset({1}),
        frozenset(),
        None,
    ]
