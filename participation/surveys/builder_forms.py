"""Forms with which officials build a survey; a question has its own in :mod:`.question_form`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import validators

from participation import i18n
from participation.forms import BaseForm, choice, hidden, line, options, paragraphs, tick
from participation.i18n import lazy
from participation.surveys import words  # noqa: F401 - the choices below have their names from there
from participation.surveys.rules import MAXIMUM_INTRO, MAXIMUM_OPTION, MAXIMUM_TITLE, Access, Layout, Publication
from participation.surveys.wording import Wording


class NewSurveyForm(BaseForm):
    """A survey begins with a title."""

    title = line(
        lazy("Title of the survey"),
        MAXIMUM_TITLE,
        required=lazy("Write a title."),
        hint=lazy("Residents read it. Its address is made from it."),
    )


class SurveyTextsForm(BaseForm):
    """What stands above the questions."""

    seen = hidden()
    title = line(lazy("Title of the survey"), MAXIMUM_TITLE, required=lazy("Write a title."))
    intro = paragraphs(
        lazy("Introduction"),
        MAXIMUM_INTRO,
        hint=lazy("One or two sentences on what the answers are used for."),
    )


class SettingsForm(BaseForm):
    """Who may answer, and how the survey is shown, typed in and published."""

    seen = hidden()
    access = choice(
        lazy("Who may answer?"),
        i18n.choices(Access),
        required=lazy("Choose who may answer."),
        radio=True,
        hint=lazy("Everybody is best: nobody has to identify themselves. Codes need letters, and reach only some."),
    )
    layout = choice(
        lazy("How is it shown?"), i18n.choices(Layout), required=lazy("Choose how it is shown."), radio=True
    )
    publication = choice(
        lazy("When does the public see the result?"),
        i18n.choices(Publication),
        required=lazy("Choose when the result is shown."),
        radio=True,
        hint=lazy("Never before closing: parts of a result influence those who have not answered yet."),
    )
    asks_background = tick(
        lazy("Ask a few voluntary questions about the person afterwards"),
        hint=lazy("Kept apart from the answers. They show who is missing."),
    )
    double_entry = tick(lazy("Paper forms are typed in by two people"), hint=lazy("Differences are shown and settled."))


class CopyForm(BaseForm):
    """Which survey is copied."""

    source = choice(lazy("Which survey?"), (), required=lazy("Choose a survey to copy."))


class TemplateForm(BaseForm):
    """Which survey of the library is taken."""

    template = hidden(validators=[validators.InputRequired()])


def wording_form(texts: Sequence[Wording], locale: str, seen: str = "") -> BaseForm:
    """A field for each text, in the language."""
    made: dict[str, Any] = {"seen": hidden(default=seen)}
    for text in texts:
        make = paragraphs if text.limit > MAXIMUM_OPTION else line
        made[text.key] = make(text.label, text.limit, default=text.texts.get(locale, ""))
    form: BaseForm = type("BuiltWordingForm", (BaseForm,), made)()
    return form


def copy_form(surveys: Sequence[tuple[str, str]]) -> CopyForm:
    """The form with the surveys that can be copied, by id and title."""
    form = CopyForm()
    form.source.choices = options([("", i18n.gettext("Choose")), *surveys])
    return form
