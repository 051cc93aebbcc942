"""A change of term: nothing moves by itself, and what moves is on record for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM, Refused
from participation.bodies import actions as registers
from participation.bodies.models import Mandate
from participation.bodies.rules import Outcome
from participation.dialogues.handover.actions import hand_over
from participation.dialogues.handover.models import Handover
from participation.dialogues.handover.queries import to_be_handed_over
from participation.dialogues.queries import current_stage, dialogue_by_id, slug
from participation.dialogues.rules import Kind, Stage
from tests import factories
from tests.checking_client import CheckingClient
from tests.dialogues.conftest import SignIn


def end_the_committee(town: factories.Town) -> None:
    body = factories.body("SBN")
    yesterday = clock.today() - timedelta(days=1)
    registers.change_body(town.admin, body, names=body.names, valid_from=body.valid_from, valid_to=yesterday)


def give_the_other_committee_the_streets(town: factories.Town) -> None:
    streets = db.session().scalars(select(Mandate).where(Mandate.body_id == town.committee.id)).one().policy_area
    change = registers.propose_mandate(
        SYSTEM, body=town.other_committee, policy_area=streets, reglemente_ref="§ 9", valid_from=clock.today()
    )
    registers.settle_mandate(town.admin, change, Outcome.CONFIRMED)


def decided(**changes: Any) -> dict[str, Any]:
    return {"taken_on": clock.today(), "paragraph": "7", "registry_number": "KS 2027/1"} | changes


def test_a_body_that_ends_keeps_its_dialogues_until_they_are_handed_over(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.OPEN)
        done = factories.dialogue(town, Stage.FED_BACK)
        assert to_be_handed_over() == []
        end_the_committee(town)
        assert made.responsible_body_id == done.responsible_body_id == town.committee.id
        assert [(w.dialogue.id, w.ended) for w in to_be_handed_over()] == [(made.id, True)]
        assert current_stage(made) is Stage.OPEN


def test_a_mandate_that_moves_leaves_the_dialogue_where_it_is(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.DECIDED)
        held = db.session().scalars(select(Mandate).where(Mandate.body_id == town.committee.id)).one()
        held.valid_to = clock.today() - timedelta(days=1)
        assert [(w.dialogue.id, w.ended) for w in to_be_handed_over()] == [(made.id, False)]


@pytest.mark.parametrize(
    ("to", "changes", "code"),
    [
        ("council", {}, "E-G10"),
        ("committee", {}, "E-G15"),
        ("other_committee", {"paragraph": " "}, "E-G15"),
        ("other_committee", {"registry_number": ""}, "E-G15"),
        ("board", {}, "E-G14"),
    ],
)
def test_a_handover_is_refused_to_whom_cannot_have_it_and_without_a_decision(
    app: Flask, engine: Engine, to: str, changes: dict[str, Any], code: str
) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.OPEN)
        give_the_other_committee_the_streets(town)
        with pytest.raises(Refused) as refused:
            hand_over(town.secretary, made, to_body=getattr(town, to), **decided(**changes))
        assert [r.code for r in refused.value.reasons] == [code]
        assert made.responsible_body_id == town.committee.id


def test_only_a_secretary_of_either_body_hands_over(app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.OPEN, kind=Kind.COMMITTEE)
        give_the_other_committee_the_streets(town)
        for name in ("officer", "council_secretary", "moderator", "coordinator", "elected", "admin"):
            with pytest.raises(Refused) as refused:
                hand_over(getattr(town, name), made, to_body=town.other_committee, **decided())
            assert refused.value.reasons[0].code == "E-ROLE", name


def test_a_handover_is_recorded_and_public(app: Flask, engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    with db.transaction(engine):
        made = factories.dialogue(town, Stage.OPEN)
        identity, address = made.id, slug(made)
        give_the_other_committee_the_streets(town)
        end_the_committee(town)
    secretary = signed_in("secretary")
    waiting = secretary.get("/en/officials/handovers")
    path = f"/en/officials/dialogues/{identity}/handover"
    assert path in waiting.links
    assert "The body has ended." in waiting.text
    sent = {
        "to_body": str(town.other_committee.id), "taken_on": clock.today().isoformat(), "paragraph": "7",
        "registry_number": "KS 2027/1",
    }  # fmt: skip
    assert secretary.send(path, sent | {"to_body": str(town.council.id)}).status == 409
    assert secretary.send(path, sent).status == 303
    with db.transaction(engine, write=False) as session:
        found = dialogue_by_id(identity)
        assert found.responsible_body_id == found.decision_body_id == town.other_committee.id
        assert session.scalar(select(func.count(Handover.id))) == 1
        assert to_be_handed_over() == []
    public = CheckingClient(app).get(f"/en/dialogues/{address}")
    assert "handed the dialogue over to Culture and leisure committee" in public.text
