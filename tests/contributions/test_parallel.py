"""Many at once: the same form is stored once, different forms are all stored and numbered without a gap."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from participation import db
from participation.contributions.models import Contribution, Tally
from participation.contributions.rules import ContributionKind
from participation.dialogues.queries import slug
from participation.page import SESSION_COOKIE
from participation.surveys.models import Answer
from tests.checking_client import CheckingClient
from tests.taking_part import Place, form_of, kept_page

AT_ONCE = 20


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all the jobs at the same moment, each in a thread of its own."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        start.wait(timeout=60)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [f.result(timeout=120) for f in [pool.submit(run, job) for job in jobs]]


def post(place: Place, path: str, session: str, sent: dict[str, Any]) -> Callable[[], tuple[int, str | None]]:
    client = place.app.test_client()
    client.set_cookie(SESSION_COOKIE, session)

    def job() -> tuple[int, str | None]:
        answer = client.post(path, data=sent)
        return answer.status_code, answer.headers.get("Location")

    return job


def opened(place: Place, path: str) -> tuple[str, dict[str, Any]]:
    """The session and the fields of somebody who has opened the form; to a survey, of somebody who has answered."""
    client: CheckingClient = place.client()
    if path.endswith("/review"):
        first, answers = place.questions[0], place.questions[3]
        kept_page(
            client,
            path.removesuffix("/review"),
            {f"q-{first}": str(place.options[first][0]), f"q-{answers}": "Ord"},
        )
    sent = form_of(client.get(path))
    cookie = client.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    return cookie.value, sent


FORMS: dict[str, Callable[[Place], tuple[str, dict[str, Any]]]] = {
    "idea": lambda p: (p.at("/ideas/new"), {"title": "Bänk", "body": "Vid vattnet"}),
    "comment": lambda p: (p.at(f"/ideas/{p.idea}/comments/new"), {"body": "Ja"}),
    "survey_response": lambda p: (p.at("/surveys/enkat/review"), {}),
}


@pytest.mark.parametrize("kind", FORMS)
def test_the_same_form_sent_twenty_times_at_once_is_stored_once(place: Place, kind: str) -> None:
    path, more = FORMS[kind](place)
    before = place.count(ContributionKind(kind))
    session, sent = opened(place, path)
    answers = at_once([post(place, path, session, {**sent, **more}) for _ in range(AT_ONCE)])
    assert {status for status, _ in answers} == {303}
    assert len({location for _, location in answers}) == 1
    assert place.count(ContributionKind(kind)) == before + 1
    if kind == "survey_response":
        with db.transaction(place.engine, write=False) as db_session:
            assert db_session.scalar(select(func.count()).select_from(Answer)) == 2


@pytest.mark.parametrize("kind", FORMS)
def test_twenty_different_forms_at_once_are_all_stored_and_numbered_in_a_row(place: Place, kind: str) -> None:
    path, more = FORMS[kind](place)
    with db.transaction(place.engine, write=False) as session:
        last = session.scalar(select(func.max(Contribution.number)).where(Contribution.dialogue_id == place.dialogue))
        seen = session.get(Tally, (place.dialogue, kind))
        visible = seen.visible if seen else 0
    people = [opened(place, path) for _ in range(AT_ONCE)]
    answers = at_once([post(place, path, cookie, {**sent, **more}) for cookie, sent in people])
    assert {status for status, _ in answers} == {303}
    with db.transaction(place.engine, write=False) as session:
        numbers = session.scalars(
            select(Contribution.number)
            .where(Contribution.dialogue_id == place.dialogue, Contribution.number > (last or 0))
            .order_by(Contribution.number)
        ).all()
        tally = session.get_one(Tally, (place.dialogue, kind))
        assert list(numbers) == list(range((last or 0) + 1, (last or 0) + 1 + AT_ONCE))
        assert tally.visible == visible + AT_ONCE


def test_one_browser_answers_a_survey_once_however_many_windows_it_has(place: Place) -> None:
    path = place.at("/surveys/enkat")
    first, words = place.questions[0], place.questions[3]
    client = place.client()
    windows = [form_of(client.get(path)) for _ in range(AT_ONCE)]
    cookie = client.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    more = {f"q-{first}": str(place.options[first][0]), f"q-{words}": "Ord"}
    pages = at_once([post(place, path, cookie.value, {**sent, **more}) for sent in windows])
    assert {status for status, _ in pages} == {303}
    reviews = [form_of(client.get(f"{path}/review")) for _ in range(AT_ONCE)]
    answers = at_once([post(place, f"{path}/review", cookie.value, sent) for sent in reviews])
    assert {status for status, _ in answers} == {303}
    assert place.count(ContributionKind.SURVEY_RESPONSE) == 1


def test_the_first_contributions_of_a_dialogue_are_numbered_from_one(place: Place) -> None:
    with db.transaction(place.engine):
        from tests import factories

        fresh = factories.dialogue(factories.town(), title="En ny dialog")
        path = f"/en/dialogues/{slug(fresh)}/ideas/new"
        identity = fresh.id
    people = [opened(place, path) for _ in range(AT_ONCE)]
    more = {"title": "Bänk", "body": "Vid vattnet"}
    answers = at_once([post(place, path, cookie, {**sent, **more}) for cookie, sent in people])
    assert {status for status, _ in answers} == {303}
    with db.transaction(place.engine, write=False) as session:
        numbers = session.scalars(
            select(Contribution.number).where(Contribution.dialogue_id == identity).order_by(Contribution.number)
        ).all()
    assert list(numbers) == list(range(1, AT_ONCE + 1))


def test_what_is_changed_and_sent_again_from_the_same_form_is_not_lost(place: Place) -> None:
    path, more = FORMS["idea"](place)
    session, sent = opened(place, path)
    before = place.count(ContributionKind.IDEA)
    first = post(place, path, session, {**sent, **more})()
    again = post(place, path, session, {**sent, **more})()
    changed = post(place, path, session, {**sent, **more, "body": "Vid vattnet, i skuggan"})()
    assert first == again
    assert changed[0] == 303 and changed[1] != first[1]
    assert place.count(ContributionKind.IDEA) == before + 2
