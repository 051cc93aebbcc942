"""What is seen, in words."""

from participation.access_log.rules import Shown
from participation.i18n import lazy, name

name(
    {
        Shown.CONTRIBUTIONS: lazy("Contributions with the names that people gave"),
        Shown.CONTRIBUTIONS_FILE: lazy("Contributions as a file"),
        Shown.REPORTS: lazy("Reports, with who reported"),
        Shown.COMPLAINTS: lazy("Complaints"),
        Shown.ACCOUNTS: lazy("The staff’s accounts and roles"),
        Shown.INITIATIVES: lazy("Initiatives, with who sent them"),
        Shown.WRITTEN_STATEMENTS: lazy("Written statements, with who sent them"),
        Shown.SURVEY_ANSWERS: lazy("Answers to surveys"),
        Shown.RECEIPTS: lazy("Receipts with return codes, of what the staff typed in"),
        Shown.ACCESS_LOG: lazy("The access log"),
    }
)
