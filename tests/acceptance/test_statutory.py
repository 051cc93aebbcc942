"""POLICY.md A9.17, A9.18 and E-G13, E-G13b, E-G13c, E-G24: through the pages, and straight at the action."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Refused, Role
from participation.changes.actions.pauses import extend
from participation.dialogues import actions
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage, dialogue_by_id
from participation.dialogues.rules import Kind, Section, Stage
from participation.legal.queries import version_of
from participation.statements.actions import phases
from tests import factories, statutory
from tests.checking_client import fields
from tests.databases import fresh_database
from tests.dialogues.conftest import SignIn


@pytest.fixture
def engine(sqlite_template: Path) -> Iterator[Engine]:
    """One sort of database: what is asked here is for the guards to answer. Both are asked in tests/statements."""
    with fresh_database("sqlite", sqlite_template, None) as made:
        yield made


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {r.code for r in error.value.reasons}


def draft(engine: Engine, town: factories.Town, days: int, legal_basis: str = "pbl_samrad_extended") -> int:
    """A complete draft whose first period is open so many days."""
    first = clock.today() + timedelta(days=40)
    with db.transaction(engine):
        made = factories.dialogue(
            town,
            Stage.DRAFT,
            kind=Kind.STATUTORY,
            schedule=factories.Schedule(first, first + timedelta(days=days - 1)),
            legal_basis=legal_basis,
        )
        return made.id


def test_a9_17_a_consultation_by_the_extended_procedure_of_20_days_is_refused(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = draft(engine, town, 20)
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(identity))
    assert codes(caught) == {"E-G13b"}

    page = f"/sv/officials/dialogues/{identity}/propose"
    answer = signed_in("officer").send(page, {})
    assert answer.status == 409
    assert 'data-code="E-G13b"' in answer.text
    assert "Lagen kräver minst 3 veckor (PBL 5:11 c). Nu är tiden 20 dagar." in answer.text

    with db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(draft(engine, town, 21)))


def test_the_standard_procedure_states_no_shortest_consultation(engine: Engine, town: factories.Town) -> None:
    identity = draft(engine, town, 2, "pbl_samrad_standard")
    with db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(identity))


def between(engine: Engine, town: factories.Town) -> int:
    with db.transaction(engine):
        return statutory.dialogue(town, statutory.BETWEEN).id


def review(identity: int, law: str, opens: date, days: int, **changes: Any) -> dict[str, Any]:
    values = {
        "basis": version_of(law),
        "opens_on": opens,
        "closes_on": opens + timedelta(days=days - 1),
        "results_due": opens + timedelta(days=38),
        "handling_meeting": dialogue_by_id(identity).handling_meeting,
        "feedback_due": dialogue_by_id(identity).feedback_due,
    }
    return values | changes


def test_a9_18_a_review_with_significant_environmental_impact_of_29_days_is_refused(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = between(engine, town)
    opens = clock.today() + timedelta(days=9)
    with db.transaction(engine):
        # The document that this law demands besides.
        dialogue = dialogue_by_id(identity)
        documents = [
            *actions.sections.stored(dialogue, Section.DOCUMENTS)["documents"],
            {
                "phase": "granskning",
                "kind": "environmental_report",
                "title": "MKB",
                "url": "https://www.example.com/mkb.pdf",
                "published_on": clock.today(),
            },
        ]
        actions.save_section(town.officer, dialogue, Section.DOCUMENTS, {"documents": documents}, seen=None)
    with pytest.raises(Refused) as caught, db.transaction(engine):
        values = review(identity, "pbl_granskning_env", opens, 29)
        phases.announce_review(town.officer, dialogue_by_id(identity), **values)
    assert codes(caught) == {"E-G13b"}

    page = f"/sv/officials/dialogues/{identity}/statements/review"
    officer = signed_in("officer")
    with db.transaction(engine, write=False):
        basis = version_of("pbl_granskning_env")
        assert basis is not None
        sent = {
            n: v.isoformat() if isinstance(v, date) else str(v.id)
            for n, v in review(identity, "pbl_granskning_env", opens, 29).items()
        }
    answer = officer.send(page, sent)
    assert answer.status == 409
    assert "Lagen kräver minst 30 dagar (PBL 5:18). Nu är tiden 29 dagar." in answer.text

    thirty = sent | {"closes_on": (opens + timedelta(days=29)).isoformat()}
    assert officer.send(page, thirty).status == 303


def test_e_g13_only_the_committee_with_the_task_begins_it_and_the_right_one_is_named(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine):
        factories.law(town.admin)
        basis = version_of("pbl_samrad_standard")
        assert basis is not None
        other = factories.person("officer@town.example", Role.OFFICER, body=town.other_committee)
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.create_dialogue(
            other, kind=Kind.STATUTORY, body=town.other_committee, title="En plan", legal_basis=basis
        )
    [reason] = caught.value.reasons
    assert (reason.code, [t.sv for t in reason.params["committee"]]) == ("E-G13", ["Samhällsbyggnadsnämnden"])

    sent = {"kind": "statutory", "body": town.other_committee.id, "title": "En plan", "legal_basis": basis.id}
    answer = signed_in("officer").send("/sv/officials/dialogues/new", sent)
    assert answer.status == 409
    assert (
        "Kultur- och fritidsnämnden har inte uppdraget enligt sitt reglemente. Ansvarig nämnd är "
        "Samhällsbyggnadsnämnden." in answer.text
    )
    assert 'value="En plan"' in answer.text
    assert signed_in("officer").send("/sv/officials/dialogues/new", sent | {"body": town.committee.id}).status == 303
    with db.transaction(engine, write=False) as unit:
        assert len(unit.scalars(select(Dialogue)).all()) == 1


def test_e_g13_a_body_that_has_lost_the_task_can_neither_propose_nor_decide(
    engine: Engine, town: factories.Town
) -> None:
    identity = draft(engine, town, 30)
    from participation.bodies import actions as registers
    from participation.bodies.queries import mandates
    from participation.bodies.rules import Outcome

    with db.transaction(engine):
        for held in mandates():
            if held.legal_basis == "pbl_samrad_extended":
                change = registers.propose_end(
                    factories.SYSTEM, held, last_day=clock.today() - timedelta(days=1), reglemente_ref="§ 9"
                )
                registers.settle_mandate(town.admin, change, Outcome.CONFIRMED)
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(identity))
    assert codes(caught) == {"E-G13"}


def test_e_g13c_the_missing_documents_and_parts_of_the_announcement_are_listed(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    first = clock.today() + timedelta(days=25)
    with db.transaction(engine):
        dates = factories.Schedule(first, first + timedelta(days=29))
        made = factories.dialogue(
            town, Stage.DECIDED, kind=Kind.STATUTORY, schedule=dates, legal_basis="pbl_samrad_extended"
        )
        with clock.at(factories.noon(dates.minutes_on)):
            actions.note_minutes(town.secretary, made, factories.DecisionKind.INITIATE, announced_on=dates.minutes_on)
        kept = [
            d
            for d in actions.sections.stored(made, Section.DOCUMENTS)["documents"]
            if d["kind"] == "plan_map" and d["phase"] == "samrad"
        ]
        actions.save_section(town.officer, made, Section.DOCUMENTS, {"documents": kept}, seen=None)
        actions.save_section(town.officer, made, Section.LEGAL_BASIS, {"place": ""}, seen=None)
        identity = made.id
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.announce(town.officer, dialogue_by_id(identity))
    [reason] = caught.value.reasons
    assert reason.code == "E-G13c"
    assert [str(x) for x in reason.params["list"]] == ["plan_description", "background", "area"]
    answer = signed_in("officer").send(f"/sv/officials/dialogues/{identity}/announce", {})
    assert answer.status == 409
    assert (
        "Det saknas handlingar som enligt PBL 5:7, 5:11 c–d ska finnas på webbplatsen: planbeskrivningen, "
        "planeringsunderlaget och vilket område det gäller." in answer.text
    )


def test_e_g13c_what_the_law_demands_cannot_be_taken_away_while_it_is_public(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine):
        identity = statutory.dialogue(town).id
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.save_section(town.officer, dialogue_by_id(identity), Section.DOCUMENTS, {"documents": []}, seen=None)
    assert codes(caught) == {"E-G13c"}
    page = f"/sv/officials/dialogues/{identity}/sections/documents"
    officer = signed_in("officer")
    sent = fields(officer.get(page).forms()[0]) | {"documents-0-remove": "y"}
    answer = officer.send(page, sent)
    assert answer.status == 409
    assert 'data-code="E-G13c"' in answer.text


def test_e_g24_a_period_is_never_closed_before_its_day(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        made = statutory.dialogue(town)
        last = clock.last_date_before(made.phases[-1].closes_at)
        identity = made.id
    with pytest.raises(Refused) as caught, db.transaction(engine):
        found = dialogue_by_id(identity)
        extend(
            town.secretary,
            found,
            closes_on=last - timedelta(days=1),
            results_due=found.results_due,
            handling_meeting=found.handling_meeting,
            feedback_due=found.feedback_due,
        )
    assert "E-G24" in codes(caught)
    with db.transaction(engine, write=False):
        assert current_stage(dialogue_by_id(identity)) is Stage.OPEN
