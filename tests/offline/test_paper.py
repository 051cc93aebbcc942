"""The way through a survey in words, for those who answer with a pen."""

from __future__ import annotations

from dataclasses import replace

from participation import i18n
from participation.offline.paper import goes_to, only_if
from participation.offline.typing_twice import differences, settled
from participation.surveys.definition import Asked, Choice, Condition, Definition
from participation.surveys.rules import Match, Operator, QuestionType
from participation.texts import Texts

YES, NO = Choice("yes", Texts(sv="Ja")), Choice("no", Texts(sv="Nej"))
FIRST = Asked("q1", QuestionType.SINGLE_CHOICE, options=(YES, NO), required=True)
IF_YES = Condition("q1", Operator.CHOSEN, option="yes")
SECOND = Asked("q2", QuestionType.SHORT_TEXT, conditions=(IF_YES,))
THIRD = Asked("q3", QuestionType.SHORT_TEXT)
SURVEY = Definition((FIRST, SECOND, THIRD))


def test_a_box_says_where_one_goes_on_who_skips_questions() -> None:
    with i18n.using("en"):
        assert goes_to(SURVEY, FIRST, "yes") == ""
        assert goes_to(SURVEY, FIRST, "no") == "Go to question 3."
        assert goes_to(Definition((FIRST, SECOND)), FIRST, "no") == "You are done."


def test_what_another_answer_decides_too_is_not_skipped() -> None:
    unsure = replace(SECOND, match=Match.ANY, conditions=(IF_YES, Condition("q0", Operator.ANSWERED)))
    with i18n.using("en"):
        assert goes_to(Definition((FIRST, unsure, THIRD)), FIRST, "no") == ""


def test_a_question_not_for_everybody_says_for_whom_and_where_the_others_go() -> None:
    with i18n.using("en"):
        assert only_if(SURVEY, SECOND) == ("Shown if the answer to Question 1 is “Ja”. Otherwise go to question 3.")
        assert only_if(SURVEY, THIRD) == ""


def test_a_page_not_for_everybody_says_so_before_its_first_question() -> None:
    start = Asked("page", QuestionType.PAGE_BREAK, conditions=(IF_YES,))
    last = Asked("end", QuestionType.PAGE_BREAK)
    survey = Definition((FIRST, start, replace(SECOND, conditions=()), last, THIRD))
    with i18n.using("en"):
        assert only_if(survey, survey.questions[2]).endswith("Otherwise go to question 3.")
        assert goes_to(survey, FIRST, "no") == "Go to question 3."


def test_two_typings_differ_by_what_they_say_not_by_how() -> None:
    first = {"q-q1": ["yes"], "q-q2": ["  Bänk "]}
    found = differences(SURVEY, first, {"q-q1": ["no"], "q-q2": ["  Bänk "]})
    assert [d.asked.key for d in found] == ["q1"]
    assert settled(SURVEY, first, {"q-q1": ["no"]}, {"q1": "second"}) == {"q-q1": ["no"], "q-q2": ["  Bänk "]}
