"""The worker as a process of its own, killed for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine

from participation import clock, db, outbox, work
from participation.outbox import Message
from participation.settings import Settings
from tests.outbox.conftest import Post
from tests.outbox.mailserver import Mailbox


@contextmanager
def worker(engine: Engine, box: Mailbox, tmp_path: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """``participation worker`` on the test's database and mail server."""
    environment = {
        **os.environ,
        "PARTICIPATION_SECRET_KEY": "a secret for tests only",
        "PARTICIPATION_DATA_DIR": str(tmp_path),
        "PARTICIPATION_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "PARTICIPATION_MAIL": box.url,
    }
    process = subprocess.Popen([sys.executable, "-m", "participation.cli", "worker", *options], env=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)


def make_due(engine: Engine) -> None:
    """Let the waiting and the claims be over, as they are after some minutes."""
    past = clock.now() - timedelta(seconds=1)
    with db.transaction(engine) as session:
        session.execute(update(Message).where(Message.sent_at.is_(None)).values(not_before=past))
        session.execute(update(Message).where(Message.claimed_until.is_not(None)).values(claimed_until=past))


def test_a_worker_killed_while_it_sends_leaves_exactly_one_mail(
    post: Post, engine: Engine, box: Mailbox, tmp_path: Path
) -> None:
    reached, killed = threading.Event(), threading.Event()

    def hold(verb: str) -> None:
        if verb == "DATA":
            reached.set()
            killed.wait(30)

    box.reply = hold
    post.put()
    with worker(engine, box, tmp_path) as process:
        assert reached.wait(30)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    killed.set()
    box.reply = lambda _verb: None
    assert post.one().sent_at is None
    make_due(engine)
    for _ in range(2):
        with worker(engine, box, tmp_path, "--once") as process:
            assert process.wait(30) == 0
    assert len(box.received) == 1
    assert post.one().sent_at is not None


def test_a_worker_killed_between_attempts_leaves_the_message_to_the_next(
    post: Post, engine: Engine, box: Mailbox, tmp_path: Path
) -> None:
    refused = threading.Event()

    def refuse(verb: str) -> str | None:
        if verb == "QUIT":
            refused.set()
        return "451 later" if verb == "RCPT" else None

    box.reply = refuse
    post.put()
    with worker(engine, box, tmp_path) as process:
        assert refused.wait(30)
        process.send_signal(signal.SIGKILL)
    box.reply = lambda _verb: None
    make_due(engine)
    with worker(engine, box, tmp_path, "--once") as process:
        assert process.wait(30) == 0
    with worker(engine, box, tmp_path, "--once") as process:
        assert process.wait(30) == 0
    assert [recipient for _, recipient in box.envelopes] == ["kim@example.org"]


def test_a_worker_ends_when_it_is_told_to(post: Post, engine: Engine, box: Mailbox, tmp_path: Path) -> None:
    post.put()
    with worker(engine, box, tmp_path) as process:
        assert box.arrived.wait(30)
        process.terminate()
        assert process.wait(30) == 0


def test_a_database_that_is_away_does_not_end_the_worker(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    ending = threading.Event()

    def away(*_: object, **__: object) -> int:
        looks.append(1)
        if len(looks) == 3:
            ending.set()
        raise OSError("the database is away")

    monkeypatch.setattr(outbox, "deliver", away)
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0.0)
    work.work(settings, stop=ending)
    assert len(looks) == 3


def test_messages_wait_where_no_mail_is_set_up(post: Post, settings: Settings) -> None:
    post.put()
    work.work(settings.but(mail=""), once=True)
    assert post.one().attempts == 0
