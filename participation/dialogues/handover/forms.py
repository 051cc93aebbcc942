"""The form of a handover. What is missing is told by the guards, all at once."""

from __future__ import annotations

from typing import Any

from participation.dialogues.forms.lists import mark
from participation.forms import BaseForm, choice, day, line
from participation.i18n import lazy


class HandoverForm(BaseForm):
    """Which body takes over, and by which decision."""

    to_body = choice(lazy("Which body takes over?"), [])
    taken_on = day(lazy("Date of the decision"), hint=lazy("The council’s decision on the rules of procedure."))
    paragraph = line(lazy("Section in the minutes (§)"), 20)
    registry_number = line(lazy("Registry number"), 40, hint=lazy("For example KS 2026/123."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, frozenset())
