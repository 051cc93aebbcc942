"""The rules of a dialogue: vocabulary, and the moves between its stages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from participation.access import Role
from participation.bodies.rules import BodyKind
from participation.dialogues.stages import (
    GROUP_OF,
    PUBLIC_STAGES,
    ROAD,
    PublicGroup,
    Stage,
    StageFacts,
    is_public,
    stage,
)

__all__ = ["GROUP_OF", "PUBLIC_STAGES", "ROAD", "PublicGroup", "Stage", "StageFacts", "is_public", "stage"]
"""What of the stages is used wherever the rules are."""


class Kind(StrEnum):
    """What sort of dialogue it is: settles which body decides (POLICY.md A3.1)."""

    COMMITTEE = "committee"
    DEVELOPMENT = "development"
    MUNICIPALITY_WIDE = "municipality_wide"
    STATUTORY = "statutory"


class Participation(StrEnum):
    """Degree of participation in the dialogue process, from the least (POLICY.md A3.2)."""

    RESPOND = "respond"
    CONTRIBUTE = "contribute"
    DELIBERATE = "deliberate"
    CO_CREATE = "co_create"


class Influence(StrEnum):
    """Degree of influence in the decision process, from the least. INFORMATION is refused for a dialogue."""

    INFORMATION = "information"
    CONSULTATION = "consultation"
    DIALOGUE = "dialogue"
    INFLUENCE = "influence"
    CO_DETERMINATION = "co_determination"


PROMISED_INFLUENCE = tuple(d for d in Influence if d is not Influence.INFORMATION)
"""The four steps of the ladder a dialogue can stand on."""


class ActivityType(StrEnum):
    """The forms of taking part (POLICY.md S04)."""

    SURVEY = "survey"
    IDEAS = "ideas"
    COMMENTS = "comments"
    MAP = "map"
    PANEL = "panel"
    ONLINE_MEETING = "online_meeting"
    PHYSICAL_MEETING = "physical_meeting"
    WALK = "walk"
    WORKSHOP = "workshop"
    SCHOOL_ACTIVITY = "school_activity"
    OUTREACH = "outreach"
    PAPER_FORM = "paper_form"
    PHONE = "phone"
    CITIZENS_JURY = "citizens_jury"
    WRITTEN_STATEMENT = "written_statement"


DIGITAL = frozenset(
    {
        ActivityType.SURVEY,
        ActivityType.IDEAS,
        ActivityType.COMMENTS,
        ActivityType.MAP,
        ActivityType.ONLINE_MEETING,
        ActivityType.PANEL,
        ActivityType.WRITTEN_STATEMENT,
    }
)
"""Forms that need a screen; a dialogue needs at least one other."""

MEETINGS = frozenset(
    {
        ActivityType.PHYSICAL_MEETING,
        ActivityType.ONLINE_MEETING,
        ActivityType.WALK,
        ActivityType.WORKSHOP,
        ActivityType.CITIZENS_JURY,
        ActivityType.PANEL,
    }
)


class ClosedReason(StrEnum):
    """Why something cannot be influenced."""

    SAFETY = "safety"
    OWNERSHIP = "ownership"
    LAW = "law"
    BUDGET = "budget"
    OTHER_AUTHORITY = "other_authority"
    DECIDED_EARLIER = "decided_earlier"
    OTHER_PROCESS = "other_process"
    OTHER = "other"


class TakenBy(StrEnum):
    """Who took a decision on the body's behalf; the first four count as elected (KL 6:37)."""

    BODY = "body"
    SUBCOMMITTEE = "subcommittee"
    PRESIDIUM = "presidium"
    CHAIR_URGENT = "chair_urgent"
    EMPLOYEE = "employee"


class DecisionKind(StrEnum):
    """What a recorded decision settles."""

    INITIATE = "initiate_and_set_degrees"
    HANDLE_RESULTS = "handle_results"
    REJECT = "reject"
    AMEND = "amend"
    CANCEL = "cancel"


class Move(StrEnum):
    """What people do to bring a dialogue on, or to stop it. Opening and closing, and the end of a pause, are the
    clock's."""

    PROPOSE = "propose"
    REFER_BACK = "refer_back"
    DECIDE = "decide"
    ANNOUNCE = "announce"
    COMPILE = "compile"
    SEND_TO_MEETING = "send_to_meeting"
    HANDLE = "handle"
    FEED_BACK = "feed_back"
    EVALUATE = "evaluate"
    REJECT = "reject"
    EXTEND = "extend"
    AMEND = "amend"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Transition:
    """A row of POLICY.md A4.3: from which stages, to which, and whose step it is.

    ``target`` None: it stays where it is, or is again where the clock has it.
    """

    code: str
    sources: tuple[Stage, ...]
    target: Stage | None
    roles: tuple[Role, ...]


