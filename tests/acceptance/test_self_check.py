"""E-G17b: a dialogue is not proposed while one of the five principles is unanswered (POLICY.md S09)."""

from __future__ import annotations

import itertools
from datetime import date
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db, i18n, refusals
from participation.access import Refused
from participation.dialogues import actions
from participation.dialogues.models import Dialogue
from participation.dialogues.principles import FIELD_OF, Answer, Principle, self_check, self_check_answered
from participation.dialogues.queries import current_stage, dialogue_by_id, slug
from participation.dialogues.rules import Section, Stage
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient
from tests.dialogues.conftest import town

__all__ = ["town"]


def test_every_set_of_missing_answers_is_listed() -> None:
    for answered in itertools.product((True, False), repeat=5):
        answers = tuple(
            Answer(p, Texts(sv="Så") if a else Texts(en="So")) for p, a in zip(Principle, answered, strict=True)
        )
        missing = tuple(p for p, a in zip(Principle, answered, strict=True) if not a)
        reasons = self_check_answered(SimpleNamespace(self_check=answers), date(2026, 6, 1))
        assert [(r.code, r.params["list"], r.field) for r in reasons] == (
            [("E-G17b", missing, FIELD_OF[missing[0]])] if missing else []
        )


@pytest.mark.usefixtures("app")
def test_at_the_action_a_draft_with_an_empty_answer_is_not_proposed(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(town, Stage.DRAFT, self_check_p3="", self_check_p5=" ")
        identity = dialogue.id
    with pytest.raises(Refused) as caught, db.transaction(engine):
        actions.propose(town.officer, dialogue_by_id(identity))
    (reason,) = caught.value.reasons
    assert reason.code == "E-G17b"
    with i18n.using("en"):
        assert refusals.sentence(reason) == (
            "Answer the self-check for all five principles. Missing: Different groups are heard and "
            "What residents know is used."
        )
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        assert current_stage(dialogue) is Stage.DRAFT
        answers = dict.fromkeys(FIELD_OF.values(), "Svar")
        actions.save_section(town.officer, dialogue, Section.SELF_CHECK, answers, seen=None)
        actions.propose(town.officer, dialogue)
        assert [a.text.sv for a in self_check(dialogue)] == ["Svar"] * 5


def test_on_the_page_it_is_answered_refused_decided_and_public_once_announced(
    app: Flask, engine: Engine, town: factories.Town
) -> None:
    with db.transaction(engine):
        identity = factories.dialogue(town, Stage.DRAFT, self_check_p2="").id
        announced = factories.dialogue(town, Stage.ANNOUNCED)
        paths = [f"/{lang}/dialogues/{slug(announced)}" for lang in ("sv", "ar")]
        decided = factories.dialogue(town, Stage.DECIDED).id
        hidden = f"/sv/dialogues/{slug(dialogue_by_id(decided))}/principles"
    officer = CheckingClient(app)
    officer.sign_in("officer@town.example", factories.PASSWORD)
    here = f"/sv/officials/dialogues/{identity}"
    refused = officer.post(f"{here}/propose", {"csrf_token": officer.token()})
    assert refused.status == 409
    assert [e.get("data-code") for e in refused.all("li") if e.get("data-code")] == ["E-G17b"]
    assert "Besvara egenkontrollen för alla fem principer. Saknas: Mer delaktighet och mer inflytande." in refused.text
    assert f"{here}/sections/self_check#self_check_p2" in refused.text
    visitor = CheckingClient(app)
    assert f"{quote(paths[0])}/principles" in visitor.get(paths[0]).links
    page = visitor.get(f"{paths[0]}/principles")
    with db.transaction(engine, write=False):
        shown: Dialogue = dialogue_by_id(announced.id)
        assert all(answer.text.sv in page.text for answer in self_check(shown))
    arabic = visitor.get(f"{paths[1]}/principles")
    assert [e.get("lang") for e in arabic.all("span") if e.get("lang") == "sv"]
    assert visitor.get(hidden).status == 404
    locked = officer.post(
        f"/sv/officials/dialogues/{decided}/sections/self_check",
        {"csrf_token": officer.token(), "self_check_p1": "Något annat"},
    )
    assert locked.status == 409 and 'data-code="E-G23"' in locked.text
