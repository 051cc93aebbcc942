"""Every sort of question reads what was sent as an answer or says what is wrong, and never changes what was sent."""

from __future__ import annotations

import copy
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.surveys.definition import Asked, Definition
from participation.surveys.faults import Fault, FaultCode
from participation.surveys.given import Given, field_names, raw_of, read, readable
from participation.surveys.places import tidy_place
from participation.surveys.recording import as_json, from_json
from participation.surveys.rules import QuestionType, Shape, real, shortest, stored
from participation.surveys.sentences import fault_sentence
from tests.surveys.definitions import ANSWERS, FILES, QUESTIONS, anything, question

SORTS = list(QUESTIONS)


def test_every_sort_that_takes_answers_is_tried() -> None:
    assert set(SORTS) == set(QuestionType) - {QuestionType.PAGE_BREAK}


@pytest.mark.parametrize("kind", SORTS)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_a_valid_answer_goes_round_to_itself(kind: QuestionType, data: st.DataObject) -> None:
    asked = question(kind)
    answer = data.draw(ANSWERS[kind])
    assert read(asked, raw_of(asked, answer), FILES) == answer
    assert from_json(as_json({asked.key: answer})) == {asked.key: answer}


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("kind", SORTS)
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_whatever_is_sent_is_an_answer_or_faults_and_stays_as_it_was(
    kind: QuestionType, required: bool, data: st.DataObject
) -> None:
    asked = question(kind, required=required)
    raw = data.draw(anything(asked))
    before = copy.deepcopy(raw)
    found = read(asked, raw, FILES)
    assert raw == before
    if isinstance(found, Given):
        assert read(asked, raw_of(asked, found), FILES) == found
        assert found or not required
    else:
        assert found and all(f.name in field_names(asked) for f in found)
        assert all(fault_sentence(f) for f in found)


@pytest.mark.parametrize("kind", SORTS)
def test_nothing_sent_is_no_answer_unless_it_must_be(kind: QuestionType) -> None:
    assert read(question(kind), {}) == Given()
    assert isinstance(read(question(kind, required=True), {}), list)


FAULTS: list[tuple[QuestionType, dict[str, list[str]], FaultCode]] = [
    (QuestionType.SINGLE_CHOICE, {"q-question": ["o1", "o2"]}, FaultCode.ONLY_ONE),
    (QuestionType.SINGLE_CHOICE, {"q-question": ["x"]}, FaultCode.UNKNOWN),
    (QuestionType.SINGLE_CHOICE, {"q-question": ["o3"]}, FaultCode.SAY_WHAT),
    (QuestionType.MULTIPLE_CHOICE, {"q-question": ["o1"]}, FaultCode.TOO_FEW),
    (QuestionType.MULTIPLE_CHOICE, {"q-question": ["o0", "o1", "o2", "o3"]}, FaultCode.TOO_MANY),
    (QuestionType.SCALE, {"q-question": ["11"]}, FaultCode.UNKNOWN),
    (QuestionType.MATRIX, {"q-question-r1": ["x"]}, FaultCode.UNKNOWN),
    (QuestionType.RANKING, {"q-question-o0": ["1"], "q-question-o1": ["1"]}, FaultCode.RANK_TWICE),
    (QuestionType.RANKING, {"q-question-o0": ["1"], "q-question-o1": ["3"]}, FaultCode.RANK_IN_ORDER),
    (QuestionType.RANKING, {"q-question-o0": ["4"]}, FaultCode.UNKNOWN),
    (QuestionType.SHORT_TEXT, {"q-question": ["x" * 51]}, FaultCode.TOO_LONG),
    (QuestionType.LONG_TEXT, {"q-question": ["x" * 201]}, FaultCode.TOO_LONG),
    (QuestionType.NUMBER, {"q-question": ["många"]}, FaultCode.NOT_A_NUMBER),
    (QuestionType.NUMBER, {"q-question": ["2,5"]}, FaultCode.NOT_WHOLE),
    (QuestionType.NUMBER, {"q-question": ["2.50"]}, FaultCode.NOT_WHOLE),
    (QuestionType.NUMBER, {"q-question": ["2,5 m"]}, FaultCode.NOT_A_NUMBER),
    (QuestionType.NUMBER, {"q-question": ["501"]}, FaultCode.OUT_OF_RANGE),
    (QuestionType.DATE, {"q-question": ["2026-02-30"]}, FaultCode.NOT_A_DATE),
    (QuestionType.DATE, {"q-question": ["i går"]}, FaultCode.NOT_A_DATE),
    (QuestionType.MAP, {"q-question-geo": ['{"type":"Point","coordinates":[500,0]}']}, FaultCode.NOT_A_PLACE),
    (QuestionType.MAP, {"q-question-geo": ["[" * 5000]}, FaultCode.NOT_A_PLACE),
    (QuestionType.FILE, {"q-question": ["e" * 32]}, FaultCode.NO_SUCH_FILE),
]


