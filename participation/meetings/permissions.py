"""Who notes what an activity came to, and which politicians were there. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import Stage

_WHILE_IT_MATTERS = in_stage(Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED, Stage.CLOSED)
"""Until the result report, which says how the dialogue was carried out."""


class MeetingPermission(Permission):
    """The officials keep the records; elected representatives note their own presence, too."""

    RECORD = ways("record activity", [holds(Role.OFFICER, Role.COORDINATOR), _WHILE_IT_MATTERS])
    LOG_PRESENCE = ways("log presence", [holds(Role.ELECTED, Role.OFFICER, Role.COORDINATOR), _WHILE_IT_MATTERS])
