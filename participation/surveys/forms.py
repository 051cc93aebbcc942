"""The form of some or all of a survey's questions, built from their definition. What was sent stands as it was sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import wtforms

from participation import i18n
from participation.contributions.forms import page_language
from participation.forms import ContributionForm, choice, options, writing_languages
from participation.i18n import lazy
from participation.surveys.branching import path
from participation.surveys.definition import Asked, Definition
from participation.surveys.given import Given, field_name, field_names, read_all, readable
from participation.surveys.rules import WRITTEN, QuestionType
from participation.surveys.sentences import fault_sentence


class RawField(wtforms.Field):  # type: ignore[misc] # a base without types
    """Texts as they were sent, none of them changed: ``data`` is a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [text for text in valuelist if isinstance(text, str)]

    def _value(self) -> str:
        return self.data[0] if self.data else ""


class SurveyForm(ContributionForm):
    """Some questions of a survey. Use :func:`survey_form`."""

    definition: Definition
    files: Collection[str]

    def raw(self) -> dict[str, list[str]]:
        """What was sent to the questions, as it was sent."""
        return {f.name: list(f.data) for f in self if isinstance(f, RawField) and f.data}

    def shown(self) -> Sequence[Asked]:
        """Those of the questions that are on the way of somebody who has answered so."""
        return path(self.definition, readable(self.definition, self.raw(), self.files)).questions

    def given(self) -> dict[str, Given]:
        """What was answered, by question key. Only for a valid form; what is not answered or not shown is out."""
        return read_all(self.shown(), self.raw(), self.files)[0]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        for faults in read_all(self.shown(), self.raw(), self.files)[1].values():
            for fault in faults:
                self.fail(fault.name, fault_sentence(fault))
            valid = False
        return valid


def survey_form(definition: Definition, files: Collection[str] = (), base: type[SurveyForm] = SurveyForm) -> SurveyForm:
    """The form of the questions, filled with what was sent. Labels are in the reader's language, for the error summary.

    ``files``: names of the stored files that belong to whoever answers. ``base``: a form with more fields.
    """
    made: dict[str, Any] = {
        name: RawField(label_of(question, name), default=list)
        for question in definition
        for name in field_names(question)
    }
    if writes(definition):
        made["language"] = choice(
            lazy("What language do you write in?"), (), required=lazy("Choose the language you write in.")
        )
    built = type("BuiltSurveyForm", (base,), {**made, "definition": definition, "files": files})
    form: SurveyForm = built()
    if "language" in form:
        form["language"].choices = options(writing_languages())
        if not form.is_submitted():
            form["language"].data = page_language()
    return form


def writes(definition: Definition) -> bool:
    """Whether any of the questions can be answered in one's own words, so that their language must be known."""
    return any(q.type in WRITTEN or q.type is QuestionType.MAP or q.other is not None for q in definition)


def label_of(question: Asked, name: str) -> str:
    """What the summary of errors calls one of a question's fields."""
    locale = i18n.current().code
    text = question.text.in_(locale).text
    parts = {r.key: r.text for r in question.rows}
    if question.type is QuestionType.RANKING:
        parts |= {o.key: o.text for o in question.options}
    part = parts.get(name.removeprefix(f"{field_name(question)}-"))
    return f"{text} – {part.in_(locale).text}" if part else text
