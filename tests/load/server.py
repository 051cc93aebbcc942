"""A real server as a separate process, and a browser without a screen that speaks HTTP to it. Loopback only."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

HOST = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """``participation serve`` in a process group of its own."""

    environment: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "participation.cli", "serve"],
            env={**os.environ, **self.environment, "HOST": HOST, "PORT": str(self.port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
            try:
                if self.get("/readyz") == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server did not answer within 30 seconds")

    def get(self, path: str) -> int:
        """The status of a page."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL to the server and all its workers: a power cut for the program."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end; kill it if it does not."""
        if self.process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return
        if number is signal.SIGKILL:
            self.process.wait(10)


@contextmanager
def serving(database_url: str, data_dir: Path, **more: str) -> Iterator[Server]:
    """A server on the database; ended when left."""
    server = Server(
        {
            "PARTICIPATION_DATABASE_URL": database_url,
            "PARTICIPATION_DATA_DIR": str(data_dir),
            "PARTICIPATION_SECRET_KEY": "a secret for tests only",
            **more,
        }
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden" and found.get("name"):
            self.hidden[str(found["name"])] = found.get("value") or ""


@dataclass
class Answer:
    """Status, where it leads, and the body of an answer."""

    status: int
    location: str
    body: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        parser = _Fields()
        parser.feed(self.body)
        return parser.hidden


class Browser:
    """One person: a kept connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=20)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), text)

    def close(self) -> None:
        self.connection.close()
