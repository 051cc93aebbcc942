"""Every condition that an official can choose, in words, and how a form writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from participation.i18n import gettext
from participation.surveys.definition import Asked, Condition, Definition
from participation.surveys.rules import Operator, QuestionType
from participation.surveys.sentences import condition_words, name_of, short

_WITH_OPTION = (Operator.CHOSEN, Operator.NOT_CHOSEN, Operator.RANKED_FIRST)


def condition_choices(definition: Definition, earlier: Sequence[Asked]) -> dict[str, list[tuple[str, str]]]:
    """What can be asked of the earlier questions, by question: the groups and choices of a select."""
    groups: dict[str, list[tuple[str, str]]] = {gettext("None"): [("", gettext("No condition"))]}
    for about in earlier:
        name = f"{name_of(definition, about.key)}: {short(about.text.sv, 40)}"
        groups[name] = [(condition_value(c, about), condition_words(definition, c)) for c in _conditions(about)]
    return groups


def _conditions(about: Asked) -> list[Condition]:
    found: list[Condition] = []
    for operator in about.parts.operators:
        if operator in _WITH_OPTION:
            found += [Condition(about.key, operator, option.key) for option in about.options]
        elif operator in (Operator.AT_LEAST, Operator.AT_MOST) and about.type is QuestionType.SCALE:
            found += [Condition(about.key, operator, number=n) for n in about.steps]
        else:
            found.append(Condition(about.key, operator))
    return found


def condition_value(condition: Condition, about: Asked | None) -> str:
    """A condition as the value of a choice. The number is part of it on a scale, where there are few to choose from."""
    argument = condition.option
    if condition.number is not None and about is not None and about.type is QuestionType.SCALE:
        argument = str(condition.number)
    return ".".join((condition.question, condition.operator.value, argument))


def condition_from(value: str, typed: int | Decimal | None = None) -> Condition | None:
    """The condition that a value says; None for no condition and for what is none. ``typed``: the number beside it."""
    question, _, rest = value.partition(".")
    operator, _, argument = rest.partition(".")
    if not question or operator not in set(Operator):
        return None
    kind = Operator(operator)
    if kind in _WITH_OPTION:
        return Condition(question, kind, argument)
    if kind in (Operator.AT_LEAST, Operator.AT_MOST):
        is_number = argument.removeprefix("-").isdigit() and argument.isascii() and len(argument) < 10
        return Condition(question, kind, number=int(argument) if is_number else typed)
    return Condition(question, kind)
