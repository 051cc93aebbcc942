"""Two officials in one section, whichever it is: the later one compares, and writes over only on purpose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Engine

from participation import db
from participation.access import Conflict
from participation.dialogues import sections
from participation.dialogues.actions import save_section
from participation.dialogues.queries import dialogue_by_id, target_groups
from participation.dialogues.rules import Kind, Section, Stage
from tests import factories
from tests.changes.conftest import Place, place
from tests.checking_client import CheckingClient, fields, text_of
from tests.dialogues.test_moves import said

__all__ = ["place"]

WRITTEN: dict[Section, tuple[str, str, str]] = {
    Section.QUESTION: ("question", "Först?", "Sist?"),
    Section.LEGAL_BASIS: ("place", "Först.", "Sist."),
    Section.INFLUENCE: ("open_items-0-text", "Först.", "Sist."),
    Section.GOAL: ("goal", "Först.", "Sist."),
    Section.TARGET_GROUPS: ("target_groups-0-label", "Först", "Sist"),
    Section.DEGREES: ("degree_of_influence", "dialogue", "influence"),
    Section.DECISION_POINT: ("decision_matter", "Först.", "Sist."),
    Section.PEOPLE: ("contact_name", "Först", "Sist"),
    Section.SCHEDULE: ("results_due", "2031-02-01", "2031-02-02"),
    Section.ACTIVITIES: ("activities-0-place", "Först", "Sist"),
    Section.DOCUMENTS: ("documents-0-title", "Först", "Sist"),
    Section.HANDLING: ("handling_plan", "Först.", "Sist."),
    Section.SELF_CHECK: ("self_check_p4", "Först.", "Sist."),
    Section.DATA_PROTECTION: ("retention", "Först.", "Sist."),
    Section.LANGUAGES: ("languages", "ar", "en"),
}
"""A field of each section, and what the two write in it."""


@pytest.fixture(scope="module")
def draft(place: Place) -> int:
    """A statutory dialogue has every section."""
    return place.dialogue(Stage.DRAFT, kind=Kind.STATUTORY)


@pytest.fixture(scope="module")
def both(place: Place) -> tuple[CheckingClient, CheckingClient]:
    return place.signed_in("officer"), place.signed_in("coordinator")


def stored(place: Place, identity: int, section: Section) -> str:
    with db.transaction(place.engine, write=False):
        return str(sections.stored(dialogue_by_id(identity), section))


@pytest.mark.parametrize("section", list(Section))
def test_the_later_of_two_compares_and_writes_over_only_on_purpose(
    place: Place, draft: int, both: tuple[CheckingClient, CheckingClient], section: Section
) -> None:
    field, first, last = WRITTEN[section]
    path = f"/sv/officials/dialogues/{draft}/sections/{section.value}"
    one, other = both
    mine = fields(one.get(path).forms()[0])
    assert other.send(path, {field: first}).status == 303
    kept = stored(place, draft, section)
    saved = one.client.post(path, data=mine | {field: last}, headers={"X-Autosave": "1"})
    assert (saved.status_code, "message" in saved.get_json()) == (409, True), "saved as one goes"
    late = one.post(path, mine | {field: last})
    assert (late.status, said(late)) == (409, ["E-RACE"])
    cells = [text_of(cell) for cell in late.all("td")]
    assert len(cells) == 2 and cells[0] != cells[1], cells
    assert stored(place, draft, section) == kept
    over = next(button.get("value") for button in late.all("button") if button.get("name") == "over")
    again = fields(late.forms()[0]) | {"over": over}
    assert again[field] == last
    assert one.post(path, again).status == 303
    assert stored(place, draft, section) != kept


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_rows_that_a_page_holds_say_what_a_colleague_has_stored_meanwhile(engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        identity = factories.dialogue(town, Stage.DRAFT).id

    def colleague() -> None:
        with db.transaction(engine):
            dialogue = dialogue_by_id(identity)
            rows = sections.stored(dialogue, Section.TARGET_GROUPS)["target_groups"]
            changed = [{**row, "label": "Först"} for row in rows]
            save_section(town.officer, dialogue, Section.TARGET_GROUPS, {"target_groups": changed}, seen=None)

    with pytest.raises(Conflict), db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        held = target_groups(identity)
        seen = sections.fingerprint(dialogue, Section.TARGET_GROUPS)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(colleague).result(30)
        assert held
        rows = [{"id": g.id, "label": "Sist", "seldom_heard": False, "outreach": ""} for g in held]
        save_section(town.officer, dialogue, Section.TARGET_GROUPS, {"target_groups": rows}, seen=seen)
