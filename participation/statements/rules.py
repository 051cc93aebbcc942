"""Vocabulary and limits of written statements. Pure."""

from __future__ import annotations

from enum import StrEnum


class SenderKind(StrEnum):
    """On whose behalf a statement is made. Only what is not a person is named on the web."""

    PERSON = "person"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"


class Met(StrEnum):
    """What became of the views in a statement."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NO_VIEWS = "no_views"


DECIDED = "statement.decided:"
REVIEWED = "statement.reviewed:"
"""The events in the outbox of the two letters to a sender; the statement's id follows."""

MUST_BE_TOLD = frozenset({Met.PARTLY_MET, Met.NOT_MET})
"""Whose sender the law has informed (PBL 5:24, 5:30-31)."""

MAXIMUM_STATEMENT = 20_000
MAXIMUM_NAME = 120
MAXIMUM_ADDRESS = 300
MAXIMUM_PROPERTY = 120
MAXIMUM_SUMMARY = 4000
MAXIMUM_COMMENT = 4000
MAXIMUM_HOW = 4000
MAXIMUM_APPEAL = 4000
PAGE = 50
