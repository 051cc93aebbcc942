"""The background worker: tells followers, reminds the staff, and sends what waits in the outbox.

Any number may run; each message is claimed by one, and each thing that happens is told once.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy.engine import Engine

from participation import clock, db, outbox, transports
from participation.app import create_app
from participation.dialogues.consultation.actions import remind_committees
from participation.due_dates import actions as due_dates
from participation.followers import actions as followers
from participation.initiatives.actions import minding as initiatives
from participation.settings import Settings, installed
from participation.survey_results import jobs as survey_results
from participation.surveys.answering.drafts import forget_old as forget_old_drafts
from participation.surveys.sweeping import sweep

PAUSE_SECONDS = 5.0
log = logging.getLogger("participation.worker")


@dataclass(frozen=True)
class Job:
    """Something that is looked after again and again. It looks at what is not done yet, never at a window of time, so
    that how often it is run settles only how soon something is done."""

    name: str
    run: Callable[[Engine], int]
    every_seconds: float = 0.0


def _forget(engine: Engine) -> int:
    with db.transaction(engine):
        return followers.forget_unconfirmed()


def _forget_drafts(engine: Engine) -> int:
    with db.transaction(engine):
        return forget_old_drafts()


def _remind_committees(engine: Engine) -> int:
    with db.transaction(engine):
        return remind_committees(installed().clocks.consultation_reminder_days)


JOBS: tuple[Job, ...] = (
    Job("news", followers.tell),
    Job("reminders", due_dates.remind, every_seconds=600),
    Job("reminders of initiatives", initiatives.remind, every_seconds=600),
    Job("unconfirmed addresses", _forget, every_seconds=3600),
    Job("survey files", survey_results.make_files),
    Job("survey numbers compared", survey_results.check_every_survey, every_seconds=600),
    Job("survey files out of date", survey_results.clear_away, every_seconds=3600),
    Job("old drafts", _forget_drafts, every_seconds=3600),
    Job("files nobody refers to", sweep, every_seconds=86_400),
    Job("reminders to committees", _remind_committees, every_seconds=300),
)


def work(settings: Settings, *, once: bool = False, stop: threading.Event | None = None) -> None:
    """Do what is due, wait, and look again, until a signal or ``stop`` ends it; ``once`` looks a single time."""
    clock.configure(settings.municipality.time_zone, settings.days_ahead)
    ending = stop or threading.Event()
    if stop is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _n, _f: ending.set())
    engine = db.make_engine(settings.database_url)
    create_app(settings.but(page_cache_bytes=0), engine)  # letters are written with its templates and addresses
    transport = transport_of(settings)
    due = dict.fromkeys((job.name for job in JOBS), 0.0)
    while True:
        for job in JOBS:
            if due[job.name] <= time.monotonic() and not ending.is_set():
                due[job.name] = time.monotonic() + job.every_seconds
                _do(job.name, partial(job.run, engine), once)
        if transport is not None:
            _do("sending mail", lambda: outbox.deliver(engine, transport, should_stop=ending.is_set), once)
        if once or ending.wait(PAUSE_SECONDS):
            break
    engine.dispose()


def _do(name: str, run: Callable[[], int], once: bool) -> None:
    try:
        done = run()
    except Exception:
        # A database that is away for a while must not end the worker: what is not done yet is done later.
        if once:
            raise
        log.exception("%s failed", name)
    else:
        if done:
            log.info("%s: %s", name, done)


def transport_of(settings: Settings) -> outbox.Transport | None:
    """How mail is sent here; None where PARTICIPATION_MAIL is not set, and messages wait."""
    if not settings.mail:
        return None
    return transports.transport_for(settings.mail, settings.municipality.name, settings.municipality.email)
