from pathlib import Path

import pytest
from click.testing import CliRunner

from participation import db, migrations
from participation.bodies.queries import body_by_code
from participation.cli import main


def test_an_organ_entered_at_the_command_line_can_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'town.sqlite3'}"
    monkeypatch.setenv("PARTICIPATION_SECRET_KEY", "a secret for this test")
    monkeypatch.setenv("PARTICIPATION_DATABASE_URL", url)
    engine = db.make_engine(url)
    migrations.upgrade(engine)
    asked = [
        "body",
        "add",
        "--kind",
        "committee",
        "--code",
        "BN",
        "--name",
        "Byggnadsnämnden",
        "--valid-from",
        "2023-01-01",
        "--name-in",
        "en",
        "Building committee",
    ]
    answer = CliRunner().invoke(main, asked)
    assert answer.exit_code == 0, answer.output
    with db.transaction(engine, write=False):
        found = body_by_code("BN")
        assert found is not None
        assert (found.names.sv, found.names["en"]) == ("Byggnadsnämnden", "Building committee")
    engine.dispose()
