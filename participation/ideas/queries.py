"""Reads of ideas: a page of the list by position, as plain rows, in one query whatever the size of the dialogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select, tuple_, union_all

from participation import db
from participation.contributions.models import Contribution, Tally
from participation.contributions.paging import pack, unpack
from participation.contributions.queries import LARGEST_NUMBER, comment_counts, visible
from participation.contributions.rules import ContributionKind, Visibility
from participation.contributions.voices import Voice
from participation.ideas.rules import EXCERPT, PAGE, Order, starting_point

_AFTER, _BEFORE = 0, 1
_IDEA = ContributionKind.IDEA.value


@dataclass(frozen=True)
class IdeaRow(Voice):
    """An idea as a list shows it; the list goes on from its id."""

    id: int


@dataclass(frozen=True)
class IdeaPage:
    """Some ideas, how many there are in all, which page this is, and the tokens of those beside it."""

    rows: Sequence[IdeaRow]
    total: int
    page: int
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class _Position:
    """Where a page begins. ``start``: where that day's random order began; 0 for the newest first."""

    direction: int
    page: int
    start: int
    segment: int
    shuffle: int
    id: int


def idea_page(dialogue_id: int, order: Order, day: date, token: str | None) -> IdeaPage:
    """A page of the visible ideas in the order; an unreadable token, or one that leads nowhere, gives the first page.

    Two queries. The pages after each other are the whole list, each idea once, also when midnight passes between
    them: the token remembers the beginning of its day.
    """
    position = _read(token, order)
    start = position.start if position else starting_point(day, dialogue_id) if order is Order.RANDOM else 0
    rows = _rows(dialogue_id, order, start, position)
    if not rows and position is not None:
        position, start = None, starting_point(day, dialogue_id) if order is Order.RANDOM else 0
        rows = _rows(dialogue_id, order, start, None)
    backwards = position is not None and position.direction == _BEFORE
    more = len(rows) > PAGE
    shown = list(reversed(rows[:PAGE])) if backwards else rows[:PAGE]
    if backwards and not more and position is not None:
        position = _Position(_AFTER, 1, start, 0, 0, 0)  # this is the beginning
    number = position.page if position else 1
    has_previous = more if backwards else position is not None and number > 1
    has_next = backwards or more
    counts = comment_counts([row.id for row in shown])
    return IdeaPage(
        rows=[_row(row, counts.get(row.id, 0)) for row in shown],
        total=shown[0].total or 0 if shown else 0,
        page=number,
        previous=_token(_BEFORE, max(1, number - 1), start, order, shown[0]) if has_previous else None,
        next=_token(_AFTER, number + 1, start, order, shown[-1]) if has_next else None,
    )


def _row(row: Any, comments: int) -> IdeaRow:
    return IdeaRow(
        number=row.number,
        title=row.title,
        opening=row.opening,
        language=row.language,
        display_name=row.display_name,
        received_at=row.received_at,
        comments=comments,
        id=row.id,
    )


def _token(direction: int, page: int, start: int, order: Order, row: Any) -> str:
    return pack(order.value, direction, page, start, row.segment, row.shuffle, row.id)


def _read(token: str | None, order: Order) -> _Position | None:
    parts = unpack(token, str, int, int, int, int, int, int)
    if parts is None or parts[0] != order.value:
        return None
    direction, page, start, segment, shuffle, identity = (int(p) for p in parts[1:])
    if direction > _BEFORE or segment > 1 or not 1 <= page < 10**6 or max(start, shuffle, identity) >= 2**31:
        return None
    return _Position(direction, page, start, segment, shuffle, identity)


def _rows(dialogue_id: int, order: Order, start: int, position: _Position | None) -> Sequence[Any]:
    values = {"dialogue": dialogue_id, "start": start, "limit": PAGE + 1}
    backwards = False
    if position is not None:
        backwards = position.direction == _BEFORE
        values |= {"shuffle": position.shuffle, "last": position.id}
    segment = position.segment if position else None
    statement = _newest(segment, backwards) if order is Order.NEW else _turned(segment, backwards)
    if order is Order.NEW:
        values.pop("start")
        values.pop("shuffle", None)
    found: Sequence[Any] = db.rows(statement, values).all()
    return found


