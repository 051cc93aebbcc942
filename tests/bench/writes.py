"""Ideas a second from sixteen people at once, beside a bare loop of INSERTs that are as durable."""

from __future__ import annotations

import html
import re
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sqlalchemy import text
from sqlalchemy.engine import Engine

from tests.bench import client
from tests.bench.servers import BenchServer
from tests.load.server import HOST, Browser

if TYPE_CHECKING:
    from tests.bench.__main__ import Row

PEOPLE = 16
EACH = 4000
"""More requests than one person gets answered while it is measured: each is another idea."""


def row(server: BenchServer, path: str, engine: Engine, seconds: float) -> Row:
    """Posts ideas as browsers do, each with its session, token and a new key."""
    from tests.bench.__main__ import Row

    people = [_requests(server.port, path) for _ in range(PEOPLE)]
    ours = client.several(server.port, people, seconds)
    bare = bare_inserts(engine, seconds)
    ratio = ours.per_second / bare
    return Row(
        f"ideas received, {PEOPLE} people at once : bare INSERT loop",
        f"{ours.per_second:,.0f}/s",
        f"{bare:,.0f}/s",
        f"{ratio:.2f}",
        f"{ours.errors} errors",
        ours.errors == 0,
    )


def session_cookie(server: BenchServer, path: str) -> str:
    """The cookie of somebody who has opened a form."""
    person = Browser(server.port)
    person.get(path)
    person.close()
    return "; ".join(f"{n}={v}" for n, v in person.cookies.items())


def _requests(port: int, path: str) -> list[bytes]:
    person = Browser(port)
    hidden = person.get(path).hidden
    person.close()
    cookie = "; ".join(f"{n}={v}" for n, v in person.cookies.items())
    made = []
    for n in range(EACH):
        fields = {**hidden, "title": f"Bänk {n}", "body": "Det finns ingenstans att sitta.", "language": "sv"}
        body = urlencode({**fields, "display_name": "", "idempotency_key": secrets.token_urlsafe(18)}).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


def bare_inserts(engine: Engine, seconds: float) -> float:
    """One row a transaction, one after the other, in the product's own database."""
    writer = engine.execution_options(write=True)
    with writer.begin() as connection:
        connection.execute(text("CREATE TABLE bench_bare (id INTEGER PRIMARY KEY, body TEXT)"))
    statement = text("INSERT INTO bench_bare (id, body) VALUES (:id, :body)")
    begun, n = time.perf_counter(), 0
    while time.perf_counter() < begun + seconds:
        n += 1
        with writer.begin() as connection:
            connection.execute(statement, {"id": n, "body": "Det finns ingenstans att sitta."})
    rate = n / (time.perf_counter() - begun)
    with writer.begin() as connection:
        connection.execute(text("DROP TABLE bench_bare"))
    return rate


def later_page(server: BenchServer, path: str, number: int) -> str:
    """The address of the page with the number, found by following the pager from the first."""
    reader = Browser(server.port)
    try:
        for _ in range(number - 1):
            page = reader.get(path).body
            following = re.search(r'<a[^>]*rel="next"[^>]*href="([^"]+)"|<a[^>]*href="([^"]+)"[^>]*rel="next"', page)
            if following is None:
                raise RuntimeError(f"no next page after {path}")
            path = html.unescape(following[1] or following[2]).split("#")[0]
    finally:
        reader.close()
    return path
