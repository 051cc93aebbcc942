"""The wheel runs outside the checkout: commands, pages, static files, translations."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TRY_PAGES = """
import sys
from pathlib import Path
import participation, wsgi
from participation import i18n
here = Path(sys.argv[1])
assert Path(participation.__file__).is_relative_to(here), participation.__file__
assert Path(wsgi.__file__).is_relative_to(here), wsgi.__file__
client = wsgi.app.test_client()
page = client.get("/sv/sign-in")
assert page.status_code == 200, page.status
assert 'lang="sv"' in page.text
address = next(part for part in page.text.split('"') if part.startswith("/static/css/app.css"))
assert client.get(address).status_code == 200
assert client.get("/readyz").status_code == 200
print(sorted(p.name for p in (here / "participation/_resources/translations").glob("*")))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked into a folder of its own."""
    work = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(work), str(ROOT)],
        check=True,
        timeout=120,
    )
    (wheel,) = work.glob("*.whl")
    target = work / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True, timeout=120)
    return target


def run(installed: Path, *arguments: str) -> str:
    """Python with the wheel's folder in front, away from the checkout."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "PYTHONSAFEPATH": "1",
        "PARTICIPATION_DATA_DIR": str(installed.parent / "data"),
        "PARTICIPATION_SECRET_KEY": "a secret for tests only",
    }
    environment.pop("PARTICIPATION_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=installed.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_installed_wheel_shows_its_commands(installed: Path) -> None:
    said = run(installed, "-m", "participation.cli", "--help")
    for command in ("serve", "worker", "db", "user", "demo", "bench"):
        assert command in said


def test_the_installed_wheel_migrates_and_serves_pages_in_every_language(installed: Path) -> None:
    assert "up to date" in run(installed, "-m", "participation.cli", "db", "upgrade")
    names = run(installed, "-c", TRY_PAGES, str(installed))
    expected = sorted(f"{p.stem}.mo" for p in (ROOT / "translations").glob("*.po"))
    assert names.strip() == str(expected)


def test_the_wheel_holds_nothing_of_development(installed: Path) -> None:
    top = {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")} - {"bin", "__pycache__"}
    assert top == {"participation", "wsgi.py"}
    assert not list(installed.rglob("*.po"))
    assert (installed / "participation" / "demo" / "content.yaml").is_file()
