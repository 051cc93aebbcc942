"""Writers of the file with every answer. Each takes rows one at a time and keeps none; no cell is ever a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from participation.contributions.export import BYTE_ORDER_MARK, cell
from participation.survey_results.columns import CODEBOOK, FIXED
from participation.survey_results.reading import Layout, Row
from participation.survey_results.rules import FileFormat


def write(kind: FileFormat, path: Path, layout: Layout, rows: Iterable[Row], title: str) -> None:
    """Write the file. ``rows`` may tell somebody else how far it has come."""
    _WRITERS[kind](path, layout, rows, title)


def _csv(path: Path, layout: Layout, rows: Iterable[Row], _title: str) -> None:
    texts = _texts(layout)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BYTE_ORDER_MARK)
        writer = csv.writer(stream)
        writer.writerow(layout.names)
        for row in rows:
            for at in texts:
                if row[at]:
                    row[at] = cell(row[at])
            writer.writerow(row)


def _texts(layout: Layout) -> list[int]:
    """The columns that hold what people wrote, and the number, which begins as officials chose."""
    return [0, *(len(FIXED) + n for n, column in enumerate(layout.columns) if column.written)]


def _codebook(path: Path, layout: Layout, _rows: Iterable[Row], _title: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BYTE_ORDER_MARK)
        writer = csv.writer(stream)
        writer.writerow(CODEBOOK)
        for row in layout.codebook:
            writer.writerow([cell(value) if isinstance(value, str) else value for value in row])


LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold; no answer is so long."""


def _xlsx(path: Path, layout: Layout, rows: Iterable[Row], title: str) -> None:
    # Loaded where a file is made: processes that only show pages do not carry it.
    import xlsxwriter

    book = xlsxwriter.Workbook(
        path,
        {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title})
    bold = book.add_format({"bold": True})
    answers = book.add_worksheet("answers")
    answers.freeze_panes(1, 1)
    for at, name in enumerate(layout.names):
        answers.write_string(0, at, name, bold)
    number, string = answers.write_number, answers.write_string
    for n, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if value is None or value == "":
                continue
            if type(value) is int or type(value) is float:
                number(n, at, value)
            else:
                string(n, at, value[:LONGEST_CELL])
    meaning = book.add_worksheet("codebook")
    for n, line in enumerate([CODEBOOK, *layout.codebook]):
        for at, value in enumerate(line):
            if isinstance(value, int):
                meaning.write_number(n, at, value)
            else:
                meaning.write_string(n, at, str(value)[:LONGEST_CELL], bold if n == 0 else None)
    book.close()


def _json(path: Path, layout: Layout, rows: Iterable[Row], title: str) -> None:
    names = layout.names
    with path.open("w", encoding="utf-8") as stream:
        head = {
            "survey": title,
            "columns": names,
            "codebook": [dict(zip(CODEBOOK, line, strict=True)) for line in layout.codebook],
        }
        stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ',\n"responses": [')
        before = "\n"
        for line in _as_objects(names, rows):
            stream.write(before + json.dumps(line, ensure_ascii=False))
            before = ",\n"
        stream.write("\n]}\n")


def _as_objects(names: list[str], rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None and value != ""}


_WRITERS = {FileFormat.CSV: _csv, FileFormat.XLSX: _xlsx, FileFormat.JSON: _json, FileFormat.CODEBOOK: _codebook}
