"""Bringing in figures: who may, what is kept and how often, which table a dialogue is compared with."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM, VISITOR, Refused, Role
from participation.cli import main
from participation.population import queries
from participation.population.actions import enter_demonstration, import_table
from participation.population.models import PopulationReference
from participation.population.rules import About, Figures, Variable, nearest
from tests import factories
from tests.checking_client import Page, fields
from tests.dialogues.conftest import SignIn

SEXES: Figures = {Variable.SEX: {"woman": 20_000, "man": 19_500}}
ABOUT = About(title="Folkmängd", source="Statistiska centralbyrån", taken_on=date(2025, 12, 31), table="BE0101N1")
LIST = "/en/officials/registers/population"
FILE = b"k\xc3\xb6n;antal\nkvinnor;20 000\nm\xc3\xa4n;19500\n"


def count(engine: Engine) -> int:
    with db.transaction(engine, write=False) as session:
        return session.scalar(select(func.count()).select_from(PopulationReference)) or 0


# -- the rule and the action ---------------------------------------------------------------------------------------


def test_a_dialogue_is_compared_with_the_real_figures_of_the_nearest_day_before_it_closed() -> None:
    day = date(2026, 6, 1)
    best_first = [
        nearest(day, taken_on=date(2025, 12, 31), is_demo=False, n=4),  # the same day, corrected
        nearest(day, taken_on=date(2025, 12, 31), is_demo=False, n=1),
        nearest(day, taken_on=date(2024, 12, 31), is_demo=False, n=5),
        nearest(day, taken_on=date(2026, 6, 2), is_demo=False, n=6),
        nearest(day, taken_on=date(2026, 12, 31), is_demo=False, n=7),
        nearest(day, taken_on=day, is_demo=True, n=8),
    ]
    assert sorted(best_first) == best_first


def test_a_newer_table_goes_before_an_older_one_that_stays(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        enter_demonstration(SYSTEM, About("Påhittat", "Demo", date(2025, 12, 31)))
        older = import_table(town.coordinator, ABOUT, SEXES, key=factories.key())
        newer = import_table(town.coordinator, ABOUT, {Variable.SEX: {"woman": 1, "man": 2}}, key=factories.key())
        identities = older.id, newer.id
    with db.transaction(engine, write=False):
        found = queries.compared_with(date(2026, 6, 1))
        assert found[Variable.SEX].table.id == identities[1]
        assert found[Variable.SEX].people == {"woman": 1, "man": 2}
        assert found[Variable.AGE].table.is_demo, "nothing else says anything about ages"
        assert queries.table_by_id(identities[0]).figures == SEXES
        assert [t.id for t in queries.tables()][:2] == [identities[1], identities[0]]


def test_the_coordinator_alone_imports_once_a_key(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        of_a_body = factories.person("of-a-body@town.example", Role.COORDINATOR, body=town.board)
    for actor in (VISITOR, town.officer, town.secretary, town.admin, town.moderator, town.elected, of_a_body):
        with pytest.raises(Refused), db.transaction(engine):
            import_table(actor, ABOUT, SEXES, key=factories.key())
    key = factories.key()
    for _ in range(2):
        with db.transaction(engine):
            import_table(town.coordinator, ABOUT, SEXES, key=key)
    assert count(engine) == 1
    for about, figures in (
        (About("x", "y", clock.today() + timedelta(days=1)), SEXES),
        (ABOUT, {Variable.SEX: {"woman": -1, "man": 2}}),
    ):
        with pytest.raises(ValueError, match=r"a day that|numbers of people"), db.transaction(engine):
            import_table(town.coordinator, about, figures, key=factories.key())
    assert count(engine) == 1


# -- the pages -----------------------------------------------------------------------------------------------------


def upload(client: Any, content: bytes | None, **changes: str) -> Page:
    form = fields(client.get(f"{LIST}/new").forms()[0])
    sent = form | {"title": "Folkmängd", "source": "SCB", "taken_on": "2025-12-31"} | changes
    if content is not None:
        sent["file"] = (io.BytesIO(content), "folkmangd.csv")
    return client.post(f"{LIST}/new", sent, content_type="multipart/form-data")


def test_the_coordinator_sees_what_was_understood_before_it_is_kept_once(engine: Engine, signed_in: SignIn) -> None:
    coordinator = signed_in("coordinator")
    preview = upload(coordinator, FILE)
    assert (preview.status, preview.heading) == (200, "Is this right?")
    assert "20,000" in preview.text and "51 %" in preview.text
    assert "The file says nothing about: Age, Country of birth, Area." in preview.text
    assert count(engine) == 0, "nothing is kept before it is confirmed"
    form = preview.forms()[0]
    kept = [coordinator.post(form.get("action"), fields(form)) for _ in range(2)]
    assert [page.status for page in kept] == [303, 303]
    assert kept[0].response.location == kept[1].response.location
    assert count(engine) == 1
    shown = signed_in("officer").get(kept[0].response.location)
    assert "19,500" in shown.text and "SCB" in shown.text
    listed = signed_in("officer").get(LIST)
    assert "Folkmängd" in listed.text and f"{LIST}/new" not in listed.links


def test_a_faulty_upload_says_what_to_mend_and_keeps_nothing(engine: Engine, signed_in: SignIn) -> None:
    coordinator = signed_in("coordinator")
    for content, changes, said in (
        (None, {}, "Choose a file."),
        (b"", {}, "The file is empty."),
        (b"sex;people\nman;1\nwoman;x\n", {}, "Line 3: “x” is not a whole number of people."),
        (FILE, {"title": ""}, "Write what the table is called."),
        (FILE, {"taken_on": "2999-01-01"}, "Write a day that has been."),
    ):
        page = upload(coordinator, content, **({"source": "Min källa"} | changes))
        assert page.status == 422
        assert said in page.text
        assert fields(page.forms()[0])["source"] == "Min källa"
    form = upload(coordinator, FILE).forms()[0]
    for wrong in ("", "{}", '{"sex": {"woman": -1, "man": 1}}', "[" * 100_000):
        assert coordinator.post(form.get("action"), fields(form) | {"figures": wrong}).status == 422
    assert count(engine) == 0


def test_nobody_else_comes_to_the_form(engine: Engine, signed_in: SignIn) -> None:
    officer = signed_in("officer")
    assert officer.client.get(f"{LIST}/new").status_code == 403
    sent = {"csrf_token": officer.token(), "figures": '{"sex": {"woman": 1, "man": 1}}', "title": "x", "source": "y"}
    assert officer.client.post(f"{LIST}/import", data=sent | {"taken_on": "2025-12-31"}).status_code == 403
    assert count(engine) == 0


# -- the command ---------------------------------------------------------------------------------------------------


def test_the_command_imports_a_file_once_and_says_what_it_understood(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTICIPATION_SECRET_KEY", "a secret for this test")
    monkeypatch.setenv("PARTICIPATION_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    file = tmp_path / "folkmangd.csv"
    file.write_bytes(FILE)
    asked = ["population", "import", str(file), "--source", "SCB", "--date", "2025-12-31"]
    for _ in range(2):
        answer = CliRunner().invoke(main, asked)
        assert (answer.exit_code, answer.output) == (0, "Gender: woman = 20000, man = 19500\n")
    assert count(engine) == 1
    with db.transaction(engine, write=False):
        (table,) = queries.tables()
        assert (table.title, table.source, table.imported_by_id) == ("folkmangd", "SCB", None)
    for wrong in (["--date", "2999-01-01"], ["--title", "x" * 201]):
        assert CliRunner().invoke(main, [*asked, *wrong]).output.startswith("Error: ")
    file.write_bytes(b"sex;people\nman;1\nman;2\n")
    answer = CliRunner().invoke(main, asked)
    assert (answer.exit_code, answer.output) == (1, "Error: Line 3: “man” stands more than once.\n")
    assert count(engine) == 1


def test_a_file_that_was_read_is_not_chosen_again_because_something_else_was_wrong(
    engine: Engine, signed_in: SignIn
) -> None:
    coordinator = signed_in("coordinator")
    back = upload(coordinator, FILE, taken_on="2999-01-01")
    assert back.status == 422 and "folkmangd.csv has been read" in back.text
    corrected = fields(back.forms()[0]) | {"taken_on": "2025-12-31"}
    corrected.pop("file", None)
    preview = coordinator.post(f"{LIST}/new", corrected, content_type="multipart/form-data")
    assert (preview.status, preview.heading) == (200, "Is this right?")
    assert "20,000" in preview.text
    other = corrected | {"file": (io.BytesIO(b"sex;people\nman;300\nwoman;x\n"), "fel.csv")}
    faulty = coordinator.post(f"{LIST}/new", other, content_type="multipart/form-data")
    assert faulty.status == 422 and "has been read" not in faulty.text, "another file goes before the one kept"
    forged = corrected | {"kept": '{"sex": {"woman": -1, "man": 1}}'}
    refused = coordinator.post(f"{LIST}/new", forged, content_type="multipart/form-data")
    assert refused.status == 422 and "Choose a file." in refused.text
    assert count(engine) == 0
