"""The production server: processes with one thread each, in front of the same plain WSGI application."""

from __future__ import annotations

import ctypes
import os

from granian import Granian
from granian.constants import Interfaces

_ARENAS, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1
"""Parameters of ``mallopt`` (malloc.h of the GNU C library)."""


def _give_back_memory() -> None:
    """Let the workers, which are copies of this process, keep one heap for all threads, and give back what is large as
    soon as it is free: a page being compressed would otherwise leave holes that stay. Nothing on other C libraries."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for parameter, value in ((_ARENAS, 1), (_MMAP_THRESHOLD, 64 * 1024), (_TRIM_THRESHOLD, 128 * 1024)):
            mallopt(parameter, value)


def serve(host: str, port: int, workers: int | None = None, target: str = "wsgi:app") -> None:
    """Serve the application until told to stop. ``WORKERS`` sets the number of processes (default: the processors)."""
    _give_back_memory()
    count = workers or int(os.environ.get("WORKERS", "0")) or os.cpu_count() or 1
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=count,
        blocking_threads=1,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
