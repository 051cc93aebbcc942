"""Contributions as a file for a spreadsheet: the same columns whatever is in them, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheet programs that the file is UTF-8."""

COLUMNS = (
    "number",
    "kind",
    "channel",
    "language",
    "received_on",
    "capacity",
    "display_name",
    "about_number",
    "answers_number",
    "title",
    "text",
    "before_change",
)
"""The columns, in order. New ones are added at the end: others have built on these."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INSIDE = re.compile(r'([;\t\r\n][ "]*)(?=[=+@-])')
"""Where a program that expects semicolons between cells, as with Swedish settings, would see a cell begin a formula."""


def cell(value: object) -> str:
    """The value as a cell that no spreadsheet program carries out."""
    text = "" if value is None else _INSIDE.sub(r"\1'", str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def lines(rows: Iterable[Sequence[object]]) -> str:
    """Rows of a file with commas and CR LF."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return out.getvalue()
