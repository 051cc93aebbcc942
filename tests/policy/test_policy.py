"""The policy's text: one person proposes it, another publishes it, and every version stays to be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from participation import db, migrations
from participation.access import Actor, Refused
from participation.cli import main
from participation.policy import actions, queries
from participation.policy.models import PolicyVersion
from participation.policy.rules import Outcome
from participation.texts import Texts
from tests import factories
from tests.changes.conftest import Place, place
from tests.checking_client import CheckingClient
from tests.dialogues.conftest import town

__all__ = ["place", "town"]


def proposed(actor: Actor, text: str, **more: Any) -> PolicyVersion:
    return actions.propose(
        actor,
        text=Texts(sv=text),
        adopted_by="Kommunfullmäktige",
        adopted_on=date(2026, 6, 17),
        paragraph="85",
        registry_number="KS 2026/123",
        **more,
    )


@pytest.mark.usefixtures("app")
def test_whoever_proposes_a_text_cannot_publish_it(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        version = proposed(town.coordinator, "Första")
        assert proposed(town.coordinator, "Första") is version
        with pytest.raises(Refused, match="E-P01"):
            actions.settle(town.coordinator, version, Outcome.PUBLISHED)
        for who in (town.officer, town.secretary, town.elected, town.moderator):
            with pytest.raises(Refused, match="E-ROLE"):
                actions.settle(who, version, Outcome.PUBLISHED)
            with pytest.raises(Refused, match="E-ROLE"):
                proposed(who, "En annan")
        assert queries.current_number() is None
        actions.settle(town.admin, version, Outcome.PUBLISHED)
        assert (version.number, version.reference) == (1, "Kommunfullmäktige 2026-06-17 § 85")
        actions.settle(town.admin, version, Outcome.DECLINED)
        assert (version.number, version.outcome) == (1, "published")


@pytest.mark.usefixtures("app")
def test_a_declined_text_takes_no_number(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        actions.settle(town.admin, proposed(town.coordinator, "Nej"), Outcome.DECLINED)
        actions.settle(town.coordinator, proposed(town.admin, "Ja"), Outcome.PUBLISHED)
        assert [(v.number, v.text.sv) for v in queries.published_versions()] == [(1, "Ja")]


def test_the_policys_page_shows_the_newest_text_and_the_earlier_ones(place: Place) -> None:
    path = "/en/about/policy"
    assert "The politicians are responsible." in CheckingClient(place.app).get(path).text
    coordinator, admin = place.signed_in("coordinator"), place.signed_in("admin")
    base = "/en/officials/policy"
    assert coordinator.post(f"{base}/new", {"csrf_token": coordinator.token(), "sv": "x" * 41_000}).status == 422
    for text in ("Den **första** texten", "Den andra texten"):
        sent = {"sv": text, "adopted_by": "Kommunfullmäktige", "adopted_on": "2026-06-17", "paragraph": "85"}
        made = coordinator.post(f"{base}/new", sent | {"csrf_token": coordinator.token()})
        here = made.response.location
        assert 'data-code="E-P01"' in coordinator.get(here).text
        own = coordinator.post(f"{here}/settle", {"csrf_token": coordinator.token(), "outcome": "published"})
        assert own.status == 403
        done = admin.post(f"{here}/settle", {"csrf_token": admin.token(), "outcome": "published"})
        assert done.status == 303
    page = CheckingClient(place.app).get(path)
    assert "Den andra texten" in page.text and "Kommunfullmäktige 2026-06-17 § 85" in page.text
    first = CheckingClient(place.app).get(f"{path}/versions/1")
    assert "<strong>första</strong>" in first.text and "This is version 1, an earlier one" in first.text
    assert CheckingClient(place.app).get(f"{path}/versions/9").status == 404


def test_a_policy_loaded_at_the_command_line_waits_for_somebody_to_publish_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'town.sqlite3'}"
    monkeypatch.setenv("PARTICIPATION_SECRET_KEY", "a secret for this test")
    monkeypatch.setenv("PARTICIPATION_DATABASE_URL", url)
    engine = db.make_engine(url)
    migrations.upgrade(engine)
    (tmp_path / "policy.md").write_text("## Policyn\n\nText.", encoding="utf-8")
    asked = ["policy", "load", f"sv={tmp_path / 'policy.md'}", "--adopted-by", "Kommunfullmäktige"]
    answer = CliRunner().invoke(main, [*asked, "--adopted-on", "2026-06-17"])
    assert answer.exit_code == 0, answer.output
    with db.transaction(engine, write=False):
        (version,) = queries.waiting()
        assert (version.text.sv, version.number) == ("## Policyn\n\nText.", None)
    for wrong in ("policy.md", "xx=policy.md", f"sv={tmp_path / 'nothing.md'}"):
        again = CliRunner().invoke(main, ["policy", "load", wrong, "--adopted-by", "KF", "--adopted-on", "2026-06-17"])
        assert again.exit_code == 1 and again.output.startswith("Error: ")
    engine.dispose()
