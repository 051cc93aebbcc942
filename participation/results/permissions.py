"""Who may do what with results: the table of POLICY.md A6 for closing the loop. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import MOVES, Move, Stage

_IS_SECRETARY = Condition(
    "is committee_secretary of any body",
    lambda actor, _dialogue, _now: Role.COMMITTEE_SECRETARY in actor.roles,
    lambda _actor, dialogue: Reason(
        "E-ROLE", {"role": Role.COMMITTEE_SECRETARY, "body": dialogue.responsible_body.names}
    ),
)
"""Which body's secretary it takes is checked once the decision names its body: a wrong body gets E-G10, not E-ROLE."""

_officer = holds(Role.OFFICER)


class ResultsPermission(Permission):
    """Officials compile and feed back; the body's secretary records what it decided."""

    SORT = ways("sort into themes", [_officer, in_stage(Stage.OPEN, Stage.CLOSED)])
    WRITE_REPORT = ways("write report", [_officer, in_stage(Stage.OPEN, Stage.CLOSED)])
    COMPILE = ways("compile", [_officer, in_stage(*MOVES[Move.COMPILE].sources)])
    HANDLE = ways("handle", [_IS_SECRETARY, in_stage(*MOVES[Move.HANDLE].sources)])
    WRITE_FEEDBACK = ways("write feedback", [_officer, in_stage(Stage.HANDLED)])
    FEED_BACK = ways("feed back", [_officer, in_stage(*MOVES[Move.FEED_BACK].sources)])
    WRITE_EVALUATION = ways("write evaluation", [_officer, in_stage(*MOVES[Move.EVALUATE].sources)])
    WRITE_BODY_NOTE = ways(
        "write the body’s note", [holds(Role.COMMITTEE_SECRETARY), in_stage(*MOVES[Move.EVALUATE].sources)]
    )
    EVALUATE = ways("evaluate", [_officer, in_stage(*MOVES[Move.EVALUATE].sources)])
    FOLLOW_MEASURES = ways("follow measures", [_officer, in_stage(Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED)])
