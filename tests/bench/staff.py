"""The staff start page with much in it beside one with little, in one process."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from participation.access import SYSTEM, Role
from participation.accounts.actions import assign_role, register_account
from participation.app import create_app
from participation.benchmarks.dialogue import staff_load
from participation.benchmarks.load import Amount, load
from participation.bodies.queries import body_by_code
from participation.settings import Settings
from tests.checking_client import CheckingClient

FEW, MANY, CONTRIBUTIONS = 10, 300, 50_000
PASSWORD = "a long enough password"
START = "/sv/officials/"
_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


def fill() -> None:
    """Two committees, one with few dialogues and one with many, and an officer for each."""
    for code, n in (("FEW", FEW), ("MANY", MANY)):
        made = staff_load(n, code)
        body = body_by_code(code)
        account = register_account(SYSTEM, email=f"{code.lower()}@town.example", name=code, password=PASSWORD)
        assign_role(
            SYSTEM, account, Role.OFFICER, body_id=body.id if body else None, valid_from=made[0].created_at.date()
        )
        if n == MANY:
            load(made[3], Amount(CONTRIBUTIONS // 2, CONTRIBUTIONS // 2))


def measure(engine: Engine, config: Settings, seconds: float, rounds: int) -> tuple[float, float, int]:
    """Median milliseconds of the page with few and with many dialogues, and the statements of the latter."""
    app = create_app(config, engine)
    clients = {}
    for name in ("few", "many"):
        clients[name] = CheckingClient(app)
        clients[name].sign_in(f"{name}@town.example", PASSWORD)
        _get(clients[name])
    took: dict[str, list[float]] = {"few": [], "many": []}
    until = time.perf_counter() + seconds * rounds
    while time.perf_counter() < until:
        for name, client in clients.items():
            began = time.perf_counter()
            _get(client)
            took[name].append(1000 * (time.perf_counter() - began))
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.upper().startswith(_CONTROL):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        _get(clients["many"])
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return median(took["few"]), median(took["many"]), len(sent)


def _get(client: CheckingClient) -> None:
    answer = client.client.get(START)
    if answer.status_code != 200:
        raise RuntimeError(f"{START} answers {answer.status}")
