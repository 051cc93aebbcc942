"""Files with figures of the population: what is understood of them, and what is refused, with the line."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation import i18n
from participation.population.figures import OLD_ENOUGH, Ages, part_of
from participation.population.reading import read
from participation.population.rules import (
    AGES,
    LARGEST_FILE,
    MOST_CELLS,
    Fault,
    Unreadable,
    Variable,
    checked,
)
from participation.population.words import _SENTENCES, fault_sentence
from participation.surveys.rules import AgeBand

SINGLE_YEARS = [str(n) for n in range(100)] + ["100+"]


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def fault(content: bytes) -> tuple[Fault, int]:
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert fault_sentence(caught.value)
    return caught.value.fault, caught.value.line


def band(age: int) -> str:
    return next(b.value for b, (first, last) in AGES.items() if first <= age and (last is None or age <= last))


def data_set(**changes: Any) -> dict[str, Any]:
    """As the table service gives ages (single years and a total) by sex, for one municipality and one year."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängden efter region, ålder, kön, tabellinnehåll och år",
        "source": "SCB",
        "id": ["Region", "Alder", "Kon", "ContentsCode", "Tid"],
        "size": [1, 102, 2, 1, 1],
        "dimension": {
            "Region": {"label": "region", "category": {"index": {"1487": 0}, "label": {"1487": "Vänersborg"}}},
            "Alder": {
                "label": "ålder",
                "category": {
                    "index": {a: n for n, a in enumerate([*SINGLE_YEARS, "tot"])},
                    "label": {a: f"{a} år" for a in SINGLE_YEARS} | {"tot": "totalt ålder"},
                },
            },
            "Kon": {"label": "kön", "category": {"index": ["1", "2"], "label": {"1": "män", "2": "kvinnor"}}},
            "ContentsCode": {"label": "tabellinnehåll", "category": {"label": {"BE1": "Folkmängd"}}},
            "Tid": {"label": "år", "category": {"index": {"2025": 0}, "label": {"2025": "2025"}}},
        },
        "value": [10, 11] * 101 + [1010, 1111],
        **changes,
    }


def stat(**changes: Any) -> bytes:
    return json.dumps(data_set(**changes)).encode()


# -- what is understood --------------------------------------------------------------------------------------------


def test_the_table_that_comes_with_the_service_has_every_band() -> None:
    found = read(resources.files("participation.population").joinpath("demonstration.csv").read_bytes())
    assert [len(found.figures[v]) for v in Variable] == [8, 2, 2, 7]
    assert {sum(people.values()) for people in found.figures.values()} == {40_000}
    assert found.without == ()
    assert checked(json.loads(json.dumps(found.figures))) == found.figures


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_of_any_spreadsheet_is_read(mark: bytes, separator: str, end: str) -> None:
    rows = [["Kön", "Antal"], ["Kvinnor", "19 700"], [], ["män", "20\u00a0100"]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    assert read(mark + out.getvalue().encode()).figures == {Variable.SEX: {"woman": 19_700, "man": 20_100}}


def test_a_cross_table_is_added_up_to_each_of_its_sides() -> None:
    people = {(age, sex): 3 * n + m for n, age in enumerate(SINGLE_YEARS) for m, sex in enumerate(("män", "kvinnor"))}
    lines = [f'"1487 Vänersborg","{age} år","{sex}","{n}"' for (age, sex), n in people.items()]
    found = read(text('"region","ålder","kön","2025"', *lines)).figures
    assert found[Variable.SEX]["woman"] == sum(n for (_, sex), n in people.items() if sex == "kvinnor")
    for key in AgeBand:
        of = [n for (age, _), n in people.items() if band(int(age.rstrip("+"))) == key]
        assert found[Variable.AGE][key] == sum(of)


def test_json_stat_takes_totals_for_totals() -> None:
    found = read(stat()).figures
    assert found[Variable.SEX] == {"woman": 1111, "man": 1010}
    assert found[Variable.AGE] == {
        b.value: 21 * (last + 1 - first if last is not None else OLD_ENOUGH + 2 - first)
        for b, (first, last) in AGES.items()
    }


def test_json_stat_with_places_has_unknown_numbers_where_there_are_none() -> None:
    known = {str(n): 10 for n in range(204) if n != 2 * 13}
    found = read(stat(value=known))
    assert found.figures[Variable.AGE] == {
        b.value: 20 * (last + 1 - first if last is not None else 21) for b, (first, last) in AGES.items() if first != 13
    }
    assert found.without == ((Variable.AGE, "13-15"),)
    assert read(stat(value=[None] * 26 + [10] * 178)).without == ((Variable.AGE, "0-12"),)


def test_a_band_of_which_a_year_is_missing_has_no_figure() -> None:
    lines = [f"{age};5" for age in SINGLE_YEARS if age not in ("17", "100+")]
    found = read(text("ålder;folkmängd", *lines))
    assert "16-19" not in found.figures[Variable.AGE]
    assert found.figures[Variable.AGE]["80+"] == 5 * 20
    assert found.without == ((Variable.AGE, "16-19"),)
    young = read(text("age,people", "16-19,900", "20-29,4000"))
    assert young.figures == {Variable.AGE: {"16-19": 900, "20-29": 4000}}
    unknown = read(text("age,people", "0-12,10", "13-15,..", "16-19,-"))
    assert unknown.figures == {Variable.AGE: {"0-12": 10, "16-19": 0}}


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("0", (0, 0)),
        ("7 år", (7, 7)),
        ("16-19 år", (16, 19)),
        ("30–44 years", (30, 44)),
        ("100+", (100, None)),
        ("100+ år", (100, None)),
        ("80 år och äldre", (80, None)),
        ("80 years and over", (80, None)),
        ("85-w", (85, None)),
        ("-4", (0, 4)),
        ("19-16", None),
        ("131", None),
        ("vuxna", None),
        ("٣", None),
    ],
)
def test_ages_in_words_and_codes(said: str, ages: tuple[int, int | None] | None) -> None:
    assert part_of(Variable.AGE, said) == (None if ages is None else Ages(*ages))


