"""The legal register: dated versions, pinned by dialogues; who keeps it; standing decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Conflict, Refused
from participation.dialogues import actions
from participation.dialogues.queries import dialogue_by_id, facts_of
from participation.dialogues.rules import Influence, Kind, Participation, Stage, TakenBy
from participation.dialogues.statutory.reads import case_of
from participation.dialogues.statutory.standing import Standing, record_standing_decision
from participation.legal.actions import Contents, enter_known, enter_version
from participation.legal.queries import in_force, version_of
from participation.legal.rules import LegalPhase, Unit
from participation.texts import Texts
from tests import factories
from tests.checking_client import fields
from tests.dialogues.conftest import SignIn

CODE = "pbl_samrad_extended"


def longer(days: int = 40) -> Contents:
    return Contents(
        LegalPhase.SAMRAD, Texts(sv="Samråd"), "PBL 5:11 c", next_code="pbl_granskning_extended", minimum=days,
        unit=Unit.DAYS,
    )  # fmt: skip


def test_a_new_version_changes_no_dialogue_under_way(engine: Engine, town: factories.Town) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    with db.transaction(engine):
        made = factories.dialogue(town, Stage.DRAFT, kind=Kind.STATUTORY, legal_basis=CODE)
        before = facts_of(made).statutory
        enter_version(town.admin, CODE, longer(), valid_from=tomorrow)
        identity = made.id
    with clock.at(factories.noon(tomorrow)), db.transaction(engine):
        found = dialogue_by_id(identity)
        case, now = case_of(found), version_of(CODE)
        assert case is not None and now is not None and now.minimum == 40
        assert case.samrad_basis.minimum == 3 and case.samrad_basis.valid_to == clock.today() - timedelta(days=1)
        after = facts_of(found).statutory
        assert before is not None and after is not None and after.laws == before.laws
        assert [r.code for r in in_force()].count(CODE) == 1
        with pytest.raises(Conflict):
            enter_version(town.admin, CODE, longer(50), valid_from=tomorrow)
        with pytest.raises(Refused):
            enter_version(town.officer, CODE, longer(50), valid_from=tomorrow + timedelta(days=9))
        assert enter_known(town.admin) == []


def test_the_administrator_enters_a_version_on_a_page(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    with db.transaction(engine):
        factories.law(town.admin)
        row = version_of(CODE)
        assert row is not None
    page = f"/sv/officials/registers/laws/{row.id}/change"
    admin = signed_in("admin")
    form = fields(admin.get(page).forms()[0])
    assert (form["minimum"], form["unit"]) == ("3", "weeks")
    later = (clock.today() + timedelta(days=30)).isoformat()
    for wrong in ({"minimum": "0"}, {"minimum": "x"}, {"valid_from": ""}, {"valid_from": "2015-01-01"}, {"sv": ""}):
        assert admin.send(page, {"valid_from": later} | wrong).status == 422, wrong
    assert admin.send(page, {"valid_from": later, "minimum": "5"}).status == 303
    assert signed_in("officer").client.get(page).status_code == 403
    assert signed_in("officer").get("/sv/officials/registers/laws").status == 200


def standing(town: factories.Town, **changes: object) -> Standing:
    values = {
        "body": factories.body("SBN"),
        "legal_code": CODE,
        "taken_by": TakenBy.BODY,
        "taken_on": clock.today() - timedelta(days=60),
        "paragraph": "7",
        "registry_number": "SBN 2026/7",
        "participation": Participation.CONTRIBUTE,
        "influence": Influence.CONSULTATION,
        "officials_may_start": True,
        "delegation_ref": "Delegationsordning 3.2",
    }
    return Standing(**(values | changes))  # type: ignore[arg-type]


def decide(town: factories.Town, identity: int, **more: object) -> None:
    actions.record_initiating_decision(
        town.secretary,
        dialogue_by_id(identity),
        body=factories.body("SBN"),
        taken_by=TakenBy.EMPLOYEE,
        taken_on=clock.today(),
        paragraph="D 4",
        registry_number="SBN 2026/8",
        openness_confirmed=True,
        participation=Participation.CONTRIBUTE,
        influence=Influence.CONSULTATION,
        **more,  # type: ignore[arg-type]
    )


def test_an_official_starts_only_what_a_standing_decision_settles_and_lets_start(
    engine: Engine, town: factories.Town
) -> None:
    with db.transaction(engine):
        identity = factories.dialogue(town, Stage.PROPOSED, kind=Kind.STATUTORY, legal_basis=CODE).id
        only_degrees = record_standing_decision(
            town.secretary, standing(town, paragraph="8", officials_may_start=False)
        )
        starts = record_standing_decision(town.secretary, standing(town))
        assert record_standing_decision(town.secretary, standing(town)).id == starts.id
    for given in (None, only_degrees):
        with pytest.raises(Refused) as caught, db.transaction(engine):
            decide(town, identity, standing=given)
        assert {r.code for r in caught.value.reasons} == {"E-G09"}
    with db.transaction(engine):
        decide(town, identity, standing=starts)
        assert dialogue_by_id(identity).decided_at is not None


def test_a_standing_decision_is_never_an_employees_and_only_of_the_body_with_the_task(
    engine: Engine, town: factories.Town
) -> None:
    with db.transaction(engine):
        factories.law(town.admin)
        for wrong, code in (
            ({"taken_by": TakenBy.EMPLOYEE}, "E-G09"),
            ({"taken_on": clock.today() + timedelta(days=1)}, "E-G15"),
            ({"delegation_ref": " "}, "E-G15b"),
            ({"influence": Influence.INFORMATION}, "E-G08b"),
            ({"participation": None}, "E-G07"),
            ({"body": factories.body("KS")}, "E-G13"),
        ):
            with pytest.raises(Refused) as caught:
                record_standing_decision(town.secretary, standing(town, **wrong))
            assert {r.code for r in caught.value.reasons} == {code}
        with pytest.raises(Refused):
            record_standing_decision(town.officer, standing(town))
