"""A survey as a page shows it: each question with its place, its texts in a language, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from participation import i18n
from participation.surveys.definition import Asked, Definition
from participation.surveys.given import AGREED, Raw, field_name
from participation.surveys.rules import MAXIMUM_OPEN_TEXT, MAXIMUM_SHORT_TEXT, QuestionType
from participation.texts import Rendered


@dataclass(frozen=True)
class ChoiceView:
    """Something to choose. ``other``: the id of the field where it is said what."""

    id: str
    value: str
    text: Rendered
    checked: bool
    picture: str = ""
    alternative: Rendered | None = None
    other: str = ""


@dataclass(frozen=True)
class LineView:
    """A row of a matrix with its columns, or an option of a ranking with its places: ``value`` is what was sent."""

    id: str
    text: Rendered
    choices: Sequence[ChoiceView]
    errors: Sequence[str]
    value: str = ""
    known: bool = True
    left: bool = False
    up: str = ""
    down: str = ""


@dataclass(frozen=True)
class QuestionView:
    """What ``components/survey_question.html`` draws. ``value`` is what was sent, unchanged."""

    id: str
    type: str
    place: str
    text: Rendered
    help: Rendered
    required: bool
    errors: Sequence[str]
    choices: Sequence[ChoiceView] = ()
    lines: Sequence[LineView] = ()
    most: str = ""
    low: Rendered | None = None
    high: Rendered | None = None
    value: str = ""
    limit: int = 0
    may_leave: bool = False
    left: bool = False
    several: bool = False
    unit: Rendered | None = None
    whole: bool = True
    other_value: str = ""
    other_errors: Sequence[str] = ()
    geo_value: str = ""
    geo_errors: Sequence[str] = ()
    shape: str = ""
    agrees: bool = False
    agreed: bool = False
    confidential: bool = False
    shown_if: str = ""
    file_name: str = ""
    note: str = ""


Errors = Mapping[str, Sequence[str]]
"""What is wrong, by field name."""


def question_views(
    definition: Definition,
    raw: Raw,
    errors: Errors | None = None,
    *,
    only: Iterable[Asked] | None = None,
    picture_href: Mapping[str, str] | None = None,
    shown_if: Mapping[str, str] | None = None,
    file_names: Mapping[str, str] | None = None,
) -> list[QuestionView]:
    """Questions as answered in ``raw``; numbered by their place in the whole survey. Page breaks are left out.

    ``only``: those of one page. ``picture_href``: addresses of pictures by file name. ``shown_if``: sentences by
    question key, where one page shows what not everybody is asked. ``file_names``: what the person called their files.
    """
    total = sum(1 for q in definition if definition.number_of(q.key))
    drawn = [q for q in (definition if only is None else only) if q.type is not QuestionType.PAGE_BREAK]
    about = _About(raw, errors or {}, picture_href or {}, shown_if or {}, file_names or {})
    return [_view(q, definition.number_of(q.key), total, about) for q in drawn]


@dataclass(frozen=True)
class _About:
    raw: Raw
    errors: Errors
    pictures: Mapping[str, str]
    shown_if: Mapping[str, str]
    files: Mapping[str, str]

    def sent(self, name: str) -> str:
        values = self.raw.get(name, ())
        return values[0] if values else ""


_LIMITS = {QuestionType.SHORT_TEXT: MAXIMUM_SHORT_TEXT, QuestionType.LONG_TEXT: MAXIMUM_OPEN_TEXT}


def _view(question: Asked, number: int, total: int, about: _About) -> QuestionView:
    locale = i18n.current().code
    kind = question.type
    name, other, geo = field_name(question), field_name(question, "other"), field_name(question, "geo")
    several = kind is QuestionType.MULTIPLE_CHOICE or (kind is QuestionType.PICTURE_CHOICE and (question.most or 1) > 1)
    once = kind in (QuestionType.SINGLE_CHOICE, QuestionType.SCALE) or (
        kind is QuestionType.PICTURE_CHOICE and not several
    )
    value = about.sent(name)
    return QuestionView(
        id=name,
        type=kind.value,
        place=i18n.gettext("Question %(n)s of %(total)s", n=i18n.number(number), total=i18n.number(total))
        if number
        else "",
        text=question.text.in_(locale),
        help=question.help.in_(locale),
        required=question.required,
        errors=about.errors.get(name, ()),
        choices=_choices(question, about, locale),
        lines=_lines(question, about, locale),
        most=_how_many(question),
        low=question.low_label.in_(locale),
        high=question.high_label.in_(locale),
        value=value,
        limit=question.maximum_length or _LIMITS.get(kind, MAXIMUM_OPEN_TEXT),
        may_leave=once and not question.required,
        left=once and name in about.raw and not any(about.raw[name]),
        several=several,
        unit=question.unit.in_(locale) if question.unit else None,
        whole=question.whole,
        other_value=about.sent(other),
        other_errors=about.errors.get(other, ()),
        geo_value=about.sent(geo),
        geo_errors=about.errors.get(geo, ()),
        shape=question.shape.value,
        agrees=question.agrees,
        agreed=AGREED in about.raw.get(name, ()),
        confidential=question.confidential,
        shown_if=about.shown_if.get(question.key, ""),
        file_name=about.files.get(value, ""),
    )


def _how_many(question: Asked) -> str:
    """How many may be chosen or ranked, in words."""
    most = question.most
    if question.type is QuestionType.RANKING and most and most < len(question.options):
        return i18n.gettext("Choose the %(n)s most important. 1 is the most important.", n=i18n.number(most))
    if question.type is QuestionType.RANKING:
        return i18n.gettext("1 is the most important.")
    if question.type is QuestionType.PICTURE_CHOICE and (most or 1) > 1:
        return i18n.ngettext("Choose at most %(n)s.", "Choose at most %(n)s.", most or 1)
    if question.type is not QuestionType.MULTIPLE_CHOICE:
        return ""
    fewest = question.fewest or 0
    if fewest > 1 and most:
        return i18n.gettext("Choose from %(fewest)s to %(most)s.", fewest=i18n.number(fewest), most=i18n.number(most))
    if fewest > 1:
        return i18n.ngettext("Choose at least %(n)s.", "Choose at least %(n)s.", fewest)
    return i18n.ngettext("Choose at most %(n)s.", "Choose at most %(n)s.", most) if most else ""


def _choices(question: Asked, about: _About, locale: str) -> list[ChoiceView]:
    name = field_name(question)
    chosen = set(about.raw.get(name, ()))
    if question.type is QuestionType.SCALE:
        pairs = [(str(n), Rendered(i18n.number(n), locale, False)) for n in question.steps]
        return [ChoiceView(f"{name}-{value}", value, text, value in chosen) for value, text in pairs]
    if question.type in (QuestionType.MATRIX, QuestionType.RANKING):
        return []
    return [
        ChoiceView(
            f"{name}-{option.key}",
            option.key,
            option.text.in_(locale),
            option.key in chosen,
            about.pictures.get(option.picture, ""),
            option.alternative.in_(locale),
            field_name(question, "other") if option.is_other else "",
        )
        for option in question.options
    ]


def _lines(question: Asked, about: _About, locale: str) -> list[LineView]:
    if question.type is QuestionType.MATRIX:
        return [_row(question, row.key, row.text.in_(locale), about, locale) for row in question.rows]
    if question.type is QuestionType.RANKING:
        most = min(question.most or len(question.options), len(question.options))
        return [_ranked(question, o.key, o.text.in_(locale), most, about, locale) for o in question.options]
    return []


def _row(question: Asked, key: str, text: Rendered, about: _About, locale: str) -> LineView:
    name = field_name(question, key)
    chosen = set(about.raw.get(name, ()))
    columns = [ChoiceView(f"{name}-{o.key}", o.key, o.text.in_(locale), o.key in chosen) for o in question.options]
    left = name in about.raw and not any(about.raw[name])
    return LineView(name, text, columns, about.errors.get(name, ()), left=left)


def _ranked(question: Asked, key: str, text: Rendered, most: int, about: _About, locale: str) -> LineView:
    name = field_name(question, key)
    sent = about.sent(name)
    places = [
        ChoiceView(f"{name}-{n}", str(n), Rendered(i18n.number(n), locale, False), str(n) == sent)
        for n in range(1, most + 1)
    ]
    known = not sent or any(p.checked for p in places)
    return LineView(name, text, places, about.errors.get(name, ()), sent, known)
