"""The handbook on pages: read by everybody in every language, written by the coordinator, linked from every check."""

from __future__ import annotations

import pytest

from participation import db
from participation.dialogues.rules import Stage
from participation.handbook import actions, queries, shipped
from participation.handbook.rules import PARTS, Place
from participation.texts import Texts
from tests.checking_client import CheckingClient, fields
from tests.handbook.conftest import Place as Town
from tests.queries import counted

READ = "/en/about/handbook"


def new_version(place: Town, key: str, title: str) -> int:
    """Publish a version in which the chapter is called otherwise; returns its number."""
    with db.transaction(place.engine):
        draft = actions.begin_draft(place.town.coordinator)
        text = next(t for t in queries.texts(draft.number) if t.key == key)
        changed = text.title.put("en", title)
        actions.save_text(place.town.coordinator, text, title=changed, body=text.body, position=text.position)
        actions.publish(place.town.coordinator, draft, note="En ny rubrik")
        return draft.number


def test_the_handbook_is_read_by_anybody_part_by_part_and_chapter_after_chapter(place: Town) -> None:
    page = CheckingClient(place.app).get(READ)
    assert [e.text for e in page.all("h1")] == ["Handbook for resident dialogue"]
    for part in PARTS:
        for key, title, _ in shipped.chapters(part):
            assert f"{READ}/{key}" in page.links
            if key in ("question", "feedback"):
                chapter = CheckingClient(place.app).get(f"{READ}/{key}")
                assert chapter.heading == title["en"]
                assert chapter.response.headers["Cache-Control"] == "public, no-cache"
    whole = CheckingClient(place.app).get(f"{READ}/whole")
    for part in PARTS:
        assert all(text["en"] in whole.text for _, text in shipped.items(part))


@pytest.mark.parametrize("locale", ["ar", "fi", "sv-lattlast"])
def test_in_a_language_it_is_not_written_in_it_says_so_and_in_which_it_is(place: Town, locale: str) -> None:
    page = CheckingClient(place.app).get(f"/{locale}/about/handbook/question")
    (shown,) = [e for e in page.all("div") if "handbook-text" in (e.get("class") or "")]
    assert (shown.get("lang"), shown.get("dir")) == ("sv", "ltr")
    assert [e for e in page.all("div") if "notice" in (e.get("class") or "").split()]


def test_the_path_of_the_elected_goes_on_from_screen_to_screen(place: Town) -> None:
    total = len(shipped.chapters(Place.ELECTED))
    for screen in range(1, total + 1):
        page = CheckingClient(place.app).get(f"{READ}/elected/{screen}")
        onward = {(a.get("rel"), a.get("href")) for a in page.all("a") if a.get("rel") in ("prev", "next")}
        wanted = {("prev", f"{READ}/elected/{screen - 1}")} if screen > 1 else set()
        if screen < total:
            wanted |= {("next", f"{READ}/elected/{screen + 1}")}
        assert onward == wanted
    assert CheckingClient(place.app).get(f"{READ}/elected/{total + 1}").status == 404
    assert CheckingClient(place.app).get(f"{READ}/elected/0").status == 404


def test_who_is_elected_meets_the_short_path_first_and_officials_the_parts(place: Town) -> None:
    def order(page: object) -> list[str]:
        return [e.get("id") or "" for e in page.all("h2") if e.get("id") in ("elected", "part-plan")]  # type: ignore[attr-defined]

    assert order(place.signed_in("elected").get(READ)) == ["elected", "part-plan"]
    assert order(place.signed_in("officer").get(READ)) == ["part-plan", "elected"]
    assert order(CheckingClient(place.app).get(READ)) == ["part-plan", "elected"]


