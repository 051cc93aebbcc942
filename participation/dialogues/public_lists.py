"""Lists of public dialogues: one round trip each, light rows, flat in the number of dialogues shown.

What changes by the clock is read at one instant, which the caller gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
)

from participation import clock, db
from participation.db import Instant
from participation.dialogues.models import (
    Activity,
    Decision,
    Dialogue,
    Phase,
)
from participation.dialogues.queries import stage_column
from participation.dialogues.rules import GROUP_OF, DecisionKind, PublicGroup, Stage
from participation.search import index as search_index
from participation.search.models import SearchEntry
from participation.texts import Texts

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_GROUPS = tuple(PublicGroup)


def is_public(now: datetime) -> ColumnElement[bool]:
    """Whether residents may know of the dialogue: the same as :func:`rules.is_public`, and tested to be."""
    instants = (
        Dialogue.announced_at,
        Dialogue.compiled_at,
        Dialogue.handled_at,
        Dialogue.fed_back_at,
        Dialogue.evaluated_at,
    )
    published = or_(*(and_(i.is_not(None), i <= now) for i in instants))
    return and_(published, or_(Dialogue.rejected_at.is_(None), Dialogue.rejected_at > now))


@dataclass(frozen=True)
class Line:
    """A public dialogue in a list. ``next_change`` is when the clock next changes it."""

    id: int
    title: Texts
    question: Texts
    languages: tuple[str, ...]
    stage: Stage
    opens_at: datetime | None
    closes_at: datetime | None
    results_due: date | None
    handling_meeting: date | None
    feedback_due: date | None
    fed_back_at: datetime | None
    resumes_at: datetime | None
    cancelled_at: datetime | None
    soonest: datetime

    @property
    def group(self) -> PublicGroup:
        return GROUP_OF[self.stage]


def _opening() -> ColumnElement[datetime]:
    """When a period opens in fact: not before the consultation with committees lets it."""
    kept_shut = Dialogue.consulted_at > Phase.opens_at
    return case((kept_shut, Dialogue.consulted_at), else_=Phase.opens_at)


def _lines(now: datetime) -> Any:
    """Every public dialogue with its place in the order: open first, the soonest to change, then the newest."""
    stage = stage_column(now)
    opens = select(func.min(_opening())).where(Phase.dialogue_id == Dialogue.id, _opening() > now)
    closes = select(func.min(Phase.closes_at)).where(Phase.dialogue_id == Dialogue.id, Phase.closes_at > now)
    base = (
        select(
            Dialogue.id,
            Dialogue.title,
            Dialogue.question,
            Dialogue.languages,
            Dialogue.results_due,
            Dialogue.handling_meeting,
            Dialogue.feedback_due,
            Dialogue.fed_back_at,
            Dialogue.resumes_at,
            Dialogue.cancelled_at,
            stage.label("stage"),
            opens.correlate(Dialogue).scalar_subquery().label("opens_at"),
            closes.correlate(Dialogue).scalar_subquery().label("closes_at"),
        )
        .where(is_public(now))
        .subquery()
    )
    rank = case(
        *((base.c.stage == s.value, literal(_GROUPS.index(g))) for s, g in GROUP_OF.items()),
        else_=literal(len(_GROUPS)),
    )
    ahead = case(
        (base.c.stage == Stage.OPEN.value, base.c.closes_at),
        (base.c.stage == Stage.ANNOUNCED.value, base.c.opens_at),
        else_=cast(null(), Instant),
    )
    soonest = func.coalesce(ahead, literal(_NEVER, Instant), type_=Instant)
    return select(base, rank.label("rank"), soonest.label("soonest")).subquery()


def _line(row: Any) -> Line:
    return Line(
        id=row.id,
        title=row.title,
        question=row.question,
        languages=tuple(row.languages),
        stage=Stage(row.stage),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        results_due=row.results_due,
        handling_meeting=row.handling_meeting,
        feedback_due=row.feedback_due,
        fed_back_at=row.fed_back_at,
        resumes_at=row.resumes_at,
        cancelled_at=row.cancelled_at,
        soonest=row.soonest,
    )


def boundary(moments: Sequence[datetime | None], now: datetime) -> datetime:
    """The first of the moments that is still to come, at the latest midnight, when "days left" changes."""
    ahead = [m for m in moments if m is not None and m > now]
    return min([*ahead, clock.end_of_day(clock.local_date(now))])


@dataclass(frozen=True)
class Board:
    """The start page's dialogues: the first of each group, how many each has, and when the clock changes it."""

    lines: dict[PublicGroup, list[Line]]
    counts: dict[PublicGroup, int]
    valid_until: datetime


