"""The list of other channels for residents and for the coordinator, and the notice that forms show first (S19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from participation import db
from participation.access import Refused
from participation.channels import actions
from participation.channels.actions import ChannelWords
from participation.channels.models import OtherChannel
from participation.channels.queries import all_channels
from participation.event_log import Event
from participation.texts import Texts
from tests.databases import fresh_database
from tests.initiatives.conftest import Place as Town
from tests.initiatives.conftest import build as build_town
from tests.taking_part import Place, form_of, nothing_stored, place, standing_place

__all__ = ["place", "standing_place"]

FAULT = "Gatlampan vid skolan är trasig, kan någon laga den?"


def idea(place: Place) -> tuple[str, dict[str, Any], str]:
    return place.at("/ideas/new"), {"title": "Ljus", "body": FAULT}, "body"


def comment(place: Place) -> tuple[str, dict[str, Any], str]:
    return place.at(f"/ideas/{place.idea}/comments/new"), {"body": FAULT}, "body"


def initiative(_place: Place) -> tuple[str, dict[str, Any], str]:
    sent = {"question": "Vem lagar lampan?", "why": FAULT, "concerns": "Alla", "sender": "person"}
    return "/en/initiatives/new", sent, "why"


@pytest.mark.parametrize("form", [idea, comment, initiative], ids=lambda f: f.__name__)
def test_what_obviously_belongs_elsewhere_is_stopped_once_with_everything_kept(
    standing_place: Place, form: Callable[[Place], tuple[str, dict[str, Any], str]]
) -> None:
    client = standing_place.client()
    path, more, field = form(standing_place)
    sent = form_of(client.get(path)) | more
    assert "anyway" not in sent
    with nothing_stored(standing_place.engine):
        page = client.post(path, sent)
    assert page.status == 422
    assert "Report a fault or complain" in page.text
    kept = next(e for e in page.all("textarea") if e.get("name") == field)
    assert (kept.text or "").removeprefix("\n") == FAULT
    buttons = [b for b in page.all("button") if b.get("name") == "anyway"]
    assert len(buttons) == 1
    again = form_of(page) | {"anyway": buttons[0].get("value")}
    assert client.post(path, again).status == 303


def test_an_ordinary_text_is_not_stopped(standing_place: Place) -> None:
    client = standing_place.client()
    path = standing_place.at("/ideas/new")
    sent = form_of(client.get(path)) | {"title": "Ljus", "body": "Fler lampor längs vägen."}
    assert client.post(path, sent).status == 303


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with fresh_database("sqlite", sqlite_template, None) as made:
        yield build_town(made, tmp_path_factory.mktemp("town"))


def test_residents_read_the_list_in_the_municipalitys_order(standing_place: Place) -> None:
    page = standing_place.client().get("/sv/about/other-ways")
    titles = [e.text for e in page.all("span") if e.text in ("Medborgarförslag", "Folkinitiativ om folkomröstning")]
    assert titles == ["Medborgarförslag", "Folkinitiativ om folkomröstning"]
    assert "kan ett folkinitiativ inte samlas in på den här webbplatsen" in page.text
    assert "/sv/about/other-ways" in standing_place.client().get("/sv/").links


@pytest.fixture
def own(engine: Any, tmp_path: Any) -> Town:
    return build_town(engine, tmp_path)


def test_the_coordinator_changes_the_list_and_it_is_dated_logged_and_seen(own: Town) -> None:
    client = own.client("coordinator")
    path = "/en/officials/channels/new"
    sent = form_of(client.get(path)) | {
        "title_sv": "Ungdomsrådet",
        "text_sv": "Unga möter politiker.",
        "signs_sv": "ungdomsråd*",
        "position": "1",
        "shown": "y",
    }
    for wrong in (
        {"title_sv": ""},
        {"href": "javascript:alert(1)"},
        {"href": "https://"},
        {"position": "x"},
        {"position": "-1"},
    ):
        page = client.post(path, sent | wrong)
        assert page.status == 422, wrong
    assert client.post(path, sent).status == 303
    text = own.client().get("/sv/about/other-ways").text
    assert text.index("Ungdomsrådet") < text.index("Medborgarförslag")
    with db.transaction(own.engine, write=False) as session:
        made = session.scalars(select(OtherChannel).order_by(OtherChannel.id.desc()).limit(1)).one()
        logged = session.scalars(select(Event).where(Event.action == "channel.added")).one()
        assert logged.data["title"] == {"sv": "Ungdomsrådet"}
        session.expunge_all()
    path = f"/en/officials/channels/{made.id}"
    hidden = {k: v for k, v in form_of(client.get(path)).items() if k != "shown"}
    assert client.post(path, hidden).status == 303
    assert "Ungdomsrådet" not in own.client().get("/sv/about/other-ways").text
    assert client.post(path, hidden | {"title_sv": "Ett annat"}).status == 409  # made from what is no more


@pytest.mark.parametrize("name", ["officer", "secretary", "moderator", "admin", "elected"])
def test_nobody_else_changes_the_list(town: Town, name: str) -> None:
    client = town.client(name)
    assert client.get("/en/officials/channels").status == 200
    assert client.get("/en/officials/channels/new").status == 403
    assert client.post("/en/officials/channels/1", {"csrf_token": client.token()}).status == 403
    actor = getattr(town.town, name)
    with pytest.raises(Refused), db.transaction(town.engine):
        words = ChannelWords(Texts(sv="X"), Texts(sv="Y"))
        actions.change_channel(actor, all_channels()[0], words, seen=None)
