"""A page at a time: the way, the draft, the review, changing, closing, codes, files, and what people tell apart."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, inspect, select, update

from participation import clock, db, uploads
from participation.access_log.models import Sighting
from participation.contributions.actions import set_visibility
from participation.contributions.queries import by_id
from participation.contributions.rules import ContributionKind, Visibility
from participation.dialogues.models import Phase
from participation.dialogues.queries import dialogue_by_id
from participation.page import SESSION_COOKIE
from participation.survey_results.reading import Layout, rows_of, snapshot
from participation.surveys import building
from participation.surveys.answering import attached, drafts
from participation.surveys.answering.attached import FileFault, fault_of, tidy_name
from participation.surveys.building import QuestionValues
from participation.surveys.given import Given
from participation.surveys.invitation_codes import code_hash
from participation.surveys.models import (
    Answer,
    Demographics,
    Invitation,
    InvitationBatch,
    ResponseRevision,
    StoredFile,
    Survey,
    SurveyDraft,
)
from participation.surveys.queries import given_in, question_by_key, survey_by_id
from participation.surveys.rules import MAXIMUM_FILE_BYTES
from participation.surveys.rules import QuestionType as Q
from participation.texts import clean
from tests import factories
from tests.checking_client import CheckingClient, Page, fields, text_of
from tests.surveys import every_sort
from tests.surveys.every_sort import EverySort
from tests.taking_part import Place, counted_queries, form_of, receipt_after

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
embedded = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""What the database has no part in is tried on one."""

PDF = b"%PDF-1.7\n" + b"x" * 64


@pytest.fixture
def every(place: Place) -> EverySort:
    with db.transaction(place.engine):
        return every_sort.make(factories.town().officer, dialogue_by_id(place.dialogue))


@pytest.fixture(scope="module")
def standing(standing_place: Place) -> EverySort:
    with db.transaction(standing_place.engine):
        return every_sort.make(factories.town().officer, dialogue_by_id(standing_place.dialogue))


def at(place: Place, every: EverySort, rest: str = "") -> str:
    return place.at(f"/surveys/{every.key}{rest}")


def going(client: CheckingClient, path: str, sent: dict[str, Any], **more: Any) -> Page:
    """Send the page as it stands with these answers; ``go`` is the button."""
    page = client.get(path)
    form = next(f for f in page.forms() if "asked" in fields(f))
    return client.post(form.get("action") or path, {**fields(form), "go": "next", **sent, **more})


def where(page: Page) -> str:
    return unquote(str(page.response.headers["Location"]).split("#")[0])


def standing_values(page: Page) -> dict[str, list[str]]:
    """What a browser would send of the questions as the page stands."""
    found: dict[str, list[str]] = {}
    for element in page.all("input", "textarea", "select"):
        name = element.get("name") or ""
        if not name.startswith("q-") or element.get("type") == "file":
            continue
        if element.tag == "select":
            values = [o.get("value", "") for o in element.iter("option") if o.get("selected") is not None] or [""]
        elif element.tag == "textarea":
            values = [(element.text or "").removeprefix("\n")]
        elif element.get("type") in ("radio", "checkbox"):
            values = [element.get("value", "")] if element.get("checked") is not None else []
        else:
            values = [element.get("value", "")]
        if values:
            found.setdefault(name, []).extend(values)
    return found


def drafts_in(place: Place) -> list[SurveyDraft]:
    with db.transaction(place.engine, write=False) as session:
        found = list(session.scalars(select(SurveyDraft).order_by(SurveyDraft.id)))
        session.expunge_all()
        return found


