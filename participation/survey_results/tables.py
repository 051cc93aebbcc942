"""From counts to tables: a block of lines for each thing that was asked, whole or split into groups. Pure numbers.

A line is an option, a step of a scale, a band of numbers, a month. A matrix has a block for each of its rows, a ranking
one for each place. The people of a block's base each stand in exactly one line where it is ``exclusive``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from participation.survey_results import suppression
from participation.survey_results.queries import Counts, Part
from participation.survey_results.splits import Split
from participation.surveys.definition import NO_TEXTS, Asked
from participation.surveys.rules import QuestionType, real, stored
from participation.texts import Texts

MOST_BANDS = 6
_NICE = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)


class LineKind(StrEnum):
    """What a line stands for."""

    OPTION = "option"
    NUMBER = "number"
    BAND = "band"
    MONTH = "month"
    AGREED = "agreed"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Line:
    """One thing that can be answered. ``low``/``high``: the ends of a band, or one number twice."""

    key: str
    kind: LineKind
    count: int
    text: Texts = NO_TEXTS
    low: int | Decimal = 0
    high: int | Decimal = 0


@dataclass(frozen=True)
class Block:
    """Lines with a base: how many people have answered what the lines are about."""

    key: str
    base: int
    lines: tuple[Line, ...]
    text: Texts = NO_TEXTS
    place: int = 0
    exclusive: bool = True

    def percent(self, line: Line) -> int | None:
        """The line's share of the base in whole per cent; None where the base is too small."""
        return suppression.percent(line.count, self.base)


@dataclass(frozen=True)
class VersionTable:
    """What was answered to one version of a question. ``mean``: of numbers, in tenths."""

    asked: Asked
    answered: int
    blocks: tuple[Block, ...]
    mean: int | None = None


@dataclass(frozen=True)
class QuestionTable:
    """A question with every version that somebody has answered, or else the one asked now; the newest first."""

    key: str
    versions: tuple[VersionTable, ...]
    missing: int

    @property
    def asked(self) -> Asked:
        return self.versions[0].asked


def question_tables(
    versions: Mapping[str, Sequence[Asked]], current: Iterable[str], counts: Counts
) -> list[QuestionTable]:
    """A table for each question, in the order they are asked; those no longer asked last, if they were answered."""
    order = [k for k in current if k in versions]
    order += [k for k in versions if k not in order]
    made = []
    for key in order:
        all_of_it = [a for a in versions[key] if a.takes_answers]
        answered = [a for a in all_of_it if counts.answered.get(a.identity)]
        shown = answered or (all_of_it[-1:] if key in set(current) else [])
        if shown:
            tables = tuple(version_table(a, counts) for a in reversed(shown))
            made.append(QuestionTable(key, tables, counts.responses - sum(t.answered for t in tables)))
    return made


def version_table(asked: Asked, counts: Counts) -> VersionTable:
    """What was answered to the version."""
    parts = counts.parts.get(asked.identity, {})
    n = counts.answered.get(asked.identity, 0)
    return VersionTable(
        asked, n, blocks_of(asked, parts, n, counts.months.get(asked.identity, {})), _mean(asked, parts)
    )


def blocks_of(
    asked: Asked,
    parts: Mapping[Part, int],
    answered: int,
    months: Mapping[str, int] | None = None,
    bands: Sequence[tuple[int, int]] | None = None,
) -> tuple[Block, ...]:
    """The blocks of a version. ``bands``: those of numbers, where they are settled already."""
    kind = asked.type
    if kind is QuestionType.MATRIX:
        return tuple(_row(asked, row.key, row.text, parts) for row in asked.rows)
    if kind is QuestionType.RANKING:
        most = min(asked.most or len(asked.options), len(asked.options))
        return tuple(_place(asked, place, parts) for place in range(1, most + 1))
    if kind is QuestionType.SCALE:
        return (Block("", answered, tuple(_number(n, parts) for n in asked.steps)),)
    if kind is QuestionType.NUMBER:
        return (Block("", answered, _bands(asked, parts) if bands is None else _in_bands(asked, bands, parts)),)
    if kind is QuestionType.DATE:
        lines = tuple(Line(m, LineKind.MONTH, n) for m, n in sorted((months or {}).items()))
        return (Block("", answered, lines),)
    if kind is QuestionType.NOTICE:
        return (Block("", answered, (Line("yes", LineKind.AGREED, answered),)),)
    if asked.options:
        lines = tuple(Line(o.key, LineKind.OPTION, _chosen(o.key, parts), o.text) for o in asked.options)
        return (Block("", answered, lines, exclusive=not takes_several(asked)),)
    return (Block("", answered, (Line("answered", LineKind.ANSWERED, answered),)),)