def board(now: datetime, most: int) -> Board:
    """At most ``most`` dialogues of each group. One query, whatever there is."""
    lines = _lines(now)
    numbered = select(
        lines,
        func.row_number().over(partition_by=lines.c.rank, order_by=(lines.c.soonest, lines.c.id.desc())).label("place"),
        func.count().over(partition_by=lines.c.rank).label("of"),
        _next(Phase.opens_at, now).label("next_opening"),
        _next(Phase.closes_at, now).label("next_closing"),
    ).subquery()
    rows = db.session().execute(
        select(numbered).where(numbered.c.place <= most).order_by(numbered.c.rank, numbered.c.place)
    )
    made = Board({g: [] for g in PublicGroup}, dict.fromkeys(PublicGroup, 0), boundary((), now))
    moments: tuple[datetime | None, ...] = ()
    for row in rows:
        line = _line(row)
        made.lines[line.group].append(line)
        made.counts[line.group] = row.of
        moments = (row.next_opening, row.next_closing)
    return Board(made.lines, made.counts, boundary(moments, now))


def _next(column: Any, now: datetime) -> ColumnElement[datetime | None]:
    return select(func.min(column)).where(column > now).scalar_subquery()


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins: after, or before, this line."""

    rank: int
    soonest: datetime
    id: int
    backwards: bool = False

    def __str__(self) -> str:
        instant = (self.soonest - _EPOCH) // _TICK
        return f"{'before' if self.backwards else 'after'}-{self.rank}-{instant}-{self.id}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """The place an address names; None for the first page and for whatever is not a place."""
        parts = text.split("-")
        if len(parts) != 4 or parts[0] not in ("after", "before") or not all(p.isascii() for p in parts[1:]):
            return None
        if not all(p.isdigit() and len(p) <= 18 for p in parts[1:]):
            return None
        rank, instant, identity = (int(p) for p in parts[1:])
        if rank >= len(_GROUPS) or identity >= 2**31 or instant > (_NEVER - _EPOCH) // _TICK:
            return None
        return cls(rank, _EPOCH + instant * _TICK, identity, parts[0] == "before")

    @classmethod
    def of(cls, line: Line, *, backwards: bool) -> Place:
        return cls(_GROUPS.index(line.group), line.soonest, line.id, backwards)


@dataclass(frozen=True)
class Page:
    """A page of the list, where the neighbouring ones begin, and when the clock changes it (None: not asked)."""

    lines: list[Line]
    previous: Place | None
    next: Place | None
    counts: dict[PublicGroup, int]
    valid_until: datetime | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def page_of_dialogues(
    now: datetime, *, group: PublicGroup | None = None, words: str = "", place: Place | None = None, size: int = 20
) -> Page:
    """Public dialogues of a group, or all, that match the words; at most two queries."""
    lines = _lines(now)
    found = true()
    if words:
        found = lines.c.id.in_(_dialogues_with(words))
    counts, until = _counts(lines, found, now)
    query: Select[Any] = select(lines).where(found)
    if group is not None:
        query = query.where(lines.c.rank == _GROUPS.index(group))
    backwards = place is not None and place.backwards
    if backwards:
        query = query.order_by(lines.c.rank.desc(), lines.c.soonest.desc(), lines.c.id)
    else:
        query = query.order_by(lines.c.rank, lines.c.soonest, lines.c.id.desc())
    if place is not None:
        query = query.where(_beyond(lines, place))
    rows = [_line(r) for r in db.session().execute(query.limit(size + 1))]
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    earlier = more if backwards else place is not None
    later = True if backwards else more
    return Page(
        rows,
        Place.of(rows[0], backwards=True) if rows and earlier else None,
        Place.of(rows[-1], backwards=False) if rows and later else None,
        counts,
        until,
    )


def _counts(lines: Any, found: ColumnElement[bool], now: datetime) -> tuple[dict[PublicGroup, int], datetime | None]:
    """How many dialogues each group has, and the next instant at which the clock changes that."""
    counts = dict.fromkeys(PublicGroup, 0)
    until = None
    boundaries = (_next(Phase.opens_at, now).label("opening"), _next(Phase.closes_at, now).label("closing"))
    rows = select(lines.c.rank, func.count().label("n"), *boundaries).where(found).group_by(lines.c.rank)
    for row in db.session().execute(rows):
        counts[_GROUPS[row.rank]] = row.n
        until = boundary((row.opening, row.closing), now)
    return counts, until


def _beyond(lines: Any, place: Place) -> ColumnElement[bool]:
    """After the place in the order (or before it): its later ranks, later instants, or lower ids."""
    here = (literal(place.rank, Integer), literal(place.soonest, Instant))
    both = tuple_(lines.c.rank, lines.c.soonest)
    same = and_(lines.c.rank == here[0], lines.c.soonest == here[1])
    if place.backwards:
        return or_(both < tuple_(*here), and_(same, lines.c.id > place.id))
    return or_(both > tuple_(*here), and_(same, lines.c.id < place.id))


def _dialogues_with(words: str) -> Select[Any]:
    """The ids of the dialogues, public or not, whose own texts hold the words."""
    entries = search_index.matching(words)
    own = and_(SearchEntry.dialogue_id.is_not(None), SearchEntry.contribution_id.is_(None))
    query: Select[Any] = select(SearchEntry.dialogue_id).where(own)
    return query.where(false()) if entries is None else query.where(SearchEntry.id.in_(entries))


def lines_with(words: str, now: datetime, most: int) -> list[Line]:
    """The first public dialogues whose texts hold the words. One query."""
    lines = _lines(now)
    query = select(lines).where(lines.c.id.in_(_dialogues_with(words)))
    ordered = query.order_by(lines.c.rank, lines.c.soonest, lines.c.id.desc()).limit(most)
    return [_line(r) for r in db.session().execute(ordered)]


def addresses(now: datetime) -> list[tuple[int, Texts, Stage]]:
    """Id, title and stage of every public dialogue: what the sitemap is made of."""
    rows = db.session().execute(
        select(Dialogue.id, Dialogue.title, stage_column(now).label("stage"))
        .where(is_public(now))
        .order_by(Dialogue.id)
    )
    return [(r.id, r.title, Stage(r.stage)) for r in rows]


def forms_of(dialogue_ids: Sequence[int]) -> dict[int, list[str]]:
    """The types of activity that the dialogues offer, in the officials' order, each once."""
    found: dict[int, list[str]] = {i: [] for i in dialogue_ids}
    if dialogue_ids:
        rows = db.session().execute(
            select(Activity.dialogue_id, Activity.type)
            .where(Activity.dialogue_id.in_(dialogue_ids))
            .order_by(Activity.dialogue_id, Activity.position, Activity.id)
        )
        for dialogue_id, form in rows:
            if form not in found[dialogue_id]:
                found[dialogue_id].append(form)
    return found


