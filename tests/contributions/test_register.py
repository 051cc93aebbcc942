"""The officials' list and file: everything in the one, what is visible in the other, and no formula in any cell."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import db
from participation.contributions.actions import set_visibility
from participation.contributions.export import COLUMNS, cell, lines
from participation.contributions.queries import by_number
from participation.contributions.register import PAGE
from participation.contributions.rules import Visibility
from participation.dialogues.queries import dialogue_by_id
from participation.surveys.queries import surveys_of
from tests import factories
from tests.checking_client import CheckingClient, text_of
from tests.taking_part import Place, counted_queries, many_ideas, send_survey


def official(place: Place, name: str = "officer") -> CheckingClient:
    client = place.client()
    client.sign_in(f"{name}@town.example", factories.PASSWORD)
    return client


def base(dialogue: int) -> str:
    return f"/en/officials/dialogues/{dialogue}/contributions"


def exported(client: CheckingClient, dialogue: int) -> list[dict[str, str]]:
    answer = client.client.get(f"{base(dialogue)}/export.csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


FORMULA = ("=", "+", "-", "@", "\t", "\r")
HOSTILE = st.text(st.sampled_from("=+-@;,|\t\r\n\"' a1"), max_size=12)


@given(HOSTILE | st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    made = cell(text)
    assert not made.startswith(FORMULA)
    assert made.replace("'", "") == text.replace("'", "")
    assert list(csv.reader(io.StringIO(lines([[text]]), newline="")))[:1] == [[made]] or not made


@given(HOSTILE)
def test_no_cell_begins_a_formula_where_semicolons_part_the_cells(text: str) -> None:
    made = lines([["KS 2026/1-0001", text, "idea"]])
    for row in csv.reader(io.StringIO(made, newline=""), delimiter=";"):
        assert not any(found.lstrip(' "').startswith(("=", "+", "-", "@")) for found in row)


def test_hidden_contributions_are_marked_in_the_list_and_not_in_the_file(place: Place) -> None:
    with db.transaction(place.engine):
        idea = by_number(place.dialogue, place.idea)
        factories.comment(idea, body="=cmd|' /C calc'!A0", display_name="@namn")
        set_visibility(by_number(place.dialogue, place.comment), Visibility.HIDDEN)
    client = official(place)
    page = client.get(base(place.dialogue))
    words = text_of(page.all("main")[0])
    assert "Ja, gärna i skuggan." in words and "hidden" in words
    rows = exported(client, place.dialogue)
    assert [r["number"] for r in rows] == ["SBN 2026/77-0001", "SBN 2026/77-0003"]
    assert (rows[1]["text"], rows[1]["display_name"]) == ("'=cmd|' /C calc'!A0", "'@namn")
    assert rows[1]["about_number"] == "SBN 2026/77-0001"


def test_answers_to_a_survey_are_in_the_list_and_the_file(place: Place) -> None:
    visitor = place.client()
    path = place.at("/surveys/enkat")
    single, _, _, words = place.questions
    sent = {f"q-{single}": str(place.options[single][0]), f"q-{words}": "Fler lampor"}
    assert send_survey(visitor, path, sent).status == 303
    client = official(place)
    assert "Fler lampor" in client.get(f"{base(place.dialogue)}?kind=survey_response").text
    row = exported(client, place.dialogue)[-1]
    assert row["kind"] == "survey_response"
    assert row["text"] == "Hur tar du dig till skolan?: Går\nVad mer vill du säga?: Fler lampor"


@pytest.fixture(scope="module")
def long_register(standing_place: Place) -> Place:
    many_ideas(standing_place.engine, standing_place.dialogue, 1200)
    return standing_place


def test_the_pages_together_are_everything(long_register: Place) -> None:
    client = official(long_register)
    address: str | None = base(long_register.dialogue)
    seen: list[str] = []
    for _ in range(40):
        page = client.get(address or "")
        seen += [text_of(b) for b in page.all("strong") if text_of(b).startswith("SBN")]
        following = [a.get("href") for a in page.all("a") if a.get("rel") == "next"]
        address = following[0] if following else None
        if address is None:
            break
    assert len(seen) == len(set(seen)) == 1202
    assert seen == sorted(seen, reverse=True)


def test_the_file_holds_everything_once(long_register: Place) -> None:
    numbers = [r["number"] for r in exported(official(long_register), long_register.dialogue)]
    assert len(numbers) == len(set(numbers)) == 1202


@pytest.mark.parametrize(
    "query", ["kind=x", "channel=%00", "language=sv", "page=-1", 'page="><script>', "page=WzAsMV0"]
)
def test_unknown_filters_and_pages_do_no_harm(long_register: Place, query: str) -> None:
    assert official(long_register).get(f"{base(long_register.dialogue)}?{query}").status == 200


def test_filters_narrow_the_list(long_register: Place) -> None:
    client = official(long_register)
    comments = client.get(f"{base(long_register.dialogue)}?kind=comment")
    assert [text_of(b) for b in comments.all("strong") if text_of(b).startswith("SBN")] == ["SBN 2026/77-0002"]
    assert "Nothing here" in client.get(f"{base(long_register.dialogue)}?channel=paper").text


def test_the_list_takes_as_many_queries_however_long_it_is(long_register: Place) -> None:
    client = official(long_register)
    taken = []
    for dialogue in (long_register.other, long_register.dialogue):
        with counted_queries(long_register.engine) as sent:
            client.get(base(dialogue))
        taken.append(len(sent))
    assert taken[0] == taken[1]
    assert PAGE == 50


@pytest.mark.parametrize(("name", "status"), [("officer", 200), ("elected", 200), ("moderator", 404)])
def test_only_those_who_read_the_dialogue_read_its_register(standing_place: Place, name: str, status: int) -> None:
    client = official(standing_place, name)
    assert client.get(base(standing_place.draft)).status == status
    assert client.client.get(f"{base(standing_place.draft)}/export.csv").status_code == status


def test_confidential_answers_are_read_by_those_who_handle_them_and_in_no_file_of_others(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(place.dialogue)
        survey = surveys_of(dialogue.id)[0]
        survey.questions[3].confidential = True
        factories.response(dialogue, survey, words="Min adress")
        factories.response(dialogue, survey, words="Mitt namn")
    results = f"/en/officials/dialogues/{place.dialogue}/survey-results/{survey.id}"
    words = f"{results}/words/{place.questions[3]}"
    themes = f"/en/officials/dialogues/{place.dialogue}/themes"
    officer, elected = official(place), official(place, "elected")
    for path in (base(place.dialogue), f"{base(place.dialogue)}/export.csv", words, themes):
        assert "Min adress" in officer.client.get(path).get_data(as_text=True), path
        assert "Min adress" not in elected.client.get(path).get_data(as_text=True), path
    assert elected.client.get(words).status_code == 403
    assert words in officer.get(results).links and words not in elected.get(results).links
    withheld = [row["text"].endswith(": Konfidentiellt") for row in exported(elected, place.dialogue)]
    assert withheld.count(True) == 2


def test_visitors_are_asked_to_sign_in(standing_place: Place) -> None:
    answer = standing_place.app.test_client().get(f"{base(standing_place.dialogue)}/export.csv")
    assert answer.status_code == 302
