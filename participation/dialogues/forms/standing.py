"""The form of a decision that stands for many statutory dialogues. What is missing is told by the guards."""

from __future__ import annotations

from typing import Any, ClassVar

from participation import i18n
from participation.dialogues.forms.degrees import influence_choices, participation_choices
from participation.dialogues.forms.lists import mark
from participation.dialogues.rules import TakenBy
from participation.forms import BaseForm, choice, day, line, tick
from participation.i18n import lazy


class StandingForm(BaseForm):
    """What a body has decided once for all its dialogues on a legal basis."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"delegation_ref"})

    body = choice(lazy("Which body took the decision?"), [], required=lazy("Choose one."))
    legal_code = choice(lazy("For which legal basis?"), [], required=lazy("Choose one."))
    taken_by = choice(lazy("Who took it?"), i18n.choices(TakenBy), radio=True)
    taken_on = day(lazy("Date of the decision"))
    paragraph = line(lazy("Section in the minutes (§)"), 20)
    registry_number = line(lazy("Registry number"), 40, hint=lazy("For example KS 2026/123."))
    degree_of_participation = choice(
        lazy("Degree of participation that was decided"), participation_choices(), radio=True
    )
    degree_of_influence = choice(lazy("Degree of influence that was decided"), influence_choices(), radio=True)
    officials_may_start = tick(
        lazy("An official may start such dialogues by delegation"),
        hint=lazy("Only the start. The degrees are those that the elected representatives have decided here."),
    )
    delegation_ref = line(lazy("Where does it stand in the delegation order?"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, self.OPTIONAL)
