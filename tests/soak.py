"""What the production server must stand: reading and writing at once, slow clients, workers killed in the middle.

``python tests/soak.py [--minutes 10] [--server granian|gunicorn] [--database postgresql://…]``. Loopback only; ends by
itself; exits with 1 if the server did not stand it. Every idea that got a receipt must be there at the end.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from participation import db, migrations, schema, settings  # noqa: E402
from participation.benchmarks.dialogue import open_dialogue  # noqa: E402
from participation.benchmarks.load import Amount, load  # noqa: E402
from participation.contributions.models import Contribution  # noqa: E402
from tests.load.server import HOST, Browser, free_port  # noqa: E402

READERS, WRITERS, SLOW = 4, 2, 6
KILL_EVERY = 15.0
LONGEST_STALL = 10.0
MOST_MEMORY = 120.0
GRANIAN = (
    "import sys; from participation.serving import serve; "
    "serve('127.0.0.1', int(sys.argv[1]), target='tests.bench.apps:app')"
)


@dataclass
class Record:
    """What was seen. Guarded by one lock; the figures are small."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    statuses: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    kills: int = 0
    last_answer: float = field(default_factory=time.monotonic)
    longest_stall: float = 0.0

    def answered(self, status: str, began: float) -> None:
        now = time.monotonic()
        with self.lock:
            self.statuses[status] += 1
            self.waits.append(now - began)
            self.longest_stall = max(self.longest_stall, now - self.last_answer)
            self.last_answer = now

    def broken(self, error: Exception) -> None:
        with self.lock:
            self.statuses[type(error).__name__] += 1


class Soak:
    """One server, many clients."""

    def __init__(self, server: str, url: str, folder: Path, workers: int) -> None:
        self.server = server
        self.url = url
        self.folder = folder
        self.workers = workers
        self.port = free_port()
        self.record = Record()
        self.ending = threading.Event()

    def fill(self) -> None:
        schema.require()
        self.engine = db.make_engine(self.url)
        migrations.upgrade(self.engine)
        settings.install(settings.Settings(self.folder, self.url, "a secret for benchmarks only"))
        with db.transaction(self.engine):
            loaded = load(open_dialogue(), Amount(2000, 5000, thread=300))
        self.dialogue_id = loaded.dialogue_id
        self.dialogue = f"/sv/dialogues/{quote(loaded.slug)}"
        self.pages = ["/sv/", "/ar/", "/sv/dialogues", self.dialogue, f"{self.dialogue}/ideas"]
        self.pages += [f"{self.dialogue}/ideas/{loaded.busiest + n}" for n in range(40)]
        self.pages += ["/sv/search?q=bussen", "/healthz"]

    def start(self) -> None:
        command = {
            "granian": [sys.executable, "-c", GRANIAN, str(self.port)],
            "gunicorn": [
                *(sys.executable, "-m", "gunicorn", "--workers", str(self.workers), "--bind", f"{HOST}:{self.port}"),
                "tests.bench.apps:app",
            ],
        }[self.server]
        environment = {
            **os.environ,
            "BENCH_APP": "cached",
            "BENCH_DATABASE_URL": self.url,
            "BENCH_DATA_DIR": str(self.folder),
            "BENCH_PAGES": json.dumps({}),
            "WORKERS": str(self.workers),
        }
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if Browser(self.port).get("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the server did not answer")

    def stop(self) -> None:
        self.ending.set()
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)

    def run(self, seconds: float) -> None:
        jobs = [self.read] * READERS + [self.write] * WRITERS + [self.dawdle] * SLOW + [self.kill, self.watch]
        threads = [threading.Thread(target=job, daemon=True) for job in jobs]
        self.record.last_answer = time.monotonic()
        for thread in threads:
            thread.start()
        self.ending.wait(seconds)
        self.ending.set()
        for thread in threads:
            thread.join(30)

    def read(self) -> None:
        """Ask for one page after the other, as fast as they come."""
        reader = Browser(self.port)
        while not self.ending.is_set():
            began = time.monotonic()
            try:
                self.record.answered(str(reader.get(random.choice(self.pages)).status), began)
            except (OSError, http.client.HTTPException) as error:
                self.record.broken(error)
                reader.close()
                reader = Browser(self.port)
                self.ending.wait(0.2)

    def write(self) -> None:
        """Put forward ideas, as many people one after the other."""
        path = f"{self.dialogue}/ideas/new"
        while not self.ending.is_set():
            person = Browser(self.port)
            try:
                hidden = person.get(path).hidden
                fields = {"title": "Bänk", "body": "Ingenstans att sitta.", "display_name": "", "language": "sv"}
                began = time.monotonic()
                answer = person.post(path, {**hidden, **fields})
                self.record.answered(str(answer.status), began)
                if answer.status == 303:
                    with self.record.lock:
                        self.record.receipts.append(answer.location.rsplit("/", 1)[1])
            except (OSError, http.client.HTTPException) as error:
                self.record.broken(error)
            finally:
                person.close()
            self.ending.wait(0.05)

    def dawdle(self) -> None:
        """Send a request a few bytes at a time, or read the answer so; nobody else may have to wait for that."""
        request = f"GET {self.dialogue}/ideas HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()
        while not self.ending.is_set():
            try:
                with socket.create_connection((HOST, self.port), timeout=30) as connection:
                    for n in range(0, len(request), 8):
                        connection.sendall(request[n : n + 8])
                        if self.ending.wait(0.3):
                            return
                    while connection.recv(512):
                        if self.ending.wait(0.1):
                            return
            except OSError as error:
                self.record.broken(error)
                self.ending.wait(0.5)

    def kill(self) -> None:
        """SIGKILL a worker now and then, one that has had time to start; another must take its place."""
        seen: dict[int, float] = {}
        while not self.ending.wait(KILL_EVERY):
            found = self.children()
            seen = {child: seen.get(child, time.monotonic()) for child in found}
            if len(found) >= self.workers and all(time.monotonic() - at >= KILL_EVERY for at in seen.values()):
                os.kill(random.choice(found), signal.SIGKILL)
                self.record.kills += 1

    def watch(self) -> None:
        while not self.ending.wait(2):
            for child in self.children():
                try:
                    lines = Path(f"/proc/{child}/status").read_text(encoding="ascii").splitlines()
                except OSError:
                    continue
                self.record.memory += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")]

    def children(self) -> list[int]:
        """The workers: children of the server, but for the tracker that multiprocessing starts."""
        try:
            pids = (
                Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
            )
            return [int(p) for p in pids if b"resource_tracker" not in Path(f"/proc/{p}/cmdline").read_bytes()]
        except OSError:
            return []

    def lost(self) -> int:
        """How many ideas that got a receipt are not there."""
        with db.transaction(self.engine, write=False) as session:
            codes = session.scalars(
                select(Contribution.return_code).where(Contribution.dialogue_id == self.dialogue_id)
            )
            return len(set(self.record.receipts) - set(codes))


