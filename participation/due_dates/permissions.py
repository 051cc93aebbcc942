"""Who may say why a step is late, and log outreach. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import Stage


class DuePermission(Permission):
    """The body's officials and its secretary speak for the body; outreach is logged by those who do it."""

    EXPLAIN = ways(
        "explain delay",
        [
            holds(Role.OFFICER, Role.COMMITTEE_SECRETARY),
            in_stage(Stage.CLOSED, Stage.COMPILED, Stage.HANDLED),
        ],
    )
    LOG_OUTREACH = ways(
        "log outreach",
        [holds(Role.OFFICER, Role.COORDINATOR), in_stage(Stage.ANNOUNCED, Stage.OPEN, Stage.CLOSED)],
    )
