"""What the variables are called, and why a file cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

from participation.i18n import Lazy, current, gettext, label, lazy, name, number
from participation.population.rules import LARGEST_FILE, MOST_CELLS, MOST_COLUMNS, Band, Fault, Unreadable, Variable
from participation.surveys import words as _words  # noqa: F401 - names the bands
from participation.surveys.areas import Area

name(
    {
        Variable.AGE: lazy("Age"),
        Variable.SEX: lazy("Gender"),
        Variable.BORN: lazy("Country of birth"),
        Variable.AREA: lazy("Area"),
    }
)


def band_label(band: Band) -> str:
    """What the reader calls the band."""
    return band.names.in_(current().code).text if isinstance(band, Area) else label(band)


_SENTENCES: Mapping[Fault, Lazy] = {
    Fault.EMPTY: lazy("The file is empty."),
    Fault.TOO_LARGE: lazy("The file is larger than %(size)s kB. Choose one municipality and one year."),
    Fault.TOO_MANY_CELLS: lazy("The file has more than %(cells)s figures. Choose one municipality and one year."),
    Fault.TOO_MANY_COLUMNS: lazy("The file has more than %(columns)s columns. Keep those that are needed."),
    Fault.NOT_TEXT: lazy("The file is not text in UTF-8. Save it as “CSV UTF-8” or as “JSON-stat2”."),
    Fault.NOT_A_TABLE: lazy("The file cannot be read as a table: a quotation mark is missing or out of place."),
    Fault.NOT_JSON: lazy("The file begins like JSON but cannot be read as JSON. Fetch it once more."),
    Fault.NOT_JSON_STAT: lazy("The file is not a data set in JSON-stat 2.0 (%(what)s). Fetch it as “JSON-stat2”."),
    Fault.WIDTH: lazy("The line does not have as many values as the first line has names."),
    Fault.COLUMN_TWICE: lazy("There are two columns for the same thing: “%(what)s”. Keep one."),
    Fault.NO_VARIABLE: lazy("No column holds age, sex, country of birth or area. The first line must name one."),
    Fault.NO_COUNT: lazy("No column holds the number of people. Call it “people” or “antal”."),
    Fault.SEVERAL_COUNTS: lazy("There is more than one column with numbers of people (“%(what)s”). Keep one."),
    Fault.SEVERAL_VALUES: lazy("“%(what)s” has several values. Choose one municipality and one year."),
    Fault.CITIZENSHIP: lazy(
        "“%(what)s” is about citizenship. It is never kept here: residents are everybody, whatever theirs is."
    ),
    Fault.UNKNOWN_BAND: lazy("“%(what)s” is not a group that we know."),
    Fault.STRADDLES: lazy("“%(what)s” lies in two of our age groups. Fetch single years instead."),
    Fault.OVERLAPS: lazy("“%(what)s” is counted in another age group as well. Keep one of them."),
    Fault.TWICE: lazy("“%(what)s” stands more than once."),
    Fault.NOT_A_NUMBER: lazy("“%(what)s” is not a whole number of people."),
    Fault.NOTHING: lazy("The file does not have figures for two whole groups of anything that we compare by."),
}


def fault_sentence(error: Unreadable) -> str:
    """Why the file cannot be read and what to do, with the line where there is one."""
    said = _SENTENCES[error.fault] % {
        "what": error.what,
        "size": number(LARGEST_FILE // 1024),
        "cells": number(MOST_CELLS),
        "columns": number(MOST_COLUMNS),
    }
    return gettext("Line %(n)s: %(fault)s", n=number(error.line), fault=said) if error.line else said
