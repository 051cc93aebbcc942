"""The form with which officials build a question of any sort."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import wtforms

from participation import i18n
from participation.forms import BaseForm, choice, hidden, line, paragraphs, tick
from participation.i18n import lazy
from participation.surveys import words  # noqa: F401 - the choices below have their names from there
from participation.surveys.building import OptionValues, QuestionValues, RowValues
from participation.surveys.condition_choices import condition_choices, condition_from, condition_value
from participation.surveys.definition import Asked, Condition, Definition, fingerprint
from participation.surveys.question_rows import (
    ConditionRow,
    LineRow,
    OptionRow,
    exact_number,
    has_decimals,
    is_filled,
    whole_number,
)
from participation.surveys.rules import (
    DEFAULT_OPEN_TEXT,
    MAXIMUM_CONDITIONS,
    MAXIMUM_HELP,
    MAXIMUM_LABEL,
    MAXIMUM_NOTICE,
    MAXIMUM_OPTION,
    MAXIMUM_QUESTION,
    MAXIMUM_ROWS,
    MAXIMUM_SHORT_TEXT,
    MAXIMUM_UNIT,
    PARTS,
    SCALE_LIMITS,
    Match,
    Operator,
    Parts,
    Purpose,
    QuestionType,
    Shape,
)

_EMPTY_ROWS = 3
_FEWEST_ROWS = 5
_FEWEST_OPTIONS = 2
_EMPTY_CONDITIONS = 2


class QuestionForm(BaseForm):
    """A question of any sort; the fields that its sort does not have are left out."""

    seen = hidden()
    text = paragraphs(lazy("Question"), MAXIMUM_QUESTION, required=lazy("Write the question."))
    help = line(lazy("Help"), MAXIMUM_HELP, hint=lazy("Shown below the question, if it needs explaining."))
    options = wtforms.FieldList(wtforms.FormField(OptionRow), max_entries=400)
    has_other = tick(lazy("Let people choose “Other” and say what"))
    other_text = line(lazy("What that option is called"), MAXIMUM_OPTION)
    rows = wtforms.FieldList(wtforms.FormField(LineRow), max_entries=MAXIMUM_ROWS + 10)
    fewest = whole_number(lazy("How many must be chosen, at least?"), 0, 20, lazy("Empty: one is enough."))
    most = whole_number(lazy("How many may be chosen, at most?"), 1, 20, lazy("Empty: as many as one likes."))
    minimum = choice(lazy("The scale begins with"), [("0", "0"), ("1", "1")])
    low_label = line(lazy("What does the lowest number mean?"), MAXIMUM_LABEL)
    maximum = choice(lazy("The scale ends with"), [(str(n), str(n)) for n in range(2, SCALE_LIMITS[1] + 1)])
    high_label = line(lazy("What does the highest number mean?"), MAXIMUM_LABEL)
    lowest = exact_number(lazy("The lowest number that can be right"))
    highest = exact_number(lazy("The highest number that can be right"))
    whole = tick(
        lazy("Only whole numbers"),
        hint=lazy("Without it, people may write up to two decimals."),
    )
    unit = line(lazy("What is counted?"), MAXIMUM_UNIT, hint=lazy("Such as minutes, kronor or people."))
    maximum_length = whole_number(lazy("How many characters may the answer have?"), 10, 3000)
    shape = choice(lazy("What is drawn?"), i18n.choices(Shape), radio=True)
    agrees = tick(lazy("A box to tick: “I agree”"), hint=lazy("Without it the text is read, and nothing is answered."))
    purpose = choice(
        lazy("What does it measure?"),
        i18n.choices(Purpose),
        hint=lazy("Trust asked for before and after is compared in the yearly follow-up."),
    )
    required = tick(
        lazy("Everybody must answer this question"), hint=lazy("Use it seldom: people skip what they must.")
    )
    confidential = tick(
        lazy("Never publish the answers"),
        hint=lazy("Only those who work with the dialogue see them. Residents are told so at the question."),
    )
    match = choice(lazy("When several conditions are given"), i18n.choices(Match), radio=True)
    conditions = wtforms.FieldList(wtforms.FormField(ConditionRow), max_entries=MAXIMUM_CONDITIONS + 4)

    def __init__(
        self,
        kind: QuestionType,
        definition: Definition,
        asked: Asked | None = None,
        rearranged: dict[str, Any] | None = None,
    ) -> None:
        """``rearranged``: what to show instead of what is stored or was sent."""
        self.kind = kind
        self.parts: Parts = PARTS[kind]
        self.earlier = _earlier(definition, asked)
        self.definition = definition
        if rearranged is not None:
            super().__init__(formdata=None, data=rearranged)
        else:
            super().__init__(data=_stored(asked, definition) if asked else _fresh(kind))
        if asked is not None and (rearranged is not None or not self.is_submitted()):
            self.seen.data = fingerprint(asked)
        self.other_key = asked.other.key if asked is not None and asked.other is not None else None
        self._leave_out()
        if rearranged is not None or not self.is_submitted():
            self._add_rows()
        self._name()
        for row in self.conditions if "conditions" in self else ():
            row["what"].choices = condition_choices(definition, self.earlier)

    def _leave_out(self) -> None:
        parts, kind = self.parts, self.kind
        for name, wanted in (
            ("options", parts.options),
            ("has_other", parts.other),
            ("other_text", parts.other),
            ("rows", parts.rows),
            ("fewest", parts.fewest),
            ("most", parts.most),
            ("minimum", parts.scale),
            ("maximum", parts.scale),
            ("low_label", parts.scale),
            ("high_label", parts.scale),
            ("lowest", parts.limits),
            ("highest", parts.limits),
            ("whole", parts.limits),
            ("unit", parts.limits),
            ("maximum_length", parts.length),
            ("shape", parts.shape),
            ("agrees", parts.agrees),
            ("purpose", parts.purpose),
            ("required", parts.is_asked),
            ("confidential", parts.confidential),
            ("help", kind is not QuestionType.PAGE_BREAK),
            ("match", bool(self.earlier)),
            ("conditions", bool(self.earlier)),
        ):
            if not wanted:
                delattr(self, name)

    def _add_rows(self) -> None:
        for name, limit, fewest in (
            ("options", self.parts.options, _FEWEST_ROWS),
            ("rows", MAXIMUM_ROWS, _FEWEST_ROWS),
            ("conditions", MAXIMUM_CONDITIONS, 1),
        ):
            if name not in self:
                continue
            rows = self[name]
            empty = _EMPTY_CONDITIONS if name == "conditions" else _EMPTY_ROWS
            filled = len([row for row in rows if is_filled(row)])
            while len(rows) < min(limit, max(fewest, filled + empty)):
                rows.append_entry()

    def _name(self) -> None:
        """Labels that fit the sort."""
        if self.kind is QuestionType.PAGE_BREAK:
            self.text.label.text = i18n.gettext("Title of the page")
            self.text.validators = [v for v in self.text.validators if not hasattr(v, "message")]
            self.text.flags.required = False
        elif self.kind is QuestionType.NOTICE:
            self.text.label.text = i18n.gettext("Text")
            for check in self.text.validators:
                if hasattr(check, "maximum"):
                    check.maximum = MAXIMUM_NOTICE

    @property
    def compares_numbers(self) -> bool:
        """Whether an earlier question asks for a number, so that a condition may need one to compare with."""
        return any(q.type is QuestionType.NUMBER for q in self.earlier)

    def wished_options(self) -> list[OptionValues]:
        """The options as sent, empty ones included, "Other" not."""
        if not self.parts.options:
            return []
        return [OptionValues(row["text"].data or "", row["id"].data or None) for row in self.options]

    def wished_rows(self) -> list[RowValues]:
        """The rows of a matrix as sent, empty ones included."""
        if not self.parts.rows:
            return []
        return [RowValues(row["text"].data or "", row["id"].data or None) for row in self.rows]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        return self._check_options() and self._check_numbers() and self._check_conditions() and valid

    def _check_options(self) -> bool:
        if not self.parts.options:
            return True
        filled = sum(bool(o.text.strip()) for o in self.wished_options())
        if filled > self.parts.options:
            return self._fails(
                None,
                i18n.gettext("A question has at most %(n)s options.", n=i18n.number(self.parts.options)),
            )
        if filled + (self.parts.other and bool(self.has_other.data)) < _FEWEST_OPTIONS:
            return self._fails(None, i18n.gettext("Write at least two options to choose between."))
        if self.parts.rows and not any(r.text.strip() for r in self.wished_rows()):
            return self._fails(None, i18n.gettext("Write at least one row."))
        most = self.most.data if self.parts.most else None
        fewest = self.fewest.data if self.parts.fewest else None
        if fewest and most and fewest > most:
            return self._fails("most", i18n.gettext("It must be at least as many as the least."))
        if fewest and fewest > filled + (self.parts.other and bool(self.has_other.data)):
            return self._fails("fewest", i18n.gettext("There are not that many options."))
        return True

    def _check_numbers(self) -> bool:
        for name in ("lowest", "highest"):
            if self.parts.limits and self.whole.data and has_decimals(self[name].data):
                return self._fails(name, i18n.gettext("Only whole numbers are right here: write a whole number."))
        if self.parts.limits and None not in (self.lowest.data, self.highest.data) and self._upside_down():
            return self._fails("highest", i18n.gettext("It must be more than the lowest number."))
        return True

    def _upside_down(self) -> bool:
        return bool(self.highest.data <= self.lowest.data)

    def _check_conditions(self) -> bool:
        fine = True
        for row in self.conditions if "conditions" in self else ():
            condition = condition_from(row["what"].data or "")
            if condition is None or row["what"].errors:
                continue
            about = self.definition.by_key.get(condition.question)
            needs = condition.operator in (Operator.AT_LEAST, Operator.AT_MOST)
            if needs and about is not None and about.type is QuestionType.NUMBER and row["number"].data is None:
                row["number"].errors = [*row["number"].errors, i18n.gettext("Write the number to compare with.")]
                fine = False
            elif needs and about is not None and about.whole and has_decimals(row["number"].data):
                whole = i18n.gettext("The question takes whole numbers: write a whole number.")
                row["number"].errors = [*row["number"].errors, whole]
                fine = False
        return fine

    def _fails(self, field: str | None, message: str) -> bool:
        self.fail(field, message)
        return False

    def wished_conditions(self) -> tuple[Condition, ...]:
        """The conditions chosen, each once."""
        found: list[Condition] = []
        for row in self.conditions if "conditions" in self else ():
            condition = condition_from(row["what"].data or "", row["number"].data)
            if condition is not None and condition not in found:
                found.append(condition)
        return tuple(found)

    def values(self, options: Sequence[OptionValues], rows: Sequence[RowValues]) -> QuestionValues:
        """What is to be stored, with options and rows in their final order."""
        parts = self.parts
        conditions = self.wished_conditions()
        return QuestionValues(
            text=self.text.data or "",
            help=(self.help.data or "") if "help" in self else "",
            required=bool(parts.is_asked and self.required.data),
            confidential=bool(parts.confidential and self.confidential.data),
            minimum=self._lowest(),
            maximum=self._highest(),
            low_label=self.low_label.data or "" if parts.scale else "",
            high_label=self.high_label.data or "" if parts.scale else "",
            maximum_length=(self.maximum_length.data or _length(self.kind)) if parts.length else None,
            unit=self.unit.data or "" if parts.limits else "",
            whole=bool(self.whole.data) if parts.limits else True,
            shape=Shape(self.shape.data or Shape.POINT) if parts.shape else Shape.POINT,
            agrees=bool(parts.agrees and self.agrees.data),
            purpose=Purpose(self.purpose.data or "") if parts.purpose else Purpose.NONE,
            options=tuple(self._with_other(options)),
            rows=tuple(rows),
            match=Match(self.match.data or Match.ALL) if conditions else Match.ALL,
            conditions=conditions,
        )

    def _lowest(self) -> int | Decimal | None:
        if self.parts.scale:
            return int(self.minimum.data or 1)
        if self.parts.limits:
            return _limit(self.lowest.data)
        return _number(self.fewest.data) if self.parts.fewest else None

    def _highest(self) -> int | Decimal | None:
        if self.parts.scale:
            return int(self.maximum.data or 5)
        if self.parts.limits:
            return _limit(self.highest.data)
        return _number(self.most.data) if self.parts.most else None

    def _with_other(self, options: Sequence[OptionValues]) -> list[OptionValues]:
        if not self.parts.other or not self.has_other.data:
            return list(options)
        text = (self.other_text.data or "").strip() or _OTHER
        return [*options, OptionValues(text, self.other_key, is_other=True)]


_OTHER = "Annat, vad?"
"""What "Other" is called in Swedish, the language the survey is written in, unless somebody says otherwise."""


def _limit(value: int | Decimal | None) -> int | Decimal | None:
    return value


def _number(value: Any) -> int | None:
    return int(value) if value is not None else None


def _earlier(definition: Definition, asked: Asked | None) -> tuple[Asked, ...]:
    """The questions whose answers a condition can look at."""
    place = definition.place_of(asked.key) if asked else len(definition)
    return tuple(q for q in definition.questions[:place] if q.takes_answers)


def _length(kind: QuestionType) -> int:
    return MAXIMUM_SHORT_TEXT if kind is QuestionType.SHORT_TEXT else DEFAULT_OPEN_TEXT


def _stored(question: Asked, definition: Definition) -> dict[str, Any]:
    other, by_key = question.other, definition.by_key
    return {
        "text": question.text.sv,
        "help": question.help.sv,
        "required": question.required,
        "confidential": question.confidential,
        "options": [{"id": o.key, "text": o.text.sv} for o in question.options if not o.is_other],
        "has_other": other is not None,
        "other_text": other.text.sv if other else _OTHER,
        "rows": [{"id": r.key, "text": r.text.sv} for r in question.rows],
        "fewest": question.minimum,
        "most": question.maximum,
        "minimum": str(question.minimum if question.minimum is not None else 1),
        "maximum": str(question.maximum or 5),
        "low_label": question.low_label.sv,
        "high_label": question.high_label.sv,
        "lowest": question.minimum,
        "highest": question.maximum,
        "unit": question.unit.sv,
        "maximum_length": question.maximum_length,
        "shape": question.shape.value,
        "whole": question.whole,
        "agrees": question.agrees,
        "purpose": question.purpose.value,
        "match": question.match.value,
        "conditions": [
            {"what": condition_value(c, by_key.get(c.question)), "number": c.number} for c in question.conditions
        ],
    }


def _fresh(kind: QuestionType) -> dict[str, Any]:
    return {
        "minimum": "1",
        "maximum": "5",
        "maximum_length": _length(kind),
        "other_text": _OTHER,
        "whole": True,
        "shape": Shape.POINT.value,
        "match": Match.ALL.value,
    }
