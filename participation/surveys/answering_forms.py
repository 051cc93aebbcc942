"""The forms of answering: a page of questions, the review, codes, and what people may tell about themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import wtforms

from participation.contributions.forms import page_language
from participation.forms import (
    BaseForm,
    Choosable,
    ContributionForm,
    choice,
    hidden,
    line,
    options,
    writing_languages,
)
from participation.i18n import Lazy, choices, current, lazy
from participation.surveys.answering.background import Told
from participation.surveys.areas import areas
from participation.surveys.definition import Asked
from participation.surveys.forms import RawField, label_of
from participation.surveys.given import field_names
from participation.surveys.rules import BACKGROUND, NO_ANSWER, Relation


class PageForm(ContributionForm):
    """A page of a survey. Use :func:`page_form`. It checks only that it comes from here: see ``given`` for answers.

    ``draft``: the return code of the draft, so that it is found when the session has ended. ``asked``: the keys of the
    questions that stood on the page. ``invitation``: asked for again where the session with it has ended.
    """

    draft = hidden()
    asked = hidden()
    invitation = line(lazy("Your code"), 60)

    def raw(self) -> dict[str, list[str]]:
        """What was sent to the questions, as it was sent."""
        return {f.name: list(f.data) for f in self if isinstance(f, RawField) and f.data}

    def stood(self, questions: Sequence[Asked]) -> list[Asked]:
        """Those of the questions that stood on the page that was sent."""
        keys = (self.asked.data or "").split()
        return [q for q in questions if q.key in keys] if keys else list(questions)


def page_form(questions: Iterable[Asked]) -> PageForm:
    """The form of the questions, filled with what was sent; labels are the questions, for the error summary."""
    made: dict[str, Any] = {
        name: RawField(label_of(question, name), default=list)
        for question in questions
        for name in field_names(question)
    }
    form: PageForm = type("BuiltPageForm", (PageForm,), made)()
    return form


class ReviewForm(ContributionForm):
    """Sending. ``edition``: of the survey as it was read over. ``language``: only if something is in own words."""

    draft = hidden()
    edition = hidden()
    language = choice(lazy("What language did you write in?"), (), required=lazy("Choose the language you wrote in."))

    def __init__(self, *, asks_language: bool) -> None:
        super().__init__()
        if not asks_language:
            del self.language
            return
        self.language.choices = options(writing_languages())
        if not self.is_submitted():
            self.language.data = page_language()


class ResumeForm(BaseForm):
    """The return code of a draft, however it is typed."""

    code = line(
        lazy("Return code"),
        60,
        required=lazy("Write the code you were given."),
        hint=lazy("Twelve letters and digits. Capital letters, spaces and dashes do not matter."),
    )


class InvitationForm(BaseForm):
    """The one-time code of a letter, however it is typed."""

    code = line(
        lazy("Your code"),
        60,
        required=lazy("Write the code in your letter."),
        hint=lazy("Twelve letters and digits. Capital letters, spaces and dashes do not matter."),
    )


class ChangeForm(BaseForm):
    """The return code of a response that somebody wants to change."""

    code = hidden()


_NO_ANSWER = lazy("I would rather not say")


def _about(question: Lazy) -> Any:
    return choice(question, (), radio=True)


class BackgroundForm(ContributionForm):
    """What somebody may tell about themselves. Everything may be left, and each has "I would rather not say"."""

    age_band = _about(lazy("How old are you?"))
    sex = _about(lazy("What is your gender?"))
    area = _about(lazy("Where do you live?"))
    born = _about(lazy("Where were you born?"))
    taken_part_before = _about(lazy("Have you taken part in a dialogue with the municipality before?"))
    relation = wtforms.SelectMultipleField(
        lazy("What is your connection to the municipality? You can choose several."), validators=[Choosable()]
    )

    def __init__(self) -> None:
        super().__init__()
        last, here = (NO_ANSWER, _NO_ANSWER), current().code
        for name, kind in BACKGROUND.items():
            known = choices(kind) if kind is not None else [(a.value, a.names.in_(here).text) for a in areas()]
            self[name].choices = options([*known, last])
        self.relation.choices = options([*choices(Relation), last])

    def told(self) -> Told:
        """What was chosen."""
        return Told({name: self[name].data or "" for name in BACKGROUND}, tuple(self.relation.data or ()))
