"""Coordinates that people type instead of pointing on a map."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.surveys.given import Given, raw_of, read
from participation.surveys.places import typed_place
from participation.surveys.rules import QuestionType, Shape
from tests.surveys.definitions import question


@pytest.mark.parametrize(
    ("northing", "easting", "latitude", "longitude"),
    [
        (6319636.937, 363331.554, 57, 12.75),
        (6546096.724, 284626.066, 59, 11.25),
        (6768593.345, 702745.127, 61, 18.75),
    ],
)
def test_sweref_99_tm_is_where_lantmateriet_says(
    northing: float, easting: float, latitude: float, longitude: float
) -> None:
    """Control points of Lantmäteriet."""
    found = typed_place(f"{northing} {easting}", Shape.POINT)
    assert found is not None and json.loads(found)["coordinates"] == [longitude, latitude]


@pytest.mark.parametrize(
    "text",
    [
        "58.3806, 12.3234",
        "58,3806 12,3234",
        "12.3234; 58.3806",
        "58.3806,12.3234",
        "lat 58.3806, long 12.3234",
        "58.3806° N, 12.3234° Ö",
        "(58.3806, 12.3234)",
        "٥٨٫٣٨٠٦، ١٢٫٣٢٣٤",
    ],
)
def test_latitude_and_longitude_are_read_as_people_write_them(text: str) -> None:
    assert typed_place(text, Shape.POINT) == '{"type":"Point","coordinates":[12.3234,58.3806]}'


@pytest.mark.parametrize("text", ["6474000, 345000", "6 474 000, 345 000", "N 6474000 E 345000", "345000 6474000"])
def test_metres_are_read_in_either_order(text: str) -> None:
    assert typed_place(text, Shape.POINT) == '{"type":"Point","coordinates":[12.349222,58.379353]}'


@pytest.mark.parametrize(
    "text", ["Vid bron", "Storgatan 5", "1, 2", "58.38", "58.38 12.32 vid kajen", "40.7, -74.0", ""]
)
def test_what_is_no_place_in_sweden_stays_words(text: str) -> None:
    assert typed_place(text, Shape.POINT) is None
    if text:
        assert read(question(QuestionType.MAP), {"q-question": [text]}) == Given(words=text)


def test_a_line_has_a_pair_on_each_row() -> None:
    assert typed_place("58.38, 12.32\n58.39, 12.33", Shape.LINE) is not None
    assert typed_place("58.38, 12.32", Shape.LINE) is None
    assert typed_place("58.38, 12.32\n58.39, 12.33", Shape.POINT) is None


@given(st.floats(55.1, 69.4), st.floats(10.6, 24.4))
@settings(max_examples=40, deadline=None)
def test_what_is_typed_stays_as_it_was_typed_beside_the_place(latitude: float, longitude: float) -> None:
    asked, words = question(QuestionType.MAP), f"{latitude:.5f}, {longitude:.5f}"
    found = read(asked, {"q-question": [words]})
    assert isinstance(found, Given) and found.words == words and found.place
    assert read(asked, raw_of(asked, found)) == found


def test_coordinates_that_are_typed_anew_or_taken_away_take_the_place_along() -> None:
    asked = question(QuestionType.MAP)
    first = read(asked, {"q-question": ["58.38060, 12.32340"]})
    assert isinstance(first, Given)
    moved = read(asked, raw_of(asked, first) | {"q-question": ["58.40000, 12.40000"]})
    assert isinstance(moved, Given) and moved.place == '{"type":"Point","coordinates":[12.4,58.4]}'
    words = read(asked, raw_of(asked, first) | {"q-question": ["vid bryggan"]})
    assert isinstance(words, Given) and words.place == ""
