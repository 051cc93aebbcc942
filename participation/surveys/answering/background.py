"""What people may tell about themselves after a survey: coarse bands, kept on their own (CONTEXT.md B5).

The row refers to the dialogue and nothing else. Its key is random to whoever has the database, its time is a week, and
the table is ordered by the key: nothing leads from it to a person or an answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.dialects import postgresql, sqlite

from participation import clock, db
from participation.access import Actor, require
from participation.contributions.permissions import ContributionPermission
from participation.contributions.rules import Channel
from participation.dialogues.models import Dialogue
from participation.surveys.areas import areas
from participation.surveys.models import Demographics
from participation.surveys.rules import BACKGROUND, NO_ANSWER, Relation


@dataclass(frozen=True)
class Told:
    """What somebody chose to tell: a value of each variable of ``rules.BACKGROUND``, and how they are concerned."""

    values: Mapping[str, str]
    relation: Collection[str] = ()

    def __bool__(self) -> bool:
        return any(self.values.values()) or bool(self.relation)


def offered(name: str) -> set[str]:
    """What can be chosen for the variable."""
    kind = BACKGROUND[name]
    return {area.value for area in areas()} if kind is None else set(kind)


def tell(
    actor: Actor, dialogue: Dialogue, told: Told, *, key: str, secret: str, channel: Channel = Channel.WEB
) -> None:
    """Keep what somebody told. The same form sent again (``key``) is kept once; nothing told is not kept at all.

    ``secret`` makes the row's key: whoever sees the row cannot find the form it came from. Raises Refused (E-STATE),
    ValueError for values that are not offered.
    """
    require(actor, ContributionPermission.SUBMIT, dialogue)
    for name, value in told.values.items():
        if value and value != NO_ANSWER and value not in offered(name):
            raise ValueError(f"{value!r} is not offered")
    if not set(told.relation) <= {*Relation, NO_ANSWER}:
        raise ValueError("a relation is not offered")
    if not told:
        return
    session = db.session()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    year, week, _ = clock.today().isocalendar()
    values = {
        "id": hashlib.sha256(f"background|{secret}|{key}".encode()).hexdigest()[:32],
        "dialogue_id": dialogue.id,
        "week": f"{year}-W{week:02d}",
        "channel": channel.value,
        "relation": " ".join(sorted(set(told.relation))),
        **{name: told.values.get(name, "") for name in BACKGROUND},
    }
    session.execute(insert(Demographics).values(**values).on_conflict_do_nothing(index_elements=["id"]))
