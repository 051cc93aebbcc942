"""Who may build a survey, and until when. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import Stage

UNTIL_OPENING = (Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED)
UNTIL_CLOSING = (*UNTIL_OPENING, Stage.OPEN, Stage.PAUSED)
UNTIL_HANDLED = (Stage.OPEN, Stage.PAUSED, Stage.CLOSED, Stage.COMPILED)
"""While the results can still change: nothing is taken out of what a body has decided on."""


class SurveyPermission(Permission):
    """Those who edit the dialogue build its surveys until it closes. What has been answered by then stays as it is: a
    change makes a new version of it."""

    BUILD = ways("build survey", [holds(Role.OFFICER, Role.COORDINATOR), in_stage(*UNTIL_CLOSING)])
    REMOVE = ways("remove survey", [holds(Role.OFFICER, Role.COORDINATOR), in_stage(*UNTIL_OPENING)])
    INVITE = ways("invite to a survey by codes", [holds(Role.OFFICER, Role.COORDINATOR), in_stage(*UNTIL_CLOSING)])
    ASK_DELETION = ways(
        "ask that answers be taken out", [holds(Role.OFFICER, Role.COORDINATOR), in_stage(*UNTIL_HANDLED)]
    )
    DECIDE_DELETION = ways(
        "decide on taking out answers",
        [holds(Role.OFFICER, Role.COORDINATOR, Role.REGISTRAR), in_stage(*UNTIL_HANDLED)],
    )
