"""Initiatives from receipt to answer: through the pages, and once more straight at the actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.access import VISITOR, Conflict, Refused, Role
from participation.channels.queries import shown_channels
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.dialogues.rules import Kind
from participation.event_log import Event
from participation.handbook.queries import current_number
from participation.initiatives.actions import minding, moves, receiving
from participation.initiatives.models import Initiative
from participation.initiatives.queries import initiative_by_id, public_dialogue_of, register_page, state_column
from participation.initiatives.rules import MOVES, Move, Origin, Sender, State
from participation.moderation.rules import Ground
from participation.outbox import Message
from participation.texts import Texts
from tests import factories
from tests.initiatives.conftest import ANSWER, Place, bring_to, decision, submitted
from tests.taking_part import form_of

Do = Callable[[Place, Initiative], Any]

DOING: dict[Move, Do] = {
    Move.REVIEW: lambda p, i: moves.begin_review(p.town.officer, i),
    Move.FORWARD: lambda p, i: moves.forward(p.town.officer, i, body=p.town.board),
    Move.ACCEPT: lambda p, i: moves.accept(
        p.town.secretary, i, decision=decision(paragraph="1"), kind=Kind.COMMITTEE, answer=ANSWER
    ),
    Move.DECLINE: lambda p, i: moves.decline(p.town.secretary, i, decision=decision(paragraph="1"), answer=ANSWER),
    Move.DECLINE_OUTSIDE: lambda p, i: moves.decline_outside(p.town.officer, i, answer=Texts(sv="Regionen beslutar.")),
    Move.REDIRECT: lambda p, i: moves.redirect(
        p.town.officer, i, channel=shown_channels()[0], answer=Texts(sv="Annan väg.")
    ),
    Move.WITHDRAW: lambda _p, i: moves.withdraw(VISITOR, i),
}
TWICE = {(Move.REVIEW, State.UNDER_REVIEW), (Move.WITHDRAW, State.WITHDRAWN)}
"""Moves that change nothing where they have been made."""


def undone(place: Place, job: Callable[[], Any]) -> Any:
    """What the job gives in a unit of work that is given up."""

    class GivenUp(Exception):
        pass

    found: list[Any] = []
    with place.app.test_request_context():
        try:
            with db.transaction(place.engine):
                found.append(job())
                raise GivenUp
        except GivenUp:
            return found[0]
    return None


@pytest.mark.parametrize("move", Move)
def test_a_move_leads_where_the_table_says_and_nowhere_else(standing_on_each: Place, move: Move) -> None:
    place = standing_on_each
    for state, number in place.in_state.items():

        def job(number: int = number) -> State | str:
            initiative = initiative_by_id(number)
            try:
                DOING[move](place, initiative)
            except Refused as error:
                assert error.by_guard
                return error.reasons[0].code
            return initiative.state

        expected: State | str = MOVES[move].target if state in MOVES[move].sources else "E-I01"
        assert undone(place, job) == (state if (move, state) in TWICE else expected), (move, state)


def test_the_state_in_sql_is_the_state(standing_on_each: Place) -> None:
    with db.transaction(standing_on_each.engine, write=False) as session:
        for initiative, in_sql in session.execute(select(Initiative, state_column())):
            assert initiative.state == in_sql
        for state in State:
            assert {i.state for i in register_page(state=state, public=False).rows} == {state}


# -- A9 30: an organisation's initiative declined without a motive is refused -----------------------------------------


def test_a9_30_an_organisations_initiative_declined_without_a_motive_is_refused(place: Place) -> None:
    visitor = place.client()
    sent = form_of(visitor.get("/sv/initiatives/new")) | {
        "question": "Hur ska torget användas?",
        "why": "Det blir tomt.",
        "concerns": "Alla",
        "sender": "organisation",
        "sender_name": "Byalaget",
    }
    code = visitor.post("/sv/initiatives/new", sent).response.headers["Location"].rsplit("/", 1)[1]
    with db.transaction(place.engine, write=False) as session:
        number = session.scalars(select(Initiative.id).where(Initiative.return_code == code)).one()
    officer = place.client("officer")
    address = f"/sv/officials/initiatives/{number}"
    assert officer.post(f"{address}/review", {"csrf_token": officer.token()}).status == 303
    forward = form_of(officer.get(f"{address}/forward")) | {"body": str(place.town.committee.id)}
    assert officer.post(f"{address}/forward", forward).status == 303
    secretary = place.client("secretary")
    form = form_of(secretary.get(f"{address}/decline")) | {
        "taken_on": clock.today().isoformat(),
        "paragraph": "45",
        "registry_number": "SBN 2026/99",
    }
    page = secretary.post(f"{address}/decline", form)
    assert page.status == 409
    assert [e.get("data-code") for e in page.all("li") if e.get("data-code")] == ["E-I02"]
    assert "Ditt initiativ kan inte avslås utan motivering." in page.text
    assert place.stored(number).state is State.FORWARDED
    assert secretary.post(f"{address}/decline", form | {"answer": "Torget är redan bestämt."}).status == 303
    assert place.stored(number).state is State.DECLINED
    assert "Torget är redan bestämt." in visitor.get(f"/sv/initiatives/{number}").text
    assert "Byalaget" in visitor.get(f"/sv/initiatives/{number}").text
    assert "Torget är redan bestämt." in visitor.get(f"/sv/receipts/{code}").text


def test_a9_30_declining_without_a_motive_is_refused_at_the_action(standing_place: Place) -> None:
    place = standing_place
    for do in (
        lambda i: moves.decline(place.town.secretary, i, decision=decision(), answer=Texts()),
        lambda i: moves.decline_outside(place.town.officer, i, answer=Texts(sv="  ")),
    ):

        def job(do: Any = do) -> list[str]:
            with pytest.raises(Refused) as refused:
                do(initiative_by_id(place.in_state[State.FORWARDED]))
            return [r.code for r in refused.value.reasons]

        assert undone(place, job) == ["E-I02"]


def test_every_failing_guard_is_told_at_once(standing_place: Place) -> None:
    place = standing_place

    def job() -> list[str]:
        with pytest.raises(Refused) as refused:
            moves.decline(
                place.town.secretary,
                initiative_by_id(place.in_state[State.UNDER_REVIEW]),
                decision=decision(paragraph="", taken_on=clock.today() + timedelta(days=2)),
                answer=Texts(),
            )
        return [r.code for r in refused.value.reasons]

    assert undone(place, job) == ["E-I01", "E-I02", "E-G15", "E-I04"]


_NAMES = {Role.COMMITTEE_SECRETARY: "secretary"}


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY, Role.ELECTED, Role.MODERATOR, Role.ADMIN]
)
def test_a_role_without_the_right_is_refused_on_the_page(standing_place: Place, role: Role) -> None:
    client = standing_place.client(_NAMES.get(role, role.value))
    number, token = standing_place.in_state[State.FORWARDED], client.token()
    for move, rule in MOVES.items():
        if rule.roles and role not in rule.roles:
            path = f"/en/officials/initiatives/{number}/{move.value.replace('_', '-')}"
            assert client.post(path, {"csrf_token": token, "answer": "x"}).status == 403, move
            assert move is Move.REVIEW or client.get(path).status == 403, move
    assert standing_place.stored(number).state is State.FORWARDED


# -- routing, acceptance, answers ------------------------------------------------------------------------------------


def test_an_initiative_lies_with_the_body_that_has_the_area_and_else_with_the_board(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        assert submitted().body_id == place.town.committee.id
        assert submitted(policy_area=None).body_id == place.town.board.id


def test_an_accepted_initiative_becomes_a_draft_that_nobody_can_see_from_it(place_on_each: Place) -> None:
    place = place_on_each
    accepted = place.stored(place.in_state[State.ACCEPTED])
    assert accepted.dialogue_id is not None
    with db.transaction(place.engine, write=False) as session:
        dialogue = session.get_one(Dialogue, accepted.dialogue_id)
        assert (dialogue.title.sv, dialogue.responsible_body_id) == (accepted.question, place.town.committee.id)
        assert dialogue.handbook_version == current_number()
        assert public_dialogue_of(initiative_by_id(accepted.id)) is None
    visitor = place.client()
    for path in (f"/en/initiatives/{accepted.id}", f"/en/receipts/{accepted.return_code}", "/en/initiatives"):
        page = visitor.get(path)
        assert page.status == 200
        assert f"/dialogues/{accepted.dialogue_id}" not in page.text + " ".join(page.links)
    officer = place.client("officer")
    assert (
        f"/en/officials/dialogues/{accepted.dialogue_id}"
        in officer.get(f"/en/officials/initiatives/{accepted.id}").links
    )
    assert (
        f"/en/officials/initiatives/{accepted.id}"
        in officer.get(f"/en/officials/dialogues/{accepted.dialogue_id}").links
    )


def test_once_the_dialogue_is_public_each_leads_to_the_other_until_the_initiative_is_hidden(place: Place) -> None:
    number = place.in_state[State.ACCEPTED]
    with place.app.test_request_context(), db.transaction(place.engine):
        opened = factories.dialogue(place.town)
        initiative_by_id(number).dialogue_id, opened.from_initiative = opened.id, True
        address = f"/en/dialogues/{quote(slug(opened))}"
    visitor = place.client()
    assert address in visitor.get(f"/en/initiatives/{number}").links
    assert f"/en/initiatives/{number}" in visitor.get(address).links
    with place.app.test_request_context(), db.transaction(place.engine):
        minding.hide_initiative(place.town.moderator, initiative_by_id(number), ground=Ground.SPAM, reasons="Reklam.")
    assert f"/en/initiatives/{number}" not in place.client().get(address).links


def messages(place: Place, to: str) -> list[str]:
    with db.transaction(place.engine, write=False) as session:
        return sorted(m.event.split(":")[0] for m in session.scalars(select(Message).where(Message.recipient == to)))


@pytest.mark.parametrize("move", [Move.ACCEPT, Move.DECLINE, Move.DECLINE_OUTSIDE, Move.REDIRECT, Move.WITHDRAW])
def test_every_end_sends_one_answer_to_whoever_left_an_address(place: Place, move: Move) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        initiative = bring_to(place.town, State.FORWARDED)
        receiving.leave_answer_address(initiative, email="kim@home.example", locale="en")
        DOING[move](place, initiative)
        DOING[move](place, initiative)  # twice changes nothing
    end = MOVES[move].target
    assert messages(place, "kim@home.example") == sorted([f"initiative.{end}", "initiative.received"])


def test_whoever_unsubscribed_gets_no_answer(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        initiative = bring_to(place.town, State.FORWARDED)
        address = receiving.leave_answer_address(initiative, email="kim@home.example", locale="en")
        token = address.unsubscribe_token
    visitor = place.client()
    path = f"/en/receipts/unsubscribe/{token}"
    assert visitor.post(path, form_of(visitor.get(path))).status == 303
    with place.app.test_request_context(), db.transaction(place.engine):
        DOING[Move.DECLINE](place, initiative_by_id(initiative.id))
    assert messages(place, "kim@home.example") == ["initiative.received"]


def test_a_form_made_before_somebody_else_forwarded_it_is_a_race(place_on_each: Place) -> None:
    place = place_on_each
    with place.app.test_request_context(), db.transaction(place.engine):
        initiative = bring_to(place.town, State.UNDER_REVIEW)
        seen = moves.version(initiative)
        moves.forward(place.town.officer, initiative, body=place.town.committee, seen=seen)
        with pytest.raises(Conflict):
            moves.forward(place.town.coordinator, initiative, body=place.town.board, seen=seen)
        assert initiative.body_id == place.town.committee.id


def test_an_office_that_one_does_not_hold_is_refused(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        for origin, actor in ((Origin.ELECTED, place.town.officer), (Origin.OFFICIAL, VISITOR)):
            with pytest.raises(Refused):
                submitted(actor=actor, origins=frozenset({origin}), office=place.town.committee)
        by_elected = submitted(
            actor=place.town.elected,
            origins=frozenset({Origin.ELECTED, Origin.CIVIL_SOCIETY}),
            office=place.town.committee,
        )
        by_official = submitted(
            actor=place.town.officer, origins=frozenset({Origin.OFFICIAL}), office=place.town.committee
        )
        assert by_elected.origins == (Origin.ELECTED, Origin.CIVIL_SOCIETY)
        assert (by_elected.show_name, by_elected.sender_name) == (True, place.town.elected.name)
        assert (by_official.show_name, by_official.sender_name) == (False, "")


@pytest.mark.parametrize(
    ("sender", "agrees", "shown"),
    [(Sender.PERSON, False, False), (Sender.PERSON, True, True), (Sender.ORGANISATION, False, True)],
)
def test_a_name_is_shown_only_of_an_organisation_or_a_person_who_agrees(
    place: Place, sender: Sender, agrees: bool, shown: bool
) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        number = submitted(sender=sender, sender_name="Plommonkarl", show_name=agrees).id
    visitor = place.client()
    for path in ("/sv/initiatives", f"/sv/initiatives/{number}"):
        assert ("Plommonkarl" in visitor.get(path).text) is shown


def test_the_log_says_who_did_what_and_holds_no_address(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine) as session:
        initiative = bring_to(place.town, State.FORWARDED)
        receiving.leave_answer_address(initiative, email="kim@home.example", locale="en")
        DOING[Move.DECLINE](place, initiative)
        events = [
            e for e in session.scalars(select(Event).order_by(Event.id)) if e.data.get("initiative") == initiative.id
        ]
    assert [e.action for e in events] == [
        "initiative.submitted",
        "initiative.review",
        "initiative.forward",
        "initiative.decline",
    ]
    assert "kim@home.example" not in str([e.data for e in events])


# -- the clock -------------------------------------------------------------------------------------------------------


def test_a_late_answer_is_told_once_to_staff_and_author_and_shown_to_everybody(
    place_on_each: Place,
) -> None:
    place = place_on_each
    with place.app.test_request_context(), db.transaction(place.engine):
        with clock.at(clock.now() - timedelta(days=31)):
            late = bring_to(place.town, State.FORWARDED)
            receiving.leave_answer_address(late, email="kim@home.example", locale="en")
        with clock.at(clock.now() - timedelta(days=25)):
            soon = bring_to(place.town, State.FORWARDED)
        numbers = late.id, soon.id
    minding.remind(place.engine)
    assert minding.remind(place.engine) == 0
    assert messages(place, "kim@home.example") == ["initiative.delayed", "initiative.received"]
    with db.transaction(place.engine, write=False) as session:
        told = {
            (m.event.split(":")[0], m.recipient.split("@")[0])
            for m in session.scalars(
                select(Message).where(
                    Message.event.in_([f"initiative.overdue:{numbers[0]}", f"initiative.soon:{numbers[1]}"])
                )
            )
        }
    assert told == {
        *(("initiative.overdue", who) for who in ("officer", "coordinator", "secretary", "elected")),
        *(("initiative.soon", who) for who in ("officer", "coordinator", "secretary")),
    }
    visitor = place.client()
    assert "The answer is late" in visitor.get(f"/en/initiatives/{numbers[0]}").text
    assert "The answer is late" not in visitor.get(f"/en/initiatives/{numbers[1]}").text
    officer = place.client("officer")
    path = f"/en/officials/initiatives/{numbers[0]}/delay"
    assert officer.post(path, form_of(officer.get(path)) | {"text": "Mötet ställdes in."}).status == 303
    assert "Mötet ställdes in." in place.client().get(f"/en/initiatives/{numbers[0]}").text
    path = f"/en/officials/initiatives/{numbers[1]}/delay"
    refused = officer.post(path, form_of(officer.get(path)) | {"text": "Vi hinner."})
    assert (refused.status, "E-I05" in [e.get("data-code") for e in refused.all("li")]) == (409, True)


def test_what_waits_is_on_the_start_page_of_those_who_do_it_and_of_nobody_else(place: Place) -> None:
    waiting = {s: f"/en/officials/initiatives/{place.in_state[s]}" for s in State}
    officer, secretary = (place.client(n).get("/en/officials/").links for n in ("officer", "secretary"))
    assert waiting[State.SUBMITTED] in officer and waiting[State.UNDER_REVIEW] in officer
    assert waiting[State.FORWARDED] not in officer
    assert waiting[State.FORWARDED] in secretary and waiting[State.SUBMITTED] not in secretary
    for end in (State.ACCEPTED, State.DECLINED, State.REDIRECTED, State.WITHDRAWN):
        assert waiting[end] not in officer + secretary
    assert waiting[State.FORWARDED] in place.client("coordinator").get("/en/officials/bodies").links