def test_checks_and_help_lead_to_the_version_the_dialogue_began_with(place: Town) -> None:
    first = place.dialogue(Stage.DRAFT, goal="")
    number = new_version(place, "goal-and-purpose", "Another name")
    second = place.dialogue(Stage.DRAFT, goal="")
    officer = place.signed_in("officer")
    for identity, version, title in ((first, number - 1, None), (second, number, "Another name")):
        here = f"/en/officials/dialogues/{identity}"
        address = f"{READ}/versions/{version}/goal-and-purpose"
        assert address in officer.get(here).links
        section = officer.get(f"{here}/sections/goal")
        assert address in section.links
        refused = officer.post(f"{here}/propose", {"csrf_token": officer.token()})
        assert refused.status == 409
        assert address in refused.links
        if title:
            assert title in section.text and title in refused.text
        answer = officer.client.post(
            f"{here}/handover", data={"csrf_token": officer.token()}, headers={"Accept": "application/json"}
        )
        assert answer.status_code in (403, 409, 422)
    old = CheckingClient(place.app).get(f"{READ}/versions/{number - 1}/goal-and-purpose")
    assert old.status == 200 and f"This is version {number - 1}, an earlier one" in old.text


def test_the_coordinator_writes_a_version_from_beginning_to_end_on_pages(place: Town) -> None:
    coordinator = place.signed_in("coordinator")
    base = "/en/officials/handbook"
    begun = coordinator.post(f"{base}/draft", {"csrf_token": coordinator.token()})
    assert begun.status == 303
    with db.transaction(place.engine, write=False):
        draft = queries.draft()
        assert draft is not None
        number = draft.number
        identity = next(t.id for t in queries.texts(number) if t.key == "question")
    form = coordinator.get(f"{base}/texts/{identity}").forms()[0]
    empty = coordinator.post(f"{base}/texts/{identity}", fields(form) | {"title": " ", "body_en": "# Kept"})
    assert empty.status == 422 and "# Kept" in empty.text
    saved = coordinator.post(f"{base}/texts/{identity}", fields(form) | {"title_en": "Asked anew"})
    assert saved.status == 303
    late = coordinator.post(f"{base}/texts/{identity}", fields(form) | {"title_en": "Too late"})
    assert late.status == 409
    assert "Asked anew" in late.text and "Too late" in late.text
    assert "Asked anew" in coordinator.get(f"{base}/preview").text
    assert "Asked anew" not in CheckingClient(place.app).get(READ).text
    refused = coordinator.post(f"{base}/publish", {"csrf_token": coordinator.token(), "note": ""})
    assert refused.status == 422
    published = coordinator.post(f"{base}/publish", {"csrf_token": coordinator.token(), "note": "Bättre fråga"})
    assert published.status == 303
    page = CheckingClient(place.app).get(READ)
    assert "Asked anew" in page.text and "Bättre fråga" in page.text
    for path in (f"{base}/texts/{identity}", f"{base}/preview", f"{base}/publish", f"{base}/new/plan"):
        assert coordinator.get(path).status == 404
    officer = place.signed_in("officer")
    assert officer.get(f"{base}/new/plan").status == 403
    assert officer.get(base).status == 200


def test_pages_of_the_handbook_ask_little_of_the_database(place: Town) -> None:
    for path in (READ, f"{READ}/question", f"{READ}/whole", f"{READ}/elected/2"):
        with counted(place.engine) as sent:
            CheckingClient(place.app).get(path)
        assert len(sent) <= 4, (path, sent)


def test_officials_markdown_in_the_handbook_is_cleaned(place: Town) -> None:
    with db.transaction(place.engine):
        draft = actions.begin_draft(place.town.coordinator)
        body = Texts(sv="<script>alert(1)</script> [x](javascript:alert(1)) **viktigt**")
        actions.add_text(place.town.coordinator, draft, Place.PLAN, title=Texts(sv="Farligt"), body=body)
    page = place.signed_in("coordinator").get("/sv/officials/handbook/preview")
    assert "<script>alert" not in page.text and 'href="javascript:' not in page.text
    assert "<strong>viktigt</strong>" in page.text