def report(soak: Soak, seconds: float) -> bool:
    """Print what was seen; True if the server stood it."""
    seen = soak.record
    answered = sum(n for status, n in seen.statuses.items() if status.isdigit())
    broken = {s: n for s, n in seen.statuses.items() if not s.isdigit()}
    wrong = {s: n for s, n in seen.statuses.items() if s.isdigit() and s not in ("200", "303")}
    cuts = quantiles(seen.waits, n=100) if len(seen.waits) > 2 else [0.0] * 99
    lost, alive = soak.lost(), len(soak.children())
    memory = max(seen.memory, default=0.0)
    checks = {
        "answers other than 200 and 303": (wrong, not wrong),
        "receipts lost": (lost, lost == 0),
        "longest time without any answer, s": (f"{seen.longest_stall:.1f}", seen.longest_stall <= LONGEST_STALL),
        "workers at the end": (f"{alive} of {soak.workers}", alive == soak.workers),
        "largest worker, MB": (f"{memory:.0f}", memory <= MOST_MEMORY),
    }
    print(f"{soak.server}: {seconds / 60:.0f} min, {soak.workers} workers, {soak.engine.dialect.name}")
    print(f"  answers {answered:,} ({answered / seconds:,.0f}/s), ideas received {len(seen.receipts):,}")
    print(
        f"  waits ms: p50 {cuts[49] * 1e3:.0f}, p99 {cuts[98] * 1e3:.0f}, "
        f"longest {max(seen.waits, default=0) * 1e3:.0f}"
    )
    print(f"  workers killed {seen.kills}; connections broken by it: {broken}")
    for what, (value, holds) in checks.items():
        print(f"  {what}: {value} {'' if holds else '  <-- NOT GOOD'}")
    return all(holds for _, holds in checks.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; default: SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = options.database or f"sqlite:///{folder / 'soak.sqlite3'}"
        soak = Soak(options.server, url, folder, options.workers)
        soak.fill()
        soak.start()
        try:
            soak.run(options.minutes * 60)
            stood = report(soak, options.minutes * 60)
        finally:
            soak.stop()
        soak.engine.dispose()
    return 0 if stood else 1


if __name__ == "__main__":
    sys.exit(main())
