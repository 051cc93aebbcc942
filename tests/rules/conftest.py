"""Rules are pure: here the database, the network and the mail cannot be reached."""

from __future__ import annotations

import importlib
import smtplib
import socket
import sqlite3
from typing import Any, NoReturn

import pytest
import sqlalchemy.engine
import sqlalchemy.pool

WORDS = ("accounts", "bodies", "dialogues", "contributions", "moderation", "results", "surveys")


class Unreachable(Exception):
    """A test of rules tried to reach outside."""


@pytest.fixture(autouse=True)
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise Unreachable("tests of rules reach no database, no network and no mail: use plain values")

    for owner, name in (
        (socket.socket, "connect"),
        (socket.socket, "connect_ex"),
        (socket.socket, "bind"),
        (socket, "getaddrinfo"),
        (smtplib.SMTP, "__init__"),
        (sqlite3, "connect"),
        (sqlalchemy.engine.Engine, "connect"),
        (sqlalchemy.pool.Pool, "connect"),
    ):
        monkeypatch.setattr(owner, name, refuse)


@pytest.fixture(scope="session", autouse=True)
def words() -> None:
    """What the program's vocabulary is called, as the assembled program has it."""
    for feature in WORDS:
        importlib.import_module(f"participation.{feature}.words")
