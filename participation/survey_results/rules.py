"""Vocabulary and limits of results. Pure."""

from __future__ import annotations

from enum import StrEnum

from participation.surveys.rules import QuestionType


class FileFormat(StrEnum):
    """What a file with a survey's answers can be."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    CODEBOOK = "codebook"


CHECK = "check"
"""The job that compares what was received with the file and the page; it makes no file."""

MEDIA_TYPES = {
    FileFormat.CSV: "text/csv",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.JSON: "application/json",
    FileFormat.CODEBOOK: "text/csv",
}

FILE_DAYS = 7
"""How long a file is kept; it can always be made again."""

ABANDONED_MINUTES = 15
"""A job that has told nothing for so long is begun anew: its worker was ended."""

CHANNEL, LANGUAGE = WAYS = ("channel", "language")
"""What answers can be split by besides a question: the way they came."""

SPLITS = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.DROPDOWN})
"""Questions that answers can be split by: each person has given one of a few answers."""

MOST_UNASKED = 20_000
"""With more responses each question is told by channel and language only when asked for: adding it up takes longer than
a page may take."""

MOST_GROUPS = 20
"""Into how many groups answers can be split."""

OPTION_COLUMNS = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.PICTURE_CHOICE})
"""Questions with a column for each option in files."""