def takes_several(asked: Asked) -> bool:
    """Whether one person can choose several of the options."""
    return asked.type is QuestionType.MULTIPLE_CHOICE or (
        asked.type is QuestionType.PICTURE_CHOICE and (asked.most or 1) > 1
    )


def _chosen(option: str, parts: Mapping[Part, int]) -> int:
    return sum(n for part, n in parts.items() if part.option == option)


def _row(asked: Asked, key: str, text: Texts, parts: Mapping[Part, int]) -> Block:
    lines = tuple(Line(o.key, LineKind.OPTION, parts.get(Part(o.key, key), 0), o.text) for o in asked.options)
    return Block(key, sum(line.count for line in lines), lines, text)


def _place(asked: Asked, place: int, parts: Mapping[Part, int]) -> Block:
    lines = tuple(Line(o.key, LineKind.OPTION, parts.get(Part(o.key, None, place), 0), o.text) for o in asked.options)
    return Block(str(place), sum(line.count for line in lines), lines, place=place)


def _number(n: int, parts: Mapping[Part, int]) -> Line:
    return Line(str(n), LineKind.NUMBER, parts.get(Part(number=n), 0), low=n, high=n)


def _numbers(parts: Mapping[Part, int]) -> list[tuple[int, int]]:
    return sorted((p.number, n) for p, n in parts.items() if p.number is not None)


