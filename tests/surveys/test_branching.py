"""The path is what the conditions say, hidden answers decide nothing, and what can never be reached is found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.surveys.branching import FlawCode, check, holds, path
from participation.surveys.definition import Asked, Condition, Definition, every_key, renewed
from participation.surveys.given import Given
from participation.surveys.rules import PARTS, Match, Operator, QuestionType, new_key
from participation.texts import Texts
from tests.surveys.definitions import ANSWERS, question

ONE, SEVERAL, SCALE, TEXT, NUMBER, RANKED = (
    question(kind, key=key)
    for kind, key in (
        (QuestionType.SINGLE_CHOICE, "one"),
        (QuestionType.MULTIPLE_CHOICE, "several"),
        (QuestionType.SCALE, "scale"),
        (QuestionType.LONG_TEXT, "text"),
        (QuestionType.NUMBER, "number"),
        (QuestionType.RANKING, "ranked"),
    )
)
BREAK = Asked("break", QuestionType.PAGE_BREAK)


def if_(asked: Asked, *conditions: Condition, match: Match = Match.ALL) -> Asked:
    return replace(asked, conditions=conditions, match=match)


def test_a_hidden_answer_decides_nothing() -> None:
    """B is shown for A=o0, C for B answered: an answer to B left from before does not bring C back."""
    survey = Definition(
        (
            ONE,
            if_(TEXT, Condition("one", Operator.CHOSEN, "o0")),
            if_(SCALE, Condition("text", Operator.ANSWERED)),
        )
    )
    answers = {"one": Given(options=("o0",)), "text": Given(words="x"), "scale": Given(number=3)}
    assert [q.key for q in path(survey, answers).questions] == ["one", "text", "scale"]
    changed = answers | {"one": Given(options=("o1",))}
    assert [q.key for q in path(survey, changed).questions] == ["one"]
    assert path(survey, changed).answers(changed) == {"one": Given(options=("o1",))}


def test_conditions_of_a_page_hold_for_all_of_it() -> None:
    survey = Definition((ONE, if_(BREAK, Condition("one", Operator.CHOSEN, "o0")), TEXT, SCALE))
    assert [p.key for p in path(survey, {}).pages] == ["first"]
    shown = path(survey, {"one": Given(options=("o0",))})
    assert [p.key for p in shown.pages] == ["first", "break"]
    assert shown.keys == {"one", "text", "scale"}


def test_all_and_any_are_told_apart() -> None:
    both = (Condition("one", Operator.CHOSEN, "o0"), Condition("scale", Operator.AT_LEAST, number=5))
    answers = {"one": Given(options=("o0",)), "scale": Given(number=4)}
    assert not holds(if_(TEXT, *both), answers)
    assert holds(if_(TEXT, *both, match=Match.ANY), answers)


FLAWED: list[tuple[Definition, FlawCode]] = [
    (Definition((if_(ONE, Condition("one", Operator.ANSWERED)),)), FlawCode.ITSELF),
    (Definition((if_(ONE, Condition("text", Operator.ANSWERED)), TEXT)), FlawCode.LATER),
    (Definition((if_(TEXT, Condition("gone", Operator.ANSWERED)),)), FlawCode.NO_SUCH_QUESTION),
    (Definition((ONE, if_(TEXT, Condition("one", Operator.CHOSEN, "gone")))), FlawCode.NO_SUCH_OPTION),
    (Definition((ONE, if_(TEXT, Condition("one", Operator.AT_LEAST, number=1)))), FlawCode.WRONG_OPERATOR),
    (Definition((SCALE, if_(TEXT, Condition("scale", Operator.AT_LEAST)))), FlawCode.NO_NUMBER),
    (Definition((SCALE, if_(TEXT, Condition("scale", Operator.AT_LEAST, number=11)))), FlawCode.NEVER),
    (
        Definition((ONE, if_(TEXT, Condition("one", Operator.CHOSEN, "o0"), Condition("one", Operator.CHOSEN, "o1")))),
        FlawCode.NEVER,
    ),
    (
        Definition((replace(ONE, required=True), if_(TEXT, Condition("one", Operator.NOT_ANSWERED)))),
        FlawCode.NEVER,
    ),
    (
        Definition(
            (
                ONE,
                if_(SCALE, Condition("one", Operator.CHOSEN, "o0")),
                if_(TEXT, Condition("scale", Operator.ANSWERED), Condition("one", Operator.CHOSEN, "o1")),
            )
        ),
        FlawCode.NEVER,
    ),
    (
        Definition(
            (
                ONE,
                if_(BREAK, Condition("one", Operator.CHOSEN, "o0")),
                if_(TEXT, Condition("one", Operator.CHOSEN, "o1")),
            )
        ),
        FlawCode.NEVER,
    ),
    (Definition((ONE, BREAK)), FlawCode.EMPTY_PAGE),
]


@pytest.mark.parametrize(("survey", "code"), FLAWED)
def test_loops_and_dead_ends_are_found(survey: Definition, code: FlawCode) -> None:
    assert [f.code for f in check(survey)] == [code]


@pytest.mark.parametrize(
    "survey",
    [
        Definition(
            (
                SEVERAL,
                if_(TEXT, Condition("several", Operator.CHOSEN, "o0"), Condition("several", Operator.CHOSEN, "o1")),
            )
        ),
        Definition((NUMBER, if_(TEXT, Condition("number", Operator.AT_LEAST, number=500)))),
        Definition((RANKED, if_(TEXT, Condition("ranked", Operator.RANKED_FIRST, "o2")))),
        Definition((ONE, if_(TEXT, Condition("one", Operator.NOT_CHOSEN, "o0")))),
    ],
)
def test_what_can_be_reached_is_no_dead_end(survey: Definition) -> None:
    assert check(survey) == []


@st.composite
def surveys(draw: st.DrawFn) -> Definition:
    """A survey of a few questions, some with conditions on earlier ones."""
    made: list[Asked] = []
    for n in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([q.type for q in (ONE, SEVERAL, SCALE, TEXT, RANKED, BREAK)]))
        asked = replace(BREAK, key=f"k{n}") if kind is QuestionType.PAGE_BREAK else question(kind, key=f"k{n}")
        conditions = [draw(_condition(about)) for about in made if about.takes_answers and draw(st.booleans())]
        match = draw(st.sampled_from(Match))
        made.append(replace(asked, conditions=tuple(conditions), match=match))
    return Definition(tuple(made))


def _condition(about: Asked) -> st.SearchStrategy[Condition]:
    def made(operator: Operator) -> st.SearchStrategy[Condition]:
        if operator in (Operator.CHOSEN, Operator.NOT_CHOSEN, Operator.RANKED_FIRST):
            return st.sampled_from(about.options).map(lambda o: Condition(about.key, operator, o.key))
        if operator in (Operator.AT_LEAST, Operator.AT_MOST):
            return st.integers(0, 10).map(lambda n: Condition(about.key, operator, number=n))
        return st.just(Condition(about.key, operator))

    return st.sampled_from(PARTS[about.type].operators).flatmap(made)


def reference(survey: Definition, answers: dict[str, Given]) -> list[str]:
    """The path once more, as plainly as it can be said: a list walked from the beginning, each question by itself."""
    shown: list[str] = []
    page_shown = True
    for asked in survey:
        results = []
        for condition in asked.conditions:
            given_ = answers.get(condition.question, Given()) if condition.question in shown else Given()
            match condition.operator:
                case Operator.ANSWERED:
                    results.append(bool(given_))
                case Operator.NOT_ANSWERED:
                    results.append(not given_)
                case Operator.CHOSEN:
                    results.append(condition.option in given_.options)
                case Operator.NOT_CHOSEN:
                    results.append(condition.option not in given_.options)
                case Operator.RANKED_FIRST:
                    results.append(bool(given_.options) and given_.options[0] == condition.option)
                case Operator.AT_LEAST:
                    results.append(given_.number is not None and given_.number >= (condition.number or 0))
                case Operator.AT_MOST:
                    results.append(given_.number is not None and given_.number <= (condition.number or 0))
        fine = not results or (all(results) if asked.match is Match.ALL else any(results))
        if asked.type is QuestionType.PAGE_BREAK:
            page_shown = fine
        elif page_shown and fine:
            shown.append(asked.key)
    return shown


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_path_is_the_reference_path_and_survives_new_keys(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    answers = {q.key: data.draw(ANSWERS[q.type]) for q in survey if q.takes_answers and data.draw(st.booleans())}
    found = path(survey, answers)
    assert [q.key for q in found.questions] == reference(survey, answers)
    keys = {key: new_key() for key in every_key(survey)}
    copied = renewed(survey, keys)
    moved = {
        keys[key]: replace(
            given_,
            options=tuple(keys[o] for o in given_.options),
            cells=tuple((keys[r], keys[c]) for r, c in given_.cells),
        )
        for key, given_ in answers.items()
    }
    assert [q.key for q in path(copied, moved).questions] == [keys[q.key] for q in found.questions]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_the_check_calls_unreachable_is_never_shown(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    never = {f.question for f in check(survey) if f.code is FlawCode.NEVER}
    answers = {q.key: data.draw(ANSWERS[q.type]) for q in survey if q.takes_answers and data.draw(st.booleans())}
    assert not never & path(survey, answers).keys


def test_the_questions_are_numbered_as_they_are_read() -> None:
    survey = Definition((ONE, BREAK, replace(TEXT, text=Texts(sv="x"))))
    assert [survey.number_of(q.key) for q in survey] == [1, 0, 2]