# -- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (Fault.EMPTY, 0)),
        (b"\xef\xbb\xbf \n\n", (Fault.EMPTY, 0)),
        (b"x" * (LARGEST_FILE + 1), (Fault.TOO_LARGE, 0)),
        ("k\nkön;antal\nmän;1\nkvinnor;é".encode("latin-1"), (Fault.NOT_TEXT, 2)),
        (b"age;people\n0;1\n1;\x002", (Fault.NOT_TEXT, 3)),
        (text("age;people", '"0;1'), (Fault.NOT_A_TABLE, 2)),
        (text("age;people", "0-12;1;2"), (Fault.WIDTH, 2)),
        (text("age;people"), (Fault.NOTHING, 0)),
        (text(";;", '""'), (Fault.NOTHING, 0)),
        (text("age;people", *(["0;1"] * (MOST_CELLS + 1))), (Fault.TOO_MANY_CELLS, MOST_CELLS + 2)),
        (text(";".join("x" * 13), "1"), (Fault.TOO_MANY_COLUMNS, 1)),
        (text("ort;antal", "Vargön;1"), (Fault.NO_VARIABLE, 0)),
        (text("age;sex", "0;woman"), (Fault.NO_COUNT, 1)),
        (text("age;2024;2025", "0;1;2"), (Fault.SEVERAL_COUNTS, 1)),
        (text("age;ålder;antal", "0;0;1"), (Fault.COLUMN_TWICE, 1)),
        (text("år;kön;antal", "2024;män;1", "2025;män;1"), (Fault.SEVERAL_VALUES, 3)),
        (text("kön;medborgarskap;antal", "män;svenskt;1"), (Fault.CITIZENSHIP, 1)),
        (text("kön;antal", "män;1", "Kvinnor;2", "okänt;3"), (Fault.UNKNOWN_BAND, 4)),
        (text("ålder;antal", "0-4 år;1", "", "10-14 år;2"), (Fault.STRADDLES, 4)),
        (text("ålder;antal", "75+;1"), (Fault.STRADDLES, 2)),
        (text("ålder;antal", "0-12;1", "13;2", "5;1"), (Fault.OVERLAPS, 4)),
        (text("ålder;antal", "80+;1", "85+;2"), (Fault.OVERLAPS, 3)),
        (text("kön;antal", "män;1", "man;2"), (Fault.TWICE, 3)),
        (text("kön;antal", "män;1", "kvinnor;1,5"), (Fault.NOT_A_NUMBER, 3)),
        (text("kön;antal", "män;-1", "kvinnor;1"), (Fault.NOT_A_NUMBER, 2)),
        (text("kön;antal", "män;1", "kvinnor;=1+1"), (Fault.NOT_A_NUMBER, 3)),
        (text("kön;antal", "män;100000001", "kvinnor;1"), (Fault.NOT_A_NUMBER, 2)),
        (text("kön;antal", "män;1"), (Fault.NOTHING, 0)),
        (b'{\n"version": }', (Fault.NOT_JSON, 2)),
        (b"[" * 100_000, (Fault.NOT_JSON, 0)),
        (b'{"version": "2.0", "value": [' + b"9" * 5000 + b"]}", (Fault.NOT_JSON, 0)),
        (b"[]", (Fault.NOT_JSON_STAT, 0)),
        (stat(version="1.3"), (Fault.NOT_JSON_STAT, 0)),
        (stat(**{"class": "collection"}), (Fault.NOT_JSON_STAT, 0)),
        (stat(id=["Alder"]), (Fault.NOT_JSON_STAT, 0)),
        (stat(id=[], size=[]), (Fault.NOT_JSON_STAT, 0)),
        (stat(id=["x"] * 5), (Fault.NOT_JSON_STAT, 0)),
        (stat(size=[1, 101, 2, 1, 1]), (Fault.NOT_JSON_STAT, 0)),
        (stat(value=[1, 2, 3]), (Fault.NOT_JSON_STAT, 0)),
        (stat(value={"204": 1}), (Fault.NOT_JSON_STAT, 0)),
        (stat(value={"-1": 1}), (Fault.NOT_JSON_STAT, 0)),
        (stat(value="10"), (Fault.NOT_JSON_STAT, 0)),
        (stat(value=[1.5] * 204), (Fault.NOT_A_NUMBER, 0)),
        (stat(value=[-1] * 204), (Fault.NOT_A_NUMBER, 0)),
        (stat(value=[True] * 204), (Fault.NOT_A_NUMBER, 0)),
        (stat(value=[float("nan")] * 204), (Fault.NOT_A_NUMBER, 0)),
        (stat(id=["x"] * 13, size=[1] * 13), (Fault.TOO_MANY_COLUMNS, 0)),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[0].value,
)
def test_a_file_that_would_be_told_wrong_is_refused_with_the_line(content: bytes, expected: tuple[Fault, int]) -> None:
    assert fault(content) == expected


