"""The steps until a dialogue opens: in order, guarded, logged - by action, by page and by a crafted request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Actor, Refused, Role
from participation.dialogues import actions
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import current_stage, dialogue_by_id
from participation.dialogues.rules import (
    CORE_SECTIONS,
    EDITABLE_STAGES,
    DecisionKind,
    Influence,
    Kind,
    Move,
    Participation,
    Stage,
    TakenBy,
    sections_of,
)
from participation.event_log import Event
from tests import factories
from tests.checking_client import CheckingClient, Page
from tests.dialogues.conftest import SignIn

MADE = (Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED, Stage.OPEN, Stage.CLOSED)
"""The stages until the results are compiled."""


def decision(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "taken_by": TakenBy.BODY,
        "taken_on": clock.today(),
        "paragraph": "12",
        "registry_number": "SBN 2026/1",
        "openness_confirmed": True,
        "participation": Participation.CONTRIBUTE,
        "influence": Influence.CONSULTATION,
    }
    return values | changes


Step = Callable[[factories.Town, Dialogue], object]
STEPS: dict[str, tuple[frozenset[Stage], Step]] = {
    "propose": (frozenset({Stage.DRAFT}), lambda t, d: actions.propose(t.officer, d)),
    "refer-back": (frozenset({Stage.PROPOSED}), lambda t, d: actions.refer_back(t.secretary, d, note="Mer")),
    "decision": (
        frozenset({Stage.PROPOSED}),
        lambda t, d: actions.record_initiating_decision(t.secretary, d, body=d.responsible_body, **decision()),
    ),
    "minutes": (
        frozenset(Stage) - {Stage.DRAFT, Stage.PROPOSED},
        lambda t, d: actions.note_minutes(t.secretary, d, DecisionKind.INITIATE, announced_on=clock.today()),
    ),
    "announce": (frozenset({Stage.DECIDED}), lambda t, d: actions.announce(t.officer, d)),
}
"""Each step: the stages from which it may be taken, and the action."""

WHO = {"propose": "officer", "announce": "officer"}


def test_every_step_from_every_wrong_stage_is_refused_by_the_action(engine: Engine, town: factories.Town) -> None:
    for stage in MADE:
        with db.transaction(engine):
            dialogue = factories.dialogue(town, stage)
        for name, (stages, take) in STEPS.items():
            if stage not in stages:
                with pytest.raises(Refused) as caught, db.transaction(engine):
                    take(town, dialogue_by_id(dialogue.id))
                assert ([r.code for r in caught.value.reasons], caught.value.by_guard) == (["E-STATE"], True), name
        with db.transaction(engine, write=False):
            assert current_stage(dialogue_by_id(dialogue.id)) is stage


def test_a_crafted_request_cannot_take_a_step_out_of_order(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    people = {name: signed_in(name) for name in ("officer", "secretary")}
    tokens = {name: client.token() for name, client in people.items()}
    for stage in MADE:
        with db.transaction(engine):
            dialogue = factories.dialogue(town, stage)
        for name, (stages, _) in STEPS.items():
            if stage in stages:
                continue
            who = WHO.get(name, "secretary")
            if stage is Stage.DRAFT and who == "secretary" and name == "minutes":
                continue
            sent = {"csrf_token": tokens[who], "note": "x", "announced_on": clock.today().isoformat()}
            answer = people[who].post(f"/en/officials/dialogues/{dialogue.id}/{name}", sent)
            assert (answer.status, said(answer)) == (409, ["E-STATE"]), (stage, name)
        with db.transaction(engine, write=False):
            assert current_stage(dialogue_by_id(dialogue.id)) is stage


def said(page: Page) -> list[str]:
    """The codes of the refusal on the page."""
    lists = [e for e in page.all("ul") if "refusal" in (e.get("class") or "").split()]
    return [li.get("data-code") or "" for li in lists[0]] if lists else []


def test_the_story_until_it_is_announced_leaves_one_event_a_step(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(town, Stage.DRAFT)
    with db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(dialogue.id))
    with db.transaction(engine):
        actions.refer_back(town.secretary, dialogue_by_id(dialogue.id), note="Målet är otydligt")
    with db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(dialogue.id))
    with db.transaction(engine):
        found = dialogue_by_id(dialogue.id)
        actions.record_initiating_decision(
            town.secretary, found, body=found.responsible_body, **decision(minutes_announced_on=clock.today())
        )
    with db.transaction(engine):
        actions.announce(town.officer, dialogue_by_id(dialogue.id))
    with db.transaction(engine, write=False) as session:
        of_it = select(Event).where(Event.dialogue_id == dialogue.id, Event.action.startswith("dialogue."))
        events = list(session.scalars(of_it.order_by(Event.id)))
        assert [(e.action, e.actor_id, e.data.get("code"), e.data.get("from"), e.data.get("to")) for e in events] == [
            ("dialogue.created", town.officer.account_id, None, None, None),
            ("dialogue.propose", town.officer.account_id, "T2", "draft", "proposed"),
            ("dialogue.refer_back", town.secretary.account_id, "T2r", "proposed", "draft"),
            ("dialogue.propose", town.officer.account_id, "T2", "draft", "proposed"),
            ("dialogue.decide", town.secretary.account_id, "T3", "proposed", "decided"),
            ("dialogue.announce", town.officer.account_id, "T4", "decided", "announced"),
        ]
        assert events[2].data["note"] == "Målet är otydligt"


def test_a_refused_step_leaves_no_trace(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(town, Stage.DRAFT, question="")
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(dialogue.id))
    assert [r.code for r in caught.value.reasons] == ["E-G01"]
    with db.transaction(engine, write=False) as session:
        moves = Event.action.in_([f"dialogue.{move}" for move in Move])
        assert list(session.scalars(select(Event.id).where(Event.dialogue_id == dialogue.id, moves))) == []


def draft(engine: Engine, town: factories.Town, stage: Stage = Stage.DRAFT, **changes: Any) -> int:
    with db.transaction(engine):
        return factories.dialogue(town, stage, **changes).id


def test_proposing_an_incomplete_draft_tells_all_and_leads_to_each_field(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = draft(engine, town, goal="", contact_email="", contact_phone="", opens_on=None)
    answer = signed_in("officer").send(f"/en/officials/dialogues/{identity}/propose")
    assert (answer.status, said(answer)) == (409, ["E-G04", "E-G16", "E-G20"])
    here = f"/en/officials/dialogues/{identity}/sections"
    links = [
        a.get("href") or "" for ul in answer.all("ul") if "refusal" in (ul.get("class") or "") for a in ul.iter("a")
    ]
    assert [href for href in links if "/handbook/" not in href] == [
        f"{here}/goal#goal",
        f"{here}/schedule#opens_on",
        f"{here}/people#contact_name",
    ]


def test_a_complete_draft_is_proposed_referred_back_with_a_note_and_proposed_again(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = draft(engine, town)
    officer, secretary = signed_in("officer"), signed_in("secretary")
    here = f"/en/officials/dialogues/{identity}"
    assert officer.send(f"{here}/propose").status == 303
    empty = secretary.send(f"{here}/refer-back")
    assert empty.status == 422
    assert secretary.send(f"{here}/refer-back", {"note": "Säg vad som är <b>målet</b>"}).status == 303
    workspace = officer.get(here)
    assert "Säg vad som är &lt;b&gt;målet&lt;/b&gt;" in workspace.text
    assert officer.send(f"{here}/propose").status == 303
    assert "Referred back" not in officer.get(here).text


def form_of_decision(town: factories.Town, **changes: str) -> dict[str, str]:
    values = {
        "body": str(town.committee.id),
        "taken_by": "body",
        "taken_on": clock.today().isoformat(),
        "paragraph": "12",
        "registry_number": "SBN 2026/1",
        "openness_confirmed": "y",
    }
    return values | changes


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"taken_by": "employee"}, ["E-G09"]),
        ({"paragraph": ""}, ["E-G15"]),
        ({"taken_on": "", "registry_number": ""}, ["E-G15"]),
        ({"taken_by": "chair_urgent", "degree_of_influence": "co_determination"}, ["E-G09b", "E-G08c"]),
        ({"degree_of_influence": "information"}, ["E-G08b"]),
        ({"minutes_announced_on": "2031-01-01"}, ["E-G28"]),
        ({"body": "", "taken_by": "employee", "paragraph": ""}, ["E-G15", "E-G09"]),
    ],
)
def test_a_decision_that_does_not_stand_is_told_all_at_once_and_keeps_what_was_sent(
    engine: Engine, town: factories.Town, signed_in: SignIn, changes: dict[str, str], codes: list[str]
) -> None:
    identity = draft(engine, town, Stage.PROPOSED)
    sent = form_of_decision(town, **changes)
    answer = signed_in("secretary").send(f"/en/officials/dialogues/{identity}/decision", sent)
    assert (answer.status, said(answer)) == (409, codes)
    from tests.checking_client import fields

    kept = fields(answer.forms()[0])
    assert {k: v for k, v in sent.items() if k != "csrf_token"} == {k: kept[k] for k in sent}
    with db.transaction(engine, write=False) as session:
        assert session.scalar(select(Decision.id)) is None


def test_the_wrong_body_is_refused_with_the_right_one_named(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = draft(engine, town, Stage.PROPOSED)
    sent = form_of_decision(town, body=str(town.council.id), openness_confirmed="y")
    answer = signed_in("council-secretary").send(f"/en/officials/dialogues/{identity}/decision", sent)
    assert (answer.status, said(answer)) == (409, ["E-G10"])
    assert "Municipal council cannot decide on a committee&#39;s dialogue. " in answer.text
    assert "That is for Community development committee." in answer.text


def test_the_right_body_by_another_bodys_secretary_is_refused_by_role(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = draft(engine, town, Stage.PROPOSED)
    answer = signed_in("council-secretary").send(
        f"/en/officials/dialogues/{identity}/decision", form_of_decision(town, paragraph="77")
    )
    assert (answer.status, said(answer)) == (403, ["E-ROLE"])
    assert 'value="77"' in answer.text


def test_a_decision_in_the_wrong_shape_is_a_422(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = draft(engine, town, Stage.PROPOSED)
    for changes in (
        {"taken_on": "yesterday"},
        {"minutes_url": "ftp://example.com/minutes"},
        {"paragraph": "x" * 21},
        {"body": "999999"},
        {"taken_by": "nobody"},
    ):
        answer = signed_in("secretary").send(
            f"/en/officials/dialogues/{identity}/decision", form_of_decision(town, **changes)
        )
        assert answer.status == 422, changes
        [(name, value)] = changes.items()
        if name not in ("body", "taken_by"):
            assert f'value="{value}"' in answer.text


def test_a_decision_locks_the_core_and_the_rest_follows_the_table(engine: Engine, town: factories.Town) -> None:
    for stage in MADE:
        identity = draft(engine, town, stage)
        for section in sections_of(Kind.COMMITTEE):
            if stage in EDITABLE_STAGES[section]:
                continue
            with pytest.raises(Refused) as caught, db.transaction(engine):
                found = dialogue_by_id(identity)
                actions.save_section(town.officer, found, section, {"question": "En annan fråga?"}, seen=None)
            [reason] = caught.value.reasons
            locked = stage not in (Stage.DRAFT, Stage.PROPOSED)
            assert reason.code == ("E-G23" if locked else "E-STATE"), (stage, section)
            assert stage is not Stage.DECIDED or section in CORE_SECTIONS


def announced(engine: Engine, identity: int, town: factories.Town) -> list[str]:
    try:
        with db.transaction(engine):
            actions.announce(town.officer, dialogue_by_id(identity))
    except Refused as error:
        return [r.code for r in error.reasons]
    return []


@pytest.mark.parametrize(("days", "codes"), [(13, ["E-G16"]), (14, []), (15, [])])
def test_it_is_announced_at_least_fourteen_days_before_it_opens(
    engine: Engine, town: factories.Town, days: int, codes: list[str]
) -> None:
    today = clock.today()
    schedule = factories.Schedule(today + timedelta(days=days), today + timedelta(days=days + 30))
    identity = draft(engine, town, Stage.DECIDED, schedule=schedule)
    with db.transaction(engine):
        actions.note_minutes(
            town.secretary, dialogue_by_id(identity), DecisionKind.INITIATE, announced_on=clock.today()
        )
    assert announced(engine, identity, town) == codes


def test_minutes_come_before_the_announcement_and_after_the_decision(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = draft(engine, town, Stage.DECIDED)
    officer, secretary = signed_in("officer"), signed_in("secretary")
    here = f"/en/officials/dialogues/{identity}"
    answer = officer.send(f"{here}/announce")
    assert (answer.status, said(answer)) == (409, ["E-G28"])
    for day in (clock.today() + timedelta(days=1), date(2020, 1, 1)):
        refused = secretary.send(f"{here}/minutes", {"announced_on": day.isoformat()})
        assert (refused.status, said(refused)) == (409, ["E-G28"])
    assert secretary.send(f"{here}/minutes", {"announced_on": clock.today().isoformat()}).status == 303
    assert officer.send(f"{here}/announce").status == 303
    with db.transaction(engine, write=False):
        assert current_stage(dialogue_by_id(identity)) is Stage.ANNOUNCED


PAGES = ("propose", "refer-back", "decision", "minutes", "announce", "sections/question", "languages/ar")


def test_whoever_may_not_know_of_a_draft_is_told_that_it_does_not_exist(
    engine: Engine, town: factories.Town, signed_in: SignIn, app: Flask
) -> None:
    identity = draft(engine, town)
    with db.transaction(engine):
        factories.person("other-officer@town.example", Role.OFFICER, body=factories.body("KFN"))
    for name in ("other-officer", "council-secretary", "moderator", "admin"):
        client = signed_in(name)
        token = client.token()
        for path in ("", "/log", *(f"/{p}" for p in PAGES)):
            assert client.get(f"/en/officials/dialogues/{identity}{path}").status == 404, (name, path)
        for path in PAGES:
            answer = client.post(f"/en/officials/dialogues/{identity}/{path}", {"csrf_token": token})
            assert answer.status == 404, (name, path)


@pytest.mark.parametrize(
    ("name", "stage", "path"),
    [
        ("secretary", Stage.DRAFT, "propose"),
        ("elected", Stage.DRAFT, "propose"),
        ("officer", Stage.PROPOSED, "refer-back"),
        ("officer", Stage.PROPOSED, "decision"),
        ("coordinator", Stage.PROPOSED, "decision"),
        ("officer", Stage.DECIDED, "minutes"),
        ("secretary", Stage.DECIDED, "announce"),
        ("elected", Stage.DRAFT, "sections/goal"),
    ],
)
def test_whoever_lacks_the_role_is_told_whose_step_it_is(
    engine: Engine, town: factories.Town, signed_in: SignIn, name: str, stage: Stage, path: str
) -> None:
    identity = draft(engine, town, stage)
    client = signed_in(name)
    sent = {"csrf_token": client.token(), "note": "x", "announced_on": clock.today().isoformat(), "goal": "Mitt"}
    answer = client.post(f"/en/officials/dialogues/{identity}/{path}", sent)
    assert (answer.status, said(answer)) == (403, ["E-ROLE"])


def test_nobody_signed_in_is_asked_to_and_loses_nothing(engine: Engine, town: factories.Town, app: Flask) -> None:
    identity = draft(engine, town)
    client = CheckingClient(app)
    assert client.get(f"/en/officials/dialogues/{identity}").status == 302
    answer = client.post(f"/en/officials/dialogues/{identity}/sections/goal", {"goal": "Det jag skrev"})
    assert answer.status == 401
    assert 'value="Det jag skrev"' in answer.text


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_decided_by_its_own_body_through_the_page(
    engine: Engine, town: factories.Town, signed_in: SignIn, kind: Kind
) -> None:
    identity = draft(engine, town, Stage.PROPOSED, kind=kind)
    name = "council-secretary" if kind is Kind.MUNICIPALITY_WIDE else "secretary"
    body = factories.BODY_OF_KIND[kind]
    with db.transaction(engine):
        chosen = str(factories.body(body).id)
    answer = signed_in(name).send(f"/sv/officials/dialogues/{identity}/decision", form_of_decision(town, body=chosen))
    assert answer.status == 303
    with db.transaction(engine, write=False):
        assert current_stage(dialogue_by_id(identity)) is Stage.DECIDED


def opens_and_closes(engine: Engine, town: factories.Town, opens: date, closes: date) -> Dialogue:
    with db.transaction(engine):
        schedule = factories.Schedule(opens, closes)
        dialogue = factories.dialogue(town, Stage.DECIDED, schedule=schedule)
        with clock.at(factories.noon(schedule.minutes_on)):
            actions.note_minutes(town.secretary, dialogue, DecisionKind.INITIATE, announced_on=schedule.minutes_on)
        with clock.at(factories.noon(schedule.announced_on)):
            actions.announce(town.officer, dialogue)
        return dialogue


@pytest.mark.parametrize(
    ("opens", "closes", "first", "last"),
    [
        # Winter time: midnight is 23:00 UTC the day before.
        ("2026-11-02", "2027-01-17", "2026-11-01T23:00:00+00:00", "2027-01-17T23:00:00+00:00"),
        # Opens on the night the clocks go back, a day of 25 hours; closes on the one they go forward, of 23.
        ("2026-10-25", "2027-03-28", "2026-10-24T22:00:00+00:00", "2027-03-28T22:00:00+00:00"),
        ("2026-03-29", "2026-10-25", "2026-03-28T23:00:00+00:00", "2026-10-25T23:00:00+00:00"),
    ],
)
def test_it_opens_at_the_beginning_of_its_day_and_closes_at_the_end_of_its_last(
    engine: Engine, town: factories.Town, opens: str, closes: str, first: str, last: str
) -> None:
    dialogue = opens_and_closes(engine, town, date.fromisoformat(opens), date.fromisoformat(closes))
    begins, ends, second = datetime.fromisoformat(first), datetime.fromisoformat(last), timedelta(microseconds=1)
    assert [
        current_stage(dialogue, at) for at in (begins - second, begins, ends - second, ends)
    ] == [Stage.ANNOUNCED, Stage.OPEN, Stage.OPEN, Stage.CLOSED]  # fmt: skip


def test_two_people_beginning_one_dialogue_with_one_key_begin_one(engine: Engine, town: factories.Town) -> None:
    def begin(actor: Actor, key: str) -> int:
        with db.transaction(engine):
            return actions.create_dialogue(actor, kind=Kind.COMMITTEE, body=town.committee, title="Ett", key=key).id

    first = begin(town.officer, "a" * 20)
    assert begin(town.officer, "a" * 20) == first
    assert begin(town.officer, "b" * 20) != first
    assert begin(town.coordinator, "a" * 20) != first
    with db.transaction(engine, write=False) as session:
        events = select(Event.dialogue_id).where(Event.action == "dialogue.created")
        assert list(session.scalars(events)).count(first) == 1
