"""Two people at one record: the later one is told, sees both versions, and nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM, Conflict
from participation.bodies.actions import register_elected
from participation.bodies.queries import elected_persons, policy_areas
from participation.channels.queries import all_channels
from participation.dialogues.consultation import actions as consultation
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import activities, dialogue_by_id, opens_on, target_groups
from participation.dialogues.rules import ActivityType, Kind, Stage
from participation.due_dates.actions import log_outreach
from participation.due_dates.actions import noted as outreach_version
from participation.due_dates.queries import outreach_of
from participation.initiatives.actions import minding, moves
from participation.initiatives.models import Initiative
from participation.initiatives.queries import initiative_by_id
from participation.initiatives.rules import State
from participation.meetings.actions import log_presence, presence_version, record_activity, version
from participation.meetings.queries import present_in, records_of
from participation.meetings.rules import Held
from participation.results.actions.measures import change_measure
from participation.results.queries import themes_in
from participation.results.rules import MeasureStatus
from participation.settings import installed
from participation.texts import Texts
from tests import factories
from tests.changes.conftest import Place, place
from tests.checking_client import CheckingClient, Page, fields, text_of
from tests.initiatives.conftest import ANSWER, bring_to, decision

__all__ = ["place"]

COMPARE = "Someone else has changed this meanwhile. Nothing has been overwritten. Compare the two versions below."


def form_at(page: Page, action: str) -> dict[str, str]:
    """The fields of the form that is sent to the address."""
    return fields(next(f for f in page.forms() if (f.get("action") or "").endswith(action)))


def refused_beside(page: Page, *codes: str) -> list[tuple[str, ...]]:
    """The page refuses, says to compare where it is a race, and shows these rows: what, stored, written."""
    said = [(li.get("data-code"), text_of(li)) for li in page.all("li") if li.get("data-code")]
    assert page.status == 409
    assert [code for code, _ in said] == list(codes or ("E-RACE",))
    if not codes:
        assert COMPARE in said[0][1] and "Reload" not in page.text
    panel = next(s for s in page.all("section") if s.get("aria-labelledby") == "differs")
    return [tuple(text_of(cell) for cell in row if cell.tag in ("th", "td")) for row in panel.iter("tr")][1:]


@contextmanager
def writing(place: Place, identity: int) -> Iterator[Dialogue]:
    with place.app.test_request_context(), db.transaction(place.engine):
        yield dialogue_by_id(identity)


@pytest.fixture(scope="module")
def open_one(place: Place) -> tuple[int, int, int]:
    """An open dialogue, its first target group, its meeting; and two elected representatives."""
    rows = [
        {"type": ActivityType.SURVEY.value},
        {"type": ActivityType.IDEAS.value},
        {"type": ActivityType.PHYSICAL_MEETING.value, "place": "Biblioteket", "elected_present": True},
    ]
    identity = place.dialogue(Stage.OPEN, activities=rows)
    with writing(place, identity):
        for name in ("Bo Ledamot", "Eva Ledamot"):
            body = factories.body("SBN")
            register_elected(SYSTEM, body=body, name=name, role=Texts(sv="ledamot"), term_from=factories.LONG_AGO)
        return identity, target_groups(identity)[0].id, activities(identity)[2].id


@pytest.fixture(scope="module")
def officer(place: Place) -> CheckingClient:
    return place.signed_in("officer")


def test_outreach(place: Place, open_one: tuple[int, int, int], officer: CheckingClient) -> None:
    identity, group, _ = open_one
    dates = f"/en/officials/dialogues/{identity}/dates"
    mine = form_at(officer.get(dates), f"/outreach/{group}")
    prefix = f"group_{group}-"
    with writing(place, identity) as dialogue:
        log_outreach(place.town.officer, dialogue, group, reached=False, people=0, note="Ringde, ingen svarade.")
    sent = mine | {f"{prefix}reached": "yes", f"{prefix}people": "24", f"{prefix}note": "På torget."}
    late = officer.post(f"{dates}/outreach/{group}", sent)
    assert refused_beside(late) == [
        ("Have you reached the group?", "Not yet", "Yes"),
        ("About how many people?", "0", "24"),
        ("Where and how?", "Ringde, ingen svarade.", "På torget."),
    ]
    cells = {text_of(td): td.get("lang") for td in late.all("td")}
    assert (cells["Not yet"], cells["På torget."]) == ("en", "sv"), "our words are the reader's, theirs are Swedish"
    with writing(place, identity):
        assert outreach_of(identity)[group].note == "Ringde, ingen svarade."
    again = form_at(late, f"/outreach/{group}")
    assert again[f"{prefix}note"] == "På torget."
    assert officer.post(f"{dates}/outreach/{group}", again).status == 303
    with writing(place, identity):
        assert (outreach_of(identity)[group].people, outreach_of(identity)[group].note) == (24, "På torget.")


def test_what_an_activity_came_to(place: Place, open_one: tuple[int, int, int], officer: CheckingClient) -> None:
    identity, _, activity = open_one
    path = f"/en/officials/dialogues/{identity}/activities/{activity}"
    mine = form_at(officer.get(path), "/record")
    with writing(place, identity) as dialogue:
        record_activity(place.town.officer, dialogue, activity, Held(clock.today(), 40, frozenset(), "Fullt."))
    sent = mine | {"held_on": clock.today().isoformat(), "attendance": "34", "note": "Halvfullt."}
    late = officer.post(f"{path}/record", sent)
    assert [row[1:] for row in refused_beside(late)] == [("40", "34"), ("Fullt.", "Halvfullt.")]
    with writing(place, identity):
        assert records_of(identity)[activity].attendance == 40
    assert officer.post(f"{path}/record", form_at(late, "/record")).status == 303
    with writing(place, identity):
        assert records_of(identity)[activity].note == "Halvfullt."


def test_who_took_part(place: Place, open_one: tuple[int, int, int], officer: CheckingClient) -> None:
    identity, _, activity = open_one
    path = f"/en/officials/dialogues/{identity}/activities/{activity}"
    page = officer.get(path)
    mine = form_at(page, "/presence")
    people = [box.get("value") or "" for box in page.all("input") if box.get("name") == "present"]
    bo, eva, *_ = people
    with writing(place, identity) as dialogue:
        log_presence(place.town.elected, dialogue, activity, [int(bo)])
    late = officer.post(f"{path}/presence", mine | {"present": [eva]})
    [(_, stored, written)] = refused_beside(late)
    assert "Bo" in stored and "Eva" in written
    with writing(place, identity):
        assert [str(p.id) for p in present_in(identity)[activity]] == [bo]
    assert officer.post(f"{path}/presence", form_at(late, "/presence") | {"present": [eva]}).status == 303
    with writing(place, identity):
        assert [str(p.id) for p in present_in(identity)[activity]] == [eva]


@pytest.mark.parametrize("record", ["outreach", "activity", "presence"])
def test_what_was_not_seen_is_not_overwritten_in_either_database(engine: Engine, record: str) -> None:
    with db.transaction(engine):
        town = factories.town()
        identity = factories.dialogue(town, Stage.OPEN).id
        group, activity = target_groups(identity)[0].id, activities(identity)[0].id
        elected = [
            register_elected(
                SYSTEM, body=factories.body("SBN"), name=n, role=Texts(sv="ledamot"), term_from=factories.LONG_AGO
            ).id
            for n in ("Bo", "Eva")
        ]

    def write(seen: str | None, which: int) -> None:
        with db.transaction(engine):
            dialogue = dialogue_by_id(identity)
            if record == "outreach":
                log_outreach(town.officer, dialogue, group, reached=True, people=which, seen=seen)
            elif record == "activity":
                record_activity(town.officer, dialogue, activity, Held(clock.today(), which), seen=seen)
            else:
                log_presence(town.officer, dialogue, activity, [elected[which]], seen=seen)

    none = {"outreach": outreach_version(None), "activity": version(None), "presence": presence_version([])}[record]
    write(none, 0)
    write(none, 0)  # the same again is no race
    with pytest.raises(Conflict):
        write(none, 1)
    with db.transaction(engine, write=False):
        now = {
            "outreach": lambda: (outreach_version(outreach_of(identity)[group]), outreach_of(identity)[group].people),
            "activity": lambda: (version(records_of(identity)[activity]), records_of(identity)[activity].attendance),
            "presence": lambda: (
                presence_version([p.id for p in present_in(identity)[activity]]),
                elected.index(present_in(identity)[activity][0].id),
            ),
        }[record]()
    assert now[1] == 0
    write(now[0], 1)


def test_a_committees_answer(place: Place) -> None:
    identity = place.dialogue(Stage.DECIDED, kind=Kind.DEVELOPMENT)
    body = place.town.committee.id
    with writing(place, identity) as dialogue:
        first = opens_on(dialogue)
        assert first is not None
        until = first - timedelta(days=2)
        consultation.ask_committees(place.town.coordinator, dialogue, question="Deltar ni?", answer_by=until)
    path = f"/en/officials/dialogues/{identity}/consultation/{body}"
    secretary = place.signed_in("secretary")
    mine = form_at(secretary.get(path), path)
    with writing(place, identity) as dialogue:
        no = consultation.Answer(False, Texts(sv="Ämnet rör oss inte."))
        consultation.answer_for_committee(place.town.secretary, dialogue, body, no, seen=None)
    full = {"participates": "yes", "motive": "Ämnet rör gator.", "part": "Planerar", "handles": "Gator"}
    late = secretary.post(path, mine | full | {"contact_name": "Kim"})
    rows = refused_beside(late)
    assert rows[0][1:] == ("No, it does not take part", "Yes, it takes part")
    assert rows[1][1:] == ("Ämnet rör oss inte.", "Ämnet rör gator.")
    assert "Save what I wrote over it" in late.text
    assert secretary.post(path, form_at(late, path)).status == 303


def test_a_meeting_that_the_results_are_sent_to(place: Place, officer: CheckingClient) -> None:
    later = factories.schedule_for(Stage.COMPILED).handling_meeting + timedelta(days=30)
    identity = place.dialogue(Stage.COMPILED, decision_meeting=later)
    path = f"/en/officials/dialogues/{identity}/meeting"
    mine = form_at(officer.get(path), path)
    other = place.signed_in("officer")
    assert other.post(path, form_at(other.get(path), path) | {"papers-0-title": "Kollegans"}).status == 303
    late = officer.post(path, mine | {"papers-0-title": "Min"})
    [(_, stored, written)] = refused_beside(late)
    assert "Kollegans" in stored and "Min" in written, "the same day, other papers"
    assert officer.post(path, form_at(late, path)).status == 303


def test_a_channel(place: Place) -> None:
    with db.transaction(place.engine, write=False):
        channel = all_channels()[0].id
    path = f"/en/officials/channels/{channel}"
    one, other = place.signed_in("coordinator"), place.signed_in("coordinator")
    mine = fields(one.get(path).forms()[0])
    assert other.post(path, fields(other.get(path).forms()[0]) | {"title_ar": "اسم أول"}).status == 303
    late = one.post(path, mine | {"title_ar": "اسم آخر", "position": "7"})
    first, second = refused_beside(late)
    assert first == ("Name of the channel In Arabic", "اسم أول", "اسم آخر")
    assert second[0] == "Place in the list"
    cell = next(td for td in late.all("td") if "اسم أول" in text_of(td))
    assert (cell.get("lang"), cell.get("dir")) == ("ar", "rtl")
    assert one.post(path, fields(late.forms()[0])).status == 303


@pytest.fixture
def waiting(place: Place) -> int:
    with place.app.test_request_context(), db.transaction(place.engine):
        return bring_to(place.town, State.UNDER_REVIEW).id


def on(place: Place, number: int) -> Initiative:
    with place.app.test_request_context(), db.transaction(place.engine, write=False) as session:
        found = initiative_by_id(number)
        session.expunge_all()
        return found


def test_an_initiative_that_is_forwarded_twice(place: Place, waiting: int) -> None:
    coordinator = place.signed_in("coordinator")
    path = f"/en/officials/initiatives/{waiting}/forward"
    mine = fields(coordinator.get(path).forms()[0])
    with place.app.test_request_context(), db.transaction(place.engine):
        found = initiative_by_id(waiting)
        moves.forward(place.town.coordinator, found, body=place.town.committee, note="Er fråga.")
    late = coordinator.post(path, mine | {"body": str(place.town.other_committee.id), "note": "Deras fråga."})
    rows = refused_beside(late)
    assert [row[0] for row in rows] == ["What is done with it", "To which body?", "A note to the body"]
    assert rows[2][1:] == ("Er fråga.", "Deras fråga.")
    assert on(place, waiting).body_id == place.town.committee.id
    assert coordinator.post(path, fields(late.forms()[0])).status == 303
    assert on(place, waiting).body_id == place.town.other_committee.id


def test_an_initiative_that_a_colleague_has_answered_meanwhile(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        number = bring_to(place.town, State.FORWARDED).id
    secretary = place.signed_in("secretary")
    path = f"/en/officials/initiatives/{number}/accept"
    mine = fields(secretary.get(path).forms()[0])
    with place.app.test_request_context(), db.transaction(place.engine):
        found = initiative_by_id(number)
        moves.decline(place.town.secretary, found, decision=decision(paragraph="7"), answer=ANSWER)
    sent = {"taken_on": clock.today().isoformat(), "paragraph": "8", "registry_number": "SBN 2026/99", "answer": "Ja."}
    late = secretary.post(path, mine | sent)
    rows = {row[0]: row[1:] for row in refused_beside(late, "E-I01")}
    assert rows["Section in the minutes (§)"] == ("7", "8")
    assert rows["Reason and answer to whoever sent it"] == (ANSWER.sv, "Ja.")
    assert "saving again replaces" not in late.text
    assert on(place, number).state is State.DECLINED


def test_why_an_answer_to_an_initiative_is_late(place: Place, waiting: int) -> None:
    with clock.at(clock.now() + timedelta(days=installed().clocks.initiative_days + 2)):
        officer = place.signed_in("coordinator")
        path = f"/en/officials/initiatives/{waiting}/delay"
        mine = fields(officer.get(path).forms()[0])
        with place.app.test_request_context(), db.transaction(place.engine):
            minding.explain_delay(place.town.coordinator, initiative_by_id(waiting), text=Texts(sv="Sjukdom."))
        late = officer.post(path, mine | {"text": "Semester."})
        assert [row[1:] for row in refused_beside(late)] == [("Sjukdom.", "Semester.")]
        assert on(place, waiting).delay_reason.sv == "Sjukdom."
        assert officer.post(path, fields(late.forms()[0])).status == 303


def test_how_far_a_measure_has_come(place: Place, officer: CheckingClient) -> None:
    identity = place.dialogue(Stage.HANDLED)
    path = f"/en/officials/dialogues/{identity}/measures"
    page = officer.get(path)
    action = next(f.get("action") or "" for f in page.forms() if "/measures/" in (f.get("action") or ""))
    theme = int(action.rsplit("/", 1)[1])
    mine = form_at(page, f"/{theme}")
    with writing(place, identity) as dialogue:
        change_measure(place.town.officer, dialogue, theme, status=MeasureStatus.DONE, due=None)
    name = f"theme_{theme}-status"
    late = officer.post(action, mine | {name: "doing"})
    rows = {row[0]: row[1:] for row in refused_beside(late)}
    assert rows["How far has it come?"][0] != rows["How far has it come?"][1]
    with writing(place, identity):
        assert [t.stance.measure.status for t in themes_in(identity) if t.stance and t.stance.measure] == ["done"]
    again = form_at(late, f"/{theme}")
    assert again[name] == "doing"
    assert officer.post(action, again).status == 303


@pytest.mark.parametrize("what", ["bodies", "areas", "elected"])
def test_a_register(place: Place, open_one: tuple[int, int, int], what: str) -> None:
    with db.transaction(place.engine, write=False):
        one = {"bodies": factories.body("SBN"), "areas": policy_areas()[0], "elected": elected_persons()[0]}[what]
        path = f"/en/officials/registers/{what}/{one.id}"
    keeper = place.signed_in("secretary" if what == "elected" else "admin")
    mine, theirs = fields(keeper.get(path).forms()[0]), fields(keeper.get(path).forms()[0])
    assert keeper.post(path, theirs | {"ar": "اسم أول"}).status == 303
    assert keeper.post(path, theirs | {"ar": "اسم أول"}).status == 303, "the same again is no race"
    late = keeper.post(path, mine | {"ar": "اسم آخر"})
    [row] = refused_beside(late)
    assert row[1:] == ("اسم أول", "اسم آخر")
    assert {(td.get("lang"), td.get("dir")) for td in late.all("td")} == {("ar", "rtl")}
    assert keeper.post(path, fields(late.forms()[0])).status == 303
