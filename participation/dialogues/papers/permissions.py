"""Who reads the decision paper, and who sends results to a meeting. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import MOVES, Move, Stage

_FROM_PROPOSED = in_stage(*(s for s in Stage if s is not Stage.DRAFT))


class PaperPermission(Permission):
    """Those who prepare, record and take the body's decision read its papers; its officials send results to it."""

    READ = ways(
        "read decision paper",
        [holds(Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY, Role.ELECTED), _FROM_PROPOSED],
    )
    SEND_TO_MEETING = ways(
        Move.SEND_TO_MEETING.value,
        [holds(*MOVES[Move.SEND_TO_MEETING].roles), in_stage(*MOVES[Move.SEND_TO_MEETING].sources)],
    )
