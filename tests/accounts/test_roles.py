"""Who holds which role: given and ended by the system administrator, between dates, never in silence (POLICY.md A6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Refused, Role
from participation.accounts.actions import assign_role, end_assignment
from participation.accounts.models import Account, StaffAssignment
from participation.accounts.queries import account_by_email, actor_for, role_events
from tests import factories
from tests.checking_client import CheckingClient


@pytest.fixture
def town(app: Flask, engine: Engine) -> factories.Town:
    with db.transaction(engine):
        return factories.town()


def account(email: str) -> Account:
    found = account_by_email(email)
    assert found is not None
    return found


def held_by(email: str, role: Role) -> StaffAssignment:
    query = select(StaffAssignment).where(
        StaffAssignment.account_id == account(email).id, StaffAssignment.role == role.value
    )
    return db.session().scalars(query.order_by(StaffAssignment.id)).first()  # type: ignore[return-value]


def test_only_the_system_administrator_gives_and_ends_roles(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        for actor in (town.officer, town.secretary, town.coordinator, town.moderator, town.elected):
            with pytest.raises(Refused):
                assign_role(actor, account("officer@town.example"), Role.ADMIN)
            with pytest.raises(Refused):
                end_assignment(actor, held_by("officer@town.example", Role.OFFICER), last_day=clock.today())


def test_a_role_is_held_through_its_last_day_and_not_after(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        held = held_by("coordinator@town.example", Role.COORDINATOR)
        end_assignment(town.admin, held, last_day=clock.today())
        person = account("coordinator@town.example")
        assert Role.COORDINATOR in actor_for(person).roles
        assert Role.COORDINATOR not in actor_for(person, clock.today() + timedelta(days=1)).roles
        with pytest.raises(ValueError, match="first day"):
            end_assignment(town.admin, held, last_day=held.valid_from - timedelta(days=1))


def test_who_gives_themselves_a_role_leaves_a_trace(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        assign_role(town.admin, account("admin@town.example"), Role.OFFICER, body_id=town.board.id)
        newest = role_events(1)[0]
        assert (newest.action, newest.actor_id) == ("role.assigned", town.admin.account_id)
        assert newest.data["account"] == town.admin.account_id


def test_the_last_system_administrator_stays(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        with pytest.raises(Refused) as caught:
            end_assignment(town.admin, held_by("admin@town.example", Role.ADMIN), last_day=clock.today())
        assert [r.code for r in caught.value.reasons] == ["E-A01"]
        assign_role(town.admin, account("officer@town.example"), Role.ADMIN)
        end_assignment(town.admin, held_by("admin@town.example", Role.ADMIN), last_day=clock.today())


def test_a_role_is_given_and_ended_on_the_pages(app: Flask, engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        person = account("elected@town.example").id
        factories.person("dpo@town.example", Role.DPO)
    admin = CheckingClient(app)
    admin.sign_in("admin@town.example", factories.PASSWORD)
    early = {"role": "registrar", "valid_from": "2027-02-02", "valid_to": "2027-02-01"}
    assert admin.send(f"/sv/officials/people/{person}", early).status == 422
    assert admin.send(f"/sv/officials/people/{person}", {"role": "registrar", "valid_from": "2026-01-01"}).status == 303
    assert "registrator" in admin.get("/sv/officials/people/").text
    with db.transaction(engine, write=False):
        given = held_by("elected@town.example", Role.REGISTRAR).id
    assert admin.send(f"/sv/officials/people/{person}/roles/{given}", {"last_day": "2026-01-31"}).status == 303
    assert "avslutade rollen registrator" in admin.get("/sv/officials/people/").text
    reader = CheckingClient(app)
    reader.sign_in("dpo@town.example", factories.PASSWORD)
    assert reader.get("/sv/officials/people/").status == 200
    assert reader.get(f"/sv/officials/people/{person}").status == 403
    officer = CheckingClient(app)
    officer.sign_in("officer@town.example", factories.PASSWORD)
    assert officer.get("/sv/officials/people/").status == 403
    assert officer.get(f"/sv/officials/people/{person}/roles/{given}").status == 403
