"""What the files of results are called, and the labels of how a group compares with the population."""

from participation.i18n import lazy, name
from participation.survey_results.representation import Reached
from participation.survey_results.rules import FileFormat

name(
    {
        FileFormat.CSV: lazy("Table for spreadsheets (CSV)"),
        FileFormat.XLSX: lazy("Workbook (XLSX)"),
        FileFormat.JSON: lazy("Data for programs (JSON)"),
        FileFormat.CODEBOOK: lazy("What the columns mean (CSV)"),
    }
)
name(
    {
        Reached.NOT_REACHED: lazy("Not reached"),
        Reached.UNDER: lazy("Under-represented"),
        Reached.IN_LINE: lazy("In line"),
        Reached.OVER: lazy("Over-represented"),
    }
)
