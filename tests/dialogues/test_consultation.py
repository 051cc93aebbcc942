"""Consultation with committees (POLICY.md R6, R7, A9.4): by rule, by action and by page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM, Conflict, NotFound, Refused, Role
from participation.accounts.actions import assign_role, register_account
from participation.accounts.queries import actor_for
from participation.bodies.actions import register_body
from participation.bodies.rules import BodyKind
from participation.dialogues import actions, guards
from participation.dialogues.consultation import actions as consultation
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.consultation.reads import consultations_of
from participation.dialogues.consultation.rules import (
    Answer,
    AnswerState,
    answer_complete,
    consulted_at,
    date_fits,
    state_of_answer,
)
from participation.dialogues.facts import BodyFacts, CommitteeFacts, DialogueFacts
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import (
    current_stage,
    dialogue_by_id,
    next_boundary,
    slug,
    staff_dialogue,
    staff_readable,
)
from participation.dialogues.rules import DecisionKind, Kind, Stage
from participation.event_log import Event
from participation.outbox import Message
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient, Page
from tests.dialogues.conftest import SignIn

TODAY = date(2026, 6, 17)
YES = Answer(
    True, Texts(sv="Ämnet rör våra gator."), "Planerar", "Gator och parker", "Kim Gatuchef", "kim@town.example"
)
NO = Answer(False, Texts(sv="Inget i syftet rör vårt uppdrag."))


def said(page: Page) -> list[str]:
    """The codes of the refusal on the page."""
    lists = [e for e in page.all("ul") if "refusal" in (e.get("class") or "").split()]
    return [li.get("data-code") or "" for li in lists[0]] if lists else []


def codes(error: Refused) -> list[str]:
    return [r.code for r in error.reasons]


# -- rules -------------------------------------------------------------------------------------------------------


def committees() -> Iterator[tuple[CommitteeFacts, ...]]:
    """Up to two committees, each asked or not, answered or not, with a day before, on or after today or none."""
    days = (None, *(TODAY + timedelta(days=n) for n in (-1, 0, 1, 2)))
    each = [
        CommitteeFacts(Texts(sv="Nämnden"), asked, answered, day)
        for asked, answered, day in itertools.product((True, False), (True, False), days)
    ]
    yield from ((), *((c,) for c in each), *itertools.product(each, each))


def test_the_guards_of_the_consultation_over_every_combination_of_two_committees() -> None:
    empty = DialogueFacts(Kind.DEVELOPMENT, BodyFacts(1, BodyKind.EXECUTIVE_BOARD, Texts(sv="Kommunstyrelsen")))
    for found, opens_in in itertools.product(committees(), (None, -1, 0, 1, 2)):
        opens = TODAY + timedelta(days=opens_in) if opens_in is not None else None
        facts = replace(empty, committees=found, opens_on=opens)
        asked = guards.committees_asked(facts, TODAY)
        assert [r.code for r in asked] == (["E-G12a"] if any(not c.asked for c in found) else [])
        heard = guards.committees_heard(facts, TODAY)
        first = max(TODAY, opens) if opens else TODAY
        silent = [c for c in found if not c.answered and c.answer_by and c.answer_by >= first]
        assert [r.code for r in heard] == (["E-G12"] if silent else [])
        if silent:
            assert heard[0].params["date"] == max(c.answer_by for c in silent if c.answer_by)
            assert len(heard[0].params["list"]) == len(silent)


def test_an_answer_is_complete_with_reasons_and_if_it_takes_part_with_role_matter_and_contact() -> None:
    for participates, *filled in itertools.product((None, True, False), *[("", " ", "x")] * 4):
        motive, part, handles, contact = filled
        answer = Answer(participates, Texts(sv=motive), part, handles, contact)
        needed = [motive, part, handles, contact] if participates else [motive]
        complete = participates is not None and all(text.strip() for text in needed)
        assert (answer_complete(answer) == []) is complete
        if not complete:
            assert [r.code for r in answer_complete(answer)] == ["E-G12b"]


def test_the_answer_date_is_after_today_and_before_the_opening() -> None:
    for answer_in, opens_in in itertools.product(range(-2, 4), (None, *range(-2, 5))):
        opens = TODAY + timedelta(days=opens_in) if opens_in is not None else None
        fine = opens_in is not None and 0 < answer_in < opens_in
        assert (date_fits(TODAY + timedelta(days=answer_in), TODAY, opens) == []) is fine


def test_a_committee_is_silent_from_the_day_after_its_answer_date() -> None:
    for asked, participates, days in itertools.product((True, False), (None, True, False), (None, -1, 0, 1)):
        until = TODAY + timedelta(days=days) if days is not None else None
        found = state_of_answer(asked=asked, participates=participates, answer_by=until, today=TODAY)
        if participates is not None:
            assert found is (AnswerState.TAKES_PART if participates else AnswerState.STAYS_OUT)
        elif not asked or days is None:
            assert found is AnswerState.NOT_ASKED
        else:
            assert found is (AnswerState.NO_REPLY if days < 0 else AnswerState.WAITING)


def test_the_consultation_is_over_when_the_last_has_answered_or_had_its_time() -> None:
    hours = [None, *(factories.noon(TODAY) + timedelta(hours=n) for n in range(3))]
    ends = list(itertools.product(hours, hours))
    for pairs in ((), *((e,) for e in ends), *itertools.product(ends, ends)):
        each = [min(i for i in pair if i) for pair in pairs if any(pair)]
        assert consulted_at(pairs) == (max(each) if each else None)


# -- actions -----------------------------------------------------------------------------------------------------


@pytest.fixture
def decided(engine: Engine, town: factories.Town) -> Dialogue:
    """A dialogue on societal development that has just been decided, its minutes announced."""
    with db.transaction(engine):
        made = factories.dialogue(town, Stage.DECIDED, kind=Kind.DEVELOPMENT)
        actions.note_minutes(town.secretary, made, DecisionKind.INITIATE, announced_on=clock.today())
        return made


def opening(dialogue: Dialogue) -> date:
    return clock.local_date(dialogue.phases[0].opens_at)


def ask(engine: Engine, town: factories.Town, dialogue: Dialogue, answer_by: date) -> None:
    with db.transaction(engine):
        factories.ask_committees(town, dialogue_by_id(dialogue.id), answer_by=answer_by)


def reply(engine: Engine, town: factories.Town, dialogue: Dialogue, given: Answer, seen: str | None = None) -> None:
    with db.transaction(engine):
        consultation.answer_for_committee(
            town.secretary, dialogue_by_id(dialogue.id), town.committee.id, given, seen=seen
        )


def test_deciding_enters_every_other_committee_that_exists_then(engine: Engine, town: factories.Town) -> None:
    today = clock.today()
    with db.transaction(engine):
        for code, first, last in (("GAM", date(2019, 1, 1), today - timedelta(days=40)), ("NY", today, None)):
            register_body(
                SYSTEM, kind=BodyKind.COMMITTEE, code=code, names=Texts(sv=code), valid_from=first, valid_to=last
            )
    with db.transaction(engine):
        made = factories.dialogue(town, Stage.PROPOSED, kind=Kind.DEVELOPMENT)
        assert consultations_of(made.id) == []
        factories.decide(town.secretary, made)
        assert [c.body.code for c in consultations_of(made.id)] == ["KFN", "NY", "SBN"]
        own = factories.dialogue(town, Stage.DECIDED)
        assert consultations_of(own.id) == []


def test_asking_writes_to_each_secretary_once_and_asks_nobody_twice(
    engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    ask(engine, town, decided, opening(decided) - timedelta(days=2))
    ask(engine, town, decided, opening(decided) - timedelta(days=3))
    with db.transaction(engine, write=False) as unit:
        letters = list(unit.scalars(select(Message).where(Message.event.startswith("consultation-question"))))
        assert [m.recipient for m in letters] == ["secretary@town.example"]
        assert f"/sv/officials/dialogues/{decided.id}/consultation/{town.committee.id}" in letters[0].text
        assert {c.answer_by for c in consultations_of(decided.id)} == {opening(decided) - timedelta(days=2)}
        events = list(unit.scalars(select(Event).where(Event.action == "consultation.asked")))
        assert [e.data["bodies"] for e in events] == [["KFN", "SBN"]]


def test_only_the_boards_officials_and_the_coordinator_ask_and_only_before_it_is_announced(
    engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    for actor in (town.secretary, town.moderator, town.elected, town.admin):
        with pytest.raises(Refused) as caught, db.transaction(engine):
            consultation.ask_committees(actor, dialogue_by_id(decided.id), question="?", answer_by=opening(decided))
        assert codes(caught.value) == ["E-ROLE"]
    with pytest.raises(Refused) as caught, db.transaction(engine):
        late = opening(decided)
        consultation.ask_committees(town.officer, dialogue_by_id(decided.id), question="?", answer_by=late)
    assert (codes(caught.value), caught.value.by_guard) == (["E-G12c"], True)
    ask(engine, town, decided, opening(decided) - timedelta(days=2))
    with db.transaction(engine):
        actions.announce(town.officer, dialogue_by_id(decided.id))
    with pytest.raises(Refused) as caught:
        ask(engine, town, decided, opening(decided) - timedelta(days=2))
    assert codes(caught.value) == ["E-STATE"]


def test_announcing_before_the_committees_are_asked_is_refused_with_their_names(
    engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.announce(town.officer, dialogue_by_id(decided.id))
    assert codes(caught.value) == ["E-G12a"]
    assert [t.sv for t in caught.value.reasons[0].params["list"]] == [
        "Kultur- och fritidsnämnden",
        town.committee.names.sv,
    ]


def hold(engine: Engine, dialogue: Dialogue, answer_by: date) -> None:
    """Let the answer date of an announced dialogue be another, as if its opening had been moved."""
    with db.transaction(engine):
        for asked in consultations_of(dialogue.id):
            asked.answer_by = answer_by
        consultation._settle(dialogue_by_id(dialogue.id))


def test_a9_04_an_unanswered_committee_keeps_it_shut_until_the_day_after_the_answer_date(
    engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    first = opening(decided)
    ask(engine, town, decided, first - timedelta(days=1))
    hold(engine, decided, first)
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.announce(town.officer, dialogue_by_id(decided.id))
    assert (codes(caught.value), caught.value.reasons[0].params["date"]) == (["E-G12"], first)
    hold(engine, decided, first - timedelta(days=1))
    with db.transaction(engine):
        actions.announce(town.officer, dialogue_by_id(decided.id))
    hold(engine, decided, first)
    with db.transaction(engine, write=False):
        found = dialogue_by_id(decided.id)
        ends = clock.end_of_day(first)
        assert current_stage(found, factories.noon(first)) is Stage.ANNOUNCED
        assert current_stage(found, ends - timedelta(microseconds=1)) is Stage.ANNOUNCED
        assert current_stage(found, ends) is Stage.OPEN
        assert next_boundary(ends - timedelta(hours=1)) == ends
    with clock.at(factories.noon(first)), pytest.raises(Refused) as caught, db.transaction(engine):
        factories.idea(dialogue_by_id(decided.id))
    opens = first + timedelta(days=1)
    assert [(r.code, r.params) for r in caught.value.reasons] == [("E-G22", {"date": opens})]
    with clock.at(factories.noon(first)):
        with db.transaction(engine):
            kfn = factories.body("KFN")
            account = register_account(SYSTEM, email="k@town.example", name="K", password=factories.PASSWORD)
            assign_role(SYSTEM, account, Role.COMMITTEE_SECRETARY, body_id=kfn.id)
            consultation.answer_for_committee(actor_for(account), dialogue_by_id(decided.id), kfn.id, NO, seen=None)
        reply(engine, town, decided, YES)
        with db.transaction(engine):
            assert current_stage(dialogue_by_id(decided.id)) is Stage.OPEN
            factories.idea(dialogue_by_id(decided.id))


def test_a9_04_through_the_pages_silence_is_shown_as_such(
    app: Flask, engine: Engine, town: factories.Town, decided: Dialogue, signed_in: SignIn
) -> None:
    first, here = opening(decided), f"/sv/officials/dialogues/{decided.id}"
    officer = signed_in("officer")
    unasked = officer.send(f"{here}/announce")
    assert (unasked.status, said(unasked)) == (409, ["E-G12a"])
    assert f'href="{here}/consultation"' in unasked.text
    late = officer.send(f"{here}/consultation", {"question": "Deltar ni?", "answer_by": first.isoformat()})
    assert (late.status, said(late)) == (409, ["E-G12c"])
    sent = {"question": "Deltar ni?", "answer_by": (first - timedelta(days=1)).isoformat()}
    assert officer.send(f"{here}/consultation", sent).status == 303
    hold(engine, decided, first)
    waiting = officer.send(f"{here}/announce")
    assert (waiting.status, said(waiting)) == (409, ["E-G12"])
    assert "Väntar på svar från" in waiting.text
    hold(engine, decided, first - timedelta(days=1))
    assert officer.send(f"{here}/announce").status == 303
    with db.transaction(engine, write=False):
        public = f"/sv/dialogues/{slug(dialogue_by_id(decided.id))}"
    secretary = signed_in("secretary")
    form = {"participates": "yes", "motive": "Ämnet rör gator.", "part": "Planerar", "handles": "Gator"}
    short = secretary.send(f"{here}/consultation/{town.committee.id}", form)
    assert (short.status, said(short)) == (409, ["E-G12b"])
    assert "Ämnet rör gator." in short.text
    full = {**form, "contact_name": "Kim"}
    assert secretary.send(f"{here}/consultation/{town.committee.id}", full).status == 303
    resident = CheckingClient(app)
    assert "Har inte svarat än" in resident.get(public).text
    with clock.at(factories.noon(first)):
        shown = resident.get(public).text
        assert "Svarade inte" in shown and "Har inte svarat än" not in shown
        assert "Deltar" in shown and "Ämnet rör gator." in shown


def test_a_committee_is_answered_for_by_its_own_secretary_when_it_has_been_asked(
    engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    with pytest.raises(NotFound):
        reply(engine, town, decided, NO)
    ask(engine, town, decided, opening(decided) - timedelta(days=2))
    for actor in (town.officer, town.coordinator, town.council_secretary, town.elected):
        with pytest.raises(Refused) as caught, db.transaction(engine):
            consultation.answer_for_committee(actor, dialogue_by_id(decided.id), town.committee.id, NO, seen=None)
        assert codes(caught.value) == ["E-ROLE"]
    reply(engine, town, decided, NO)
    reply(engine, town, decided, NO)
    with db.transaction(engine, write=False) as unit:
        events = list(unit.scalars(select(Event).where(Event.action == "consultation.answered")))
        assert [e.data for e in events] == [{"body": "SBN", "participates": False}]


def test_the_later_of_two_answers_made_from_the_same_page_is_refused(
    engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    ask(engine, town, decided, opening(decided) - timedelta(days=2))
    with db.transaction(engine, write=False):
        seen = consultation.version(next(c for c in consultations_of(decided.id) if c.body_id == town.committee.id))
    reply(engine, town, decided, YES, seen)
    with pytest.raises(Conflict):
        reply(engine, town, decided, NO, seen)
    with db.transaction(engine, write=False):
        stored = next(c for c in consultations_of(decided.id) if c.body_id == town.committee.id)
        assert consultation.answer_in(stored) == YES


def test_once_it_is_open_nobody_answers_any_more(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        made = factories.dialogue(town, Stage.OPEN, kind=Kind.DEVELOPMENT)
    with pytest.raises(Refused) as caught:
        reply(engine, town, made, NO)
    assert codes(caught.value) == ["E-STATE"]


def test_the_staff_of_a_committee_that_takes_part_see_the_dialogue_and_its_results_and_change_nothing(
    app: Flask, engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    with db.transaction(engine):
        people = [
            factories.person(f"{role}-only@town.example", role, body=town.committee)
            for role in (Role.OFFICER, Role.ELECTED)
        ]
    ask(engine, town, decided, opening(decided) - timedelta(days=2))

    def readable() -> list[bool]:
        found = []
        with db.transaction(engine, write=False) as unit:
            for actor in people:
                listed = decided.id in unit.scalars(select(Dialogue.id).where(staff_readable(actor, clock.now()))).all()
                try:
                    staff_dialogue(actor, decided.id)
                except NotFound:
                    found += [False, listed]
                else:
                    found += [True, listed]
        return found

    assert readable() == [False] * 4
    reply(engine, town, decided, NO)
    assert readable() == [False] * 4
    reply(engine, town, decided, YES)
    assert readable() == [True] * 4
    client = CheckingClient(app)
    client.sign_in("officer-only@town.example", factories.PASSWORD)
    here = f"/sv/officials/dialogues/{decided.id}"
    for path in ("", "/themes", "/report", "/handling", "/consultation"):
        assert client.get(here + path).status == 200, path
    assert client.post(f"{here}/announce", {"csrf_token": client.token()}).status == 403
    sent: dict[str, Any] = {"question": "?", "answer_by": clock.today().isoformat()}
    assert client.post(f"{here}/consultation", {**sent, "csrf_token": client.token()}).status == 403


def test_a_reminder_goes_once_to_those_who_have_not_answered_and_never_after_the_date(
    engine: Engine, town: factories.Town, decided: Dialogue
) -> None:
    last = opening(decided) - timedelta(days=2)
    ask(engine, town, decided, last)

    def reminded(day: date) -> tuple[int, int]:
        with clock.at(factories.noon(day)), db.transaction(engine) as unit:
            n = consultation.remind_committees(5)
            event = Message.event.startswith("consultation-reminder")
            return n, len(list(unit.scalars(select(Message.id).where(event))))

    assert reminded(last - timedelta(days=6)) == (0, 0)
    # A worker that was away on the fifth day does it on the third.
    assert reminded(last - timedelta(days=3)) == (2, 1)
    assert reminded(last) == (0, 1)
    with db.transaction(engine) as unit:
        for asked in unit.scalars(select(CommitteeConsultation)):
            asked.reminded_at = None
    assert reminded(last + timedelta(days=1)) == (0, 1)


def test_the_secretary_finds_the_question_among_the_tasks_until_it_is_answered(
    engine: Engine, town: factories.Town, decided: Dialogue, signed_in: SignIn
) -> None:
    ask(engine, town, decided, opening(decided) - timedelta(days=2))
    secretary = signed_in("secretary")
    assert "Svara om nämnden deltar" in secretary.get("/sv/officials/").text
    assert "Svara om nämnden deltar" not in signed_in("officer").get("/sv/officials/").text
    reply(engine, town, decided, NO)
    assert "Svara om nämnden deltar" not in secretary.get("/sv/officials/").text


def test_other_kinds_of_dialogue_have_no_consultation(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    with db.transaction(engine):
        made = factories.dialogue(town, Stage.DECIDED)
    assert signed_in("officer").get(f"/sv/officials/dialogues/{made.id}/consultation").status == 404
    with pytest.raises(ValueError, match="societal development"), db.transaction(engine):
        factories.ask_committees(town, dialogue_by_id(made.id), answer_by=clock.today())
