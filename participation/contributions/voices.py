"""What people have said in a dialogue, at a glance: the newest ideas and how much there is of each kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from participation import db
from participation.contributions.models import Contribution, Tally
from participation.contributions.queries import visible
from participation.contributions.rules import ContributionKind, Visibility

_OPENING = 440


@dataclass(frozen=True)
class Voice:
    """An idea in short: its title, the beginning of its text, and how many comments it has."""

    number: int
    title: str
    opening: str
    language: str
    display_name: str
    received_at: datetime
    comments: int


@dataclass(frozen=True)
class Voices:
    """The newest visible ideas, and the visible contributions of each kind counted."""

    ideas: list[Voice] = field(default_factory=list)
    counts: dict[ContributionKind, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def voices_of(dialogue_id: int, most: int = 3) -> Voices:
    """At most ``most`` ideas, the newest first. One query, as fast with many contributions as with few."""
    made = Voices()
    for row in db.rows(_newest(), {"dialogue": dialogue_id, "most": most}):
        made.counts[ContributionKind(row[0])] = row.visible
        if row.id is not None:
            made.ideas.append(
                Voice(
                    row.number,
                    row.title,
                    row.opening,
                    row.language,
                    row.display_name,
                    row.received_at,
                    row.comments,
                )
            )
    return made


@cache
def _newest() -> Select[Any]:
    comment = aliased(Contribution)
    comments = select(func.count()).where(
        comment.subject_id == Contribution.id, comment.visibility == Visibility.VISIBLE.value
    )
    newest = (
        select(
            Contribution.id,
            Contribution.kind,
            Contribution.number,
            Contribution.title,
            func.substr(Contribution.body, 1, _OPENING).label("opening"),
            Contribution.language,
            Contribution.display_name,
            Contribution.received_at,
            comments.correlate(Contribution).scalar_subquery().label("comments"),
        )
        .where(
            Contribution.dialogue_id == bindparam("dialogue"),
            Contribution.kind == ContributionKind.IDEA.value,
            visible(),
        )
        .order_by(Contribution.id.desc())
        .limit(bindparam("most"))
        .subquery()
    )
    return (
        select(Tally.kind, Tally.visible, newest)
        .outerjoin(newest, newest.c.kind == Tally.kind)
        .where(Tally.dialogue_id == bindparam("dialogue"))
        .order_by(Tally.kind, newest.c.id.desc())
    )
