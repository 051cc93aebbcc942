"""What the handbook consists of, and which chapter helps with which refusal. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Place(StrEnum):
    """Where in the handbook a text stands: in one of its three parts, or on the elected representatives' path."""

    PLAN = "plan"
    CARRY_OUT = "carry_out"
    FOLLOW_UP = "follow_up"
    ELECTED = "elected"


PARTS = (Place.PLAN, Place.CARRY_OUT, Place.FOLLOW_UP)
"""The handbook has exactly three parts (POLICY.md S10)."""

MOST_SCREENS = 10
"""The elected representatives' path is never longer (POLICY.md S11)."""

MAXIMUM = {"title": 120, "body": 12_000, "item": 300, "note": 500}
"""The most characters of a title, a text, a line of a checklist, and of what a new version says is new."""

MOST_ITEMS = 40
"""The most lines in the checklist of a part."""

RESERVED_KEYS = frozenset({"elected", "whole", "versions"})
"""Words in the handbook's addresses that no chapter can be called."""

CHAPTER_OF: Mapping[str, str] = {
    "E-G01": "question",
    "E-G02": "influence",
    "E-G02b": "influence",
    "E-G03": "decision",
    "E-G03b": "decision",
    "E-G03c": "decision",
    "E-G04": "goal-and-purpose",
    "E-G05": "goal-and-purpose",
    "E-G06": "target-groups",
    "E-G06b": "target-groups",
    "E-G07": "degrees",
    "E-G07b": "degrees",
    "E-G08": "degrees",
    "E-G08b": "degrees",
    "E-G08c": "degrees",
    "E-G09": "degrees",
    "E-G09b": "degrees",
    "E-G10": "decision",
    "E-G11": "decision",
    "E-G11b": "decision",
    "E-G12": "committees",
    "E-G12a": "committees",
    "E-G12b": "committees",
    "E-G12c": "committees",
    "E-G13": "statutory",
    "E-G13b": "statutory",
    "E-G13c": "statutory",
    "E-G14": "decision",
    "E-G15": "decision",
    "E-G16": "schedule",
    "E-G17": "schedule",
    "E-G17b": "self-check",
    "E-G18": "records",
    "E-G19": "ways",
    "E-G20": "schedule",
    "E-G21": "moderation",
    "E-G22": "open",
    "E-G23": "changes",
    "E-G24": "open",
    "E-G25": "themes",
    "E-G26": "themes",
    "E-G26b": "report",
    "E-G26c": "report",
    "E-G27": "political-handling",
    "E-G27b": "political-handling",
    "E-G27c": "political-handling",
    "E-G28": "announce",
    "E-G29": "feedback",
    "E-G30": "feedback",
    "E-G31": "evaluation",
    "E-G32": "annual-follow-up",
    "E-G33": "records",
    "E-G34": "changes",
    "E-G35": "changes",
    "E-ROLE": "decision",
    "E-STATE": "changes",
    "E-S13": "records",
    "E-RACE": "changes",
    "E-A01": "decision",
    "E-B01": "decision",
    "E-P01": "self-check",
    "E-H01": "self-check",
    "E-H02": "self-check",
}
"""The chapter that helps with each refusal, by its key. No version of the handbook is without these chapters."""

FAMILIES: Mapping[str, str] = {
    "E-I": "initiatives",
    "E-M": "moderation",
    "E-O": "open",
    "E-S": "ways",
    "E-V": "meetings",
}
"""The chapter for refusals that are not named one by one, by how their codes begin."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def chapter_of(code: str) -> str | None:
    """The key of the chapter that helps with the refusal: its own, that of the one it is a case of (E-G13d is one of
    E-G13), or that of its family. None for what is no refusal's code."""
    return CHAPTER_OF.get(code) or CHAPTER_OF.get(code.rstrip(_LETTERS)) or FAMILIES.get(code[:3])


LINKED = frozenset((*CHAPTER_OF.values(), *FAMILIES.values()))
"""Chapters that refusals lead to: their text can be changed, but they stay."""