def _columns(segment: int) -> tuple[Any, ...]:
    return (
        literal(segment).label("segment"),
        Contribution.shuffle,
        Contribution.id,
        Contribution.number,
        Contribution.title,
        func.substr(Contribution.body, 1, EXCERPT * 2).label("opening"),
        Contribution.language,
        Contribution.display_name,
        Contribution.received_at,
    )


def _ideas(segment: int) -> Select[Any]:
    return select(*_columns(segment)).where(
        Contribution.dialogue_id == bindparam("dialogue"), Contribution.kind == _IDEA, visible()
    )


def _total() -> Any:
    return (
        select(Tally.visible)
        .where(Tally.dialogue_id == bindparam("dialogue"), Tally.kind == _IDEA)
        .scalar_subquery()
        .label("total")
    )


@cache
def _newest(segment: int | None, backwards: bool) -> Select[Any]:
    """The newest first, from the beginning (``segment`` None) or from a position."""
    query = _ideas(0).add_columns(_total())
    if segment is not None:
        last: Any = bindparam("last")
        query = query.where(Contribution.id > last if backwards else Contribution.id < last)
    return query.order_by(Contribution.id if backwards else Contribution.id.desc()).limit(bindparam("limit"))


@cache
def _turned(segment: int | None, backwards: bool) -> Select[Any]:
    """The random order from the day's starting point to the end (segment 0), then from 0 up to it (segment 1)."""
    here = tuple_(Contribution.shuffle, Contribution.id)
    there = tuple_(bindparam("shuffle"), bindparam("last"))
    parts = []
    for part in (0, 1):
        query = _ideas(part).where(
            Contribution.shuffle >= bindparam("start") if part == 0 else Contribution.shuffle < bindparam("start")
        )
        if segment is not None:
            passed = part < segment if not backwards else part > segment
            if passed:
                continue
            if part == segment:
                query = query.where(here < there if backwards else here > there)
        ordered = query.order_by(*_turn(backwards, Contribution.shuffle, Contribution.id)).limit(bindparam("limit"))
        parts.append(select(ordered.subquery()))
    rows = union_all(*parts).subquery()
    return (
        select(rows, _total())
        .order_by(*_turn(backwards, rows.c.segment, rows.c.shuffle, rows.c.id))
        .limit(bindparam("limit"))
    )


def _turn(backwards: bool, *columns: Any) -> list[Any]:
    return [c.desc() for c in columns] if backwards else list(columns)


@dataclass(frozen=True)
class IdeaText:
    """One idea as its page shows it; the text is left out of what is not visible."""

    id: int
    number: int
    title: str
    body: str
    language: str
    display_name: str
    received_at: datetime
    visibility: Visibility
    comments: int


def idea_text(dialogue_id: int, number: int) -> IdeaText | None:
    """The idea with the number and how many visible comments it has, in one query; None if there is no such idea."""
    if number > LARGEST_NUMBER:
        return None
    row = db.rows(_one(), {"dialogue": dialogue_id, "number": number}).one_or_none()
    if row is None:
        return None
    visibility = Visibility(row.visibility)
    shown = visibility is Visibility.VISIBLE
    return IdeaText(
        id=row.id,
        number=row.number,
        title=row.title if shown else "",
        body=row.body if shown else "",
        language=row.language,
        display_name=row.display_name if shown else "",
        received_at=row.received_at,
        visibility=visibility,
        comments=row.comments,
    )


@cache
def _one() -> Select[Any]:
    about = Contribution.__table__.alias("about")
    comments = (
        select(func.count())
        .select_from(about)
        .where(about.c.subject_id == Contribution.id, about.c.visibility == Visibility.VISIBLE.value)
        .correlate(Contribution)
        .scalar_subquery()
        .label("comments")
    )
    return select(
        Contribution.id,
        Contribution.number,
        Contribution.title,
        Contribution.body,
        Contribution.language,
        Contribution.display_name,
        Contribution.received_at,
        Contribution.visibility,
        comments,
    ).where(
        Contribution.dialogue_id == bindparam("dialogue"),
        Contribution.number == bindparam("number"),
        Contribution.kind == _IDEA,
    )
