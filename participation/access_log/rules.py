"""What sorts of personal data the staff's pages show, and who may read who has seen them. Pure."""

from __future__ import annotations

from enum import StrEnum


class Shown(StrEnum):
    """What was seen."""

    CONTRIBUTIONS = "contributions"
    CONTRIBUTIONS_FILE = "contributions_file"
    REPORTS = "reports"
    COMPLAINTS = "complaints"
    ACCOUNTS = "accounts"
    INITIATIVES = "initiatives"
    WRITTEN_STATEMENTS = "written_statements"
    SURVEY_ANSWERS = "survey_answers"
    RECEIPTS = "receipts"
    ACCESS_LOG = "access_log"


MAXIMUM_ABOUT = 40
