"""The benchmark's servers: each the product's own server, in a process group of its own."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.server import HOST, free_port

START = (
    "import sys; from participation.serving import serve; "
    "serve('127.0.0.1', int(sys.argv[1]), target='tests.bench.apps:app')"
)


@dataclass
class BenchServer:
    """``cached``, ``fresh`` or ``floor`` of tests.bench.apps, served."""

    name: str
    database_url: str
    data_dir: Path
    pages: Mapping[str, str]
    port: int = field(default_factory=free_port)

    def __enter__(self) -> BenchServer:
        environment = {
            **os.environ,
            "BENCH_APP": self.name,
            "BENCH_DATABASE_URL": self.database_url,
            "BENCH_DATA_DIR": str(self.data_dir),
            "BENCH_PAGES": json.dumps(dict(self.pages)),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(self.port)],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()
        return self

    def _wait(self) -> None:
        path = "/healthz" if self.name != "floor" else f"/bytes/{next(iter(self.pages))}"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server {self.name} ended with {self.process.returncode}")
            connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
            try:
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
            finally:
                connection.close()
        raise RuntimeError(f"the server {self.name} did not answer")

    def __exit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def memory(self) -> list[float]:
        """Resident memory of each worker, in MB."""
        return [_resident(child) for child in _children(self.process.pid)]


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found if "resource_tracker" not in _command(int(child))]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
