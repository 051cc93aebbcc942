"""Texts committed beside tests: tables of what the program does, so that a change shows in review as a cell."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

REGENERATE = "PARTICIPATION_REGENERATE"


def compare(path: Path, actual: str) -> None:
    """Fail with the difference unless the file holds the text; write it instead where the environment asks for it."""
    if os.environ.get(REGENERATE):
        path.write_text(actual, encoding="utf-8")
    committed = path.read_text(encoding="utf-8") if path.is_file() else ""
    if committed == actual:
        return
    changed = "\n".join(difflib.unified_diff(committed.splitlines(), actual.splitlines(), "committed", "now", n=2))
    raise AssertionError(
        f"{path.name} does not say what the program does. If the change is meant, run the test with {REGENERATE}=1 and "
        f"commit the file with it:\n{changed}"
    )
