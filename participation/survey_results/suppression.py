"""What may be told of few people (CONTEXT.md B5): the one rule for pages, files and interfaces. Pure.

Totals of the whole survey are told as they are. As soon as answers are split by something about the person, counts of
1 to 4 are left out, and so many more that none of them can be worked out from what is told, totals and the other way
of splitting the same two questions included; what is left is rounded to the nearest 5. Percentages need a base of 20.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

FEWEST = 5
"""Counts below it, other than none, are left out."""

FEWEST_CHILDREN = 10
"""The same for children."""

FEWEST_FOR_PERCENT = 20
STEP = 5

Table = Sequence[Sequence[int]]
Cell = tuple[int, int]


def rounded(n: int) -> int:
    """The nearest 5."""
    return (n + STEP // 2) // STEP * STEP


def percent(count: int, base: int) -> int | None:
    """The share in whole per cent, half a per cent upwards; None where the base is too small to speak of shares."""
    if base < FEWEST_FOR_PERCENT:
        return None
    return (200 * count + base) // (2 * base)


def one_way(counts: Sequence[int], fewest: Sequence[int] | int = FEWEST) -> frozenset[int] | None:
    """Which of some counts that add up to a known total are left out; None if all of it must be.

    ``fewest``: the limit of all, or one for each.
    """
    limits = [fewest] * len(counts) if isinstance(fewest, int) else list(fewest)
    few = {i for i, n in enumerate(counts) if 0 < n < limits[i]}
    out = set(few)
    while few:
        total = sum(counts[i] for i in out)
        others = sum(counts[i] > 0 for i in out) - 1
        # Whoever reads it knows that what is left out is somebody: each of the others is one person at least.
        if len(out) > 1 and all(total - others >= limits[i] for i in few):
            break
        left = [i for i in range(len(counts)) if i not in out]
        if not left:
            return None
        out.add(min(left, key=lambda i: (counts[i] == 0, counts[i], i)))
    return frozenset(out)


def two_way(counts: Table, fewest: int = FEWEST) -> frozenset[Cell] | None:
    """Which cells of a table are left out whose totals of rows and columns are known; None if all of it must be.

    The table is complete: those who did not answer are a row and a column. Each cell that is left out for being small
    could, for all that is told, be as large as the limit (or as its own row and column allow).
    """
    rows, columns = len(counts), len(counts[0]) if counts else 0
    down = [sum(counts[r][c] for r in range(rows)) for c in range(columns)]
    across = [sum(row) for row in counts]
    whole_rows = {r for r in range(rows) if 0 < across[r] < fewest}
    whole_columns = {c for c in range(columns) if 0 < down[c] < fewest}
    few = {(r, c) for r in range(rows) for c in range(columns) if 0 < counts[r][c] < fewest}
    out = few | {(r, c) for r in range(rows) for c in range(columns) if r in whole_rows or c in whole_columns}

    def least(cell: Cell) -> int:
        """What the reader knows that a cell left out is at least."""
        return int(counts[cell[0]][cell[1]] > 0 and cell[0] not in whole_rows and cell[1] not in whole_columns)

    while True:
        weak = next(
            (
                cell
                for cell in sorted(few)
                if _highest(counts, out, cell, least, fewest) < min(fewest, across[cell[0]], down[cell[1]])
            ),
            None,
        )
        if weak is None:
            return frozenset(out)
        more = _companion(counts, out, weak, rows, columns)
        if more is None:
            return None
        out.add(more)


def _companion(counts: Table, out: set[Cell], weak: Cell, rows: int, columns: int) -> Cell | None:
    """The cell to leave out as well: the smallest beside one that stands alone in its row or column."""

    def beside(row: int | None, column: int | None) -> list[Cell]:
        return [
            (r, c)
            for r in (range(rows) if row is None else (row,))
            for c in (range(columns) if column is None else (column,))
            if (r, c) not in out
        ]

    alone: list[Cell] = []
    for r, c in (weak, *sorted(out)):
        if sum(cell[0] == r for cell in out) == 1:
            alone = beside(r, None)
        if not alone and sum(cell[1] == c for cell in out) == 1:
            alone = beside(None, c)
        if alone:
            break
    found = alone or beside(weak[0], None) + beside(None, weak[1]) or beside(None, None)
    return min(found, key=lambda cell: (counts[cell[0]][cell[1]] == 0, counts[cell[0]][cell[1]], cell), default=None)


def _highest(counts: Table, out: set[Cell], cell: Cell, least: Callable[[Cell], int], enough: int) -> int:
    """The largest the cell could be, up to ``enough``, for who knows the totals and every cell that is told.

    To be one more it takes one from another cell of its row, gives it to another of that column, and so on round to
    its own column: the most that can be carried round.
    """
    start, goal = cell
    spare = {at: counts[at[0]][at[1]] - least(at) for at in out}
    value = counts[start][goal]
    while value < enough:
        came: dict[tuple[str, int], tuple[str, int] | None] = {("row", start): None}
        waiting = deque([("row", start)])
        while waiting and ("column", goal) not in came:
            kind, n = here = waiting.popleft()
            for r, c in out:
                if (r, c) == cell:
                    continue
                if kind == "row" and r == n and spare[r, c] > 0 and ("column", c) not in came:
                    came["column", c] = here
                    waiting.append(("column", c))
                elif kind == "column" and c == n and ("row", r) not in came:
                    came["row", r] = here
                    waiting.append(("row", r))
        if ("column", goal) not in came:
            return value
        at: tuple[str, int] = ("column", goal)
        while (before := came[at]) is not None:
            if at[0] == "column":
                spare[before[1], at[1]] -= 1
            else:
                spare[at[1], before[1]] += 1
            at = before
        value += 1
    return value
