"""Files that people attach: what they are called and what they are is believed of nobody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db, uploads, work
from participation.app import create_app
from participation.dialogues.queries import dialogue_by_id
from participation.surveys import building
from participation.surveys.answering.attached import FileFault, fault_of
from participation.surveys.building import QuestionValues
from participation.surveys.models import Answer, StoredFile, SurveyDraft
from participation.surveys.rules import QuestionType
from participation.surveys.sweeping import sweep
from tests import factories
from tests.checking_client import CheckingClient, Page
from tests.taking_part import GENEROUS, Place, form_of

PICTURE = b"\x89PNG\r\n\x1a\n" + b"picture" * 20


@pytest.fixture
def asks_file(place: Place) -> Iterator[tuple[str, str]]:
    """The address of a survey that asks for a file, and the name of that question's field."""
    with db.transaction(place.engine):
        officer, dialogue = factories.town().officer, dialogue_by_id(place.dialogue)
        made = building.create_survey(officer, dialogue, title="Bilder")
        building.save_question(officer, dialogue, made, None, QuestionValues(text="En bild?"), type=QuestionType.FILE)
        found = place.at(f"/surveys/{made.key}"), f"q-{made.questions[0].key}"
    yield found


def sent(client: CheckingClient, asks: tuple[str, str], content: bytes, name: str) -> Page:
    path, field = asks
    form = form_of(client.get(path))
    data = {**form, f"{field}-upload": (io.BytesIO(content), name)}
    return client.post(f"{path}/pages/first/files", data, content_type="multipart/form-data")


def files(place: Place) -> list[tuple[int, str, str, str]]:
    columns = (StoredFile.id, StoredFile.name, StoredFile.original_name, StoredFile.media_type)
    with db.transaction(place.engine, write=False) as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(StoredFile.id))]


def test_a_file_has_no_name_of_its_senders_on_disk(place: Place, asks_file: tuple[str, str]) -> None:
    client = place.client()
    answer = sent(client, asks_file, PICTURE, "../../etc/<svg onload=alert(1)>.png")
    assert answer.status == 303, answer.text
    [(_, name, called, media_type)] = files(place)
    assert (called, media_type) == ("<svg onload=alert(1)>.png", "image/png")
    assert len(name) == 32 and set(name) <= set("0123456789abcdef")
    review = client.get(answer.response.headers["Location"])
    assert "<svg onload" not in review.text and "&lt;svg onload" in review.text
    # What somebody attached is shown on no page, not even to whoever sent it.
    assert place.client().get(f"{asks_file[0]}/pictures/{name}").status == 404
    assert client.get(f"{asks_file[0]}/pictures/{name}").status == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png"),
        (b"<html><script>alert(1)</script>", "a.pdf"),
        (PICTURE + b"<script>alert(1)</script>", "a.png"),
        (PICTURE + b"PK\x05\x06" + b"\x00" * 18, "a.png"),
        (b"", "a.png"),
    ],
    ids=["svg", "page", "picture and page", "picture and archive", "nothing"],
)
def test_what_is_no_picture_or_document_is_not_kept(
    place: Place, asks_file: tuple[str, str], content: bytes, name: str
) -> None:
    assert sent(place.client(), asks_file, content, name).status == 422
    assert files(place) == []


def test_a_file_of_more_than_ten_megabytes_is_too_large() -> None:
    assert fault_of(b"%PDF-1.7" + b"0" * (10 * 1024 * 1024)) is FileFault.TOO_LARGE
    assert fault_of(b"%PDF-1.7" + b"0" * 1000) is None


def test_somebody_elses_file_is_no_answer(place: Place, asks_file: tuple[str, str]) -> None:
    sent(place.client(), asks_file, PICTURE, "min.png")
    [(identity, name, _, _)] = files(place)
    other = place.client()
    path, field = asks_file
    answer = other.post(path, {**form_of(other.get(path)), field: name})
    assert answer.status == 422
    with db.transaction(place.engine, write=False) as session:
        assert session.scalar(select(Answer.id).where(Answer.file_id == identity)) is None


def test_files_cannot_fill_the_disk_from_one_network(place: Place, asks_file: tuple[str, str]) -> None:
    settings = place.app.extensions["participation_settings"]
    app = create_app(settings.but(rate_limits=replace(GENEROUS, files_per_prefix="2/minute")), place.engine)
    # A new visitor each time: no draft and no session holds them back.
    answers = [sent(CheckingClient(app), asks_file, PICTURE + bytes([n]), "a.png") for n in range(3)]
    assert [a.status for a in answers] == [303, 303, 429]
    assert int(answers[2].response.headers["Retry-After"]) > 0
    assert len(files(place)) == 2
    assert all(uploads.store().get(name) for _, name, _, _ in files(place))
    with db.transaction(place.engine, write=False) as session:
        assert len(session.scalars(select(SurveyDraft.id)).all()) == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_files_that_nothing_refers_to_are_swept_after_a_day(place: Place, asks_file: tuple[str, str]) -> None:
    sent(place.client(), asks_file, PICTURE, "bild.png")
    [(_, kept, _, _)] = files(place)
    store = uploads.store()
    left = store.put(PICTURE)
    unfinished = store._path(left).with_suffix(".part")  # type: ignore[attr-defined]
    unfinished.write_bytes(PICTURE)
    assert sweep(place.engine) == 0 and store.get(left) is not None
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        young = store.put(PICTURE)
        assert sweep(place.engine) == 2
    assert store.get(left) is None and not unfinished.exists()
    assert store.get(kept) == PICTURE and store.get(young) == PICTURE
    assert "files nobody refers to" in {job.name for job in work.JOBS}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_database_that_knows_of_no_file_has_none_swept(place: Place) -> None:
    left = uploads.store().put(PICTURE)
    with clock.at(clock.now() + timedelta(days=2)):
        assert sweep(place.engine) == 0
    assert uploads.store().get(left) == PICTURE
