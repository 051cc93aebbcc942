"""Start the demonstration: an embedded database, invented content, the server, and the worker beside it."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import shutil
import signal
import socket
import threading
from dataclasses import replace
from pathlib import Path

import click

from participation import db, migrations
from participation.app import create_app
from participation.demo import people, seed
from participation.handbook import shipped as handbook
from participation.serving import serve
from participation.settings import Clocks, Settings
from participation.work import work

CLOCKS = Clocks(announce_days=0, minimum_open_days=2)
"""So that a visitor can walk a dialogue's whole story in one sitting."""

_DATA_DIR = "PARTICIPATION_DATA_DIR"
_BASE_URL = "PARTICIPATION_BASE_URL"
_DAYS_AHEAD = "PARTICIPATION_DEMO_DAYS_AHEAD"


def settings_from_environment() -> Settings:
    """The demonstration's settings, as :func:`run` has left them to the processes it starts."""
    data_dir = Path(os.environ[_DATA_DIR])
    return Settings(
        data_dir=data_dir,
        database_url=f"sqlite:///{data_dir / 'demo.sqlite3'}",
        secret_key=_secret(data_dir / "secret-key"),
        base_url=os.environ[_BASE_URL],
        mail=f"file:{data_dir / 'mail'}",
        demo=True,
        days_ahead=int(os.environ.get(_DAYS_AHEAD, "0")),
        clocks=CLOCKS,
    )


def _secret(path: Path) -> str:
    """One secret a data directory, so that nobody is signed out by a restart."""
    if not path.is_file():
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


def run(*, host: str, port: int, data_dir: Path, fresh: bool, days_ahead: int) -> None:
    """Migrate, seed what is empty, say where it is, and serve until stopped."""
    _require_free(host, port)
    if fresh:
        _forget(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::', '') else host}:{port}"  # noqa: S104 - compared, not bound
    os.environ |= {_DATA_DIR: str(data_dir), _BASE_URL: address, _DAYS_AHEAD: str(days_ahead)}
    settings = settings_from_environment()
    prepare(settings)
    _say_where(address, settings)
    context = multiprocessing.get_context("spawn")
    worker = context.Process(target=_work, args=(settings,), name="worker", daemon=True)
    worker.start()
    try:
        serve(host, port, target="participation.demo.wsgi:app")
    finally:
        worker.terminate()
        worker.join(10)


def prepare(settings: Settings) -> None:
    """Bring the database up to date, and fill it if it is empty. The past it is given ends today."""
    engine = db.make_engine(settings.database_url)
    migrations.upgrade(engine)
    if seed.is_empty(engine):
        click.echo("Writing the demonstration's content ...")
        seed.seed(create_app(replace(settings, days_ahead=0, page_cache_bytes=0), engine))
    with db.transaction(engine):
        handbook.install()  # for a demonstration that was begun before there was one
    engine.dispose()


def _work(settings: Settings) -> None:
    """The worker's process: ends when it is told to, or when the demonstration is gone."""
    ending = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _n, _f: ending.set())
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        ending.set()

    threading.Thread(target=watch, daemon=True).start()
    work(settings, stop=ending)


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with PORT= (or --port)."
            ) from error


def _forget(data_dir: Path) -> None:
    for path in data_dir.glob("demo.sqlite3*"):
        path.unlink()
    shutil.rmtree(data_dir / "mail", ignore_errors=True)


def _say_where(address: str, settings: Settings) -> None:
    from participation.demo.content import accounts

    click.echo(f"\n  {address}/   (invented content; Ctrl-C stops it)\n")
    if settings.days_ahead:
        click.echo(f"  Shown as it is in {settings.days_ahead} days.\n")
    click.echo(f"  Sign in at {address}/sv/sign-in, password {people.PASSWORD}:")
    for email in accounts():
        click.echo(f"    {email}")
    click.echo(f"\n  Mail is written to {settings.data_dir / 'mail'}\n")
