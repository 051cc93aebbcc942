"""The register of a dialogue's contributions as its officials read and export it. Hidden ones are marked in the list
and left out of the export: what is exported may be published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import aliased

from participation import db
from participation.contributions.models import Contribution
from participation.contributions.paging import pack, unpack
from participation.contributions.queries import visible
from participation.contributions.rules import Channel, ContributionKind, Speaker, Visibility

PAGE = 50
BATCH = 500
_AFTER, _BEFORE = 0, 1


@dataclass(frozen=True)
class RegisterRow:
    """One contribution of the register."""

    id: int
    number: int
    kind: ContributionKind
    channel: Channel
    language: str
    title: str
    body: str
    display_name: str
    speaker: Speaker
    received_at: datetime
    visibility: Visibility
    about_number: int | None
    """The number of the idea a comment is about."""
    answers_number: int | None
    """The number of the comment a comment answers."""


@dataclass(frozen=True)
class RegisterPage:
    """Some rows, newest first, and the tokens of the pages beside them."""

    rows: Sequence[RegisterRow]
    previous: str | None
    next: str | None


def _statement() -> Select[Any]:
    about, answered = aliased(Contribution), aliased(Contribution)
    query: Any = (
        select(
            Contribution.id,
            Contribution.number,
            Contribution.kind,
            Contribution.channel,
            Contribution.language,
            Contribution.title,
            Contribution.body,
            Contribution.display_name,
            Contribution.speaker,
            Contribution.received_at,
            Contribution.visibility,
            about.number.label("about_number"),
            answered.number.label("answers_number"),
        )
        .outerjoin(about, about.id == Contribution.subject_id)
        .outerjoin(answered, answered.id == Contribution.parent_id)
    )
    chosen: Select[Any] = query
    return chosen


def _row(row: Any) -> RegisterRow:
    # Only those who look after sealed records may read them; written statements have pages of their own.
    sealed = row.visibility in (Visibility.SEALED.value, Visibility.UNPUBLISHED.value)
    return RegisterRow(
        id=row.id,
        number=row.number,
        kind=ContributionKind(row.kind),
        channel=Channel(row.channel),
        language=row.language,
        title="" if sealed else row.title,
        body="" if sealed else row.body,
        display_name=row.display_name,
        speaker=Speaker(row.speaker),
        received_at=row.received_at,
        visibility=Visibility(row.visibility),
        about_number=row.about_number,
        answers_number=row.answers_number,
    )


def register_page(
    dialogue_id: int,
    *,
    kind: ContributionKind | None = None,
    channel: Channel | None = None,
    language: str | None = None,
    token: str | None = None,
) -> RegisterPage:
    """A page of everything the dialogue has received, hidden ones too, newest first; one query."""
    position = unpack(token, int, int)
    direction, number = (int(p) for p in position) if position and position[0] in (_AFTER, _BEFORE) else (_AFTER, 0)
    query = _statement().where(Contribution.dialogue_id == dialogue_id)
    if kind is not None:
        query = query.where(Contribution.kind == kind.value)
    if channel is not None:
        query = query.where(Contribution.channel == channel.value)
    if language is not None:
        query = query.where(Contribution.language == language)
    backwards = direction == _BEFORE
    if number:
        bound = min(number, 2**31 - 1)
        query = query.where(Contribution.number > bound if backwards else Contribution.number < bound)
    query = query.order_by(Contribution.number if backwards else Contribution.number.desc()).limit(PAGE + 1)
    found = [_row(r) for r in db.session().execute(query)]
    more, rows = len(found) > PAGE, found[:PAGE]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else bool(number)
    has_next = backwards or more
    return RegisterPage(
        rows=rows,
        previous=pack(_BEFORE, rows[0].number) if has_previous and rows else None,
        next=pack(_AFTER, rows[-1].number) if has_next and rows else None,
    )


def languages_in(dialogue_id: int) -> list[str]:
    """The languages the dialogue's contributions are written in, by code."""
    return list(
        db.session().scalars(
            select(Contribution.language)
            .where(Contribution.dialogue_id == dialogue_id)
            .distinct()
            .order_by(Contribution.language)
        )
    )


def export_batches(engine: Engine, dialogue_id: int) -> Iterator[list[RegisterRow]]:
    """Every visible contribution in the order of its number, some hundred at a time.

    Each batch is a unit of work of its own, which is the current one while the batch is used: a long download holds
    no transaction between them.
    """
    last = 0
    while True:
        with db.transaction(engine, write=False) as session:
            query = (
                _statement()
                .where(Contribution.dialogue_id == dialogue_id, visible(), Contribution.number > last)
                .order_by(Contribution.number)
                .limit(BATCH)
            )
            rows = [_row(r) for r in session.execute(query)]
        if not rows:
            return
        yield rows
        last = rows[-1].number
