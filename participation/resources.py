"""Where the files that are not Python lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_package = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder ``templates``, ``static`` or ``translations``."""
    inside = _package / "_resources" / name
    return inside if inside.is_dir() else _package.parent / name
