"""The demonstration is made by the actions, on any day, once; and starts as a visitor starts it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.accounts.actions import password_fits
from participation.accounts.queries import account_by_email
from participation.contributions.models import ContactAddress, Contribution
from participation.contributions.rules import Visibility
from participation.demo import content, people, seed
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage
from participation.dialogues.rules import Kind, Stage
from participation.event_log import Event
from participation.moderation.models import Report
from participation.outbox import Message
from participation.population.models import PopulationReference
from participation.surveys.models import Demographics
from tests.load.server import HOST, free_port

ACCOUNTS = (
    "officer",
    "secretary",
    "council-secretary",
    "coordinator",
    "moderator",
    "moderator2",
    "registrar",
    "elected",
    "admin",
    "dpo",
    "archivist",
)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2027, 3, 28), date(2028, 2, 29)])
def test_the_demonstration_tells_the_same_story_on_any_day(app: Flask, engine: Engine, day: date) -> None:
    with clock.at(datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)):
        seed.seed(app)
        with db.transaction(engine, write=False) as session:
            found = list(session.scalars(select(Dialogue).order_by(Dialogue.id)))
            late = [d for d in found if d.registry_number == "KFN 2026/9014"]
            assert [current_stage(d) for d in late] == [Stage.HANDLED]
            waiting = [d for d in found if d.proposed_at and not d.decided_at]
            assert [current_stage(d) for d in waiting] == [Stage.PROPOSED]
            paused = [d for d in found if d.paused_at]
            assert [(current_stage(d), d.registry_number) for d in paused] == [(Stage.PAUSED, "SBN 2026/9083")]
            others = [d for d in found if d not in [*late, *paused]]
            stages = {Kind(d.kind): current_stage(d) for d in others if d.cancelled_at is None and d.announced_at}
            assert [current_stage(d) for d in found if d.cancelled_at] == [Stage.CANCELLED]
            latest = session.scalar(select(func.max(Event.at)))
        assert stages == {
            Kind.DEVELOPMENT: Stage.OPEN,
            Kind.COMMITTEE: Stage.EVALUATED,
            Kind.MUNICIPALITY_WIDE: Stage.OPEN,
            Kind.STATUTORY: Stage.ANNOUNCED,
        }
        assert latest is not None
        assert latest <= clock.now()


def test_the_demonstration_has_something_for_everybody_to_do(app: Flask, engine: Engine) -> None:
    assert seed.is_empty(engine)
    seed.seed(app)
    assert not seed.is_empty(engine)
    with db.transaction(engine, write=False) as session:

        def count(*conditions: object) -> int:
            return session.scalar(select(func.count()).select_from(Contribution).where(*conditions)) or 0  # type: ignore[arg-type]

        assert count(Contribution.reviewed_at.is_(None)) == 5
        assert count(Contribution.visibility == Visibility.HIDDEN.value) == 1
        assert session.scalar(select(func.count()).select_from(Report).where(Report.settled_at.is_(None))) == 1
        assert session.scalar(select(func.count()).select_from(ContactAddress)) == 11
        told = session.scalars(select(Message.recipient).where(Message.event.like("feedback:%"))).all()
        assert len(told) == 5
        assert session.scalars(select(PopulationReference.is_demo)).all() == [True]
        assert session.scalar(select(func.count()).select_from(Demographics)) == 35
        typed_in = select(Contribution.channel).where(Contribution.channel != "web").order_by(Contribution.id)
        assert session.scalars(typed_in).all() == ["paper", "paper", "phone"]
        languages = set(session.scalars(select(Contribution.language)))
        assert languages == {"sv", "en", "ar", "fi"}


def test_everybody_promised_can_sign_in(app: Flask, engine: Engine) -> None:
    with app.app_context(), db.transaction(engine):
        people.register(content.read())
        for name in ACCOUNTS:
            assert password_fits(account_by_email(f"{name}@demo.example"), people.PASSWORD), name
    assert {f"{name}@demo.example" for name in ACCOUNTS} <= set(content.accounts())


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Skickat 2026-05-28.", "Skickat 2026-06-07."),
        ("gåturen den 28 november", "gåturen den 8 december"),
        ("We will come on 9 December at ten.", "We will come on 19 December at ten."),
        ("sommaren 2027, klockan 10", "sommaren 2027, klockan 10"),
    ],
)
def test_dates_in_texts_move_with_the_days(text: str, moved: str) -> None:
    assert content._moved_words(text, timedelta(days=10)) == moved


def test_the_command_serves_the_demonstration_with_its_worker_and_keeps_it(tmp_path: Path) -> None:
    first = _run_until_ready(tmp_path)
    assert "officer@demo.example" in first
    assert people.PASSWORD in first
    again = _run_until_ready(tmp_path)
    assert "Writing the demonstration" in first
    assert "Writing the demonstration" not in again


def _run_until_ready(data_dir: Path) -> str:
    """Start the command, read a page, wait for its first mail, stop it; what it printed."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "participation.cli", "demo", "--port", str(port), "--data-dir", str(data_dir)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "WORKERS": "1"},
        text=True,
        start_new_session=True,
    )
    try:
        page = _first_page(port)
        assert "demo" in page
        _wait_for(lambda: any((data_dir / "mail").glob("*.eml")))
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=20)
    with pytest.raises(ProcessLookupError):  # the worker is gone, too
        _wait_for(lambda: os.killpg(process.pid, 0))
    return output


def _first_page(port: int) -> str:
    pages: list[str] = []

    def answers() -> bool:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/sv/sign-in")
            response = connection.getresponse()
            pages.append(response.read().decode())
        except OSError:
            return False
        finally:
            connection.close()
        return response.status == 200

    _wait_for(answers)
    return pages[-1]


def _wait_for(condition: object, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.1)
