"""What an official writes about a question, in Swedish, and the definition that comes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from participation.surveys.definition import Asked, Choice, Condition, Line
from participation.surveys.rules import Match, Purpose, QuestionType, Shape, new_key
from participation.texts import Texts


@dataclass(frozen=True)
class OptionValues:
    """An option: its Swedish text, and its key if it is stored. Its picture stays unless another is named."""

    text: str
    key: str | None = None
    is_other: bool = False
    picture: str | None = None
    alternative: str | None = None


@dataclass(frozen=True)
class RowValues:
    """A row of a matrix: its Swedish text, and its key if it is stored."""

    text: str
    key: str | None = None


@dataclass(frozen=True)
class QuestionValues:
    """What a question is to be. What its sort does not have is left out when it is stored."""

    text: str
    help: str = ""
    required: bool = False
    confidential: bool = False
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    low_label: str = ""
    high_label: str = ""
    maximum_length: int | None = None
    unit: str = ""
    whole: bool = True
    shape: Shape = Shape.POINT
    agrees: bool = False
    purpose: Purpose = Purpose.NONE
    options: tuple[OptionValues, ...] = ()
    rows: tuple[RowValues, ...] = ()
    match: Match = Match.ALL
    conditions: tuple[Condition, ...] = ()


def options_of(*texts: str) -> tuple[OptionValues, ...]:
    """New options with these Swedish texts."""
    return tuple(OptionValues(text) for text in texts)


def edited(asked: Asked, values: QuestionValues) -> Asked:
    """The question with what an official wrote; its other languages stay as they are."""
    parts = asked.parts
    minimum, maximum = _limits(asked, values)
    is_notice = asked.type is QuestionType.NOTICE
    return replace(
        asked,
        text=_put(asked.text, values.text),
        help=_put(asked.help, values.help),
        required=values.required and parts.is_asked and (not is_notice or values.agrees),
        confidential=values.confidential and parts.confidential,
        minimum=minimum,
        maximum=maximum,
        low_label=_put(asked.low_label, values.low_label if parts.scale else ""),
        high_label=_put(asked.high_label, values.high_label if parts.scale else ""),
        maximum_length=values.maximum_length if parts.length else None,
        unit=_put(asked.unit, values.unit if parts.limits else ""),
        whole=values.whole or not parts.limits,
        shape=values.shape if parts.shape else Shape.POINT,
        agrees=values.agrees and parts.agrees,
        purpose=values.purpose if parts.purpose else Purpose.NONE,
        options=_options(asked, values) if parts.options else (),
        rows=_rows(asked, values) if parts.rows else (),
        match=values.match if values.conditions else Match.ALL,
        conditions=values.conditions,
    )


def _put(texts: Texts, swedish: str) -> Texts:
    tidy = swedish.strip()
    return texts.put("sv", tidy) if tidy else Texts()


def _limits(asked: Asked, values: QuestionValues) -> tuple[int | Decimal | None, int | Decimal | None]:
    parts = asked.parts
    both = parts.scale or parts.limits
    return (
        values.minimum if both or parts.fewest else None,
        values.maximum if both or parts.most else None,
    )


def _options(asked: Asked, values: QuestionValues) -> tuple[Choice, ...]:
    existing = {o.key: o for o in asked.options}
    made: list[Choice] = []
    for wanted in values.options:
        option = existing.pop(wanted.key or "", None) or Choice(new_key())
        made.append(
            replace(
                option,
                text=_put(option.text, wanted.text),
                is_other=wanted.is_other and asked.parts.other and not any(o.is_other for o in made),
                picture=option.picture if wanted.picture is None else wanted.picture,
                alternative=option.alternative
                if wanted.alternative is None
                else _put(option.alternative, wanted.alternative),
            )
        )
    return tuple(made)


def _rows(asked: Asked, values: QuestionValues) -> tuple[Line, ...]:
    existing = {r.key: r for r in asked.rows}
    made = []
    for wanted in values.rows:
        row = existing.pop(wanted.key or "", None) or Line(new_key())
        made.append(replace(row, text=_put(row.text, wanted.text)))
    return tuple(made)
