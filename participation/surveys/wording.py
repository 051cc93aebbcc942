"""Every text of a survey that is written in several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from participation.i18n import gettext, number
from participation.surveys.definition import Asked, Definition, fingerprint, texts_of
from participation.surveys.models import Survey
from participation.surveys.queries import definition_of
from participation.surveys.rules import (
    MAXIMUM_ALTERNATIVE,
    MAXIMUM_HELP,
    MAXIMUM_INTRO,
    MAXIMUM_LABEL,
    MAXIMUM_NOTICE,
    MAXIMUM_OPTION,
    MAXIMUM_QUESTION,
    MAXIMUM_TITLE,
    MAXIMUM_UNIT,
    QuestionType,
)
from participation.surveys.sentences import name_of
from participation.texts import Texts


@dataclass(frozen=True)
class Wording:
    """One text: its key in forms, what it is, how long it may be, its languages."""

    key: str
    label: str
    limit: int
    texts: Texts


def translatable(survey: Survey, definition: Definition | None = None) -> list[Wording]:
    """The survey's texts that exist in Swedish, in reading order."""
    asked = definition if definition is not None else definition_of(survey)
    found = [
        Wording("title", gettext("Title"), MAXIMUM_TITLE, survey.title),
        Wording("intro", gettext("Introduction"), MAXIMUM_INTRO, survey.intro),
    ]
    for question in asked:
        name = name_of(asked, question.key)
        found += _of_question(question, name)
    return [w for w in found if w.texts.sv]


def _of_question(question: Asked, name: str) -> Iterator[Wording]:
    key = question.key
    limit = MAXIMUM_NOTICE if question.type is QuestionType.NOTICE else MAXIMUM_QUESTION
    yield Wording(f"{key}-text", name, limit, question.text)
    yield Wording(f"{key}-help", f"{name}, {gettext('help')}", MAXIMUM_HELP, question.help)
    yield Wording(f"{key}-low", f"{name}, {gettext('lowest')}", MAXIMUM_LABEL, question.low_label)
    yield Wording(f"{key}-high", f"{name}, {gettext('highest')}", MAXIMUM_LABEL, question.high_label)
    yield Wording(f"{key}-unit", f"{name}, {gettext('what is counted')}", MAXIMUM_UNIT, question.unit)
    for place, row in enumerate(question.rows, 1):
        said = gettext("row %(n)s", n=number(place))
        yield Wording(f"{key}-row-{row.key}", f"{name}, {said}", MAXIMUM_OPTION, row.text)
    for place, option in enumerate(question.options, 1):
        said = gettext("option %(n)s", n=number(place))
        yield Wording(f"{key}-option-{option.key}", f"{name}, {said}", MAXIMUM_OPTION, option.text)
        shows = gettext("what picture %(n)s shows", n=number(place))
        yield Wording(f"{key}-picture-{option.key}", f"{name}, {shows}", MAXIMUM_ALTERNATIVE, option.alternative)


def worded(asked: Asked, locale: str, texts: Mapping[str, str]) -> Asked:
    """The question with its texts in the language, by the keys of :func:`translatable`."""

    def put(stored: Texts, part: str) -> Texts:
        key = f"{asked.key}-{part}"
        return stored.put(locale, texts[key].strip()) if key in texts and stored.sv else stored

    return replace(
        asked,
        text=put(asked.text, "text"),
        help=put(asked.help, "help"),
        low_label=put(asked.low_label, "low"),
        high_label=put(asked.high_label, "high"),
        unit=put(asked.unit, "unit"),
        rows=tuple(replace(r, text=put(r.text, f"row-{r.key}")) for r in asked.rows),
        options=tuple(
            replace(o, text=put(o.text, f"option-{o.key}"), alternative=put(o.alternative, f"picture-{o.key}"))
            for o in asked.options
        ),
    )


def overwrites(before: Asked, after: Asked, locale: str) -> bool:
    """Whether a text that people could have read in the language is another one afterwards."""
    pairs = zip(texts_of(before), texts_of(after), strict=True)
    return any(locale in b and b.get(locale) != a.get(locale) for b, a in pairs)


def missing_texts(survey: Survey, locale: str, definition: Definition | None = None) -> list[Wording]:
    """The survey's texts that are not written in the language, in reading order."""
    return [w for w in translatable(survey, definition) if locale not in w.texts]


def missing(survey: Survey, locale: str, definition: Definition | None = None) -> int:
    """How many of the survey's texts are not written in the language."""
    return len(missing_texts(survey, locale, definition))


def wording_fingerprint(survey: Survey, definition: Definition, locale: str) -> str:
    """What the form of a language was made from."""
    return fingerprint(
        *(f"{w.key}\x00{w.texts.sv}\x00{w.texts.get(locale, '')}" for w in translatable(survey, definition))
    )
