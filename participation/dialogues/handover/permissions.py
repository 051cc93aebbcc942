"""Who records that a dialogue is handed over. Pure. The thing is a :class:`Handing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.access import Actor, Condition, Permission, Reason, Role, ways
from participation.dialogues.permissions import stage_of, wrong_stage
from participation.dialogues.rules import Stage


@dataclass(frozen=True)
class Handing:
    """A dialogue, and the body it would go to (None while none is chosen)."""

    dialogue: Any
    to_body_id: int | None


def _is_secretary(actor: Actor, handing: Any, _now: datetime) -> bool:
    bodies = (handing.dialogue.responsible_body_id, handing.to_body_id)
    return any(actor.holds(Role.COMMITTEE_SECRETARY, body) for body in bodies if body is not None)


def _not_completed(_actor: Actor, handing: Any, now: datetime) -> bool:
    return stage_of(handing.dialogue, now) is not Stage.FED_BACK


def _wrong_stage(_actor: Actor, handing: Any) -> Reason:
    from participation import clock

    return wrong_stage(handing.dialogue, clock.now())


class HandoverPermission(Permission):
    """The secretary of the body that hands over, or of the one that takes over: the first may have ended."""

    HAND_OVER = ways(
        "hand over",
        [
            Condition(
                "is committee_secretary of either body",
                _is_secretary,
                lambda _actor, handing: Reason(
                    "E-ROLE", {"role": Role.COMMITTEE_SECRETARY, "body": handing.dialogue.responsible_body.names}
                ),
            ),
            Condition("is not completed", _not_completed, _wrong_stage),
        ],
    )
