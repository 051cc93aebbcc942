"""What somebody signed in was refused is kept in the log, though what they tried left nothing behind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from participation import clock, db
from participation.dialogues.rules import Stage
from participation.event_log import REFUSED, Event
from tests.changes.conftest import Place
from tests.checking_client import CheckingClient


def kept(place: Place) -> list[tuple[str, int | None, dict[str, Any]]]:
    with db.transaction(place.engine, write=False) as session:
        found = session.scalars(select(Event).where(Event.action == REFUSED).order_by(Event.id))
        return [(e.actor_name, e.dialogue_id, e.data) for e in found]


def test_crafted_posts_are_refused_and_kept(place: Place) -> None:
    identity, draft = place.dialogue(Stage.OPEN), place.dialogue(Stage.DRAFT)
    officer, elected, council = (place.signed_in(who) for who in ("officer", "elected", "council-secretary"))
    here = f"/en/officials/dialogues/{identity}"
    before = len(kept(place))
    tries: list[tuple[CheckingClient, str, dict[str, str], int, list[str]]] = [
        (elected, f"{here}/pause", {"reason_sv": "Skäl"}, 403, ["E-ROLE"]),
        (officer, f"{here}/propose", {}, 409, ["E-STATE"]),
        (officer, f"{here}/sections/goal", {"goal": "Nytt"}, 409, ["E-G23"]),
        (council, f"/en/officials/dialogues/{draft}/sections/goal", {"goal": "Nytt"}, 404, []),
        (officer, "/en/officials/dialogues/999999/cancel", {}, 404, []),
        (
            council,
            f"{here}/cancel",
            {
                "body": str(place.town.council.id),
                "taken_by": "body",
                "taken_on": clock.today().isoformat(),
                "paragraph": "1",
                "registry_number": "KF 2026/1",
                "motive_sv": "Skäl",
                "effect_sv": "Tack",
            },
            409,
            ["E-G34"],
        ),
    ]
    for client, path, sent, status, codes in tries:
        answer = client.post(path, {"csrf_token": client.token(), **sent})
        assert answer.status == status, path
        name, dialogue, data = kept(place)[-1]
        assert (data["status"], data["codes"]) == (status, codes), path
        assert dialogue == (None if "999999" in path else draft if str(draft) in path.split("/") else identity)
        assert name
    assert len(kept(place)) == before + len(tries)


def test_a_visitor_and_what_is_only_wrongly_filled_in_leave_nothing(place: Place) -> None:
    identity = place.dialogue(Stage.OPEN)
    coordinator = place.signed_in("coordinator")
    before = len(kept(place))
    here = f"/en/officials/dialogues/{identity}/pause"
    assert coordinator.send(here, {"resumes_on": "not a day"}).status == 422
    assert CheckingClient(place.app).post(here, {}).status in (400, 401, 403, 422)
    assert len(kept(place)) == before


def test_the_log_shows_what_was_refused_to_whoever_asks_for_it(place: Place) -> None:
    identity = place.dialogue(Stage.OPEN)
    officer = place.signed_in("officer")
    officer.post(f"/en/officials/dialogues/{identity}/propose", {"csrf_token": officer.token()})
    log = f"/en/officials/dialogues/{identity}/log"
    assert "Tried something that was refused" not in officer.get(log).text
    page = officer.get(f"{log}?refused=1")
    assert "Tried something that was refused" in page.text and "E-STATE" in page.text
