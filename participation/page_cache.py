"""Whole pages for visitors without a session, kept compressed and keyed by address and content version.

It stands in front of the application: a hit costs one indexed read of the version and no template. The version is
bumped in the transaction of every visible change, so a page is right at once, in every process; it also ends at the
next instant at which the clock alone changes something (an opening, a closing, midnight).
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import brotli
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from participation import clock
from participation.content_version import SITE, scope_of

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
VALID_UNTIL = "X-Page-Valid-Until"
"""Set by the application on a page that may be kept; never sent on."""

KEEPS = "participation.keeps_pages"
"""In the environ of a request whose answer is kept if it may be: only then must the page say until when it holds."""

_DIALOGUE = re.compile(r"^/[a-z-]+/dialogues/(\d{1,9})(?:-|/|$)")
_LONGEST_ADDRESS = 400
_LONGEST_ACCEPT = 200
_WEIGHT = re.compile(r"[01](\.\d{0,3})?", re.ASCII)
_NEVER_KEPT = ("/static/", "/healthz", "/readyz")


@dataclass(frozen=True)
class _Page:
    version: int
    valid_until: datetime
    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]
    """By coding. Hardly anybody asks for the page as it is, and it takes three times the room of both."""
    etag: str
    size: int


class Versions:
    """Reads a page's content version in one small query, past everything else."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._local = threading.local()

    def of(self, path: str) -> int:
        """The version of whatever the page with the path shows."""
        found = _DIALOGUE.match(path)
        scope = scope_of(int(found.group(1))) if found else SITE
        if self.engine.dialect.name == "sqlite":
            row = self._sqlite().execute("SELECT version FROM content_version WHERE scope = ?", (scope,)).fetchone()
        else:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                row = connection.execute(_VERSION, {"scope": scope}).fetchone()
        return int(row[0]) if row else 0

    def _sqlite(self) -> sqlite3.Connection:
        """A bare connection a thread, for the one query that every page view makes."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                str(self.engine.url.database), isolation_level=None, check_same_thread=False, timeout=20
            )
            self._local.connection = connection
        return connection


@dataclass(frozen=True)
class Values:
    """What a page gave to its template, and until when it holds."""

    version: int
    valid_until: datetime
    template: str
    values: Mapping[str, Any]


class KeptValues:
    """What browsing pages gave to their templates, for visitors with a session: their pages are rendered each time,
    but what the pages say is read again only when it has changed. Least recently used out first."""

    def __init__(self, engine: Engine, most: int = 100) -> None:
        self.versions = Versions(engine)
        self.most = most
        self._kept: OrderedDict[tuple[str, bytes], Values] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: tuple[str, bytes], version: int) -> Values | None:
        """The values, unless something has changed since."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.version != version or found.valid_until <= clock.now():
                return None
            self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, bytes], values: Values) -> None:
        """Keep the values, in place of older ones."""
        if len(key[0]) + len(key[1]) > _LONGEST_ADDRESS:
            return
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = values
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)


class PageCache:
    """WSGI middleware; at most ``limit`` bytes a process, least recently used out first."""

    def __init__(self, app: WSGI, engine: Engine, session_cookie: str, limit: int) -> None:
        self.app = app
        self.versions = Versions(engine)
        self.cookie = session_cookie + "="
        self.limit = limit
        self._pages: OrderedDict[tuple[str, str], _Page] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or self.cookie in environ.get("HTTP_COOKIE", "")
            or len(path) + len(query) > _LONGEST_ADDRESS
            or path.startswith(_NEVER_KEPT)
        ):
            return self.app(environ, start_response)
        key = (path, query)
        try:
            version = self.versions.of(path)
        except (sqlite3.Error, SQLAlchemyError):
            return self.app(environ, start_response)  # the program says kindly what is wrong
        page = self._pages.get(key)
        if page is None or page.version != version or page.valid_until <= clock.now():
            fresh = self._render(key, version, environ, start_response)
            if not isinstance(fresh, _Page):
                return fresh
            page = fresh
        else:
            with contextlib.suppress(KeyError):  # another thread may just have put it out; it is still right
                self._pages.move_to_end(key)
        return self._answer(page, environ, start_response)

    def _answer(self, page: _Page, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        encoding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'"{page.etag}{"-" + encoding if encoding else ""}"'
        headers = [*page.headers, ("ETag", etag)]
        if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [h for h in headers if h[0] != "Content-Type"])
            return []
        body = page.bodies[encoding] if encoding else gzip.decompress(page.bodies["gzip"])
        headers.append(("Content-Length", str(len(body))))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _render(
        self, key: tuple[str, str], version: int, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> _Page | Iterable[bytes]:
        """Ask the application; a page that may be kept is kept and returned, anything else is passed on."""
        answer: list[Any] = []

        def catch(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
            answer[:] = [status, headers, exc_info]
            return _refuse_write

        result = self.app({**environ, "REQUEST_METHOD": "GET", KEEPS: True}, catch)
        try:
            body = b"".join(result)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        status, headers, exc_info = answer
        until = next((v for n, v in headers if n == VALID_UNTIL), None)
        if until is None or not status.startswith("200") or any(n == "Set-Cookie" for n, _ in headers):
            start_response(status, headers, exc_info) if exc_info else start_response(status, headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        kept = tuple((n, v) for n, v in headers if n not in (VALID_UNTIL, "Content-Length", "ETag"))
        bodies = {"gzip": gzip.compress(body, 6, mtime=0), "br": brotli.compress(body, quality=5, lgwin=18)}
        page = _Page(
            version=version,
            valid_until=datetime.fromisoformat(until),
            headers=kept,
            bodies=bodies,
            etag=hashlib.sha256(body).hexdigest()[:20],
            size=sum(map(len, bodies.values())) + 1000,
        )
        self._keep(key, page)
        return page

    def _keep(self, key: tuple[str, str], page: _Page) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._bytes > self.limit and len(self._pages) > 1:
                _, out = self._pages.popitem(last=False)
                self._bytes -= out.size


@lru_cache(maxsize=256)
def coding_for(accepted: str) -> str:
    """The smallest coding that whoever sent the ``Accept-Encoding`` takes: ``br``, ``gzip``, or "" for the page as it
    is. What is not named is not taken, unless ``*`` is; a weight of nought refuses, and one we cannot read does so."""
    taken: dict[str, bool] = {}
    for part in accepted[:_LONGEST_ACCEPT].lower().split(","):
        name, *settings = (p.strip() for p in part.split(";"))
        weight = next((s.removeprefix("q=") for s in settings if s.startswith("q=")), "1")
        taken[name] = _WEIGHT.fullmatch(weight) is not None and float(weight) > 0
    return next((c for c in ("br", "gzip") if taken.get(c, taken.get("*", False))), "")


_VERSION = text("SELECT version FROM content_version WHERE scope = :scope")


def _refuse_write(_data: bytes) -> Any:
    raise NotImplementedError("the application answers with an iterable")
