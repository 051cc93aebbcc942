"""The staff start page: everybody's next steps with their dates, late first, as quick with hundreds of dialogues."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Role
from participation.benchmarks.dialogue import staff_load
from participation.desk.bodies import _unmoderated
from participation.dialogues.rules import Stage
from participation.dialogues.work import Work
from participation.moderation.tasks import next_working_day
from tests import factories
from tests.checking_client import CheckingClient, Page, text_of
from tests.desk.conftest import SignIn
from tests.queries import counted

MOST_QUERIES = 8
STAFF = ("officer", "secretary", "council-secretary", "coordinator", "moderator", "elected", "admin")


def begun(engine: Engine, town: factories.Town, stage: Stage, **changes: object) -> int:
    with db.transaction(engine):
        return factories.dialogue(town, stage, title=stage.value, **changes).id  # type: ignore[arg-type]


def lists(page: Page) -> dict[str, list[tuple[str, str]]]:
    """Title and what to do of each line, by the heading of its list."""
    found = {}
    for section in page.all("section"):
        heading = text_of(next(section.iter("h2"))).rstrip(" 0123456789")
        items = [li for li in section.iter("li") if list(li.iter("h3"))]
        found[heading] = [(text_of(next(li.iter("h3"))), text_of(next(li.iter("p")))) for li in items]
    return found


def stages(page: Page) -> list[str]:
    """The stages of a body's page, in order."""
    return [text_of(h).rstrip(" 0123456789") for h in page.all("h2") if (h.get("id") or "").startswith("group-")]


