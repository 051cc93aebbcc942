"""Who may contribute, and in what capacity. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, taking
from participation.dialogues.rules import Stage


class ContributionPermission(Permission):
    """Anyone contributes while a dialogue is open; speaking in office takes the office. What has come in time on paper,
    by phone or at a meeting is typed in by officials, also when it has closed."""

    SUBMIT = ways("submit", [taking(Stage.OPEN)])
    ENTER = ways("enter for others", [holds(Role.OFFICER, Role.COORDINATOR), taking(Stage.OPEN, Stage.CLOSED)])
    SPEAK_AS_OFFICIAL = ways("speak as official", [holds(Role.OFFICER, Role.COORDINATOR), taking(Stage.OPEN)])
    SPEAK_AS_ELECTED = ways("speak as elected", [holds(Role.ELECTED), taking(Stage.OPEN)])