def count(place: Place, model: Any) -> int:
    with db.transaction(place.engine, write=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def last_page(place: Place, every: EverySort, client: CheckingClient) -> str:
    """Past the first page, by way of B, to the last."""
    first = going(client, at(place, every), {every.name(Q.SINGLE_CHOICE): every.option(Q.SINGLE_CHOICE, 1)})
    assert first.status == 303
    return where(first)


def test_the_server_decides_the_way_and_what_is_off_it_is_not_sent(place: Place, every: EverySort) -> None:
    client = place.client()
    choice = every.name(Q.SINGLE_CHOICE)
    second = where(going(client, at(place, every), {choice: every.option(Q.SINGLE_CHOICE, 0)}))
    again = going(client, second, {every.name(Q.LONG_TEXT): "Hemlig väg"})
    assert "?more=1" in again.response.headers["Location"]  # an answer leads to one more question on the page
    assert "Your answer leads to 1 more question" in client.get(where(again)).text
    third = where(going(client, second, {every.name(Q.NUMBER): "٧"}))
    assert third != second
    back = going(client, third, {every.name(Q.MAP): "Vid bron"}, go="back")
    assert where(back) == second
    assert standing_values(client.get(third))[every.name(Q.MAP)] == ["Vid bron"]
    straight = where(going(client, at(place, every), {choice: every.option(Q.SINGLE_CHOICE, 1)}))
    assert straight == third
    review = client.get(at(place, every, "/review"))
    assert "Hemlig väg" not in review.text and "Vid bron" in review.text
    assert client.post(at(place, every, "/review"), form_of(review)).status == 303
    with db.transaction(place.engine, write=False) as session:
        assert set(session.scalars(select(Answer.words).where(Answer.words.is_not(None)))) == {"Vid bron"}
    assert drafts_in(place)[0].raw[every.name(Q.LONG_TEXT)] == ["Hemlig väg"]


WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="{%"), max_size=40)


@pytest.mark.parametrize("shared_engine", ["sqlite"], indirect=True)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_after_any_fault_every_answer_of_every_sort_stands_as_it_was_sent(
    standing_place: Place, standing: EverySort, data: st.DataObject
) -> None:
    place, every = standing_place, standing
    sent: dict[str, list[str]] = {
        every.name(Q.SINGLE_CHOICE, "other"): [data.draw(WORDS)],
        every.name(Q.DROPDOWN): [data.draw(st.sampled_from(["", "unknown", every.option(Q.DROPDOWN, 1)]))],
    }
    chosen = data.draw(st.sets(st.integers(0, 2), min_size=1))
    sent[every.name(Q.MULTIPLE_CHOICE)] = [every.option(Q.MULTIPLE_CHOICE, n) for n in sorted(chosen)]
    sent[every.name(Q.SCALE)] = [data.draw(st.sampled_from(["1", "3", ""]))]
    for row in every.rows[Q.MATRIX.value]:
        sent[every.name(Q.MATRIX, row)] = [data.draw(st.sampled_from([*every.options[Q.MATRIX.value], ""]))]
    for option in every.options[Q.RANKING.value]:
        sent[every.name(Q.RANKING, option)] = [data.draw(st.sampled_from(["", "1", "2", "7", "x"]))]
    page = going(place.client(), at(place, every), sent)  # the first question must be answered
    assert page.status == 422
    assert standing_values(page) == sent


@pytest.mark.parametrize("shared_engine", ["sqlite"], indirect=True)
@given(short=WORDS, number=st.sampled_from(["", "11", "tre", "٣"]), day=st.sampled_from(["2026-02-30", "i går", ""]))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_wrongly_stands_as_it_was_sent(
    standing_place: Place, standing: EverySort, short: str, number: str, day: str
) -> None:
    place, every = standing_place, standing
    client = place.client()
    second = where(going(client, at(place, every), {every.name(Q.SINGLE_CHOICE): every.option(Q.SINGLE_CHOICE, 0)}))
    sent = {
        every.name(Q.SHORT_TEXT): [short + "å" * 21],
        every.name(Q.LONG_TEXT): ["Ett\n\nTvå <b>"],
        every.name(Q.DATE): [day],
    }
    page = going(client, second, sent)
    assert page.status == 422 and standing_values(page) == sent
    later = client.get(second)  # kept with its faults: the page stands so on any device
    assert {k: v for k, v in standing_values(later).items() if k in sent} == sent


