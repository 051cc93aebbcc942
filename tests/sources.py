"""The program's own files, for tests of how it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def name(path: Path) -> str:
    """The path as it is written in messages."""
    return path.relative_to(ROOT).as_posix()


def files(folder: str, *suffixes: str) -> Iterator[Path]:
    """The files of a folder with one of the suffixes, in order."""
    for path in sorted((ROOT / folder).rglob("*")):
        if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts:
            yield path


def python(folder: str) -> Iterator[Path]:
    """The Python files of a folder; migrations, which are written once and left, are not among them."""
    return (p for p in files(folder, ".py") if "versions" not in p.parts)


def templates(*suffixes: str) -> Iterator[Path]:
    """The templates: pages, components, letters."""
    return files("templates", *(suffixes or (".html", ".txt", ".atom", ".xml")))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))
