"""Forms of the changes. Shape and length only: whether everything is there that is needed is the guards' to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import wtforms
from wtforms import validators

from participation import i18n, settings
from participation.changes import words as _words  # noqa: F401 - names the choices
from participation.changes.rules import Happening
from participation.dialogues.forms.lists import mark
from participation.dialogues.forms.moves import WebAddress
from participation.dialogues.forms.sections import SECTION_FORMS
from participation.dialogues.rules import CORE_SECTIONS, MAXIMUM, Section, TakenBy
from participation.forms import (
    ActionForm,
    AtMost,
    BaseForm,
    Required,
    choice,
    day,
    hidden,
    line,
    one_line,
    options,
    paragraphs,
)
from participation.i18n import Lazy, lazy
from participation.results.rules import languages_of
from participation.texts import Texts


class StepForm(BaseForm):
    """Only what is truly optional says so: the rest is needed for the step, and the guards say all that is missing."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"minutes_url", "minutes_announced_on"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = {name for name in self._fields if "_" in name and name.rsplit("_", 1)[1] in settings.LOCALES}
        mark(self, self.OPTIONAL | {name for name in languages if not name.endswith("_sv")})


class DecisionRecordForm(StepForm):
    """What a body has decided about a dialogue under way."""

    body = choice(lazy("Which body took the decision?"), [])
    taken_by = choice(lazy("Who took it?"), i18n.choices(TakenBy), radio=True)
    taken_on = day(lazy("Date of the decision"))
    paragraph = line(lazy("Section in the minutes (§)"), 20)
    registry_number = line(lazy("Registry number"), 40, hint=lazy("For example KS 2026/123."))
    minutes_url = wtforms.URLField(
        lazy("Link to the minutes"),
        validators=[validators.Optional(), AtMost(500), WebAddress()],
        description=lazy("The whole address, beginning with https://"),
        filters=[lambda t: one_line(t).strip() if t is not None else t],
    )
    minutes_announced_on = day(lazy("Minutes approved and announced"), hint=lazy("Can be left empty for now."))


def _texts(name: str, question: Lazy, hint: Lazy, languages: Sequence[str], required: Lazy | None) -> dict[str, Any]:
    found = {}
    for code in languages_of(languages):
        in_language = lazy("%(what)s In %(language)s", what=question, language=i18n.language_name(code))
        found[f"{name}_{code}"] = paragraphs(
            question if code == "sv" else in_language,
            MAXIMUM["reason"],
            hint=hint if code == "sv" else "",
            required=required if code == "sv" else None,
        )
    return found


def rejection_form(languages: Sequence[str]) -> type[DecisionRecordForm]:
    """The body says no."""
    fields = _texts(
        "motive",
        lazy("Why does the body say no?"),
        lazy("As it stands in the minutes. Whoever proposed the dialogue reads it."),
        languages[:0],
        lazy("Write why the body says no."),
    )
    return type("RejectionForm", (DecisionRecordForm,), fields)


def cancellation_form(languages: Sequence[str]) -> type[DecisionRecordForm]:
    """The body stops a dialogue for good."""
    fields = _texts(
        "motive",
        lazy("Why is the dialogue cancelled?"),
        lazy("Residents read this first. Say it as it is."),
        languages,
        None,
    ) | _texts(
        "effect",
        lazy("What do you want to tell those who took part?"),
        lazy("It is mailed to everybody who left an address, and shown on the dialogue’s page."),
        languages,
        None,
    )
    return type("CancellationForm", (DecisionRecordForm,), fields)


def pause_form(languages: Sequence[str]) -> type[StepForm]:
    """Nobody can take part for a while."""
    fields = _texts(
        "reason",
        lazy("Why is the dialogue paused?"),
        lazy("Residents read this at the top of the dialogue’s page, as long as it is paused."),
        languages,
        None,
    ) | {
        "resumes_on": day(
            lazy("When does it go on?"), hint=lazy("The first day that it is open again. In 30 days at most.")
        )
    }
    return type("PauseForm", (StepForm,), fields)


class ExtensionForm(StepForm):
    """People get longer; what is promised for later may move with it."""

    OPTIONAL = frozenset()

    closes_on = day(lazy("Last day to take part"), hint=lazy("It stays open until midnight."))
    results_due = day(lazy("Results ready"), hint=lazy("After the last day to take part."))
    handling_meeting = day(
        lazy("Meeting that handles the results"), hint=lazy("Not after the decision that the dialogue informs.")
    )
    feedback_due = day(lazy("Feedback at the latest"), hint=lazy("After the meeting."))


class ClosingForm(StepForm):
    """People get longer, within the dates that are promised for later."""

    OPTIONAL = frozenset()

    closes_on = day(lazy("Last day to take part"), hint=lazy("It stays open until midnight."))


class PartsForm(BaseForm):
    """What a decision changes: one or several of the sections that the first decision locked."""

    class Meta(BaseForm.Meta):
        csrf = False  # it only leads on to another page

    part = wtforms.SelectMultipleField(
        lazy("What does the decision change?"),
        choices=options([pair for pair in i18n.choices(Section) if pair[0] in CORE_SECTIONS]),
        validators=[Required(lazy("Choose at least one."))],
        description=lazy("Everything that one decision changes is recorded together."),
    )


def amendment_form(parts: Sequence[Section], languages: Sequence[str]) -> Any:
    """The sections with their new values, and the decision, in one form. ``seen_<section>``: what it was made from."""
    forms = [SECTION_FORMS[part] for part in parts]
    fields = _texts(
        "motive",
        lazy("Why has the body decided anew?"),
        lazy("Residents read it beside what was changed."),
        languages,
        None,
    )
    optional = DecisionRecordForm.OPTIONAL.union(*(form.OPTIONAL for form in forms), set(fields) - {"motive_sv"})
    seen = {f"seen_{part.value}": hidden() for part in parts}
    return type("AmendmentForm", (*forms, DecisionRecordForm), fields | seen | {"OPTIONAL": optional})


def fields_of(part: Section) -> list[str]:
    """The names of a section's fields."""
    return [name for name in SECTION_FORMS[part](formdata=None)._fields if name not in ("seen", "csrf_token")]


def section_values(form: Any, part: Section) -> dict[str, Any]:
    """A section's values in such a form, as :func:`participation.dialogues.sections.write` takes them."""
    found: dict[str, Any] = {}
    for name in fields_of(part):
        if name in form:
            field = form[name]
            rows = isinstance(field, wtforms.FieldList)
            found[name] = [e.form.values() for e in field.entries if not e.form.removed] if rows else field.data
    return SECTION_FORMS[part].adapt(form, found)


class DecisionPointForm(StepForm):
    """What has become of the decision that the dialogue informs."""

    OPTIONAL = frozenset()

    happening = choice(
        lazy("What has happened with the decision?"),
        i18n.choices(Happening),
        required=lazy("Choose what has happened."),
        radio=True,
    )
    meeting = day(lazy("The new meeting"), hint=lazy("Only if it has been moved."))
    taken_on = day(lazy("Date of the decision"), hint=lazy("Only if it has been taken."))
    paragraph = line(lazy("Section in the minutes (§)"), 20, hint=lazy("Only if it has been taken."))


ResumeForm = ActionForm
"""To let it go on takes nothing but the wish."""


def texts_from(form: Any, name: str) -> Texts:
    """The texts of a field that exists once a language."""
    prefix = f"{name}_"
    found = {n.removeprefix(prefix): f.data for n, f in form._fields.items() if n.startswith(prefix)}
    return Texts({code: (text or "").strip() for code, text in found.items()})
