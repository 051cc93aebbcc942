"""The rows that repeat in the form of a question: options, rows of a matrix, conditions."""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms import validators

from participation import i18n
from participation.forms import RowForm, choice, hidden, line
from participation.i18n import lazy
from participation.surveys.rules import MAXIMUM_OPTION, NUMBER_LIMITS


class _Between:
    """A whole number between two others, or nothing."""

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest, self.highest = lowest, highest

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and not self.lowest <= field.data <= self.highest:
            raise validators.ValidationError(
                i18n.gettext(
                    "Write a number from %(lowest)s to %(highest)s.",
                    lowest=i18n.number(self.lowest),
                    highest=i18n.number(self.highest),
                )
            )


def whole_number(label: i18n.Lazy, lowest: int, highest: int, hint: i18n.Lazy | str = "") -> Any:
    """A field for a whole number between two others, both included; it may be left empty."""
    checks = [validators.Optional(), _Between(lowest, highest)]
    return wtforms.IntegerField(label, validators=checks, description=hint)


class OptionRow(RowForm):
    """One option: its key if it is stored, and its text. An empty text takes the option away."""

    id = hidden()
    text = line(lazy("Option"), MAXIMUM_OPTION)


class LineRow(RowForm):
    """One row of a matrix."""

    id = hidden()
    text = line(lazy("Row"), MAXIMUM_OPTION)


class ConditionRow(RowForm):
    """One condition, chosen among everything that earlier questions can tell; a number where one is compared."""

    what = choice(lazy("Condition"), ())
    number = whole_number(lazy("The number, where a number is compared"), *NUMBER_LIMITS, lazy("A whole number."))


def is_filled(row: Any) -> bool:
    """Whether somebody has chosen or written anything in the row."""
    return bool((row["what" if "what" in row.form else "text"].data or "").strip())
