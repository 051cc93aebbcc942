"""A small load generator: processes with several kept connections each. Loopback only, bounded in time."""

from __future__ import annotations

import multiprocessing
import re
import selectors
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
CONNECTIONS = 16
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Measured:
    """Answers a second, and answers other than 200 or 303."""

    per_second: float
    errors: int = 0


def get(port: int, path: str, seconds: float, cookie: str = "") -> Measured:
    """Ask for the page as fast as it comes, as a browser asks; with wrk if it is installed."""
    if shutil.which("wrk"):
        return _wrk(port, path, seconds, cookie)
    session = f"Cookie: {cookie}\r\n" if cookie else ""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: br\r\n{session}\r\n".encode()
    return several(port, [[request] for _ in range(CONNECTIONS)], seconds)


def _wrk(port: int, path: str, seconds: float, cookie: str) -> Measured:
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "-H", "Accept-Encoding: br"),
            *(("-H", f"Cookie: {cookie}") if cookie else ()),
            f"http://{HOST}:{port}{path}",
        ],
        capture_output=True,
        text=True,
        timeout=seconds + 30,
        check=True,
    )
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if rate is None:
        raise RuntimeError(done.stdout)
    return Measured(float(rate[1]), int(errors[1]) if errors else 0)


def several(port: int, clients: Sequence[Sequence[bytes]], seconds: float, processes: int = 2) -> Measured:
    """Each client is one connection that sends its requests in turn, again and again, or to their end."""
    context = multiprocessing.get_context("fork")
    with context.Pool(processes) as pool:
        parts = [clients[n::processes] for n in range(processes)]
        found = pool.starmap(_run, [(port, part, seconds) for part in parts if part])
    return Measured(sum(n / took for n, _, took in found), sum(errors for _, errors, _ in found))


class _Connection:
    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.sent = 0
        self.received = b""

    def send(self) -> None:
        self.received = b""
        self.socket.sendall(self.requests[self.sent % len(self.requests)])
        self.sent += 1

    def read(self) -> int | None:
        """Some more of the answer; its status once it is whole."""
        part = self.socket.recv(262144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.received += part
        head, there, body = self.received.partition(b"\r\n\r\n")
        if not there:
            return None
        length = _LENGTH.search(head)
        return int(head[9:12]) if len(body) >= (int(length[1]) if length else 0) else None


def _run(port: int, clients: Iterable[Sequence[bytes]], seconds: float) -> tuple[int, int, float]:
    chooser = selectors.DefaultSelector()
    connections = [_Connection(port, requests) for requests in clients]
    for connection in connections:
        chooser.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send()
    begun = time.perf_counter()
    answered = errors = 0
    while (now := time.perf_counter()) < begun + seconds:
        for key, _ in chooser.select(timeout=begun + seconds - now):
            status = key.data.read()
            if status is not None:
                answered += 1
                errors += status not in (200, 303)
                key.data.send()
    took = time.perf_counter() - begun
    for connection in connections:
        connection.socket.close()
    return answered, errors, took