@pytest.mark.parametrize(("kind", "raw", "code"), FAULTS)
def test_each_fault_says_what_it_is(kind: QuestionType, raw: dict[str, list[str]], code: FaultCode) -> None:
    found = read(question(kind), raw, FILES)
    assert isinstance(found, list) and [f.code for f in found] == [code]


@pytest.mark.parametrize(
    ("text", "number"), [("1 234", None), ("٤٢", 42), ("−5", -5), (" 12 ", 12), ("1\u00a000", 100), ("+7", 7)]
)
def test_numbers_are_read_as_people_write_them(text: str, number: int | None) -> None:
    found = read(question(QuestionType.NUMBER), {"q-question": [text]})
    assert (found.number if isinstance(found, Given) else None) == number


MEASURED = replace(question(QuestionType.NUMBER), whole=False)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2,5", "2.5"), ("٢٫٥", "2.5"), ("1 00.25", "100.25"), ("-4,99", "-4.99"), ("7,00", "7"), ("7", "7")],
)
def test_where_numbers_need_not_be_whole_decimals_are_read_as_people_write_them(text: str, number: str) -> None:
    assert read(MEASURED, {"q-question": [text]}) == Given(number=Decimal(number))


@pytest.mark.parametrize("text", ["2,555", "2,5,5", ",5", "två", "1e3", "NaN"])
def test_what_is_no_number_with_two_decimals_is_refused(text: str) -> None:
    found = read(MEASURED, {"q-question": [text]})
    assert isinstance(found, list) and found[0].code is FaultCode.NOT_A_DECIMAL


@given(st.decimals(-5, 500, places=2))
@settings(max_examples=50, deadline=None)
def test_a_number_with_decimals_goes_round_to_itself(number: Decimal) -> None:
    answer = Given(number=number)
    assert read(MEASURED, raw_of(MEASURED, Given(number=shortest(number)))) == answer
    assert from_json(as_json({"question": answer})) == {"question": answer}
    assert real(stored(number, whole=False), whole=False) == number


@pytest.mark.parametrize("text", ["2026-11-28", "28.11.2026", "28/11/2026", "2026-11-28 "])
def test_dates_are_read_in_the_usual_orders(text: str) -> None:
    found = read(question(QuestionType.DATE), {"q-question": [text]})
    assert isinstance(found, Given) and found.day is not None and found.day.isoformat() == "2026-11-28"


@pytest.mark.parametrize(
    ("shape", "text", "taken"),
    [
        (Shape.POINT, '{"type":"Point","coordinates":[12.3,58.3]}', True),
        (Shape.LINE, '{"type":"Point","coordinates":[12.3,58.3]}', False),
        (Shape.LINE, '{"type":"LineString","coordinates":[[12,58],[13,58]]}', True),
        (Shape.LINE, '{"type":"LineString","coordinates":[[12,58]]}', False),
        (Shape.POINT, '{"type":"Point","coordinates":[true,58]}', False),
        (Shape.POINT, '{"type":"Point","coordinates":[NaN,58]}', False),
        (Shape.POINT, '{"type":"Polygon","coordinates":[[[1,2],[2,3],[1,2]]]}', False),
        (Shape.POINT, "12.3,58.3", False),
    ],
)
def test_only_a_point_or_a_line_in_the_world_is_a_place(shape: Shape, text: str, taken: bool) -> None:
    assert (tidy_place(text, shape) is not None) is taken


def test_a_picture_question_takes_one_unless_it_says_more() -> None:
    asked = replace(question(QuestionType.PICTURE_CHOICE), maximum=None)
    found = read(asked, {"q-question": ["o0", "o1"]})
    assert isinstance(found, list) and found[0].code is FaultCode.ONLY_ONE


def test_a_draft_that_is_not_finished_is_read_as_far_as_it_goes() -> None:
    asked = question(QuestionType.SINGLE_CHOICE, required=True)
    other = question(QuestionType.NUMBER, key="number")
    both = Definition((asked, other))
    assert readable(both, {"q-number": ["x"], "q-question": ["o1"]}) == {"question": Given(options=("o1",))}


def test_a_page_break_and_a_plain_notice_take_no_answer() -> None:
    for silent in (Asked("x", QuestionType.PAGE_BREAK), Asked("x", QuestionType.NOTICE)):
        assert field_names(silent) == []
        assert read(silent, {"q-x": ["yes"]}) == Given()


def test_a_fault_knows_its_field() -> None:
    found = read(question(QuestionType.MATRIX, required=True), {"q-question-r0": ["o1"]})
    assert found == [Fault(FaultCode.EVERY_ROW, "q-question-r1"), Fault(FaultCode.EVERY_ROW, "q-question-r2")]
