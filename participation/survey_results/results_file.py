"""The numbers of the result page as a file: the same tables, the same rule of what is told of few people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from participation.contributions.export import BYTE_ORDER_MARK, lines
from participation.population.models import PopulationReference
from participation.population.rules import Variable
from participation.survey_results import suppression
from participation.survey_results.numbers import Grouped, Result
from participation.survey_results.representation import Compared
from participation.survey_results.represented import Representation, in_swedish
from participation.survey_results.tables import SplitTable

COLUMNS = (
    *("question", "version", "part", "line", "group", "count", "base", "percent", "question_sv", "line_sv"),
    *("population_percent", "compared"),
)
"""In order; new ones are added at the end. An empty count is one that is not told. What people have told about
themselves has rows of its own, with ``background.`` before the name; the last two columns are only of these."""


def rows(
    result: Result, grouped: Grouped | None = None, represented: Representation | None = None
) -> Iterator[tuple[Any, ...]]:
    """A row for each line of each table; split, a row for each group as well. Then those of who took part."""
    yield from ((*row, None, "") for row in _answers(result, grouped))
    if represented is not None:
        yield from _represented(represented)


def _represented(represented: Representation) -> Iterator[tuple[Any, ...]]:
    for variable, compared, _table in represented.parts:
        for band in compared.bands:
            said = (f"background.{variable.value}", "", "", band.key, "", band.count, compared.base, band.percent)
            names = (in_swedish(variable), in_swedish(variable, band.key))
            yield (*said, *names, band.population, band.reached.value if band.reached else "")


def _answers(result: Result, grouped: Grouped | None) -> Iterator[tuple[Any, ...]]:
    for table in result.tables:
        for version in table.versions:
            asked = version.asked
            split = grouped.table(asked) if grouped is not None else None
            if split is not None and grouped is not None:
                yield from _split_rows(split, [g.key for g in grouped.groups])
                continue
            for block in version.blocks:
                for line in block.lines:
                    percent = suppression.percent(line.count, block.base)
                    said = (asked.key, asked.version, block.key, line.key, "", line.count, block.base, percent)
                    yield (*said, asked.text.sv, line.text.sv)


def _split_rows(table: SplitTable, groups: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    asked = table.asked
    for block in table.blocks:
        for n, line in enumerate(block.lines):
            for g, group in enumerate(groups):
                percent = block.percent(n, g)
                said = (
                    asked.key,
                    asked.version,
                    block.key,
                    line.key,
                    group,
                    block.counts[n][g],
                    block.bases[g],
                    percent,
                )
                yield (*said, asked.text.sv, line.text.sv)


def as_csv(result: Result, grouped: Grouped | None = None, represented: Representation | None = None) -> str:
    """Commas and CR LF, with the names of the columns first."""
    return BYTE_ORDER_MARK + lines([COLUMNS, *rows(result, grouped, represented)])


def as_json(result: Result, grouped: Grouped | None = None, represented: Representation | None = None) -> str:
    """An object with the number of responses, the tables of the population, and a list of rows as objects."""
    counts = result.counts
    return json.dumps(
        {
            "survey": result.survey.key,
            "responses": counts.responses,
            "channels": dict(counts.channels),
            "languages": dict(counts.languages),
            "population": [_source(*part) for part in represented.parts] if represented is not None else [],
            "rows": [dict(zip(COLUMNS, row, strict=True)) for row in rows(result, grouped, represented)],
        },
        ensure_ascii=False,
    )


def _source(variable: Variable, compared: Compared, table: PopulationReference) -> dict[str, Any]:
    """Where the figures of the population come from; ``people`` in each band, ``others`` without any of them."""
    return {
        "background": f"background.{variable.value}",
        "title": table.title,
        "source": table.source,
        "table": table.table,
        "taken_on": table.taken_on.isoformat(),
        "made_up": table.is_demo,
        "others": compared.others,
        "people": {band.key: band.people for band in compared.bands},
    }
