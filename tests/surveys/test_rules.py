"""A survey's key is made from its title, readable and unlike the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from participation.surveys.rules import LONGEST_KEY, is_key, key_from


def test_a_key_is_made_of_plain_letters() -> None:
    assert key_from("Åka buss till Öxnered?", []) == "aka-buss-till-oxnered"


def test_a_title_without_latin_letters_still_gets_a_key() -> None:
    assert key_from("استبيان", []) == "survey"


def test_taken_keys_are_numbered() -> None:
    assert key_from("Enkät", ["enkat", "enkat-2"]) == "enkat-3"


@given(st.text(), st.integers(0, 12))
def test_every_title_gets_a_key_of_its_own(title: str, earlier: int) -> None:
    taken: list[str] = []
    for _ in range(earlier + 1):
        key = key_from(title, taken)
        assert is_key(key) and len(key) <= LONGEST_KEY
        assert key not in taken
        taken.append(key)
