"""The registers of authority: kept by whom they should, changed by two, and no period too long."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM, Actor, Refused, Role
from participation.bodies import actions, queries
from participation.bodies.models import Body, ElectedPerson, GoalReviewCycle, Mandate, MandateChange
from participation.bodies.rules import BodyKind, Outcome, add_months, last_day_of, months_in
from participation.event_log import Event
from participation.texts import Texts
from tests import factories
from tests.checking_client import fields
from tests.dialogues.conftest import SignIn


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.code for r in error.value.reasons]


def other_admin() -> Actor:
    return factories.person("admin2@town.example", Role.ADMIN)


# Months


@pytest.mark.parametrize(
    ("starts", "months", "last"),
    [
        (date(2026, 10, 19), 36, date(2029, 10, 18)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_period_of_months_ends_the_day_before_the_day_it_began(starts: date, months: int, last: date) -> None:
    assert last_day_of(starts, months) == last
    assert months_in(starts, last) == months
    assert months_in(starts, last + timedelta(days=1)) == months + 1


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)


# Four eyes


def test_a_mandate_holds_when_somebody_else_has_confirmed_it(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        area = actions.register_area(town.admin, code="baths", names=Texts(sv="Bad"))
        change = actions.propose_mandate(
            town.admin, body=town.committee, policy_area=area, reglemente_ref="§ 5", valid_from=clock.today()
        )
        assert not queries.has_mandate_row(town.committee.id, area.id, None, clock.today())
        with pytest.raises(Refused) as refused:
            actions.settle_mandate(town.admin, change, Outcome.CONFIRMED)
        assert codes(refused) == ["E-B01"]
        actions.settle_mandate(other_admin(), change, Outcome.CONFIRMED)
        assert queries.has_mandate_row(town.committee.id, area.id, None, clock.today())
        logged = db.session().scalars(select(Event.action).where(Event.action.like("mandate.%")).order_by(Event.id))
        assert list(logged)[-2:] == ["mandate.proposed", "mandate.confirmed"]


def test_a_declined_change_changes_nothing_and_a_settled_one_stays(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        mandate = queries.mandates()[0]
        change = actions.propose_end(SYSTEM, mandate, last_day=clock.today(), reglemente_ref="")
        actions.settle_mandate(town.admin, change, Outcome.DECLINED)
        actions.settle_mandate(other_admin(), change, Outcome.CONFIRMED)
        assert (change.outcome, mandate.valid_to) == ("declined", None)


def test_a_confirmed_end_ends_the_mandate_on_its_day(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        mandate = queries.mandates()[0]
        last = clock.today() + timedelta(days=30)
        actions.settle_mandate(
            town.admin, actions.propose_end(SYSTEM, mandate, last_day=last, reglemente_ref=""), Outcome.CONFIRMED
        )
        assert mandate in queries.mandates(last)
        assert mandate not in queries.mandates(last + timedelta(days=1))


def test_a_mandate_is_for_one_matter_with_a_reference(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        area = queries.policy_areas()[0]
        for wrong in (
            {"reglemente_ref": "§ 1"},
            {"policy_area": area, "legal_basis": "x", "reglemente_ref": "§ 1"},
            {"policy_area": area, "reglemente_ref": "  "},
        ):
            with pytest.raises(ValueError, match="mandate"):
                actions.propose_mandate(town.admin, body=town.board, valid_from=clock.today(), **wrong)  # type: ignore[arg-type]


def test_two_administrators_change_the_register_on_its_page(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine):
        other_admin()
        area = actions.register_area(SYSTEM, code="baths", names=Texts(sv="Bad", en="Baths")).id
    sent = {
        "body": str(town.committee.id), "matter": f"area:{area}", "reglemente_ref": "§ 5", "valid_from": "2026-01-01"
    }  # fmt: skip
    first, second = signed_in("admin"), signed_in("admin2")
    assert first.send("/en/officials/registers/mandates/new", sent).status == 303
    own = first.get("/en/officials/registers/mandates")
    assert "Whoever proposed the change cannot settle it" in own.text
    assert own.forms() == []
    with db.transaction(engine, write=False) as session:
        change = session.scalars(select(MandateChange).where(MandateChange.settled_at.is_(None))).one().id
    path = f"/en/officials/registers/mandates/changes/{change}"
    # The one who proposed it sends it all the same: refused.
    crafted = fields(first.get("/en/officials/registers/mandates/new").forms()[0]) | {"outcome": "confirmed"}
    assert first.post(path, crafted).status == 403
    form = fields(second.get("/en/officials/registers/mandates").forms()[0])
    assert second.post(path, form | {"outcome": "confirmed"}).status == 303
    with db.transaction(engine, write=False) as session:
        held = session.scalars(select(Mandate).where(Mandate.policy_area_id == area)).one()
        assert (held.body_id, held.reglemente_ref) == (town.committee.id, "§ 5")


# Who keeps what


def test_only_who_keeps_a_register_changes_it(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        today = clock.today()
        body = town.committee
        cases = {
            "body": lambda who: actions.change_body(who, body, names=body.names, valid_from=today, valid_to=None),
            "area": lambda who: actions.register_area(who, code="x", names=Texts(sv="X")),
            "mandate": lambda who: actions.propose_mandate(
                who, body=body, legal_basis="x", reglemente_ref="x", valid_from=today
            ),
            "elected": lambda who: actions.register_elected(
                who, body=body, name="Bo", role=Texts(sv="ledamot"), term_from=today
            ),
            "cycle": lambda who: factories.cycle(who, today - timedelta(days=1)),
        }
        may = {
            "body": {"admin"},
            "area": {"admin"},
            "mandate": {"admin"},
            "elected": {"admin", "secretary"},
            "cycle": {"council_secretary", "coordinator"},
        }
        for what, act in cases.items():
            for name in ("officer", "secretary", "council_secretary", "moderator", "coordinator", "elected", "admin"):
                try:
                    with db.session().begin_nested() as savepoint:
                        act(getattr(town, name))
                        savepoint.rollback()
                    done = True
                except Refused:
                    done = False
                assert done == (name in may[what]), (what, name)


def test_an_organ_and_an_area_are_entered_and_changed_on_their_pages(engine: Engine, signed_in: SignIn) -> None:
    admin = signed_in("admin")
    new = "/en/officials/registers/bodies/new"
    sent = {"kind": "committee", "code": "BN", "sv": "Byggnadsnämnden", "valid_from": "2023-01-01"}
    assert admin.send(new, sent | {"valid_to": "2022-12-31"}).status == 422
    assert admin.send(new, sent).status == 303
    assert admin.send(new, sent).status == 422
    with db.transaction(engine, write=False):
        found = queries.body_by_code("BN")
        assert found is not None and found.body_kind is BodyKind.COMMITTEE
        identity = found.id
    changed = {"sv": "Byggnadsnämnden", "ar": "لجنة البناء", "valid_from": "2023-01-01", "valid_to": "2026-12-31"}
    assert admin.send(f"/en/officials/registers/bodies/{identity}", changed).status == 303
    assert admin.send("/en/officials/registers/areas/new", {"code": "Plans", "sv": "Planer"}).status == 303
    assert admin.send("/en/officials/registers/areas/new", {"code": "plans", "sv": "Planer"}).status == 422
    with db.transaction(engine, write=False) as session:
        body = session.get(Body, identity)
        assert body is not None
        assert (body.names["ar"], body.valid_to) == ("لجنة البناء", date(2026, 12, 31))
        assert not body.exists_on(date(2027, 1, 1))


def test_an_elected_representative_is_entered_by_the_bodys_secretary(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    sent = {"name": "Bo Ledamot", "sv": "ledamot", "term_from": "2023-01-01"}
    secretary = signed_in("secretary")
    path = "/en/officials/registers/elected/new"
    assert secretary.send(path, sent | {"body": str(town.council.id)}).status == 422  # not their body
    assert secretary.send(path, sent | {"body": str(town.committee.id)}).status == 303
    assert signed_in("officer").get(path).status == 403
    with db.transaction(engine, write=False) as session:
        person = session.scalars(select(ElectedPerson)).one()
        assert (person.body_id, person.party) == (town.committee.id, "")


# A9 03


def test_a9_03_a_cycle_of_40_months_cannot_be_created_at_the_action(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        before = len(queries.goal_review_cycles())
        starts = clock.today()
        decided = {"taken_on": starts, "paragraph": "9", "registry_number": "KS 2026/9"}
        with pytest.raises(Refused) as refused:
            actions.record_cycle(town.council_secretary, starts=starts, ends=last_day_of(starts, 40), **decided)  # type: ignore[arg-type]
        assert codes(refused) == ["E-G11b"] and refused.value.by_guard
        assert dict(refused.value.reasons[0].params) == {"most": 36, "months": 40}
        with pytest.raises(Refused):
            ends = last_day_of(starts, 36) + timedelta(days=1)
            actions.record_cycle(town.council_secretary, starts=starts, ends=ends, **decided)  # type: ignore[arg-type]
        assert len(queries.goal_review_cycles()) == before
        actions.record_cycle(town.council_secretary, starts=starts, ends=last_day_of(starts, 36), **decided)  # type: ignore[arg-type]
        assert len(queries.goal_review_cycles()) == before + 1


def test_a9_03_a_cycle_of_40_months_cannot_be_created_on_the_page(engine: Engine, signed_in: SignIn) -> None:
    sent = {
        "starts": "2026-10-19", "ends": "2030-02-18", "taken_on": "2026-10-01", "paragraph": "9",
        "registry_number": "KS 2026/9",
    }  # fmt: skip
    answer = signed_in("council-secretary").send("/en/officials/registers/cycles/new", sent)
    assert answer.status == 409
    assert "is 36 months at most. This one takes 40 months." in answer.text
    assert fields(answer.forms()[0])["ends"] == "2030-02-18"
    with db.transaction(engine, write=False) as session:
        assert session.scalar(select(func.count(GoalReviewCycle.id))) == 1  # the town's own


def test_a_cycle_recorded_twice_is_one(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        starts = clock.today() - timedelta(days=3)
        assert factories.cycle(town.council_secretary, starts).id == factories.cycle(town.council_secretary, starts).id
