"""Whatever is sent, the answer is the right status and a kind page, and nothing is stored, lost or half."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from participation.contributions.rules import MAXIMUM_BODY, MAXIMUM_COMMENT, MAXIMUM_TITLE
from participation.page import SESSION_COOKIE
from tests.checking_client import CheckingClient, Page
from tests.taking_part import Place, form_of, nothing_stored, receipt_after, sent_on

DRAFT = frozenset({"survey_draft"})
"""A page of a survey is kept with its faults."""

KEPT = "Något jag har skrivit: <b>åäö</b> & \"citat\" 'så'\n\nمرحبا 🚲 \u202eabc"


def idea(place: Place) -> tuple[str, dict[str, Any], str]:
    return place.at("/ideas/new"), {"title": "En titel", "body": KEPT}, "body"


def comment(place: Place) -> tuple[str, dict[str, Any], str]:
    return place.at(f"/ideas/{place.idea}/comments/new?parent={place.comment}"), {"body": KEPT}, "body"


def survey(place: Place) -> tuple[str, dict[str, Any], str]:
    single, _, _, words = place.questions
    field = f"q-{words}"
    return place.at("/surveys/enkat"), {f"q-{single}": str(place.options[single][0]), field: KEPT}, field


Form = Callable[[Place], tuple[str, dict[str, Any], str]]
FORMS = [idea, comment, survey]
forms = pytest.mark.parametrize("form", FORMS, ids=lambda f: f.__name__)


def opened(client: CheckingClient, path: str) -> dict[str, Any]:
    page = client.get(path)
    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "private, no-store"
    return form_of(page)


def shown(page: Page, field: str) -> str:
    """The value of the field on the page, as a browser would send it again."""
    element = next(e for e in page.all("input", "textarea") if e.get("name") == field)
    return element.get("value", "") if element.tag == "input" else (element.text or "").removeprefix("\n")


@forms
def test_what_is_sent_with_a_wrong_token_is_kept_and_not_stored(standing_place: Place, form: Form) -> None:
    client = standing_place.client()
    path, sent, field = form(standing_place)
    standing = opened(client, path)
    with nothing_stored(standing_place.engine):
        page = client.post(path, {**standing, **sent, "csrf_token": "wrong"})
    assert page.status == 422
    assert shown(page, field) == KEPT
    assert "open for too long" in page.text
    assert form_of(page)["idempotency_key"] == standing["idempotency_key"]


@forms
def test_what_is_sent_after_the_session_has_ended_is_kept_and_can_be_sent_again(
    standing_place: Place, form: Form
) -> None:
    place = standing_place
    client = place.client()
    path, sent, field = form(place)
    standing = opened(client, path)
    client.client.delete_cookie(SESSION_COOKIE)
    with nothing_stored(place.engine):
        page = client.post(path, {**standing, **sent})
    assert page.status == 422
    assert shown(page, field) == KEPT
    assert client.post(path, {**form_of(page), **sent}).status == 303


@forms
def test_an_empty_form_says_what_to_do(standing_place: Place, form: Form) -> None:
    client = standing_place.client()
    path, _, _ = form(standing_place)
    with nothing_stored(standing_place.engine, but=DRAFT):
        page = client.post(path, opened(client, path))
    assert page.status == 422
    assert page.all("h1")
    assert any("data-error-summary" in e.attrib for e in page.all("div"))


@pytest.mark.parametrize(
    ("form", "field", "limit"),
    [
        (idea, "title", MAXIMUM_TITLE),
        (idea, "body", MAXIMUM_BODY),
        (comment, "body", MAXIMUM_COMMENT),
        (survey, "", 1000),
    ],
    ids=["title", "body", "comment", "open text"],
)
def test_too_long_a_text_is_kept_whole_and_the_excess_counted(
    standing_place: Place, form: Form, field: str, limit: int
) -> None:
    client = standing_place.client()
    path, sent, main = form(standing_place)
    text = "å" * (limit + 7)
    with nothing_stored(standing_place.engine, but=DRAFT):
        page = client.post(path, {**opened(client, path), **sent, field or main: text})
    assert page.status == 422
    assert shown(page, field or main) == text
    assert "7 characters too long" in page.text


@forms
def test_a_text_of_the_longest_length_is_received(standing_place: Place, form: Form) -> None:
    place = standing_place
    client = place.client()
    path, sent, field = form(place)
    limit = {"idea": MAXIMUM_BODY, "comment": MAXIMUM_COMMENT, "survey": 1000}[form.__name__]
    assert client.post(path, {**opened(client, path), **sent, field: "🚲" * limit}).status == 303


@forms
def test_ten_megabytes_are_too_much(standing_place: Place, form: Form) -> None:
    client = standing_place.client()
    path, sent, field = form(standing_place)
    standing = opened(client, path)
    with nothing_stored(standing_place.engine):
        page = client.post(path, {**standing, **sent, field: "x" * 10_000_000})
    assert page.status == 413


UNSEEN = {
    "nul": "a\x00b",
    "control characters": "a\x01\x08\x1b\x7f\x85b",
}


@forms
@pytest.mark.parametrize("text", UNSEEN.values(), ids=UNSEEN)
def test_unseen_characters_are_left_out_and_the_rest_is_stored(standing_place: Place, form: Form, text: str) -> None:
    place = standing_place
    client = place.client()
    path, sent, field = form(place)
    answer = sent_on(client, client.post(path, {**opened(client, path), **sent, field: text}))
    assert answer.status == 303
    assert stored_words(place) == "ab"


def stored_words(place: Place) -> str:
    from sqlalchemy import select

    from participation import db
    from participation.surveys.models import Answer

    newest = place.newest()
    if newest.body:
        return newest.body
    with db.transaction(place.engine, write=False) as session:
        return session.scalars(
            select(Answer.words).where(Answer.response_id == newest.id, Answer.words.is_not(None))
        ).one()


AS_TYPED = {
    "script": "<script>alert(1)</script>",
    "formula": "=cmd|' /C calc'!A0",
    "emoji": "👩‍👩‍👧‍👦 🇸🇪 e\u0301",
    "right-to-left override": "abc \u202e def \u2066ghi",
    "quotes": "\"'><img src=x onerror=alert(1)>",
    "arabic": "مرحبا بكم\nفي فينرسبوري",
}


@forms
@pytest.mark.parametrize("text", AS_TYPED.values(), ids=AS_TYPED)
def test_texts_are_stored_as_typed_and_shown_as_text(standing_place: Place, form: Form, text: str) -> None:
    place = standing_place
    client = place.client()
    path, sent, field = form(place)
    answer = sent_on(client, client.post(path, {**opened(client, path), **sent, field: text}))
    assert answer.status == 303
    assert stored_words(place) == text
    page = receipt_after(client, answer)
    assert text in "".join("".join(e.itertext()) for e in page.all("div"))


@forms
def test_lone_surrogates_do_not_break_anything(standing_place: Place, form: Form) -> None:
    place = standing_place
    client = place.client()
    path, sent, field = form(place)
    standing = {**opened(client, path), **sent}
    standing.pop(field)
    from urllib.parse import urlencode

    body = urlencode(standing) + f"&{field}=a%ED%A0%80b%ED%B0%80%FF"
    answer = client.post(path, data=body, content_type="application/x-www-form-urlencoded")  # type: ignore[arg-type]
    answer = sent_on(client, answer)
    assert answer.status == 303
    words = stored_words(place)
    assert words.startswith("a") and not any(0xD800 <= ord(c) <= 0xDFFF for c in words)


NOT_FORMS = ["[1]", "5", '"x"', '{"title": 5, "body": [null]}', '{"title": "\\ud800"}', '{"a":' * 5000, "{", ""]


@pytest.mark.parametrize("body", NOT_FORMS, ids=lambda b: b[:12] or "nothing")
@pytest.mark.parametrize("path", ["/ideas/new", "/surveys/enkat", None], ids=["idea", "survey", "sign in"])
def test_what_is_not_sent_by_a_form_is_an_empty_form(standing_place: Place, path: str | None, body: str) -> None:
    address = standing_place.at(path) if path else "/en/sign-in"
    with nothing_stored(standing_place.engine):
        answer = standing_place.app.test_client().post(address, data=body, content_type="application/json")
    assert answer.status_code == 422


@forms
@pytest.mark.parametrize("key", ["", "short", "x" * 65, "\x00" * 20, "å" * 20, "a b" * 8], ids=repr)
def test_a_misshapen_key_does_no_harm(standing_place: Place, form: Form, key: str) -> None:
    place = standing_place
    client = place.client()
    path, sent, _ = form(place)
    assert client.post(path, {**opened(client, path), **sent, "idempotency_key": key}).status == 303


@forms
def test_the_field_that_people_do_not_see_keeps_robots_out_and_loses_nothing(standing_place: Place, form: Form) -> None:
    client = standing_place.client()
    path, sent, field = form(standing_place)
    with nothing_stored(standing_place.engine):
        page = client.post(path, {**opened(client, path), **sent, "website": "https://spam.example"})
    assert page.status == 422
    assert shown(page, field) == KEPT
    assert shown(page, "website") == ""


@forms
def test_a_form_without_most_of_its_fields_is_answered(standing_place: Place, form: Form) -> None:
    client = standing_place.client()
    path, _, field = form(standing_place)
    token = opened(client, path)["csrf_token"]
    with nothing_stored(standing_place.engine, but=DRAFT):
        assert client.post(path, {"csrf_token": token, field: "x", "language": "tlh"}).status == 422


def test_an_idea_with_only_what_is_required_is_received(standing_place: Place) -> None:
    place = standing_place
    client = place.client()
    path = place.at("/ideas/new")
    token = opened(client, path)["csrf_token"]
    sent = {"csrf_token": token, "title": "T", "body": "B", "language": "so"}
    assert client.post(path, sent).status == 303
    assert (place.newest().language, place.newest().display_name) == ("so", "")


@forms
def test_a_closed_dialogue_says_when_it_closed_and_shows_what_was_written(standing_place: Place, form: Form) -> None:
    place = standing_place
    client = place.client()
    path, sent, _ = form(place)
    standing = opened(client, path)
    closed = path.replace(place.slug, place.closed_slug)
    if form is comment:
        pytest.skip("the closed dialogue has no idea")
    if form is survey:
        sent = {k.replace(place.questions[3], place.closed_questions[3]): v for k, v in sent.items()}
    with nothing_stored(place.engine):
        page = client.post(closed, {**standing, **sent})
    assert page.status == 409
    assert page.heading == "The dialogue is closed for contributions"
    assert "E-STATE" in [e.get("data-code") for e in page.all("li")]
    assert re.search(r"It was open until \w+ \d+ \w+ \d{4}", page.text)
    if form is idea:
        assert [(e.text or "").removeprefix("\n") for e in page.all("textarea")] == ["En titel", KEPT]


@pytest.mark.parametrize("rest", ["/ideas/new", "/surveys/enkat"])
def test_a_form_of_a_closed_dialogue_cannot_be_opened(standing_place: Place, rest: str) -> None:
    page = standing_place.client().get(f"/en/dialogues/{standing_place.closed_slug}{rest}")
    assert page.status == 409


UNKNOWN = [
    "/dialogues/{draft}/ideas/new",
    "/dialogues/999999/ideas",
    "/dialogues/99999999999999999999/ideas",
    "/dialogues/%00/ideas",
    "/dialogues/{slug}/ideas/0",
    "/dialogues/{slug}/ideas/99999",
    "/dialogues/{slug}/ideas/99999999999999999999",
    "/dialogues/{slug}/ideas/-1",
    "/dialogues/{slug}/ideas/{comment}",
    "/dialogues/{slug}/ideas/99999999999999999999/comments/new",
    "/dialogues/{slug}/ideas/{comment}/comments/new",
    "/dialogues/{slug}/ideas/{idea}/comments/new?parent=99999",
    "/dialogues/{slug}/ideas/{idea}/comments/new?parent=99999999999999999999",
    "/dialogues/{slug}/ideas/{idea}/comments/new?parent=-1",
    "/dialogues/{slug}/ideas/{idea}/comments/new?parent=%00",
    "/dialogues/{slug}/ideas/{idea}/comments/new?parent=²",
    "/dialogues/{slug}/ideas/{idea}/comments/new?parent={idea}",
    "/dialogues/{slug}/surveys/unknown",
    "/dialogues/{slug}/surveys/%00",
    "/dialogues/{slug}/surveys/" + "x" * 300,
    "/receipts/AAAA-BBBB-CCCC",
    "/receipts/%00",
    "/receipts/" + "x" * 2000,
    "/receipts/unsubscribe/unknown",
    "/receipts/unsubscribe/%00",
    "/receipts/unsubscribe/åäö",
]


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_does_not_exist_is_not_found(standing_place: Place, path: str) -> None:
    place = standing_place
    filled = path.format(
        slug=place.slug, draft=place.draft, idea=place.idea, comment=place.comment, other_comment=place.other_comment
    )
    assert place.client().get(f"/en{filled}").status == 404


ONLY_POST = ["/dialogues/{slug}/surveys/enkat/another"]


@pytest.mark.parametrize("path", ONLY_POST)
def test_addresses_that_only_take_forms_say_so(standing_place: Place, path: str) -> None:
    assert standing_place.client().get("/en" + path.format(slug=standing_place.slug)).status == 405


@forms
def test_too_many_are_told_when_to_try_again_and_keep_what_they_wrote(
    standing_place: Place, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    from participation import page as pages

    for limit in ("wait_before_contributing", "wait_before_page"):
        monkeypatch.setattr(pages, limit, lambda **_: 95)
    client = standing_place.client()
    path, sent, field = form(standing_place)
    with nothing_stored(standing_place.engine):
        page = client.post(path, {**opened(client, path), **sent})
    assert page.status == 429
    assert page.response.headers["Retry-After"] == "95"
    assert shown(page, field) == KEPT
    assert "send it in 2 minutes" in page.text
