"""Who moderates. Pure. The thing is the dialogue, or for SETTLE_COMPLAINT a :class:`ComplaintMatter`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from participation.access import Condition, Permission, Reason, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import PUBLIC_STAGES
from participation.moderation.rules import Decider


@dataclass(frozen=True)
class ComplaintMatter:
    """What a complaint is about: the dialogue, and the account that hid the contribution."""

    dialogue: Any
    hidden_by_id: int | None


def _of(condition: Condition) -> Condition:
    return Condition(
        condition.name,
        lambda actor, matter, now: condition.test(actor, matter.dialogue, now),
        lambda actor, matter: condition.reason(actor, matter.dialogue),
    )


_ANOTHER_PERSON = Condition(
    "is not the one who hid it",
    lambda actor, matter, _now: actor.signed_in and actor.account_id != matter.hidden_by_id,
    lambda _actor, matter: Reason(
        "E-ROLE", {"role": Decider.ANOTHER_MODERATOR, "body": matter.dialogue.responsible_body.names}
    ),
)


class ModerationPermission(Permission):
    """Moderators rule on contributions, and never on complaints about their own rulings. Anybody reports."""

    READ = ways("read queue", [holds(Role.MODERATOR, Role.COORDINATOR)])
    RULE = ways("rule on contribution", [holds(Role.MODERATOR)])
    SETTLE_COMPLAINT = ways("settle complaint", [_of(holds(Role.MODERATOR)), _ANOTHER_PERSON])
    REPORT = ways("report", [in_stage(*sorted(PUBLIC_STAGES))])
    COMPLAIN = ways("complain", [])
