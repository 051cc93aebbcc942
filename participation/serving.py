"""The production server: processes with one thread each, in front of the same plain WSGI application."""

from __future__ import annotations

import multiprocessing
import os

from granian import Granian
from granian.constants import HTTPModes, Interfaces

LEAN = {
    "PYTHONOPTIMIZE": "2",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
"""What keeps a worker small, in its environment: no docstrings in memory, one heap for all threads, and what is large
given back as soon as it is free (a page being compressed would otherwise leave holes that stay). The last three are the
GNU C library's; others pass them by."""


def serve(host: str, port: int, workers: int | None = None, target: str = "wsgi:app") -> None:
    """Serve the application until told to stop. ``WORKERS`` sets the number of processes (default: the processors)."""
    for name, value in LEAN.items():
        os.environ.setdefault(name, value)
    # Interpreters of their own, not copies of this one: only so do they read the above.
    multiprocessing.set_start_method("spawn", force=True)
    count = workers or int(os.environ.get("WORKERS", "0")) or os.cpu_count() or 1
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=count,
        blocking_threads=1,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
