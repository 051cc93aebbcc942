"""Fill a database with synthetic, realistic load through bulk inserts, past the actions: for benchmarks only."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from participation import clock, content_version, db
from participation.benchmarks import words
from participation.comments.rules import path_of
from participation.contributions.actions import new_code
from participation.contributions.models import Contribution, RunningNumber, Tally
from participation.contributions.rules import Channel, ContributionKind, Speaker, Visibility
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.search.models import SearchEntry
from participation.search.tokens import tokens
from participation.texts import Texts

_BATCH = 2000
_LARGEST_SHUFFLE = 2**31


@dataclass(frozen=True)
class Amount:
    """How much is loaded. ``thread``: comments on one idea alone, the first that is loaded."""

    ideas: int = 0
    comments: int = 0
    thread: int = 0


@dataclass(frozen=True)
class Loaded:
    """Where it went. ``busiest``: the number of the idea with the long thread."""

    dialogue_id: int
    slug: str
    ideas: int
    comments: int
    busiest: int


def load(dialogue: Dialogue, amount: Amount, *, seed: int = 1) -> Loaded:
    """Insert ideas and comments into the dialogue, with numbers, counts and search entries as the actions leave them.

    The same seed gives the same texts. Comments go to a few ideas more than to others; one in three answers another.
    """
    return _Load(dialogue, Random(seed)).run(amount)  # noqa: S311 - not for secrets


class _Load:
    def __init__(self, dialogue: Dialogue, random: Random) -> None:
        self.dialogue = dialogue
        self.random = random
        session = db.session()
        self.number = session.scalar(select(RunningNumber.last).where(RunningNumber.dialogue_id == dialogue.id)) or 0
        self.id = session.scalar(select(func.max(Contribution.id))) or 0
        self.opened = dialogue.phases[0].opens_at

    def run(self, amount: Amount) -> Loaded:
        first = (self.id + 1, self.number + 1)
        self._insert(self._ideas(amount.ideas))
        subjects = [first[0] + n for n in range(amount.ideas)]
        if amount.comments and subjects:
            self._insert(self._comments(amount.comments, subjects))
        if amount.thread and subjects:
            self._insert(self._comments(amount.thread, subjects[:1]))
        comments = amount.comments + amount.thread if subjects else 0
        self._settle({ContributionKind.IDEA: amount.ideas, ContributionKind.COMMENT: comments})
        return Loaded(self.dialogue.id, slug(self.dialogue), amount.ideas, comments, first[1])

    def _row(self, kind: ContributionKind, title: str, language: str, **more: Any) -> dict[str, Any]:
        self.id += 1
        self.number += 1
        return {
            "id": self.id,
            "kind": kind.value,
            "dialogue_id": self.dialogue.id,
            "number": self.number,
            "channel": Channel.WEB.value,
            "language": language,
            "title": title,
            "body": words.text(self.random, language),
            "display_name": words.name(self.random),
            "speaker": Speaker.RESIDENT.value,
            "speaker_label": Texts(),
            "received_at": self._instant(),
            "return_code": new_code(),
            "idempotency_key": secrets.token_urlsafe(18),
            "visibility": Visibility.VISIBLE.value,
            "reviewed_at": clock.now(),
            "shuffle": self.random.randrange(_LARGEST_SHUFFLE),
            "subject_id": None,
            "parent_id": None,
            "depth": None,
            "thread_path": None,
            **more,
        }

    def _instant(self) -> datetime:
        open_for = max(clock.now() - self.opened, timedelta(minutes=1))
        return self.opened + open_for * self.random.random()

    def _ideas(self, n: int) -> Iterator[dict[str, Any]]:
        for _ in range(n):
            language = words.language(self.random)
            yield self._row(ContributionKind.IDEA, words.sentence(self.random, language, 2, 7), language)

    def _comments(self, n: int, subjects: list[int]) -> Iterator[dict[str, Any]]:
        latest: dict[int, tuple[int, int, str]] = {}
        for _ in range(n):
            # Squared: the first ideas get many, the last few.
            subject = subjects[int(len(subjects) * self.random.random() ** 2)]
            parent = latest.get(subject) if self.random.random() < 1 / 3 else None
            path = path_of(self.number + 1, parent[2] if parent else None)
            depth = parent[1] + 1 if parent else 1
            row = self._row(
                ContributionKind.COMMENT,
                "",
                words.language(self.random),
                subject_id=subject,
                parent_id=parent[0] if parent else None,
                depth=depth,
                thread_path=path,
            )
            latest[subject] = (row["id"], depth, path)
            yield row

    def _insert(self, rows: Iterable[dict[str, Any]]) -> None:
        session = db.session()
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            session.execute(insert(Contribution.__table__), batch)  # type: ignore[arg-type] # said to be less than a table
            session.execute(insert(SearchEntry), [_findable(row) for row in batch])

    def _settle(self, more: dict[ContributionKind, int]) -> None:
        """Bring the running number and the kept counts up to what was inserted, and make it visible."""
        session = db.session()
        last = session.get(RunningNumber, self.dialogue.id)
        if last is None:
            session.add(RunningNumber(dialogue_id=self.dialogue.id, last=self.number))
        else:
            last.last = self.number
        for kind, n in more.items():
            tally = session.get(Tally, (self.dialogue.id, kind.value))
            if tally is None:
                session.add(Tally(dialogue_id=self.dialogue.id, kind=kind.value, visible=n))
            else:
                tally.visible += n
        session.flush()
        if session.get_bind().dialect.name == "postgresql":
            table = Contribution.__tablename__
            session.execute(select(func.setval(func.pg_get_serial_sequence(table, "id"), self.id)))
        content_version.bump(content_version.SITE, content_version.scope_of(self.dialogue.id))


def _findable(row: dict[str, Any]) -> dict[str, Any]:
    found = " ".join(tokens(f"{row['title']}\n{row['body']}", row["language"]))
    return {
        "dialogue_id": row["dialogue_id"],
        "contribution_id": row["id"],
        "locale": row["language"],
        "tokens": found or "-",
    }
