"""Answering a survey: everything in one go, nothing of another survey, once a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from participation import db
from participation.access import VISITOR
from participation.contributions.rules import ContributionKind
from participation.dialogues.queries import dialogue_by_id
from participation.surveys.actions import submit_response
from participation.surveys.given import Given
from participation.surveys.models import Answer, Option, Question, SurveyResponse
from participation.surveys.queries import survey_by_key
from tests.checking_client import Page, fields
from tests.taking_part import Place, form_of, nothing_stored, receipt_after, rows_of_all_tables, send_survey

LENGTH = 1000


def path(place: Place) -> str:
    return place.at("/surveys/enkat")


def names(place: Place) -> tuple[str, str, str, str]:
    single, multiple, scale, words = place.questions
    return f"q-{single}", f"q-{multiple}", f"q-{scale}", f"q-{words}"


def standing_answers(page: Page) -> dict[str, list[str]]:
    """What a browser would send of the questions as the page stands, several values kept."""
    found: dict[str, list[str]] = {}
    for element in page.all("input", "textarea"):
        name = element.get("name") or ""
        if not name.startswith("q-"):
            continue
        if element.tag == "textarea":
            found[name] = [(element.text or "").removeprefix("\n")]
        elif element.get("checked") is not None:
            found.setdefault(name, []).append(element.get("value", ""))
    return found


@contextmanager
def nothing_received(place: Place) -> Iterator[None]:
    """As many contributions and answers afterwards as before; a draft is none."""
    before = rows_of_all_tables(place.engine)
    yield
    after = rows_of_all_tables(place.engine)
    assert {t: n for t, n in after.items() if n != before[t]}.keys() <= {"survey_draft", "stored_file"}


def stored(place: Place) -> list[tuple[str, str | None, int | None, str | None]]:
    with db.transaction(place.engine, write=False) as session:
        newest = session.scalars(select(SurveyResponse).order_by(SurveyResponse.id.desc()).limit(1)).one()
        rows = session.execute(
            select(Question.key, Option.key, Answer.number, Answer.words)
            .join(Question, Question.id == Answer.question_id)
            .outerjoin(Option, Option.id == Answer.option_id)
            .where(Answer.response_id == newest.id)
            .order_by(Answer.id)
        )
        return [tuple(row) for row in rows]


def test_every_sort_of_answer_is_stored(place: Place) -> None:
    single, multiple, scale, words = names(place)
    q1, q2, q3, q4 = place.questions
    client = place.client()
    sent: dict[str, Any] = {
        single: str(place.options[q1][1]),
        multiple: [str(place.options[q2][2]), str(place.options[q2][0])],
        scale: "4",
        words: "Fler lampor",
    }
    answer = send_survey(client, path(place), sent, language="fi")
    assert answer.status == 303
    assert stored(place) == [
        (q1, place.options[q1][1], None, None),
        (q2, place.options[q2][0], None, None),
        (q2, place.options[q2][2], None, None),
        (q3, None, 4, None),
        (q4, None, None, "Fler lampor"),
    ]
    newest = place.newest()
    assert newest.reviewed_at == newest.received_at or newest.reviewed_at is not None
    assert newest.language == "fi"
    receipt = receipt_after(client, answer)
    assert receipt.heading == "Thank you for your answers"
    assert "Cyklar" in receipt.text and "Fler lampor" in receipt.text


def test_optional_questions_may_be_left(place: Place) -> None:
    single, _, scale, _ = names(place)
    client = place.client()
    sent = {single: str(place.options[place.questions[0]][0]), scale: ""}
    assert send_survey(client, path(place), sent).status == 303
    assert len(stored(place)) == 1


def test_a_required_question_says_so_and_the_summary_leads_to_it(standing_place: Place) -> None:
    single, _, scale, words = names(standing_place)
    client = standing_place.client()
    with nothing_received(standing_place):
        page = client.post(path(standing_place), {**form_of(client.get(path(standing_place))), scale: "2", words: "x"})
    assert page.status == 422
    assert f"#{single}" in [a.get("href") for a in page.all("a")]
    assert standing_answers(page) == {scale: ["2"], words: ["x"]}
    assert "Choose an answer." in page.text


BAD = {
    "an option of another survey": lambda p: (names(p)[0], str(p.other_options[0])),
    "an option of another question": lambda p: (names(p)[0], str(p.options[p.questions[1]][0])),
    "an unknown option": lambda p: (names(p)[0], "999999"),
    "no number": lambda p: (names(p)[0], "1 OR 1=1"),
    "several unknown": lambda p: (names(p)[1], ["1", "999999"]),
    "more than may be chosen": lambda p: (names(p)[1], [str(o) for o in p.options[p.questions[1]]]),
    "beyond the scale": lambda p: (names(p)[2], "6"),
    "below the scale": lambda p: (names(p)[2], "0"),
    "not on the scale": lambda p: (names(p)[2], "3.5"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_answered_is_refused_and_the_rest_kept(standing_place: Place, what: str) -> None:
    place = standing_place
    single, _, _, words = names(place)
    client = place.client()
    name, value = BAD[what](place)
    sent = {
        **form_of(client.get(path(place))),
        single: str(place.options[place.questions[0]][0]),
        words: "Kvar",
        name: value,
    }
    with nothing_received(place):
        page = client.post(path(place), sent)
    assert page.status == 422
    assert standing_answers(page)[words] == ["Kvar"]


def test_an_answer_to_a_question_of_another_survey_is_not_stored(place: Place) -> None:
    client = place.client()
    single = names(place)[0]
    sent = {
        single: str(place.options[place.questions[0]][0]),
        "q-anotherone": str(place.other_options[0]),
    }
    assert send_survey(client, path(place), sent).status == 303
    assert [q for q, *_ in stored(place)] == [place.questions[0]]


def test_the_action_takes_no_answers_of_another_survey(standing_place: Place) -> None:
    place = standing_place
    with db.transaction(place.engine):
        dialogue, survey = dialogue_by_id(place.dialogue), survey_by_key(place.dialogue, "enkat")
        for answers in (
            {place.questions[0]: Given(options=(place.other_options[0],))},
            {"unknown": Given(words="x")},
            {},
        ):
            with pytest.raises(ValueError, match=r"another survey|nothing"):
                submit_response(
                    VISITOR, dialogue, survey, key="k" * 20, respondent_key="r", language="sv", answers=answers
                )


TEXTS = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="{%&"), max_size=60
) | st.just("rad ett\nrad två\n\n  <b>&</b> \u202e مرحبا \"'")


@given(
    single=st.integers(0, 3),
    multiple=st.sets(st.integers(0, 2)),
    scale=st.sampled_from(["", "1", "3", "5", None]),
    words=TEXTS,
    fault=st.sampled_from(["token", "too long", "too many", "robot", "empty"]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_refusal_every_answer_stands_as_it_was_sent(
    standing_place: Place, single: int, multiple: set[int], scale: str | None, words: str, fault: str
) -> None:
    place = standing_place
    q1, q2 = place.questions[:2]
    names_ = names(place)
    sent: dict[str, list[str]] = {names_[3]: [words]}
    if single < 3:
        sent[names_[0]] = [str(place.options[q1][single])]
    if multiple:
        sent[names_[1]] = [str(place.options[q2][i]) for i in sorted(multiple)]
    if scale is not None:
        sent[names_[2]] = [scale]
    client = place.client()
    standing = form_of(client.get(path(place)))
    for name in names_:
        standing.pop(name, None)
    extra: dict[str, Any] = {}
    if fault == "too long":
        sent[names_[3]] = [words + "å" * (LENGTH + 1)]
    elif fault == "too many":
        sent[names_[1]] = [str(o) for o in place.options[q2]]
    elif fault == "robot":
        extra["website"] = "x"
    elif fault == "empty":
        sent.pop(names_[0], None)
    if fault == "token":
        extra["csrf_token"] = "wrong"
    page = client.post(path(place), {**standing, **sent, **extra})
    assert page.status == 422
    assert standing_answers(page) == sent


def test_a_second_try_from_the_same_browser_is_told_so(place: Place) -> None:
    client = place.client()
    single = names(place)[0]
    option = str(place.options[place.questions[0]][0])
    window = form_of(client.get(path(place)))
    assert send_survey(client, path(place), {single: option}).status == 303
    opened = client.get(path(place))
    assert opened.heading == "Somebody has already answered from this browser"
    with nothing_stored(place.engine):
        page = client.post(path(place), {**window, single: option, names(place)[3]: "Mitt svar"})
    assert page.status == 409
    assert standing_answers(page)[names(place)[3]] == ["Mitt svar"]
    again = {**form_of(page), single: option, names(place)[3]: "Mitt svar", "another": "yes"}
    at = client.post(path(place), again).response.headers["Location"]
    assert client.post(at, form_of(client.get(at))).status == 303
    assert place.count(ContributionKind.SURVEY_RESPONSE) == 2


def test_another_person_at_the_same_browser_gets_an_empty_form(place: Place) -> None:
    client = place.client()
    single = names(place)[0]
    sent = {single: str(place.options[place.questions[0]][0])}
    send_survey(client, path(place), sent)
    form = client.get(path(place)).forms()[0]
    with nothing_stored(place.engine):
        assert client.post(form.get("action") or "", fields(form)).status == 303
    empty = client.get(path(place))
    assert empty.heading == "Enkät" and standing_answers(empty) == {names(place)[3]: [""]}
    assert send_survey(client, path(place), sent).status == 303
    assert place.count(ContributionKind.SURVEY_RESPONSE) == 2


def test_the_words_of_answers_are_on_no_public_page(place: Place) -> None:
    client = place.client()
    sent = {names(place)[0]: str(place.options[place.questions[0]][0]), names(place)[3]: "Hemligheten"}
    send_survey(client, path(place), sent)
    visitor = place.client()
    for address in ("", "/ideas", "/surveys/enkat", "/results"):
        assert "Hemligheten" not in visitor.get(place.at(address)).text


def test_each_question_says_its_place(standing_place: Place) -> None:
    text = standing_place.client().get(path(standing_place)).text
    assert [f"Question {n} of 4" in text for n in (1, 2, 3, 4)] == [True] * 4