@pytest.mark.parametrize("shared_engine", ["sqlite"], indirect=True)
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_place_a_picture_a_tick_and_a_number_stand_after_a_fault(
    standing_place: Place, standing: EverySort, data: st.DataObject
) -> None:
    place, every = standing_place, standing
    client = place.client()
    second = where(going(client, at(place, every), {every.name(Q.SINGLE_CHOICE): every.option(Q.SINGLE_CHOICE, 0)}))
    going(client, second, {every.name(Q.LONG_TEXT): "Ord"})  # now the number is asked for
    number = data.draw(st.sampled_from(["", "11", "2,5", "tre", "٣٣", "1 0 0 0"]))
    page = going(client, second, {every.name(Q.NUMBER): number})
    assert page.status == 422 and standing_values(page)[every.name(Q.NUMBER)] == [number]
    last = where(going(client, second, {every.name(Q.NUMBER): "7"}))
    sent = {
        every.name(Q.MAP): [data.draw(WORDS)],
        f"{every.name(Q.MAP)}-geo": [data.draw(st.sampled_from(["no place", "{}", '{"type":"Point"}', "[" * 40]))],
        every.name(Q.PICTURE_CHOICE): data.draw(st.sampled_from([[o] for o in every.options[Q.PICTURE_CHOICE.value]])),
        every.name(Q.NOTICE): data.draw(st.sampled_from([[], ["yes"]])),
    }
    page = going(client, last, {name: values for name, values in sent.items() if values})
    assert page.status == 422
    stands = standing_values(page)
    assert {name: stands.get(name, []) for name in sent} == sent


@pytest.mark.parametrize("shared_engine", ["sqlite"], indirect=True)
@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_place_a_picture_a_tick_and_a_number_go_round_to_page_file_and_copy(
    standing_place: Place, standing: EverySort, data: st.DataObject
) -> None:
    place, every = standing_place, standing
    client = place.client()
    words = data.draw(WORDS.filter(lambda text: bool(text.strip()) and clean(text) == text))
    number, picture = data.draw(st.integers(0, 10)), data.draw(st.integers(0, 1))
    geo = '{"type":"Point","coordinates":[12.3,58.3]}'
    second = where(going(client, at(place, every), {every.name(Q.SINGLE_CHOICE): every.option(Q.SINGLE_CHOICE, 0)}))
    going(client, second, {every.name(Q.LONG_TEXT): "Ord"})
    last = where(going(client, second, {every.name(Q.NUMBER): f" {number} "}))
    sent = {
        every.name(Q.MAP): words,
        f"{every.name(Q.MAP)}-geo": geo,
        every.name(Q.PICTURE_CHOICE): every.option(Q.PICTURE_CHOICE, picture),
        every.name(Q.NOTICE): "yes",
    }
    assert where(going(client, last, sent)) == at(place, every, "/review")
    review = client.get(at(place, every, "/review"))
    answer = client.post(at(place, every, "/review"), form_of(review))
    receipt = receipt_after(client, answer)
    shown = [text_of(e) for e in receipt.all("dd")]
    tidy = " ".join(words.split())
    assert any(tidy in said for said in shown) and f"Bild {picture + 1}" in " ".join(shown)
    with db.transaction(place.engine, write=False):
        survey = survey_by_id(place.dialogue, every.survey)
        given = given_in(survey, place.newest().id)
        layout = Layout(survey, "KS 2026/1")
    assert given[every.questions[Q.NUMBER.value]] == Given(number=number)
    assert given[every.questions[Q.MAP.value]] == Given(words=words, place=geo)
    assert given[every.questions[Q.PICTURE_CHOICE.value]].options == (every.option(Q.PICTURE_CHOICE, picture),)
    assert given[every.questions[Q.NOTICE.value]].agreed
    with snapshot(place.engine) as connection:
        row = dict(zip(layout.names, list(rows_of(connection, layout))[-1], strict=True))
    base = {kind: f"{every.questions[kind.value]}.v1" for kind in (Q.NUMBER, Q.MAP, Q.NOTICE, Q.PICTURE_CHOICE)}
    assert (row[base[Q.NUMBER]], row[base[Q.NOTICE]]) == (number, 1)
    assert (row[f"{base[Q.MAP]}.words"], row[f"{base[Q.MAP]}.place"]) == (words, geo)
    chosen = [row[f"{base[Q.PICTURE_CHOICE]}.{key}"] for key in every.options[Q.PICTURE_CHOICE.value]]
    assert chosen == [int(n == picture) for n in range(2)]


