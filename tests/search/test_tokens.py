"""Words become the same stems when they are stored and when they are searched for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.search.tokens import LANGUAGES, MAXIMUM_WORDS, SEARCHED, stem, tokens, wanted, words


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("sv", "lekplats lekplatsen lekplatser lekplatserna"),
        ("sv", "bänk bänken bänkar bänkarna"),
        ("en", "bench benches"),
        ("en", "swim swims swimming"),
    ],
)
def test_forms_of_a_word_have_one_stem(locale: str, forms: str) -> None:
    assert len({stem(w, locale) for w in forms.split()}) == 1


def test_letters_that_differ_in_swedish_stay_apart() -> None:
    assert tokens("får", "sv") != tokens("far", "sv")


def test_case_and_forms_of_letters_do_not_matter() -> None:
    assert words("ÅÄÖ ﬁsk Ⅷ") == ["åäö", "fisk", "viii"]


def test_arabic_words_match_without_vowel_signs_and_with_other_alefs() -> None:
    assert words("أَماكِن إلى الميناءـ") == words("اماكن الى الميناء")


@pytest.mark.parametrize("locale", LANGUAGES)
@given(text=st.text(max_size=60))
def test_a_stem_is_its_own_stem(locale: str, text: str) -> None:
    for word in words(text):
        assert stem(stem(word, locale), locale) == stem(word, locale)


@given(text=st.text(max_size=300))
def test_tokens_hold_nothing_a_query_language_could_read(text: str) -> None:
    for token in [*tokens(text, "sv"), *(s for group in wanted(text) for s in group)]:
        assert token.isalnum() or all(ch.isalnum() for ch in token)
        assert 0 < len(token) <= 40


@given(text=st.text(max_size=200))
def test_whatever_is_stored_is_found_by_its_own_words(text: str) -> None:
    for locale in SEARCHED:
        stored = tokens(text, locale)
        for group in wanted(text):
            assert any(t == s or (len(s) >= 3 and t.startswith(s)) for t in stored for s in group)


def test_a_search_has_an_end() -> None:
    assert len(wanted("a b c d e f g h i j k")) == MAXIMUM_WORDS
    assert [max(map(len, group)) for group in wanted("x" * 10_000)] == [40]
    assert wanted(" \x00 %\"'*()") == []
