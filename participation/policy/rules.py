"""How long the policy and its reference can be, and what becomes of a text that is proposed. Pure."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a proposed text was settled."""

    PUBLISHED = "published"
    DECLINED = "declined"


MAXIMUM = {"text": 40_000, "adopted_by": 120, "paragraph": 20, "registry_number": 40}
"""The most characters of the text in a language, and of each part of the reference to its adoption."""
