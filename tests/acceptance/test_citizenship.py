"""A9, 20: no table, form or file contains citizenship. Which questions may be asked: tests/surveys/test_office.py."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import wtforms
from wtforms.fields.core import UnboundField

from participation import i18n, schema
from participation.contributions.export import COLUMNS
from participation.dialogues.rules import Stage
from participation.survey_results.columns import CODEBOOK, FIXED
from participation.surveys.citizenship import asks_citizenship
from tests.acceptance.conftest import Place

NAMES = ("citizen", "nationalit", "medborgarskap", "passport", "kansalais")
"""What stands in the name of a column or a field that holds it."""


def form_classes(base: type[wtforms.Form] = wtforms.Form) -> Iterator[type[wtforms.Form]]:
    """Every form of the program, which the assembled program has read."""
    for found in base.__subclasses__():
        if found.__module__.startswith("participation."):
            yield found
        yield from form_classes(found)


def fields_of(form: type[wtforms.Form]) -> Iterator[tuple[str, str]]:
    """The name of each field and its label, in Swedish and English."""
    for name in dir(form):
        field = getattr(form, name)
        if isinstance(field, UnboundField):
            label = next(iter(field.args), field.kwargs.get("label", ""))
            for locale in ("sv", "en"):
                with i18n.using(locale):
                    yield name, str(label or "")


def asking(forms: list[type[wtforms.Form]]) -> list[tuple[str, str, str]]:
    """The fields that ask about citizenship."""
    return [
        (form.__name__, name, label)
        for form in forms
        for name, label in fields_of(form)
        if any(word in name.lower() for word in NAMES) or asks_citizenship(label)
    ]


class Planted(wtforms.Form):  # type: ignore[misc]
    """Two fields of the kind that must not be."""

    citizenship = wtforms.StringField("Land")
    land = wtforms.StringField("Vilket medborgarskap har du?")


def test_a9_20_no_form_asks_about_citizenship(place: Place) -> None:
    assert {name for _, name, _ in asking([Planted])} == {"citizenship", "land"}
    forms = list(dict.fromkeys(form_classes()))
    assert len(forms) > 60 and asking(forms) == []


def test_a9_20_no_table_and_no_file_holds_citizenship(place: Place) -> None:
    columns = [f"{table.name}.{column.name}" for table in schema.metadata.sorted_tables for column in table.columns]
    identity = place.dialogue(Stage.OPEN)
    path = f"/sv/officials/dialogues/{identity}/contributions/export.csv"
    text = place.signed_in("officer").client.get(path).get_data().decode("utf-8-sig")
    heads = next(csv.reader(io.StringIO(text)))
    assert heads == list(COLUMNS)
    named = [*columns, *heads, *FIXED, *CODEBOOK]
    assert [n for n in named if any(word in str(n).lower() for word in NAMES)] == []