def test_several_years_or_too_many_categories_of_json_stat_are_refused() -> None:
    dimension = data_set()["dimension"]
    dimension["Tid"]["category"] = {"index": ["2024", "2025"], "label": {}}
    assert fault(stat(dimension=dimension, size=[1, 102, 2, 1, 2], value=[1] * 408))[0] is Fault.SEVERAL_VALUES
    many = [str(n) for n in range(300)]
    dimension["Tid"]["category"] = {"index": many}
    assert fault(stat(dimension=dimension, size=[1, 102, 2, 1, 300], value={}))[0] is Fault.TOO_MANY_CELLS
    dimension["Tid"] = {"label": "medborgarskap", "category": {"index": ["x"]}}
    assert fault(stat(dimension=dimension))[0] is Fault.CITIZENSHIP


def test_json_stat_with_half_a_character_or_two_groups_in_one_place_is_refused() -> None:
    dimension = data_set()["dimension"]
    dimension["Tid"] = {"label": "Tid", "category": {"index": {"2025": 1}}}
    assert fault(stat(dimension=dimension))[0] is Fault.NOT_JSON_STAT
    content = json.dumps(data_set()).replace('"id": ["', '"id": ["\\ud800').encode()
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert fault_sentence(caught.value).encode()


def test_every_fault_has_its_sentence() -> None:
    assert set(_SENTENCES) == set(Fault)
    with i18n.using("en"):
        assert fault_sentence(Unreadable(Fault.TWICE, 3, "män")) == "Line 3: “män” stands more than once."


@pytest.mark.parametrize(
    "raw",
    [
        *(None, [], {}, {"age_band": {}}, {"sex": {"woman": 1}}, {"sex": {"woman": 1, "other": 2}}, {"ålder": {}}),
        *({"sex": {"woman": True, "man": 1}}, {"sex": {"woman": -1, "man": 1}}, {"sex": {"woman": 10**9, "man": 1}}),
        *({"citizenship": {"a": 1, "b": 2}}, {"area": {"outside": 1, "vargon": 2}}, {"sex": [1, 2]}),
    ],
)
def test_figures_from_the_outside_are_checked(raw: object) -> None:
    with pytest.raises(ValueError):
        checked(raw)


# -- anything at all -----------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["age", "sex", "people", "2025", "män", "woman", "0-12", "13", "80+", "", "..", "7", '"', "x"])
FILES = st.one_of(
    st.binary(max_size=60),
    st.lists(st.lists(WORDS, max_size=4), max_size=6).map(lambda rows: "\n".join(map(";".join, rows)).encode()),
    st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3)).map(
        lambda value: json.dumps(data_set() | {"value": value, "size": value}).encode()
    ),
)


@settings(max_examples=150, derandomize=True)
@given(FILES)
def test_whatever_is_sent_is_understood_or_refused_and_nothing_else(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        found = read(content)
        assert checked(found.figures) == found.figures


@settings(max_examples=40, derandomize=True)
@given(st.lists(st.integers(0, 900), min_size=101, max_size=101), st.data())
def test_single_years_are_put_together_however_they_are_cut(people: Sequence[int], data: st.DataObject) -> None:
    """Neighbours of one band may come together; the sums stay."""
    lines, age = ["age;people"], 0
    while age < 100:
        last = next((end for _, end in AGES.values() if end is not None and age <= end), 99)
        end = data.draw(st.integers(age, last))
        lines.append(f"{age}-{end};{sum(people[age : end + 1])}" if end > age else f"{age} år;{people[age]}")
        age = end + 1
    found = read(text(*lines, f"100+;{people[100]}")).figures[Variable.AGE]
    assert found == {b.value: sum(people[first : (last or 100) + 1]) for b, (first, last) in AGES.items()}
