"""Forms of what has been held. Who can have been there is told by the page."""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms import validators

from participation import i18n
from participation.forms import BaseForm, Choosable, day, hidden, options, paragraphs
from participation.i18n import lazy
from participation.meetings.rules import MAXIMUM_NOTE, MOST_PEOPLE, Opening


class RecordForm(BaseForm):
    """What an activity came to."""

    held_on = day(lazy("The day it was held"), required=lazy("Write the day it was held."))
    attendance = wtforms.IntegerField(
        lazy("How many people came?"),
        validators=[
            validators.Optional(),
            validators.NumberRange(0, MOST_PEOPLE, lazy("Write how many, as a whole number.")),
        ],
        description=lazy("Count residents, not politicians and officials. Leave it empty if nobody counted."),
    )
    openings = wtforms.SelectMultipleField(
        lazy("What made it open to more people?"), choices=[], validators=[Choosable()]
    )
    note = paragraphs(lazy("Anything else to remember"), MAXIMUM_NOTE, hint=lazy("Name no residents."))
    seen = hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.openings.choices = options(i18n.choices(Opening))


class PresenceForm(BaseForm):
    """Which elected representatives took part."""

    present = wtforms.SelectMultipleField(
        lazy("Elected representatives who took part"), choices=[], validators=[Choosable()]
    )
    seen = hidden()
