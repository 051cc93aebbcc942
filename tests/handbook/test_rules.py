"""What comes with the program: three parts, a short path, lists, and a chapter for every refusal there is."""

from __future__ import annotations

import pytest

from participation.dialogues.help import CHAPTER_OF_SECTION
from participation.dialogues.rules import Section
from participation.handbook import shipped
from participation.handbook.rules import (
    FAMILIES,
    LINKED,
    MOST_ITEMS,
    MOST_SCREENS,
    PARTS,
    RESERVED_KEYS,
    Place,
    chapter_of,
)
from participation.refusals import SENTENCES
from participation.rich_text import render

KEYS = {key for place in PARTS for key, _, _ in shipped.chapters(place)}


def test_the_handbook_has_exactly_three_parts() -> None:
    assert [place.value for place in PARTS] == ["plan", "carry_out", "follow_up"]


@pytest.mark.parametrize("place", list(Place))
def test_every_text_is_there_in_both_languages_and_long_enough_to_help(place: Place) -> None:
    texts = shipped.chapters(place)
    most = MOST_SCREENS if place is Place.ELECTED else 10
    assert 6 <= len(texts) <= most
    for key, title, body in texts:
        assert set(title) == set(body) == set(shipped.LANGUAGES), key
        for language in shipped.LANGUAGES:
            words = len(body[language].split())
            assert (40 if place is Place.ELECTED else 90) <= words <= 320, (key, language, words)
            assert "<h1" not in render(body[language])


@pytest.mark.parametrize("place", PARTS)
def test_every_part_has_a_list_in_both_languages(place: Place) -> None:
    lines = shipped.items(place)
    assert 8 <= len(lines) <= MOST_ITEMS
    for key, text in lines:
        assert set(text) == set(shipped.LANGUAGES), key


def test_no_key_stands_for_two_texts_or_for_an_address_of_the_handbook() -> None:
    keys = [key for place in Place for key, _, _ in shipped.chapters(place)]
    lines = [key for place in PARTS for key, _ in shipped.items(place)]
    assert len(set(keys)) == len(keys) and len(set(lines)) == len(lines)
    assert not set(keys) & RESERVED_KEYS


def test_every_refusal_there_is_leads_to_a_chapter_that_is_there() -> None:
    assert [code for code in SENTENCES if chapter_of(code) not in KEYS] == []
    assert LINKED <= KEYS


def test_a_case_of_a_refusal_leads_where_the_refusal_does_and_other_words_nowhere() -> None:
    assert chapter_of("E-G13d") == chapter_of("E-G13") == "statutory"
    assert chapter_of("E-G02b") == "influence"
    assert {chapter_of(f"{family}99") for family in FAMILIES} == set(FAMILIES.values())
    assert chapter_of("") is None and chapter_of("X-G01") is None


def test_every_section_of_the_workspace_has_a_chapter() -> None:
    assert set(CHAPTER_OF_SECTION) == set(Section)
    assert set(CHAPTER_OF_SECTION.values()) <= KEYS
