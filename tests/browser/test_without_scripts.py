"""Everything works without scripts: the resident's part, and the key parts of officials and moderators."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from participation import clock, db
from participation.dialogues.rules import Stage
from tests import factories
from tests.browser import planning, taking_part
from tests.browser.harness import DESKTOP, PHONE, Site, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("locale", ["sv", "ar"])
def test_a9_19_a_resident_takes_part_without_scripts(site: Site, visitor: Callable[..., Visitor], locale: str) -> None:
    with site.app.test_request_context(), db.transaction(site.engine):
        factories.dialogue(factories.town(), Stage.OPEN, languages=("sv", "sv-lattlast", "ar"), title=planning.TITLE)
    resident = visitor(locale, PHONE, scripts=False, name=f"{locale}-plain")
    dialogue = taking_part.find_dialogue(resident)
    page = resident.page
    assert page.locator("details.more summary").first.is_visible()
    taking_part.answer_survey(resident, dialogue)
    idea = taking_part.put_forward_idea(resident, dialogue)
    assert page.locator("[data-copy]").is_hidden()
    taking_part.leave_address(resident, idea, "author@home.example")
    resident.open(f"{dialogue}/ideas")
    resident.follow(page.locator("main .cards a").first)
    here = page.url.removeprefix(f"{site.url}/{locale}")
    taking_part.comment(resident, "main a[href$='/comments/new']", "Ja, gärna.")
    resident.open(here)
    taking_part.comment(resident, "main .comment a[href*='parent=']", "Håller med.")
    resident.open(here)
    taking_part.report(resident, page.locator("main .comment a[href*='/report/']").first)
    taking_part.find_receipt(resident, idea)
    page.locator(".bar-button[popovertarget=site-nav]").click()
    resident.follow(page.locator("#site-nav a").nth(1))
    assert resident.where() == "residents.dialogues.index"


def test_officials_plan_decide_and_announce_without_scripts(site: Site, visitor: Callable[..., Visitor]) -> None:
    with db.transaction(site.engine):
        town = factories.town()
        body, moderator = str(town.committee.id), str(town.moderator.account_id)
    officer = visitor("sv", DESKTOP, scripts=False, name="sv-plain-officer")
    officer.sign_in("officer@town.example", factories.PASSWORD)
    desk = planning.begin(officer, body)
    planning.fill_sections(officer, desk, planning.sections(body, moderator))
    planning.translate(officer, desk, "sv-lattlast")
    planning.translate(officer, desk, "ar")
    taking_part.build_survey(officer, desk)
    assert planning.propose(officer, desk) == 200
    secretary = visitor("sv", DESKTOP, scripts=False, name="sv-plain-secretary")
    secretary.sign_in("secretary@town.example", factories.PASSWORD)
    secretary.open(f"{desk}/decision")
    today = clock.today()
    secretary.fill(planning.decision(body, today) | {"minutes_announced_on": today.isoformat()})
    assert secretary.send() == 200
    officer.open(f"{desk}/announce")
    assert officer.send() == 200
    assert officer.where() == "officials.dialogues.show"


def test_a_moderator_hides_and_approves_without_scripts(site: Site, visitor: Callable[..., Visitor]) -> None:
    with site.app.test_request_context(), db.transaction(site.engine):
        dialogue = factories.dialogue(factories.town(), Stage.OPEN)
        factories.comment(factories.idea(dialogue), body="Din dumbom.")
    moderator = visitor("sv", PHONE, scripts=False, name="sv-plain-moderator")
    moderator.sign_in("moderator@town.example", factories.PASSWORD)
    moderator.open("/moderators/")
    assert moderator.page.locator("[data-shortcuts]").is_hidden()
    assert moderator.send("form[data-approve] button") == 200
    assert "Din dumbom." in moderator.page.locator("main").inner_text()
    moderator.page.locator("details[data-hide] summary").click()
    assert moderator.send("details[data-hide] button[value=hide]") == 422
    moderator.fill({"ground": "personal_attack", "reasons": "Skriv om utan okvädingsord."})
    assert moderator.send("main button[value=hide]") == 200
    assert moderator.page.locator("form[data-approve]").count() == 0
