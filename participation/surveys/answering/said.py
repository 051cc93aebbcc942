"""An answer in words: for the review before sending, and for whoever finds that the dialogue has closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from participation import i18n
from participation.surveys.definition import Asked
from participation.surveys.given import Given, Raw, field_name
from participation.surveys.rules import QuestionType
from participation.texts import Rendered


@dataclass(frozen=True)
class Said:
    """What somebody answered: chosen texts in the reader's language, and their own words as they were written."""

    chosen: Sequence[Rendered] = ()
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.chosen or self.words)

    @property
    def text(self) -> str:
        return "\n".join([*(c.text for c in self.chosen), *([self.words] if self.words else [])])


def said(asked: Asked, given: Given, files: Mapping[str, str]) -> Said:
    """The answer to the question in words. ``files``: what the person called theirs, by name in the store."""
    locale = i18n.current().code
    if given.cells:
        rows, columns = ({x.key: x.text.in_(locale) for x in xs} for xs in (asked.rows, asked.options))
        pairs = [(rows[row], columns[column]) for row, column in given.cells]
        return Said([Rendered(f"{r.text}: {c.text}", r.locale, r.is_fallback) for r, c in pairs])
    if given.options:
        texts = {o.key: o.text.in_(locale) for o in asked.options}
        chosen = [texts[key] for key in given.options]
        if asked.type is QuestionType.RANKING:
            numbered = enumerate(chosen, 1)
            chosen = [Rendered(f"{i18n.number(n)}. {c.text}", c.locale, c.is_fallback) for n, c in numbered]
        return Said(chosen, given.other)
    if given.number is not None:
        return Said([Rendered(_number(asked, given.number, locale), locale, False)])
    if given.day is not None:
        return Said([Rendered(i18n.format_date(given.day), locale, False)])
    if given.file:
        return Said(words=files.get(given.file, ""))
    if given.agreed:
        return Said([Rendered(i18n.gettext("I agree"), locale, False)])
    place = [Rendered(i18n.gettext("A place on the map"), locale, False)] if given.place else []
    return Said(place, given.words)


def _number(asked: Asked, number: int | Decimal, locale: str) -> str:
    if asked.type is QuestionType.SCALE:
        return i18n.gettext(
            "%(number)s on a scale to %(maximum)s", number=i18n.number(number), maximum=i18n.number(asked.steps[-1])
        )
    return f"{i18n.number(number)} {asked.unit.in_(locale).text}".strip()


def as_typed(asked: Asked, raw: Raw) -> Said:
    """What stands in the fields of an answer that cannot be taken as it is, so that it can be copied."""
    prefix = field_name(asked)
    texts = {o.key: o.text.in_(i18n.current().code).text for o in asked.options}
    values = [v for name, sent in raw.items() if name == prefix or name.startswith(f"{prefix}-") for v in sent]
    return Said(words="\n".join(texts.get(v, v) for v in values if v.strip()))