@embedded
def test_another_device_goes_on_by_the_return_code(place: Place, every: EverySort) -> None:
    phone, library = place.client(), place.client()
    last = last_page(place, every, phone)
    assert where(going(phone, last, {every.name(Q.MAP): "Bron"}, go="later")) == at(place, every, "/later")
    code = next(e.text for e in phone.get(at(place, every, "/later")).all("output"))
    page = library.get(at(place, every, "/later"))
    form = next(f for f in page.forms() if "code" in fields(f))
    wrong = library.post(at(place, every, "/later"), {**fields(form), "code": "ABCD-EFGH-JKMN"})
    assert wrong.status == 422
    found = library.post(at(place, every, "/later"), {**fields(form), "code": (code or "").lower().replace("-", " ")})
    assert found.status == 303
    assert standing_values(library.get(last))[every.name(Q.MAP)] == ["Bron"]
    assert len(drafts_in(place)) == 1


@embedded
def test_a_session_that_ends_on_a_later_page_loses_nothing(place: Place, every: EverySort) -> None:
    client = place.client()
    last = last_page(place, every, client)
    form = next(f for f in client.get(last).forms() if "asked" in fields(f))
    client.client.delete_cookie(SESSION_COOKIE)
    refused = client.post(form.get("action") or "", {**fields(form), every.name(Q.MAP): "Bron"})
    assert refused.status == 422 and standing_values(refused)[every.name(Q.MAP)] == ["Bron"]
    again = next(f for f in refused.forms() if "asked" in fields(f))
    assert client.post(again.get("action") or "", fields(again)).status == 303
    assert len(drafts_in(place)) == 1
    assert client.post(at(place, every, "/review"), form_of(client.get(at(place, every, "/review")))).status == 303


@embedded
@pytest.mark.parametrize("token", ["", "made up"])
@pytest.mark.parametrize("rest", ["", "/review"])
def test_nobody_is_made_to_go_on_with_what_somebody_else_began(
    place: Place, every: EverySort, rest: str, token: str
) -> None:
    """As in a browser that does not say which site a form came from."""
    other, client = place.client(), place.client()
    last = last_page(place, every, other)
    going(other, last, {every.name(Q.MAP): "Någon annans"})
    (draft,) = drafts_in(place)
    sent = {"csrf_token": token, "draft": draft.return_code, "asked": ""}
    assert client.client.post(at(place, every, rest), data=sent).status_code == 422
    assert "Någon annans" not in client.get(last).text
    assert (
        going(client, at(place, every), {every.name(Q.SINGLE_CHOICE): every.option(Q.SINGLE_CHOICE, 1)}).status == 303
    )
    assert len(drafts_in(place)) == 2
    assert drafts_in(place)[0].raw == draft.raw


def upload(client: CheckingClient, every: EverySort, last: str, content: bytes, name: str, **more: Any) -> Page:
    sent = {f"{every.name(Q.FILE)}-upload": (io.BytesIO(content), name), **more}
    return going(client, last, sent)


def test_a_file_survives_two_refused_pages(place: Place, every: EverySort) -> None:
    client = place.client()
    last = last_page(place, every, client)
    wrong = {f"{every.name(Q.MAP)}-geo": "no place"}
    assert upload(client, every, last, PNG, "../../etc/<b>bild.png", **wrong).status == 422
    page = going(client, last, wrong)
    assert page.status == 422 and "&lt;b&gt;bild.png" in page.text and "../" not in page.text
    assert going(client, last, {f"{every.name(Q.MAP)}-geo": ""}).status == 303
    answer = client.post(at(place, every, "/review"), form_of(client.get(at(place, every, "/review"))))
    assert "&lt;b&gt;bild.png" in receipt_after(client, answer).text
    assert count(place, StoredFile) == 1
    with db.transaction(place.engine) as session:  # the draft goes, the file that was sent stays
        stored = session.scalars(select(StoredFile)).one()
        session.execute(update(SurveyDraft).values(expires_at=clock.now() - timedelta(days=1)))
        assert drafts.forget_old() == 1
        assert uploads.store().get(stored.name) == PNG
    assert (count(place, StoredFile), count(place, SurveyDraft)) == (1, 0)


