"""Vocabulary and limits of contributions. Pure."""

from __future__ import annotations

from enum import StrEnum


class ContributionKind(StrEnum):
    """What was put in."""

    IDEA = "idea"
    COMMENT = "comment"
    SURVEY_RESPONSE = "survey_response"
    WRITTEN_STATEMENT = "written_statement"


NEVER_SHOWN = frozenset({ContributionKind.SURVEY_RESPONSE, ContributionKind.WRITTEN_STATEMENT})
"""What others never see one by one, so that nobody moderates it either."""


class Channel(StrEnum):
    """How it reached the municipality; every channel weighs the same."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    VISIT = "visit"
    MEETING = "meeting"


class Visibility(StrEnum):
    """What the public may see of it. Nothing is ever deleted: it is a public record. What is unpublished is on record
    and was never meant for the web."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    SEALED = "sealed"
    UNPUBLISHED = "unpublished"


class Speaker(StrEnum):
    """In what capacity somebody writes. Those in office are always marked, and are not residents' participation."""

    RESIDENT = "resident"
    OFFICIAL = "official"
    ELECTED = "elected"


MAXIMUM_TITLE = 120
MAXIMUM_BODY = 5000
MAXIMUM_COMMENT = 3000
MAXIMUM_NAME = 60
MAXIMUM_RECEIPTS = 5
"""How many letters with a receipt one contribution can cause, to however many addresses."""

SHOWN_DEPTH = 3
"""How many steps a thread is indented; deeper replies stay in the thread at the last step."""

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits of a return code that nobody confuses when reading or hearing them."""

CODE_LENGTH = 12
CODE_GROUP = 4


def tidy_code(text: str) -> str:
    """A return code as it is stored, from however somebody typed it: case, spaces and dashes do not matter."""
    letters = "".join(ch for ch in text.upper() if ch.isalnum())
    return "-".join(letters[i : i + CODE_GROUP] for i in range(0, len(letters), CODE_GROUP))
