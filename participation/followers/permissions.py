"""Who may follow. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import PUBLIC_STAGES, Stage


class FollowPermission(Permission):
    """Anyone follows what is public. Who they are is for nobody to see, the staff included.

    The organisations that are told of the opening are named by those who work with the dialogue, before it opens, or
    between two periods.
    """

    FOLLOW = ways("follow", [in_stage(*PUBLIC_STAGES)])
    NAME = ways(
        "name organisations to tell",
        [
            holds(Role.OFFICER, Role.COORDINATOR),
            in_stage(Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED, Stage.CLOSED),
        ],
    )