MOVES: Mapping[Move, Transition] = {
    Move.PROPOSE: Transition("T2", (Stage.DRAFT,), Stage.PROPOSED, (Role.OFFICER, Role.COORDINATOR)),
    Move.REFER_BACK: Transition("T2r", (Stage.PROPOSED,), Stage.DRAFT, (Role.COMMITTEE_SECRETARY,)),
    Move.DECIDE: Transition("T3", (Stage.PROPOSED,), Stage.DECIDED, (Role.COMMITTEE_SECRETARY,)),
    Move.ANNOUNCE: Transition("T4", (Stage.DECIDED,), Stage.ANNOUNCED, (Role.OFFICER, Role.COORDINATOR)),
    Move.COMPILE: Transition("T7", (Stage.CLOSED,), Stage.COMPILED, (Role.OFFICER,)),
    Move.SEND_TO_MEETING: Transition("T8", (Stage.COMPILED,), None, (Role.OFFICER,)),
    Move.HANDLE: Transition("T9", (Stage.COMPILED,), Stage.HANDLED, (Role.COMMITTEE_SECRETARY,)),
    Move.FEED_BACK: Transition("T10", (Stage.HANDLED,), Stage.FED_BACK, (Role.OFFICER,)),
    Move.EVALUATE: Transition("T11", (Stage.FED_BACK,), Stage.EVALUATED, (Role.OFFICER,)),
    Move.REJECT: Transition("T2x", (Stage.PROPOSED,), Stage.REJECTED, (Role.COMMITTEE_SECRETARY,)),
    Move.EXTEND: Transition("T6e", (Stage.OPEN,), None, (Role.COMMITTEE_SECRETARY, Role.COORDINATOR)),
    Move.AMEND: Transition("T15", (Stage.DECIDED, Stage.ANNOUNCED, Stage.OPEN), None, (Role.COMMITTEE_SECRETARY,)),
    Move.PAUSE: Transition("T13", (Stage.ANNOUNCED, Stage.OPEN), Stage.PAUSED, (Role.COORDINATOR,)),
    Move.RESUME: Transition("T13", (Stage.PAUSED,), None, (Role.COORDINATOR,)),
    Move.CANCEL: Transition(
        "T14",
        (Stage.DECIDED, Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED, Stage.CLOSED, Stage.COMPILED),
        Stage.CANCELLED,
        (Role.COMMITTEE_SECRETARY,),
    ),
}
"""No other transition exists."""


class NextStep(StrEnum):
    """What comes after a stage, in words for E-STATE and the start page."""

    PROPOSE = "propose"
    DECIDE = "decide"
    ANNOUNCE = "announce"
    OPENS = "opens"
    CLOSES = "closes"
    COMPILE = "compile"
    HANDLE = "handle"
    FEED_BACK = "feed_back"
    EVALUATE = "evaluate"
    RESUMES = "resumes"
    NOTHING = "nothing"
    ENDED = "ended"


NEXT_STEP: Mapping[Stage, NextStep] = {
    Stage.DRAFT: NextStep.PROPOSE,
    Stage.PROPOSED: NextStep.DECIDE,
    Stage.DECIDED: NextStep.ANNOUNCE,
    Stage.ANNOUNCED: NextStep.OPENS,
    Stage.OPEN: NextStep.CLOSES,
    Stage.CLOSED: NextStep.COMPILE,
    Stage.COMPILED: NextStep.HANDLE,
    Stage.HANDLED: NextStep.FEED_BACK,
    Stage.FED_BACK: NextStep.EVALUATE,
    Stage.EVALUATED: NextStep.NOTHING,
    Stage.PAUSED: NextStep.RESUMES,
    Stage.CANCELLED: NextStep.ENDED,
    Stage.REJECTED: NextStep.ENDED,
}