BAD_FILES: dict[str, tuple[bytes, FileFault]] = {
    "nothing in it": (b"", FileFault.EMPTY),
    "too large": (PNG + b"\0" * MAXIMUM_FILE_BYTES, FileFault.TOO_LARGE),
    "a program named as a picture": (b"MZ\x90\0" + b"\0" * 60, FileFault.WRONG_TYPE),
    "a page": (b"<!doctype html><script>alert(1)</script>", FileFault.WRONG_TYPE),
    "a drawing that can hold scripts": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', FileFault.WRONG_TYPE),
    "a picture and a page at once": (PNG + b"<script>alert(1)</script>", FileFault.DOUBLE),
    "a document and an archive at once": (PDF + b"PK\x05\x06" + b"\0" * 18, FileFault.DOUBLE),
}


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_file_is_what_its_content_says(what: str) -> None:
    content, fault = BAD_FILES[what]
    assert fault_of(content) is fault
    assert fault_of(PNG) is None and fault_of(PDF) is None


@embedded
@pytest.mark.parametrize("what", ["nothing in it", "too large", "a picture and a page at once"])
def test_a_bad_file_is_refused_and_the_page_is_kept(
    place: Place, every: EverySort, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attached, "MAXIMUM_FILE_BYTES", 200)
    client = place.client()
    last = last_page(place, every, client)
    page = upload(client, every, last, BAD_FILES[what][0][:400], "bild.png", **{every.name(Q.MAP): "Bron"})
    assert page.status == 422
    assert standing_values(page)[every.name(Q.MAP)] == ["Bron"]
    assert count(place, StoredFile) == 0
    assert drafts_in(place)[0].raw[every.name(Q.MAP)] == ["Bron"]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kim\\bild.png", "bild.png"),
        ("a\x00\u202egnp.exe", "agnp.exe"),
        ("", "?"),
        ("x" * 300 + ".png", "x" * 115 + "….png"),
    ],
)
def test_the_name_of_a_file_is_only_text(sent: str, shown: str) -> None:
    assert tidy_name(sent) == shown


@embedded
def test_a_page_without_files_takes_no_more_than_others(place: Place, every: EverySort) -> None:
    client = place.client()
    page = going(client, at(place, every), {every.name(Q.SINGLE_CHOICE, "other"): "x" * 2_000_000})
    assert page.status == 413


@embedded
def test_buttons_put_a_ranking_in_order_and_lose_nothing_else(place: Place, every: EverySort) -> None:
    client = place.client()
    bath, boat, _ = every.options[Q.RANKING.value]
    key, other = every.questions[Q.RANKING.value], every.name(Q.SINGLE_CHOICE, "other")
    for option, way in ((boat, "up"), (bath, "up"), (bath, "up")):
        page = going(client, at(place, every), {other: "Kvar"}, go=f"move:{key}:{option}:{way}")
        assert page.status == 303
    values = standing_values(client.get(at(place, every)))
    assert [values[every.name(Q.RANKING, o)] for o in every.options[Q.RANKING.value]] == [["1"], ["2"], [""]]
    assert values[other] == ["Kvar"]


def sent_by(place: Place, every: EverySort, client: CheckingClient) -> Page:
    last = last_page(place, every, client)
    going(client, last, {every.name(Q.MAP): "Bron"})
    return client.post(at(place, every, "/review"), form_of(client.get(at(place, every, "/review"))))


