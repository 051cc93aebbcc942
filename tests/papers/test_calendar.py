"""Calendars: seasons and clashes as rules, calendar files for residents, the work calendar of the staff."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import icalendar
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.calendar.rules import Clash, Season, Span, clashes, season_of, seasons
from participation.changes.actions import pauses
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import ActivityType, Stage
from tests import factories
from tests.papers.conftest import SignIn
from tests.queries import counted


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 6, 14), date(2026, 6, 14), []),
        (date(2026, 6, 15), date(2026, 6, 15), [Season.SUMMER]),
        (date(2026, 8, 15), date(2026, 9, 1), [Season.SUMMER]),
        (date(2026, 8, 16), date(2026, 12, 19), []),
        (date(2026, 12, 20), date(2026, 12, 20), [Season.CHRISTMAS]),
        (date(2027, 1, 7), date(2027, 2, 1), [Season.CHRISTMAS]),
        (date(2027, 1, 8), date(2027, 2, 1), []),
        (date(2026, 6, 1), date(2027, 1, 31), [Season.SUMMER, Season.CHRISTMAS]),
        (date(2027, 2, 2), date(2027, 2, 1), []),
        (None, date(2027, 2, 1), []),
    ],
)
def test_summer_and_christmas_begin_and_end_on_their_days(
    first: date | None, last: date | None, found: list[Season]
) -> None:
    assert [s for s, _, _ in seasons(first, last)] == found


def test_christmas_ends_in_the_next_year() -> None:
    assert season_of(2026, Season.CHRISTMAS) == (date(2026, 12, 20), date(2027, 1, 7))


DAY = date(2026, 9, 1)


def span(identity: int, first: int, last: int, *groups: str, area: int | None = None) -> Span:
    return Span(identity, DAY + timedelta(first), DAY + timedelta(last), frozenset(groups), area)


def test_the_same_group_or_area_on_a_common_day_is_one_clash() -> None:
    one, other = span(1, 0, 10, "Elever", "Äldre", area=3), span(2, 10, 20, " elever ", area=3)
    assert clashes([other, one]) == [Clash(1, 2, DAY + timedelta(10), DAY + timedelta(10), ("Elever",), 3)]
    assert clashes([one, span(2, 11, 20, "elever", area=3)]) == []
    assert clashes([one, span(2, 0, 20, "Unga", area=4)]) == []
    assert clashes([one, one]) == []


SPANS = st.lists(
    st.builds(
        lambda i, a, n, g, area: span(i, a, a + n, *g, area=area),
        st.integers(1, 8),
        st.integers(0, 12),
        st.integers(0, 6),
        st.sets(st.sampled_from(["a", "b", "c"])),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=8,
    unique_by=lambda s: s.id,
)


@given(SPANS)
def test_clashes_are_just_the_pairs_that_overlap_and_share(spans: list[Span]) -> None:
    wanted = {
        tuple(sorted((x.id, y.id)))
        for x, y in itertools.combinations(spans, 2)
        if x.first <= y.last and y.first <= x.last and (x.groups & y.groups or (x.area and x.area == y.area))
    }
    assert {(c.one, c.other) for c in clashes(spans)} == wanted


def events(client: Any, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    found = icalendar.Calendar.from_ical(answer.data)
    return {str(e["uid"]): e for e in found.walk("VEVENT")}


SUMMER, WINTER = datetime(2027, 7, 5, 18, 30), datetime(2027, 12, 6, 18, 30)


@pytest.fixture(scope="module")
def open_dialogue(shared_engine: Engine, town: factories.Town) -> tuple[int, str]:
    with db.transaction(shared_engine):
        rows = [
            {"type": ActivityType.SURVEY.value},
            {"type": ActivityType.IDEAS.value},
            {"type": ActivityType.PHYSICAL_MEETING.value, "place": "Biblioteket", "starts_at": SUMMER},
            {"type": ActivityType.WALK.value, "place": "Torget", "starts_at": WINTER},
        ]
        made = factories.dialogue(town, Stage.OPEN, languages=["sv", "sv-lattlast", "en"], activities=rows)
        return made.id, slug(made)


def test_a_dialogues_calendar_has_every_date_with_stable_uids_in_each_language(
    shared_engine: Engine, shared_app: Flask, open_dialogue: tuple[int, str]
) -> None:
    identity, where = open_dialogue
    client = shared_app.test_client()
    swedish = events(client, f"/sv/dialogues/{where}/calendar.ics")
    english = events(client, f"/en/dialogues/{where}/calendar.ics")
    assert set(swedish) == set(english)
    kinds = sorted(uid.split("@")[0].removeprefix(f"dialogue-{identity}-").split("-")[0] for uid in swedish)
    assert kinds == ["activity", "activity", "closes", "decision", "feedback", "handling", "opens", "results"]
    closes = swedish[f"dialogue-{identity}-closes@dialog.example"]
    with db.transaction(shared_engine, write=False):
        dialogue = dialogue_by_id(identity)
        assert closes["dtstart"].dt == clock.last_date_before(dialogue.phases[0].closes_at)
    assert str(closes["summary"]).startswith("Vägen till skolan: ")
    assert str(english[f"dialogue-{identity}-closes@dialog.example"]["summary"]).startswith("[en] Vägen")
    assert str(closes["url"]) == f"https://dialog.example/sv/dialogues/{quote(where)}"


def test_meetings_keep_their_time_of_day_in_summer_and_in_winter(
    shared_app: Flask, open_dialogue: tuple[int, str]
) -> None:
    found = events(shared_app.test_client(), f"/sv/dialogues/{open_dialogue[1]}/calendar.ics")
    meetings = sorted((e for uid, e in found.items() if "-activity-" in uid), key=lambda e: e["dtstart"].dt)
    assert [e["dtstart"].params["TZID"] for e in meetings] == ["Europe/Stockholm"] * 2
    assert [e["dtstart"].dt.astimezone(UTC).hour for e in meetings] == [16, 17]
    assert [e["dtstart"].dt.hour for e in meetings] == [18, 18]
    assert [str(e["location"]) for e in meetings] == ["Biblioteket", "Torget"]


def test_a_change_raises_the_sequence_and_keeps_the_uid(
    shared_engine: Engine, shared_app: Flask, town: factories.Town
) -> None:
    with db.transaction(shared_engine):
        made = factories.dialogue(town, Stage.OPEN, decision_meeting=clock.today() + timedelta(days=90))
        path, uid = f"/sv/dialogues/{slug(made)}/calendar.ics", f"dialogue-{made.id}-closes@dialog.example"
    client = shared_app.test_client()
    before = events(client, path)[uid]
    with db.transaction(shared_engine):
        dialogue = dialogue_by_id(made.id)
        later = clock.last_date_before(dialogue.phases[0].closes_at) + timedelta(days=3)
        pauses.extend(
            town.secretary,
            dialogue,
            closes_on=later,
            results_due=dialogue.results_due,
            handling_meeting=dialogue.handling_meeting,
            feedback_due=dialogue.feedback_due,
        )
    after = events(client, path)[uid]
    assert after["dtstart"].dt == later
    assert int(after["sequence"]) > int(before["sequence"])
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_what_is_not_public_is_in_no_calendar_and_what_is_cancelled_says_so(
    shared_engine: Engine, shared_app: Flask, town: factories.Town
) -> None:
    with db.transaction(shared_engine):
        made = {stage: factories.dialogue(town, stage) for stage in Stage if stage is not Stage.FED_BACK}
        ids = {stage: d.id for stage, d in made.items()}
        where = {stage: slug(d) for stage, d in made.items()}
    client = shared_app.test_client()
    every = events(client, "/sv/calendar.ics")
    shown = {int(uid.split("-")[1]) for uid in every}
    hidden = (Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.REJECTED)
    assert {stage for stage, identity in ids.items() if identity in shown} == set(ids) - set(hidden)
    for stage in hidden:
        assert client.get(f"/sv/dialogues/{where[stage]}/calendar.ics").status_code == 404
    public = {stage: every[f"dialogue-{i}-closes@dialog.example"] for stage, i in ids.items() if i in shown}
    status = {stage: str(event["status"]) for stage, event in public.items()}
    assert status[Stage.CANCELLED] == "CANCELLED"
    assert status[Stage.PAUSED] == "TENTATIVE"
    assert status[Stage.OPEN] == "CONFIRMED"


def test_calendars_and_feeds_are_linked_from_the_pages(shared_app: Flask, open_dialogue: tuple[int, str]) -> None:
    where = quote(open_dialogue[1])
    client = shared_app.test_client()
    page = client.get(f"/sv/dialogues/{where}").get_data(as_text=True)
    for kind, address in (
        ("text/calendar", f"/sv/dialogues/{where}/calendar.ics"),
        ("application/atom+xml", f"/sv/dialogues/{where}/feed.atom"),
    ):
        assert f'<link rel="alternate" type="{kind}" href="{address}"' in page
        assert f'<a href="{address}"' in page
    for path in ("/sv/", "/sv/dialogues"):
        start = client.get(path).get_data(as_text=True)
        assert '<link rel="alternate" type="text/calendar" href="/sv/calendar.ics"' in start
        assert '<a href="/sv/calendar.ics"' in start


def test_the_calendar_of_everything_takes_as_few_statements_with_many(
    shared_engine: Engine, shared_app: Flask, town: factories.Town
) -> None:
    with db.transaction(shared_engine):
        for _ in range(3):
            factories.dialogue(town, Stage.ANNOUNCED)
    client = shared_app.test_client()
    with counted(shared_engine) as sent:
        client.get("/fi/calendar.ics")
    assert len(sent) <= 6


def test_the_work_calendar_lists_days_and_warns_of_what_clashes(
    shared_engine: Engine, signed_in: SignIn, town: factories.Town
) -> None:
    with db.transaction(shared_engine):
        first, other = (
            factories.dialogue(
                town,
                Stage.DRAFT,
                title=title,
                target_groups=[{"label": "Sjömän", "seldom_heard": True, "outreach": "I hamnen"}],
            )
            for title in ("Hamnen", "Farleden")
        )
        opens = factories.schedule_for(Stage.DRAFT).opens_on
        ids = first.id, other.id
    page = signed_in("coordinator").get(f"/en/officials/calendar?month={opens:%Y-%m}")
    assert "Both want to hear Sjömän" in page.text
    assert f'<time datetime="{opens.isoformat()}">' in page.text
    section = signed_in("officer").get(f"/en/officials/dialogues/{ids[0]}/sections/schedule")
    assert "Think about the time" in section.text
    assert "Farleden" in section.text


def test_a_draft_of_another_body_is_not_in_an_officials_calendar(
    shared_engine: Engine, signed_in: SignIn, town: factories.Town
) -> None:
    with db.transaction(shared_engine):
        factories.person("culture@town.example", factories.Role.OFFICER, body=town.other_committee)
        factories.dialogue(town, Stage.DRAFT, title="Hemligt utkast")
    opens = factories.schedule_for(Stage.DRAFT).opens_on
    path = f"/en/officials/calendar?month={opens:%Y-%m}"
    assert "Hemligt utkast" in signed_in("officer").get(path).text
    assert "Hemligt utkast" not in signed_in("culture").get(path).text


def test_a_schedule_in_the_holidays_is_warned_of_and_not_refused(
    shared_engine: Engine, signed_in: SignIn, town: factories.Town
) -> None:
    year = clock.today().year + 1
    dates = factories.Schedule(date(year, 6, 20), date(year, 7, 20))
    with db.transaction(shared_engine):
        made: Dialogue = factories.dialogue(town, Stage.DRAFT, schedule=dates)
    page = signed_in("officer").get(f"/en/officials/dialogues/{made.id}/sections/schedule")
    assert "It is open during the summer holidays" in page.text
    proposed = signed_in("officer").send(f"/en/officials/dialogues/{made.id}/propose", {})
    assert proposed.status == 303
