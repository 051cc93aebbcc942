"""Who asks the committees, and who answers for each. Pure. The thing of ANSWER is a committee's consultation."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import Stage

_of_stages = in_stage(Stage.DECIDED, Stage.ANNOUNCED)

_SECRETARY = Condition(
    "is committee_secretary of the committee",
    lambda actor, asked, _now: actor.holds(Role.COMMITTEE_SECRETARY, asked.body_id),
    lambda _actor, asked: Reason("E-ROLE", {"role": Role.COMMITTEE_SECRETARY, "body": asked.body.names}),
)
_WHILE_IT_MATTERS = Condition(
    _of_stages.name,
    lambda actor, asked, now: _of_stages.test(actor, asked.dialogue, now),
    lambda actor, asked: _of_stages.reason(actor, asked.dialogue),
)


class ConsultationPermission(Permission):
    """The executive board's officials and the coordinator ask; each committee's own secretary answers."""

    ASK = ways("ask committees", [holds(Role.OFFICER, Role.COORDINATOR), in_stage(Stage.DECIDED)])
    ANSWER = ways("answer for committee", [_SECRETARY, _WHILE_IT_MATTERS])
