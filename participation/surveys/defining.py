"""From the rows of a survey to its definition."""

from __future__ import annotations

from collections.abc import Mapping

from participation.surveys.definition import Asked, Choice, Condition, Line
from participation.surveys.models import Question
from participation.surveys.rules import Match, Operator, Purpose, QuestionType, Shape


def asked_of(question: Question, pictures: Mapping[int, str] | None = None) -> Asked:
    """The version of a question, pure. ``pictures``: names of stored files by id."""
    names = pictures or {}
    return Asked(
        key=question.key,
        type=QuestionType(question.type),
        version=question.version,
        identity=question.id or 0,
        text=question.text,
        help=question.help,
        required=question.required,
        confidential=question.confidential,
        minimum=question.minimum,
        maximum=question.maximum,
        low_label=question.low_label,
        high_label=question.high_label,
        maximum_length=question.maximum_length,
        unit=question.unit,
        whole=question.whole,
        shape=Shape(question.shape),
        agrees=question.agrees,
        purpose=Purpose(question.purpose),
        options=tuple(
            Choice(o.key, o.text, o.is_other, names.get(o.file_id or 0, ""), o.alternative) for o in question.options
        ),
        rows=tuple(Line(r.key, r.text) for r in question.rows),
        match=Match(question.match),
        conditions=tuple(
            Condition(c.about_key, Operator(c.operator), c.option_key or "", c.number) for c in question.conditions
        ),
    )