def test_what_was_sent_is_changed_by_its_return_code_until_closing(place: Place, every: EverySort) -> None:
    client, other = place.client(), place.client()
    code = str(receipt_after(client, sent_by(place, every, client)).response.request.path).rsplit("/", 1)[1]
    change = at(place, every, "/change")
    assert other.post(change, {"csrf_token": other.token(), "code": code}).status == 303
    last = at(place, every, "/pages/") + where(going(other, at(place, every), {})).rsplit("/", 1)[1]
    assert going(other, last, {every.name(Q.MAP): "Kajen"}).status == 303
    review = other.get(at(place, every, "/review"))
    assert "Send your changes" in review.text
    for _ in range(2):  # sent twice, changed once
        assert other.post(at(place, every, "/review"), form_of(review)).status in (303, 422)
    assert place.count(ContributionKind.SURVEY_RESPONSE) == 1
    assert count(place, ResponseRevision) == 1
    assert "Kajen" in other.get(f"/en/receipts/{code}").text
    _close(place)
    page = other.get(f"/en/receipts/{code}")
    assert "Kajen" in page.text and "Change your answers" not in page.text
    assert other.post(change, {"csrf_token": other.token(), "code": code}).status == 409


def _close(place: Place) -> None:
    with db.transaction(place.engine) as session:
        session.execute(
            update(Phase).where(Phase.dialogue_id == place.dialogue).values(closes_at=clock.now() - timedelta(hours=1))
        )


@embedded
def test_who_is_on_the_last_page_when_it_closes_is_shown_everything(place: Place, every: EverySort) -> None:
    client = place.client()
    last = last_page(place, every, client)
    form = next(f for f in client.get(last).forms() if "asked" in fields(f))
    _close(place)
    page = client.post(form.get("action") or "", {**fields(form), every.name(Q.MAP): "Mitt på bron"})
    assert page.status == 409
    assert page.heading == "The dialogue is closed for contributions"
    shown = [(e.text or "").strip() for e in page.all("textarea")]
    assert "Mitt på bron" in shown and "B" in shown
    again = client.get(last)  # kept, and there to be copied later
    assert again.status == 409 and "Mitt på bron" in [(e.text or "").strip() for e in again.all("textarea")]
    assert place.count(ContributionKind.SURVEY_RESPONSE) == 0


@embedded
def test_a_survey_that_is_edited_meanwhile_says_which_question_changed(place: Place, every: EverySort) -> None:
    other, client = place.client(), place.client()
    sent_by(place, every, other)  # somebody has answered: an edit makes a new version
    going(client, last_page(place, every, client), {every.name(Q.MAP): "Bron"})
    review = client.get(at(place, every, "/review"))
    with db.transaction(place.engine):
        dialogue, survey = dialogue_by_id(place.dialogue), survey_by_id(place.dialogue, every.survey)
        question = question_by_key(survey, every.questions[Q.MAP.value])
        building.save_question(
            factories.town().officer, dialogue, survey, question, QuestionValues("Var är det vackrast?")
        )
    page = client.post(at(place, every, "/review"), form_of(review))
    assert page.status == 409
    assert "This question has been changed since you answered it" in page.text and "Bron" in page.text
    assert client.post(at(place, every, "/review"), form_of(page)).status == 303


def test_an_invitation_is_asked_for_first_and_used_once(place: Place, every: EverySort) -> None:
    with db.transaction(place.engine) as session:
        session.execute(update(Survey).where(Survey.id == every.survey).values(access="invited"))
        batch = InvitationBatch(
            survey_id=every.survey, label="Brev", size=1, idempotency_key="k" * 20, created_at=clock.now()
        )
        session.add(batch)
        session.flush()
        session.add(Invitation(batch_id=batch.id, code_hash=code_hash(every.survey, "ABCD-2345-WXYZ")))
    client, second = place.client(), place.client()
    for who in (client, second):
        page = who.get(at(place, every) + "?code=abcd2345wxyz")
        assert not page.all("fieldset") and form_of(page)["code"] == "abcd2345wxyz"
        assert who.post(at(place, every, "/code"), {**form_of(page), "code": "ABCD-2345-AAAA"}).status == 422
        assert who.post(at(place, every, "/code"), form_of(page)).status == 303
        going(who, last_page(place, every, who), {every.name(Q.MAP): "Bron"})
    reviews = [form_of(who.get(at(place, every, "/review"))) for who in (client, second)]
    assert client.post(at(place, every, "/review"), reviews[0]).status == 303
    assert second.post(at(place, every, "/review"), reviews[1]).status == 303  # the same person on two devices
    assert place.count(ContributionKind.SURVEY_RESPONSE) == 1
    third = place.client()
    page = third.get(at(place, every))
    assert third.post(at(place, every, "/code"), {**form_of(page), "code": "ABCD-2345-WXYZ"}).status == 409