def effects_of(dialogue_ids: Sequence[int]) -> dict[int, Texts]:
    """How each dialogue changed the decision, in the body's words."""
    if not dialogue_ids:
        return {}
    rows = db.session().execute(
        select(Decision.dialogue_id, Decision.effect).where(
            Decision.dialogue_id.in_(dialogue_ids), Decision.kind == DecisionKind.HANDLE_RESULTS.value
        )
    )
    return {dialogue_id: effect for dialogue_id, effect in rows}  # noqa: C416 - rows are not pairs to mypy


@dataclass(frozen=True)
class Promises:
    """Feedback whose promised day has passed: how many dialogues got it, how many of them in time."""

    due: int = 0
    given: int = 0
    in_time: int = 0


def promises(now: datetime) -> Promises:
    """How the promises of feedback have been kept. One query."""
    today = clock.local_date(now)
    rows = db.session().execute(
        select(Dialogue.feedback_due, Dialogue.fed_back_at).where(
            is_public(now),
            # What is cancelled promises nothing any more; the body has said why, and told those who took part.
            Dialogue.cancelled_at.is_(None),
            or_(Dialogue.feedback_due < today, Dialogue.fed_back_at <= now),
        )
    )
    due = given = in_time = 0
    for promised, given_at in rows:
        due += 1
        given += given_at is not None
        in_time += given_at is not None and (promised is None or clock.local_date(given_at) <= promised)
    return Promises(due, given, in_time)
