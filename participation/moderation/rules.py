"""Vocabulary of moderation: why something may be hidden, what a report can lead to. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """Why a contribution is hidden. The first eight are those of BBS-lagen 5 §; criticism is never a ground."""

    UNLAWFUL_THREAT = "unlawful_threat"
    UNLAWFUL_PRIVACY_BREACH = "unlawful_privacy_breach"
    INCITEMENT = "incitement"
    AGITATION_AGAINST_GROUP = "agitation_against_group"
    CHILD_ABUSE_MATERIAL = "child_abuse_material"
    UNLAWFUL_DEPICTION_OF_VIOLENCE = "unlawful_depiction_of_violence"
    TERRORISM_INCITEMENT = "terrorism_incitement"
    COPYRIGHT = "copyright"
    PERSONAL_DATA = "personal_data"
    SECRECY = "secrecy"
    PERSONAL_ATTACK = "personal_attack"
    SPAM = "spam"
    OTHER_MATTER = "other_matter"


GROUNDS_BY_LAW = tuple(Ground)[:8]
GROUNDS_BY_RULES = tuple(Ground)[8:]


class Ruling(StrEnum):
    """What a moderator decided about a contribution."""

    APPROVE = "approve"
    HIDE = "hide"
    RESTORE = "restore"


class ComplaintOutcome(StrEnum):
    """What became of an author's complaint."""

    UPHELD = "upheld"
    REJECTED = "rejected"


MAXIMUM_REASONS = 2000
MAXIMUM_REPORT = 2000


def stated(text: str) -> str:
    """What is stated: reasons, or a complaint. ValueError for none, and for too many."""
    said = text.strip()
    if not said or len(said) > MAXIMUM_REASONS:
        raise ValueError(f"reasons are from 1 to {MAXIMUM_REASONS} characters long")
    return said


class Waiting(StrEnum):
    """Which part of the queue is shown."""

    ALL = "all"
    NEW = "new"
    REPORTED = "reported"


class Decider(StrEnum):
    """Who settles what, where a role alone does not say it."""

    ANOTHER_MODERATOR = "another_moderator"


@dataclass(frozen=True)
class Seen:
    """What a moderator had before them: the newest ruling and the newest open report then (0 for none).

    A ruling that rests on less than there is now is refused, and a report that came later is not settled unread.
    """

    ruling_id: int = 0
    report_id: int = 0

    def __str__(self) -> str:
        return f"{self.ruling_id}.{self.report_id}"

    @classmethod
    def parse(cls, text: str | None) -> Seen | None:
        """What a form carried, or None if that is misshapen."""
        found = re.fullmatch(r"(\d{1,18})\.(\d{1,18})", text or "", re.ASCII)
        return cls(int(found[1]), int(found[2])) if found else None
