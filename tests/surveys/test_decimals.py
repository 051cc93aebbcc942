"""Limits of a number, and numbers that conditions compare with, have decimals where the question takes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from participation import db
from participation.surveys.branching import check
from participation.surveys.definition import Asked, Condition, Definition
from participation.surveys.faults import FaultCode
from participation.surveys.given import Given, read
from participation.surveys.queries import definition_of, surveys_of
from participation.surveys.rules import Operator, QuestionType
from participation.surveys.sentences import shown_if
from participation.texts import Texts
from tests.surveys.officials import base, official
from tests.taking_part import Place, form_of

DISTANCE = Asked(
    key="far",
    type=QuestionType.NUMBER,
    text=Texts(sv="Hur långt?"),
    whole=False,
    minimum=Decimal("0.5"),
    maximum=Decimal("2.75"),
)


@pytest.mark.parametrize(("text", "fits"), [("0,5", True), ("2.75", True), ("0,49", False), ("2,76", False)])
def test_a_limit_with_decimals_holds_to_the_last_of_them(text: str, fits: bool) -> None:
    found = read(DISTANCE, {"q-far": [text]})
    assert isinstance(found, Given) is fits
    if not isinstance(found, Given):
        assert found[0].code is FaultCode.OUT_OF_RANGE
        assert found[0].params == {"lowest": Decimal("0.5"), "highest": Decimal("2.75")}


@pytest.mark.parametrize(("number", "reached"), [("2.75", True), ("2.76", False)])
def test_a_condition_that_no_number_within_the_limits_meets_is_a_dead_end(number: str, reached: bool) -> None:
    condition = Condition("far", Operator.AT_LEAST, number=Decimal(number))
    asked = Asked(key="why", type=QuestionType.SHORT_TEXT, text=Texts(sv="Varför?"), conditions=(condition,))
    assert (check(Definition((DISTANCE, asked))) == []) is reached


def test_an_official_writes_them_and_residents_are_held_to_them(place: Place) -> None:
    client = official(place)
    with db.transaction(place.engine, write=False):
        survey = surveys_of(place.dialogue)[0]
        address, key = f"{base(place.dialogue)}/{survey.id}", survey.key
    new = f"{address}/questions/new?type=number"
    sent = {**form_of(client.get(new)), "text": "Hur långt?", "lowest": "0,5", "highest": "2.75"}
    whole = client.post(new, sent)
    assert whole.status == 422 and "Only whole numbers are right here" in whole.text
    assert form_of(whole)["lowest"] == "0,5", "as it was written"
    assert client.post(new, {**sent, "lowest": "0,555"}).status == 422
    sent.pop("whole")
    assert client.post(new, sent).status == 303
    with db.transaction(place.engine, write=False):
        far = definition_of(surveys_of(place.dialogue)[0]).questions[-1]
    assert (far.minimum, far.maximum, far.whole) == (Decimal("0.5"), Decimal("2.75"), False)
    edit = form_of(client.get(f"{address}/questions/{far.key}"))
    assert (edit["lowest"], edit["highest"]) == ("0.5", "2.75")

    following = f"{address}/questions/new?type=short_text"
    asked = {
        **form_of(client.get(following)),
        "text": "Varför så långt?",
        "conditions-0-what": f"{far.key}.at_least.",
        "conditions-0-number": "1,25",
    }
    assert client.post(following, asked).status == 303
    with db.transaction(place.engine, write=False):
        definition = definition_of(surveys_of(place.dialogue)[0])
    assert definition.questions[-1].conditions == (Condition(far.key, Operator.AT_LEAST, number=Decimal("1.25")),)
    with place.app.test_request_context("/en/"):
        assert "1.25" in shown_if(definition, definition.questions[-1])

    resident = place.client()
    first = place.at(f"/surveys/{key}")
    page = resident.get(first)
    refused = resident.post(first, {**form_of(page), f"q-{far.key}": "0,4", "go": "next"})
    assert refused.status == 422 and "Write a number from 0.5 to 2.75." in refused.text
    assert form_of(refused)[f"q-{far.key}"] == "0,4"


def test_a_condition_on_whole_numbers_takes_no_decimals(place: Place) -> None:
    client = official(place)
    with db.transaction(place.engine, write=False):
        address = f"{base(place.dialogue)}/{surveys_of(place.dialogue)[0].id}"
    new = f"{address}/questions/new?type=number"
    assert client.post(new, {**form_of(client.get(new)), "text": "Hur många?"}).status == 303
    with db.transaction(place.engine, write=False):
        many = definition_of(surveys_of(place.dialogue)[0]).questions[-1]
    following = f"{address}/questions/new?type=short_text"
    asked = {"text": "Varför?", "conditions-0-what": f"{many.key}.at_least.", "conditions-0-number": "1,5"}
    refused = client.post(following, {**form_of(client.get(following)), **asked})
    assert refused.status == 422 and "The question takes whole numbers" in refused.text