def bands_of(asked: Asked, parts: Mapping[Part, int]) -> list[tuple[int, int]]:
    """Some bands of numbers as they are stored, all equally wide: every number that was given is in one."""
    numbers = [n for n, _ in _numbers(parts)]
    if not numbers:
        return []
    low = stored(asked.minimum, whole=asked.whole) if asked.minimum is not None else numbers[0]
    high = stored(asked.maximum, whole=asked.whole) if asked.maximum is not None else numbers[-1]
    span = high - low + 1
    width = next((w for w in _NICE if span <= w * MOST_BANDS), -(-span // MOST_BANDS))
    start = low // width * width
    return [(max(at, low), min(at + width - 1, high)) for at in range(start, high + 1, width)]


def _bands(asked: Asked, parts: Mapping[Part, int]) -> tuple[Line, ...]:
    return _in_bands(asked, bands_of(asked, parts), parts)


def _in_bands(asked: Asked, bands: Sequence[tuple[int, int]], parts: Mapping[Part, int]) -> tuple[Line, ...]:
    numbers = _numbers(parts)

    def band(low: int, high: int) -> Line:
        count = sum(n for at, n in numbers if low <= at <= high)
        ends = [real(end, whole=asked.whole) for end in (low, high)]
        return Line(f"{ends[0]}-{ends[1]}", LineKind.BAND, count, low=ends[0], high=ends[1])

    return tuple(band(low, high) for low, high in bands)


def _mean(asked: Asked, parts: Mapping[Part, int]) -> int | None:
    if asked.type not in (QuestionType.SCALE, QuestionType.NUMBER):
        return None
    numbers = _numbers(parts)
    n = sum(times for _, times in numbers)
    if n < suppression.FEWEST_FOR_PERCENT:
        return None
    total = 10 * sum(at * times for at, times in numbers)
    of = stored(n, whole=asked.whole)
    return (2 * total + of) // (2 * of)


# -- split into groups ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Some of those who answered. ``size``: how many, to the nearest 5; None for fewer than 5."""

    key: str
    size: int | None
    text: Texts = NO_TEXTS


@dataclass(frozen=True)
class SplitBlock:
    """A block in groups: for each line a count for each group, to the nearest 5, None where it is not told.

    ``bases``: of the groups, told like the counts. ``withheld``: nothing of it can be told.
    """

    key: str
    lines: tuple[Line, ...]
    counts: tuple[tuple[int | None, ...], ...]
    bases: tuple[int | None, ...]
    text: Texts = NO_TEXTS
    withheld: bool = False

    def percent(self, line: int, group: int) -> int | None:
        """The share of the group in whole per cent, of the numbers that are told."""
        count, base = self.counts[line][group], self.bases[group]
        return None if count is None or base is None else suppression.percent(min(count, base), base)


@dataclass(frozen=True)
class SplitTable:
    """A version of a question in groups."""

    asked: Asked
    blocks: tuple[SplitBlock, ...]


SPLITTABLE = frozenset(QuestionType) - {
    *(QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT, QuestionType.MAP, QuestionType.FILE, QuestionType.DATE),
    *(QuestionType.NOTICE, QuestionType.PAGE_BREAK),
}
"""What is told in groups. People's own words and places never are: with a group they can tell who somebody is."""


def groups_of(split: Split, names: Sequence[tuple[str, Texts]], responses: int) -> list[Group]:
    """The groups in the order of their names, as far as their sizes can be told."""
    sizes = [split.groups.get(key, 0) for key, _ in names]
    out = suppression.one_way([*sizes, responses - sum(sizes)])
    told = [None if out is None or i in out else suppression.rounded(n) for i, n in enumerate(sizes)]
    return [Group(key, size, text) for (key, text), size in zip(names, told, strict=True)]


def split_table(
    asked: Asked, counts: Counts, split: Split, groups: Sequence[str], *, turned: bool = False
) -> SplitTable:
    """The version in groups. ``turned``: the groups' question is the older of the two, and decides the sides of the
    table, so that both ways of splitting the same two questions leave out the same cells."""
    whole_parts = counts.parts.get(asked.identity, {})
    bands = bands_of(asked, whole_parts) if asked.type is QuestionType.NUMBER else None
    whole = blocks_of(asked, whole_parts, counts.answered.get(asked.identity, 0), bands=bands)
    of = [
        blocks_of(
            asked, split.parts.get((g, asked.identity), {}), split.answered.get((g, asked.identity), 0), bands=bands
        )
        for g in groups
    ]
    sizes = [split.groups.get(g, 0) for g in groups]
    blocks = [_split_block(block, [o[n] for o in of], sizes, counts.responses, turned) for n, block in enumerate(whole)]
    return SplitTable(asked, tuple(blocks))


def _split_block(whole: Block, of: Sequence[Block], sizes: Sequence[int], everybody: int, turned: bool) -> SplitBlock:
    lines = range(len(whole.lines))
    told: dict[tuple[int, int], int | None] = {}
    if whole.exclusive:
        full = [[block.lines[n].count for n in lines] for block in of]
        full = [[*row, size - sum(row)] for row, size in zip(full, sizes, strict=True)]
        total = [*(line.count for line in whole.lines), everybody - sum(line.count for line in whole.lines)]
        out = _left_out(full, total, turned)
        if out is None:
            return _withheld(whole, len(of))
        missing = len(whole.lines)
        told = {
            (n, g): None if (g, n) in out else suppression.rounded(of[g].lines[n].count)
            for n in lines
            for g in range(len(of))
        }
        few = [(g, missing) in out for g in range(len(of))]
    else:
        few = [0 < size - block.base < suppression.FEWEST for block, size in zip(of, sizes, strict=True)]
        for n in lines:
            full = [[block.lines[n].count, size - block.lines[n].count] for block, size in zip(of, sizes, strict=True)]
            out = _left_out(full, [whole.lines[n].count, everybody - whole.lines[n].count], turned)
            for g in range(len(of)):
                told[n, g] = None if out is None or (g, 0) in out else suppression.rounded(of[g].lines[n].count)
    bases = [
        None if few[g] or 0 < of[g].base < suppression.FEWEST else suppression.rounded(of[g].base)
        for g in range(len(of))
    ]
    if all(value is None for value in told.values()):
        return _withheld(whole, len(of))
    counts = tuple(tuple(told[n, g] for g in range(len(of))) for n in lines)
    return SplitBlock(whole.key, whole.lines, counts, tuple(bases), whole.text)


def _withheld(whole: Block, groups: int) -> SplitBlock:
    nothing = tuple((None,) * groups for _ in whole.lines)
    return SplitBlock(whole.key, whole.lines, nothing, (None,) * groups, whole.text, withheld=True)


def _left_out(full: list[list[int]], total: Sequence[int], turned: bool) -> frozenset[tuple[int, int]] | None:
    """What is left out of groups × lines, those of no group added, so that every total is one that is told."""
    columns = range(len(total))
    rest = [total[c] - sum(row[c] for row in full) for c in columns]
    table = [*full, rest]
    if not turned:
        return suppression.two_way(table)
    out = suppression.two_way([[row[c] for row in table] for c in columns])
    return None if out is None else frozenset((g, c) for c, g in out)
