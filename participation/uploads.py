"""Files that people send: one private store, reached only through the pages that may show them.

A file has no name of its sender's on disk, only a random one; what it is is read from its first bytes, never believed.
Another place to keep them (an object store) is another class with the same methods.
"""

from __future__ import annotations

import hashlib
import math
import os
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from participation import clock, settings

_NAME_LENGTH = 32


class Store(Protocol):
    """Where files are kept, by name."""

    def put(self, content: bytes) -> str:
        """Keep the content durably; returns its name."""

    def get(self, name: str) -> bytes | None:
        """The content, or None if there is no such file."""

    def remove(self, name: str) -> None:
        """Forget the file; nothing happens if there is none."""

    def sweep(self, before: datetime, known: Callable[[Sequence[str]], Collection[str]]) -> int:
        """Forget what was kept before the instant, but not those of the names that ``known`` gives back; how many."""


@dataclass(frozen=True)
class LocalStore:
    """Files below a directory of the data directory, some hundred in each folder."""

    root: Path

    def put(self, content: bytes) -> str:
        name = secrets.token_hex(_NAME_LENGTH // 2)
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        kept_at = clock.now().timestamp()
        os.utime(beside, (kept_at, kept_at))
        beside.replace(path)
        return name

    def get(self, name: str) -> bytes | None:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def sweep(self, before: datetime, known: Callable[[Sequence[str]], Collection[str]]) -> int:
        gone = 0
        for folder in sorted(self.root.glob("??")):
            old = [path for path in folder.iterdir() if _kept_at(path) < before.timestamp()]
            kept = set(known([path.name for path in old])) if old else set()
            for path in old:  # a ``.part`` was never whole, and has no name that anybody knows
                if path.name not in kept:
                    path.unlink(missing_ok=True)
                    gone += 1
        return gone

    def _path(self, name: str) -> Path:
        if len(name) != _NAME_LENGTH or not all(ch in "0123456789abcdef" for ch in name):
            raise FileNotFoundError(name)
        return self.root / name[:2] / name


def _kept_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another worker sweeps as well
        return math.inf


def store() -> Store:
    """The installation's store."""
    return LocalStore(settings.installed().data_dir / "files")


def digest(content: bytes) -> str:
    """SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif"}
"""Pictures that are shown, and how their names end. SVG is not among them: it can hold scripts."""


def media_type(content: bytes) -> str:
    """What the first bytes say the content is, among what is taken at all; "" for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    return ""
