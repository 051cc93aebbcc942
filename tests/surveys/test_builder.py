"""Building a survey: by officials of the dialogue, until it opens; ids stay, order moves, nothing is half."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from participation import db
from participation.surveys.models import Question, Survey
from tests.checking_client import CheckingClient, fields
from tests.surveys.officials import base, official
from tests.taking_part import Place, form_of, nothing_stored


def made(place: Place, client: CheckingClient, title: str = "Åka buss?") -> str:
    answer = client.send(base(place.draft), {"title": title})
    assert answer.status == 303
    return str(answer.response.headers["Location"])


QUESTIONS: dict[str, dict[str, Any]] = {
    "single_choice": {"text": "Ett?", "options-0-text": "A", "options-1-text": "B"},
    "multiple_choice": {"text": "Flera?", "options-0-text": "A", "options-1-text": "B", "most": "1"},
    "scale": {"text": "Skala?", "minimum": "0", "maximum": "10", "low_label": "Nej", "high_label": "Ja"},
    "open_text": {"text": "Ord?", "maximum_length": "200", "required": "y"},
}


def add(client: CheckingClient, survey: str, kind: str, **more: Any) -> int:
    path = f"{survey}/questions/new?type={kind}"
    answer = client.post(path, {**form_of(client.get(path)), **QUESTIONS[kind], **more})
    assert answer.status == 303
    return answer.status


def questions(place: Place, survey: str) -> list[tuple[str, str]]:
    with db.transaction(place.engine, write=False) as session:
        rows = session.scalars(
            select(Question).where(Question.survey_id == int(survey.rsplit("/", 1)[1])).order_by(Question.position)
        ).all()
        return [(q.type, q.text.sv) for q in rows]


def test_a_survey_is_made_changed_and_looked_at(place: Place) -> None:
    client = official(place)
    survey = made(place, client)
    for kind in QUESTIONS:
        add(client, survey, kind)
    assert questions(place, survey) == [(k, v["text"]) for k, v in QUESTIONS.items()]
    preview = client.get(f"{survey}/preview")
    assert all(v["text"] in preview.text for v in QUESTIONS.values())
    page = client.get(survey)
    second = [f for f in page.forms() if (f.get("action") or "").endswith("/move")][1]
    client.post(second.get("action") or "", {**fields(second), "to": "up"})
    assert [k for k, _ in questions(place, survey)] == ["multiple_choice", "single_choice", "scale", "open_text"]
    removal = next(a for a in client.get(survey).links if a.endswith("/remove") and "questions" in a)
    assert client.send(removal).status == 303
    assert [k for k, _ in questions(place, survey)] == ["single_choice", "scale", "open_text"]
    assert client.send(f"{survey}/remove").status == 303


def test_options_keep_their_ids_when_they_move_and_change(place: Place) -> None:
    client = official(place)
    survey = made(place, client)
    add(client, survey, "single_choice", do="more")
    with db.transaction(place.engine, write=False) as session:
        stored = session.scalars(select(Survey).where(Survey.id == int(survey.rsplit("/", 1)[1]))).one()
        question = stored.questions[0]
        path = f"{survey}/questions/{question.key}"
        ids = {o.text.sv: o.id for o in question.options}
        identity = question.id
    sent = {**form_of(client.get(path)), "options-2-text": "C", "options-1-text": "B, ändrad", "do": "up-1"}
    assert client.post(path, sent).status == 303
    with db.transaction(place.engine, write=False) as session:
        options = session.get_one(Question, identity).options
        assert [o.text.sv for o in options] == ["B, ändrad", "A", "C"]
        assert [options[0].id, options[1].id] == [ids["B"], ids["A"]]
    assert client.post(path, {**form_of(client.get(path)), "do": "drop-0"}).status == 303
    with db.transaction(place.engine, write=False) as session:
        assert [o.text.sv for o in session.get_one(Question, identity).options] == ["A", "C"]


def test_texts_are_written_beside_the_swedish_and_shown_in_their_language(place: Place) -> None:
    client = official(place)
    survey = made(place, client)
    add(client, survey, "scale")
    path = f"{survey}/languages/sv-lattlast"
    page = client.get(path)
    assert "Åka buss?" in page.text
    sent = {k: f"lätt {k}" if k not in ("csrf_token", "seen") else v for k, v in form_of(page).items()}
    assert client.post(path, sent).status == 303
    assert "Everything is in place" in client.get(survey).text
    assert client.get(f"{survey}/languages/fi").status == 404


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("single_choice", {"options-1-text": ""}),
        ("single_choice", {"text": " "}),
        ("single_choice", {"options-0-text": "x" * 151}),
        ("multiple_choice", {"most": "21"}),
        ("multiple_choice", {"most": "many"}),
        ("scale", {"maximum": "11"}),
        ("open_text", {"maximum_length": "1000000"}),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_and_kept(
    standing_place: Place, kind: str, wrong: dict[str, str]
) -> None:
    client = official(standing_place)
    survey = made(standing_place, client)
    path = f"{survey}/questions/new?type={kind}"
    sent = {**form_of(client.get(path)), **QUESTIONS[kind], "help": "Hjälp & <b>", **wrong}
    with nothing_stored(standing_place.engine):
        page = client.post(path, sent)
    assert page.status == 422
    standing = form_of(page)
    kept = {k: v for k, v in sent.items() if k in standing and k not in ("csrf_token", "maximum")}
    assert {k: standing[k] for k in kept} == kept


def test_a_closed_dialogues_survey_cannot_be_changed(standing_place: Place) -> None:
    place = standing_place
    client = official(place)
    listing = client.get(base(place.closed))
    key = next(a for a in listing.links if a.startswith(base(place.closed) + "/"))
    question = f"{key}/questions/{place.closed_questions[0]}"
    posts = {
        key: {"title": "Ny"},
        question: {"text": "Ny", "options-0-text": "a", "options-1-text": "b"},
        f"{key}/questions/new?type=open_text": {"text": "Ny", "maximum_length": "100"},
        f"{question}/remove": {},
        f"{question}/move": {"to": "down"},
        f"{key}/remove": {},
        f"{key}/languages/sv-lattlast": {"title": "Ny"},
        base(place.closed): {"title": "Ny"},
    }
    token = client.token()
    for address, sent in posts.items():
        with nothing_stored(place.engine):
            page = client.post(address, {"csrf_token": token, **sent})
        assert page.status == 409, address
        assert "E-STATE" in [e.get("data-code") for e in page.all("li")], address


@pytest.mark.parametrize(("name", "status"), [("elected", 403), ("secretary", 403), ("moderator", 404)])
def test_others_than_officials_of_the_dialogue_cannot_build(standing_place: Place, name: str, status: int) -> None:
    client = official(standing_place, name)
    with nothing_stored(standing_place.engine):
        page = client.post(base(standing_place.draft), {"csrf_token": client.token(), "title": "Ny"})
    assert page.status == status


def test_visitors_are_asked_to_sign_in(standing_place: Place) -> None:
    answer = standing_place.app.test_client().get(base(standing_place.draft))
    assert answer.status_code == 302 and "/sign-in" in answer.headers["Location"]


def test_a_survey_of_another_dialogue_is_not_found(standing_place: Place) -> None:
    client = official(standing_place)
    other = next(
        a for a in client.get(base(standing_place.other)).links if a.startswith(base(standing_place.other) + "/")
    )
    identity = other.rsplit("/", 1)[1]
    assert client.get(f"{base(standing_place.dialogue)}/{identity}").status == 404
    assert client.get(f"{base(standing_place.other)}/{identity}/questions/{standing_place.questions[0]}").status == 404
