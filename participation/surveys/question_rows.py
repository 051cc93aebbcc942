"""The rows that repeat in the form of a question: options, rows of a matrix, conditions."""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms import validators

from participation import i18n
from participation.forms import RowForm, choice, hidden, line
from participation.i18n import lazy
from participation.surveys.given import decimal
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


class _Exact(wtforms.StringField):  # type: ignore[misc]
    """A number with up to two decimals, however it is written; None for nothing. Shown again as it was sent."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data).replace(".", "." if i18n.current().code == "en" else ",")

    def process_formdata(self, valuelist: Any) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = decimal(text) if text else None
        if text and self.data is None:
            raise ValueError(i18n.gettext("Write a number, with two decimals at most."))


def exact_number(label: i18n.Lazy, hint: i18n.Lazy | str = "") -> Any:
    """A field for a number as a question can have it, with up to two decimals; it may be left empty."""
    return _Exact(label, validators=[validators.Optional(), _Between(*NUMBER_LIMITS)], description=hint)


def has_decimals(number: Any) -> bool:
    """Whether it is no whole number."""
    return number is not None and number != int(number)


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
    number = exact_number(lazy("The number, where a number is compared"))


def is_filled(row: Any) -> bool:
    """Whether somebody has chosen or written anything in the row."""
    return bool((row["what" if "what" in row.form else "text"].data or "").strip())