@embedded
def test_whoever_must_sign_in_is_told_on_the_first_page(place: Place, every: EverySort) -> None:
    with db.transaction(place.engine) as session:
        session.execute(update(Survey).where(Survey.id == every.survey).values(access="signed_in"))
    page = place.client().get(at(place, every))
    assert not page.all("fieldset") and "sign in before you answer" in page.text


def test_what_people_tell_about_themselves_refers_to_nothing(place: Place, every: EverySort) -> None:
    client = place.client()
    answer = sent_by(place, every, client)
    about = where(answer)
    assert about.endswith("/about-you")
    page = client.get(about)
    assert page.text.count("I would rather not say") == 6 and "itizen" not in page.text.replace("citizen proposal", "")
    sent = {**form_of(page), "age_band": "30-44", "sex": "no_answer", "relation": ["lives", "works"]}
    for wrong in ({"relation": ["", "elsewhere"]}, {"age_band": "   "}):
        assert client.post(about, sent | wrong).status == 422
    for _ in range(2):
        assert client.post(about, sent | {"relation": ["lives", "works"] * 30}).status == 303
    with db.transaction(place.engine, write=False) as session:
        row = session.scalars(select(Demographics)).one()
        assert (row.age_band, row.sex, row.area, row.relation) == ("30-44", "no_answer", "", "lives works")
        assert row.week == "{}-W{:02d}".format(*clock.today().isocalendar()[:2])
    keys = {k["referred_table"] for k in inspect(place.engine).get_foreign_keys("demographics")}
    assert keys == {"dialogue"}
    stranger = place.client()
    assert stranger.post(about, {**form_of(stranger.get(about)), "age_band": "80+"}).status == 303
    assert count(place, Demographics) == 1


@embedded
def test_a_page_asks_the_database_as_often_however_much_is_answered(place: Place, every: EverySort) -> None:
    client = place.client()
    numbers = []
    for fill in ({}, {every.name(Q.SINGLE_CHOICE): every.option(Q.SINGLE_CHOICE, 1)}):
        going(client, at(place, every), fill, go="later")
        with counted_queries(place.engine) as sent:
            client.get(at(place, every))
        numbers.append(len(sent))
    assert numbers[0] == numbers[1] <= 16


@embedded
def test_a_file_is_read_by_staff_only_as_something_to_save(place: Place, every: EverySort) -> None:
    client = place.client()
    last = last_page(place, every, client)
    upload(client, every, last, PNG, 'bild".png')
    client.post(at(place, every, "/review"), form_of(client.get(at(place, every, "/review"))))
    listed = f"/en/officials/dialogues/{place.dialogue}/surveys/{every.survey}/attached"
    assert place.client().get(listed).status == 302
    officer, elected = place.client(), place.client()
    officer.sign_in("officer@town.example", factories.PASSWORD)
    elected.sign_in("elected@town.example", factories.PASSWORD)
    assert elected.get(listed).status in (403, 404)
    href = next(a.get("href") or "" for a in officer.get(listed).all("a") if a.get("download") is not None)
    answer = officer.client.get(href)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PNG, "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert elected.client.get(href).status_code in (403, 404)
    with db.transaction(place.engine):
        set_visibility(by_id(place.newest().id), Visibility.HIDDEN)
    assert officer.client.get(href).status_code == 404
    assert not [a for a in officer.get(listed).all("a") if a.get("download") is not None]
    with db.transaction(place.engine, write=False) as session:
        read = session.scalar(select(func.count()).select_from(Sighting))
    assert (read or 0) >= 2
