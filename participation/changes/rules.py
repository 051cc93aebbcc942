"""Vocabulary of the changes. Pure."""

from __future__ import annotations

from enum import StrEnum


class Happening(StrEnum):
    """What has become of the decision that a dialogue informs."""

    MOVED = "moved"
    TAKEN = "taken"
