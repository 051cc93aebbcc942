"""Who ticks a dialogue's checklists: everybody who works with it. Nothing hangs on a tick. Pure."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds


class ChecklistPermission(Permission):
    """What can be done with the checklists of a dialogue; whoever reads its back office reads them."""

    TICK = ways("tick a checklist", [holds(Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY)])
