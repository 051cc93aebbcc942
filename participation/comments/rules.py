"""Limits of comments, and where one stands in a thread. Pure."""

from __future__ import annotations

from participation.contributions.rules import SHOWN_DEPTH

PAGE = 50
_DIGITS = 8
_STEP = "."
LONGEST_PATH = (SHOWN_DEPTH + 1) * _DIGITS + SHOWN_DEPTH


def step(number: int) -> str:
    """A running number as a step of a path: all are equally long, so that paths sort as their numbers."""
    return f"{number:0{_DIGITS}d}"


def path_of(number: int, parent_path: str | None) -> str:
    """Where a comment stands: after whom it answers and after earlier answers to them.

    A path has at most three ancestors and the comment's own number (35 characters). Deeper answers share their
    ancestor of the third level and stand after it in the order they came.
    """
    if parent_path is None:
        return step(number)
    ancestors = parent_path.split(_STEP)[:SHOWN_DEPTH]
    return _STEP.join([*ancestors, step(number)])


def is_path(text: str) -> bool:
    """Whether a text could be a path."""
    parts = text.split(_STEP)
    return len(parts) <= SHOWN_DEPTH + 1 and all(len(p) == _DIGITS and p.isascii() and p.isdigit() for p in parts)