def test_each_role_is_told_its_own_step(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    for stage in (Stage.PROPOSED, Stage.OPEN):
        begun(engine, town, stage)
    assert lists(signed_in("secretary").get("/en/officials/"))["To do now"] == [
        ("proposed", "Record the body’s decision")
    ]
    assert lists(signed_in("elected").get("/en/officials/"))["To do now"] == [
        ("proposed", "Read the proposal before your body decides")
    ]
    officer = lists(signed_in("officer").get("/en/officials/"))
    assert officer["Waiting for others"] == [("proposed", "Waits for the body’s decision")]
    assert officer["Coming up by itself"] == [("open", "Closes by itself")]


def test_a_draft_is_a_coordinators_task_only_if_they_began_it(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    from participation.dialogues.actions import create_dialogue
    from participation.dialogues.rules import Kind

    begun(engine, town, Stage.DRAFT)
    with db.transaction(engine):
        create_dialogue(town.coordinator, kind=Kind.COMMITTEE, body=town.committee, title="own")
    found = lists(signed_in("coordinator").get("/en/officials/"))
    assert [title for title, _ in found["To do now"]] == ["own"]
    assert [title for title, _ in found["Waiting for others"]] == ["draft"]


def test_what_waits_for_moderation_is_a_task_with_a_day(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    from participation.access import VISITOR
    from participation.moderation import actions as moderation
    from participation.moderation.rules import Ground

    with db.transaction(engine):
        made = factories.dialogue(town, Stage.OPEN)
        factories.idea(made, at=clock.now() - timedelta(days=8))
        with clock.at(clock.now() - timedelta(days=7)):
            moderation.report(
                VISITOR,
                factories.idea(made),
                ground=Ground.SPAM,
                text="Reklam.",
                email="",
                locale="sv",
                reporter_key=factories.key(),
                key=factories.key(),
            )
    page = signed_in("moderator").get("/en/officials/")
    assert lists(page)["Late"] == [
        ("The moderation queue", "Read what waits: 1 reported contribution and 1 unread contribution")
    ]
    assert "Late" not in lists(signed_in("officer").get("/en/officials/"))


def test_a_report_on_a_friday_is_due_on_monday() -> None:
    from datetime import date

    assert [next_working_day(date(2026, 11, d)).day for d in (26, 27, 28, 29, 30)] == [27, 30, 30, 30, 1]


@pytest.mark.parametrize("path", ["/en/officials/", "/en/officials/bodies", "/en/officials/bodies/SBN"])
def test_the_pages_ask_no_more_for_hundreds_of_dialogues(
    app: Flask, engine: Engine, town: factories.Town, path: str
) -> None:
    client = CheckingClient(app)
    client.sign_in("coordinator@town.example", factories.PASSWORD)
    asked = []
    for more in (10, 290):
        with db.transaction(engine):
            staff_load(more)
        with counted(engine) as sent:
            page = client.get(path)
        assert page.status == 200
        asked.append(len(sent))
    assert asked[0] == asked[1] <= MOST_QUERIES, sent


def test_a_long_list_says_how_many_more_there_are(app: Flask, engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        staff_load(160)
    client = CheckingClient(app)
    client.sign_in("officer@town.example", factories.PASSWORD)
    page = client.get("/en/officials/")
    late = next(s for s in page.all("section") if s.get("aria-labelledby") == "late")
    assert len(list(late.iter("li"))) == 8
    assert "Late 11 " in text_of(late) and "3 more are on the bodies’ pages." in text_of(late)


# The coordinator's and the bodies' pages


def test_only_whoever_coordinates_every_body_sees_how_all_stand(signed_in: SignIn) -> None:
    assert [signed_in(name).get("/en/officials/bodies").status for name in STAFF] == [
        200 if name == "coordinator" else 403 for name in STAFF
    ]


def test_the_coordinator_sees_what_is_overdue_and_whose_it_is(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    begun(engine, town, Stage.CLOSED)
    begun(engine, town, Stage.OPEN)
    page = signed_in("coordinator").get("/en/officials/bodies")
    assert lists(page)["Overdue"] == [("closed", "The results are being compiled")]
    rows = [[text_of(cell) for cell in row] for row in page.all("tr")]
    assert rows[0] == [
        *("Body", "In planning", "Announced", "Open now", "Being processed", "Completed", "Cancelled", "Overdue")
    ]
    assert ["Community development committee", "0", "0", "1", "1", "0", "0", "1"] in rows


def test_the_coordinator_sees_bodies_that_nobody_serves(signed_in: SignIn) -> None:
    text = signed_in("coordinator").get("/en/officials/bodies").text
    assert "Roles that nobody has" in text
    assert "Lacks: case officer and committee secretary" in text


def test_a_bodys_page_is_for_those_who_have_business_with_it(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    begun(engine, town, Stage.OPEN)
    seen = [signed_in(name).get("/en/officials/bodies/SBN").status for name in STAFF]
    assert seen == [200, 200, 404, 200, 404, 200, 404]
    assert signed_in("coordinator").get("/en/officials/bodies/NOBODY").status == 404
    assert stages(signed_in("elected").get("/en/officials/bodies/SBN")) == ["Open"]


def test_drafts_are_not_on_the_bodys_page_of_whoever_may_not_read_them(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    begun(engine, town, Stage.DRAFT)
    begun(engine, town, Stage.PROPOSED)
    with db.transaction(engine):
        factories.person("registrar@town.example", Role.REGISTRAR)
    assert stages(signed_in("registrar").get("/en/officials/bodies/SBN")) == ["Proposed for decision"]


class _Held:
    role = Role.MODERATOR.value

    def __init__(
        self, first: int, last: int | None, body_id: int | None = None, dialogue_id: int | None = None
    ) -> None:
        today = clock.today()
        self.valid_from = today + timedelta(days=first)
        self.valid_to = None if last is None else today + timedelta(days=last)
        self.body_id, self.dialogue_id = body_id, dialogue_id


@pytest.mark.parametrize(
    ("held", "gap"),
    [
        ([], 0),
        ([_Held(0, None)], None),
        ([_Held(1, None)], 0),
        ([_Held(-5, 3), _Held(4, 10)], None),
        ([_Held(-5, 3), _Held(5, 10)], 4),
        ([_Held(-5, 9)], 10),
        ([_Held(-5, None, dialogue_id=8)], 0),
        ([_Held(-5, None, dialogue_id=7)], None),
        ([_Held(-5, None, body_id=1)], None),
        ([_Held(-5, None, body_id=3)], 0),
    ],
)
def test_the_first_day_without_a_moderator_is_found(held: list[_Held], gap: int | None) -> None:
    today = clock.today()
    open_for_ten_days = Work(7, 1, None, None, Stage.OPEN, today + timedelta(days=10), False, False)
    expected = None if gap is None else today + timedelta(days=gap)
    assert _unmoderated(open_for_ten_days, held, today) == expected  # type: ignore[arg-type]
