"""Who may hold which dialogue, and when: E-G10, E-G11 and E-G14, in the workspace, at the decision, at the actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM, Refused, Role
from participation.bodies import actions as registers
from participation.bodies.models import Mandate, PolicyArea
from participation.bodies.queries import elected_persons, goal_review_cycles
from participation.bodies.rules import Outcome
from participation.dialogues import actions, queries
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage, dialogue_by_id
from participation.dialogues.rules import Kind, Section, Stage, sections_of
from participation.texts import Texts
from tests import factories
from tests.checking_client import fields
from tests.dialogues.conftest import SignIn
from tests.dialogues.test_workspace import at, begun


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.code for r in error.value.reasons]


def decision(town: factories.Town, body: Any, **changes: str) -> dict[str, str]:
    return {
        "body": str(body.id), "taken_by": "body", "taken_on": clock.today().isoformat(), "paragraph": "1",
        "registry_number": "SBN 2026/1", "openness_confirmed": "y", "degree_of_participation": "contribute",
        "degree_of_influence": "consultation",
    } | changes  # fmt: skip


def move_the_cycle_of(dialogue: Dialogue, town: factories.Town) -> None:
    """Link it to a period that ends before it opens, as if it had been so when it was proposed."""
    cycle = factories.cycle(town.council_secretary, clock.today() - timedelta(days=1200))
    dialogue.goal_review_cycle_id = cycle.id
    db.session().flush()


# A9 01


def test_a9_01_a_committee_cannot_decide_on_a_municipality_wide_dialogue_at_the_action(
    app: Flask, engine: Engine
) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.PROPOSED, kind=Kind.MUNICIPALITY_WIDE)
        with pytest.raises(Refused) as refused:
            factories.decide(town.secretary, made, body=town.committee)
        assert codes(refused) == ["E-G10"] and refused.value.by_guard
        assert [t.sv for t in refused.value.reasons[0].params["right_body"]] == ["Kommunfullmäktige"]
        assert current_stage(made) is Stage.PROPOSED


def test_a9_01_a_committee_cannot_decide_on_a_municipality_wide_dialogue_on_the_page(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town, Stage.PROPOSED, kind=Kind.MUNICIPALITY_WIDE)
    path = f"/sv/officials/dialogues/{identity}/decision"
    answer = signed_in("secretary").send(path, decision(town, town.committee))
    assert answer.status == 409
    assert "Samhällsbyggnadsnämnden kan inte besluta om en kommungemensam dialog. Det gör Kommunfullmäktige" in (
        answer.text
    )


# A9 02


def test_a9_02_the_council_cannot_decide_on_dates_outside_the_cycle_at_the_action(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.PROPOSED, kind=Kind.MUNICIPALITY_WIDE)
        move_the_cycle_of(made, town)
        with pytest.raises(Refused) as refused:
            factories.decide(town.council_secretary, made)
        assert codes(refused) == ["E-G11"]
        made.goal_review_cycle_id = None
        with pytest.raises(Refused) as refused:
            factories.decide(town.council_secretary, made)
        assert codes(refused) == ["E-G11"]


def test_a9_02_the_council_cannot_decide_on_dates_outside_the_cycle_on_the_page(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town, Stage.PROPOSED, kind=Kind.MUNICIPALITY_WIDE)
    with db.transaction(engine):
        move_the_cycle_of(dialogue_by_id(identity), town)
    path = f"/en/officials/dialogues/{identity}/decision"
    answer = signed_in("council-secretary").send(path, decision(town, town.council))
    assert answer.status == 409
    assert "must lie within the three-year period of the goal review" in answer.text


def test_handling_the_results_after_the_cycle_is_outside_it(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.DRAFT, kind=Kind.MUNICIPALITY_WIDE)
        cycle = goal_review_cycles()[0]
        made.handling_meeting = made.decision_meeting = cycle.ends + timedelta(days=1)
        made.feedback_due = cycle.ends + timedelta(days=9)
        with pytest.raises(Refused) as refused:
            actions.propose(town.officer, made)
        assert codes(refused) == ["E-G11"]
        made.handling_meeting = made.decision_meeting = cycle.ends
        actions.propose(town.officer, made)


def test_the_cycle_is_chosen_in_the_schedule_and_nowhere_else(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    officer = signed_in("officer")
    wide = begun(engine, town, kind=Kind.MUNICIPALITY_WIDE)
    own = begun(engine, town)
    assert "goal_review_cycle_id" in fields(officer.get(at(wide, Section.SCHEDULE)).forms()[0])
    assert "goal_review_cycle_id" not in fields(officer.get(at(own, Section.SCHEDULE)).forms()[0])
    assert "policy_area_id" in fields(officer.get(at(own, Section.QUESTION)).forms()[0])
    assert "policy_area_id" not in fields(officer.get(at(wide, Section.QUESTION)).forms()[0])


# E-G14


def area(code: str) -> PolicyArea:
    return db.session().scalars(select(PolicyArea).where(PolicyArea.code == code)).one()


def test_a_question_outside_the_committees_area_names_whose_it_is(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    with db.transaction(engine):
        dialogue_by_id(identity).policy_area_id = area("culture").id
    officer = signed_in("officer")
    path = f"/en/officials/dialogues/{identity}/propose"
    answer = officer.send(path)
    assert answer.status == 409
    assert "outside Community development committee’s area. Send the proposal to" in answer.text
    with db.transaction(engine):
        dialogue_by_id(identity).policy_area_id = area("streets").id
    assert officer.send(path).status == 303


def test_a_question_without_an_area_is_sent_to_no_dash(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town)
    with db.transaction(engine):
        dialogue_by_id(identity).policy_area_id = None
    answer = signed_in("officer").send(f"/en/officials/dialogues/{identity}/propose")
    assert answer.status == 409
    assert "Choose one of its areas, or another body." in answer.text
    assert "Send the proposal to" not in answer.text


def test_a_mandate_that_moved_while_the_dialogue_was_proposed_stops_the_decision(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.PROPOSED)
        held = db.session().scalars(select(Mandate).where(Mandate.body_id == town.committee.id)).one()
        held.valid_to = clock.today() - timedelta(days=1)
        with pytest.raises(Refused) as refused:
            factories.decide(town.secretary, made)
        assert codes(refused) == ["E-G14"]


def test_until_areas_are_kept_no_question_is_outside_one(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.DRAFT)
        made.policy_area_id = None
        with pytest.raises(Refused) as refused:
            actions.propose(town.officer, made)
        assert codes(refused) == ["E-G14"]
        for mandate in db.session().scalars(select(Mandate)):
            mandate.valid_to = mandate.valid_from
        actions.propose(town.officer, made)


def test_a_body_that_has_ended_decides_on_nothing_new(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.DRAFT)
        registers.change_body(
            town.admin,
            town.committee,
            names=town.committee.names,
            valid_from=date(2020, 1, 1),
            valid_to=clock.today() - timedelta(days=1),
        )
        with pytest.raises(Refused) as refused:
            actions.propose(town.officer, made)
        assert codes(refused) == ["E-G10"]


# Who carries it out


@pytest.mark.parametrize("kind", [Kind.MUNICIPALITY_WIDE, Kind.DEVELOPMENT])
def test_the_executive_board_carries_out_what_the_policy_says_and_no_form_changes_it(
    engine: Engine, town: factories.Town, signed_in: SignIn, kind: Kind
) -> None:
    identity = begun(engine, town, kind=kind)
    officer = signed_in("officer")
    for section in sections_of(kind):
        page = officer.get(at(identity, section))
        assert not {"executing_body_id", "responsible_body_id", "body"} & set(fields(page.forms()[0]))
    sent = fields(officer.get(at(identity, Section.QUESTION)).forms()[0])
    officer.post(at(identity, Section.QUESTION), sent | {"executing_body_id": str(town.committee.id)})
    with db.transaction(engine, write=False):
        found = dialogue_by_id(identity)
        assert found.executing_body is not None and found.executing_body.code == "KS"


# Elected representatives


def test_a_representative_is_chosen_from_the_body_or_named_freely(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine):
        today = clock.today()
        role = Texts(sv="ordförande", en="chair")
        chosen = registers.register_elected(SYSTEM, body=town.committee, name="Ada Ek", role=role, term_from=today).id
        registers.register_elected(SYSTEM, body=town.board, name="Other Body", role=role, term_from=today)
        registers.register_elected(
            SYSTEM, body=town.committee, name="Former Member", role=role, term_from=date(2019, 1, 1),
            term_to=date(2022, 12, 31),
        )  # fmt: skip
        assert len(elected_persons()) == 3
    identity = begun(engine, town)
    officer = signed_in("officer")
    page = officer.get(at(identity, Section.PEOPLE))
    assert "Ada Ek, chair" in page.text
    assert "Other Body" not in page.text and "Former Member" not in page.text
    sent = fields(page.forms()[0])
    sent |= {"representatives-1-elected_person_id": str(chosen), "representatives-1-name": ""}
    assert officer.post(at(identity, Section.PEOPLE), sent).status == 303
    with db.transaction(engine, write=False):
        first, second = queries.representatives(identity)
        assert (first.name, first.elected_person_id) == ("Bo Ledamot", None)
        assert (second.name, second.role["en"], second.elected_person_id) == ("Ada Ek", "chair", chosen)


def test_a_body_with_one_area_needs_no_choice(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        begin = {"kind": Kind.COMMITTEE, "body": town.committee, "title": "En park"}
        assert actions.create_dialogue(town.officer, **begin).policy_area_id == area("streets").id  # type: ignore[arg-type]
        change = registers.propose_mandate(
            SYSTEM, body=town.committee, policy_area=area("culture"), reglemente_ref="§ 3", valid_from=clock.today()
        )
        registers.settle_mandate(town.admin, change, Outcome.CONFIRMED)
        assert actions.create_dialogue(town.officer, **begin).policy_area_id is None  # type: ignore[arg-type]
        assert Role.OFFICER in town.officer.roles
