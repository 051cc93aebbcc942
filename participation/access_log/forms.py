"""What of the access log is asked for: a form that is sent with GET, so that its address can be kept."""

from __future__ import annotations

from typing import Any

import wtforms

from participation.forms import day, options
from participation.i18n import lazy


class FilterForm(wtforms.Form):  # type: ignore[misc] # a base without types
    """Nothing in it can be wrong: what makes no sense is left out."""

    who = wtforms.SelectField(lazy("Who"), validate_choice=False)
    what = wtforms.SelectField(lazy("What was seen"), validate_choice=False)
    dialogue = wtforms.SelectField(lazy("Dialogue"), validate_choice=False)
    first = day(lazy("From"))
    last = day(lazy("Until"))

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """The choices of a field; what is not among them is not chosen."""
        field: Any = self[name]
        field.choices = options(choices)
        if field.data not in {value for value, _ in choices}:
            field.data = ""
        field.flags.unmarked = True
