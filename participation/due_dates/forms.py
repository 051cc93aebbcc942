"""Forms of the clocks: why a step is late, and what outreach has come to. Shape and length only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms
from wtforms import validators

from participation import i18n
from participation.due_dates.rules import MAXIMUM_NOTE, MAXIMUM_REASON, MOST_PEOPLE
from participation.forms import BaseForm, choice, day, email, hidden, paragraphs
from participation.i18n import Lazy, lazy
from participation.results.rules import languages_of


def _in(label: Lazy, locale: str) -> Lazy:
    if locale == "sv":
        return label
    return lazy("%(what)s In %(language)s", what=label, language=i18n.language_name(locale))


def delay_form(promised: Sequence[str]) -> type[BaseForm]:
    """The body's reason in each language of the dialogue, Swedish required, and the day it reckons with."""
    fields: dict[str, Any] = {
        f"reason_{code}": paragraphs(
            _in(lazy("Why is it late?"), code),
            MAXIMUM_REASON,
            required=lazy("Write why it is late, in Swedish.") if code == "sv" else None,
            hint=lazy("Residents read this, as the body’s words. Name no official.") if code == "sv" else "",
        )
        for code in languages_of(promised)
    }
    fields["seen"] = hidden()
    fields["expected_on"] = day(lazy("When will it be done?"), hint=lazy("Leave it empty if you do not know yet."))
    return type("DelayForm", (BaseForm,), fields)


class OutreachForm(BaseForm):
    """Whether a group has been reached, and how many people."""

    reached = choice(
        lazy("Have you reached the group?"),
        [("yes", lazy("Yes")), ("no", lazy("Not yet"))],
        required=lazy("Choose yes or not yet."),
        radio=True,
    )
    people = wtforms.IntegerField(
        lazy("About how many people?"),
        validators=[
            validators.Optional(),
            validators.NumberRange(0, MOST_PEOPLE, lazy("Write how many, as a whole number.")),
        ],
    )
    note = paragraphs(lazy("Where and how?"), MAXIMUM_NOTE, hint=lazy("Name no residents."))
    seen = hidden()


class OrganisationForm(BaseForm):
    """The address of an organisation that is told when the dialogue opens."""

    email = email(
        lazy("E-mail address of an organisation"),
        required=lazy("Write the e-mail address that we may write to."),
        hint=lazy("The organisation’s own address, no private person’s."),
    )