DECIDING_BODIES: Mapping[Kind, frozenset[BodyKind]] = {
    Kind.COMMITTEE: frozenset({BodyKind.COMMITTEE, BodyKind.EXECUTIVE_BOARD}),
    Kind.DEVELOPMENT: frozenset({BodyKind.EXECUTIVE_BOARD}),
    Kind.MUNICIPALITY_WIDE: frozenset({BodyKind.COUNCIL}),
    Kind.STATUTORY: frozenset({BodyKind.COMMITTEE, BodyKind.EXECUTIVE_BOARD}),
}
"""Which kinds of organ may decide to hold each kind of dialogue (POLICY.md A3.1). Of those that may hold a statutory
one it is the one with the mandate (G13)."""

CHOSEN_BODY = frozenset({Kind.COMMITTEE, Kind.STATUTORY})
"""The kinds whose body is chosen; for the others it follows from the kind."""

EXECUTING_BODY_KIND: Mapping[Kind, BodyKind | None] = {
    Kind.COMMITTEE: None,
    Kind.DEVELOPMENT: BodyKind.EXECUTIVE_BOARD,
    Kind.MUNICIPALITY_WIDE: BodyKind.EXECUTIVE_BOARD,
    Kind.STATUTORY: None,
}
"""Who coordinates and carries out; None means the responsible body itself (POLICY.md R4, R6, R8)."""


class Section(StrEnum):
    """The parts of a dialogue's workspace, in the order they are filled in."""

    QUESTION = "question"
    LEGAL_BASIS = "legal_basis"
    INFLUENCE = "influence"
    GOAL = "goal"
    TARGET_GROUPS = "target_groups"
    DEGREES = "degrees"
    DECISION_POINT = "decision_point"
    PEOPLE = "people"
    SCHEDULE = "schedule"
    ACTIVITIES = "activities"
    DOCUMENTS = "documents"
    HANDLING = "handling"
    SELF_CHECK = "self_check"
    DATA_PROTECTION = "data_protection"
    LANGUAGES = "languages"


OF_ONE_KIND: Mapping[Section, Kind] = {Section.LEGAL_BASIS: Kind.STATUTORY, Section.DOCUMENTS: Kind.STATUTORY}
"""Sections that only one kind of dialogue has."""


def sections_of(kind: Kind) -> tuple[Section, ...]:
    """The sections of a dialogue of the kind, in order."""
    return tuple(section for section in Section if OF_ONE_KIND.get(section, kind) is kind)


CORE_SECTIONS = frozenset(
    {
        Section.QUESTION,
        Section.INFLUENCE,
        Section.GOAL,
        Section.TARGET_GROUPS,
        Section.DEGREES,
        Section.DECISION_POINT,
        Section.SELF_CHECK,
    }
)
"""What the decision locks: changing it takes an amending decision (POLICY.md S16, E-G23). The self-check is part of
what the body decided on, and residents read it."""

_BEFORE_ANNOUNCED = frozenset({Stage.DRAFT, Stage.DECIDED})
_WHILE_COLLECTING = frozenset({Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED})
OPENING_STAGE = frozenset({Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED})
"""Before it is announced (inledningsskedet)."""
ENDED = frozenset({Stage.CANCELLED, Stage.REJECTED})
"""Where no move leads on."""

EDITABLE_STAGES: Mapping[Section, frozenset[Stage]] = {
    **{section: frozenset({Stage.DRAFT}) for section in CORE_SECTIONS},
    Section.SCHEDULE: _BEFORE_ANNOUNCED,
    Section.LEGAL_BASIS: _BEFORE_ANNOUNCED,
    Section.HANDLING: _BEFORE_ANNOUNCED,
    Section.DATA_PROTECTION: _BEFORE_ANNOUNCED,
    Section.DOCUMENTS: frozenset(Stage) - {Stage.PROPOSED, Stage.EVALUATED, *ENDED},
    Section.PEOPLE: _WHILE_COLLECTING,
    Section.ACTIVITIES: _WHILE_COLLECTING,
    Section.LANGUAGES: frozenset(Stage) - {Stage.FED_BACK, Stage.EVALUATED, *ENDED},
}
"""In which stages each section can be changed. Translations of locked texts may still be added."""

MAXIMUM = {
    "title": 120,
    "question": 400,
    "summary": 2000,
    "text": 2000,
    "item": 300,
    "label": 120,
    "name": 120,
    "place": 200,
    "note": 2000,
    "reason": 2000,
}
"""The most characters of each sort of text. An activity has at most 20 siblings, so does each list."""

MAXIMUM_ROWS = 20
