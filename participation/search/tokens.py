"""Words to stems, the same for SQLite and PostgreSQL, when texts are stored and when they are searched for. Pure.

Snowball's stemmers are applied until nothing changes: one pass leaves ``lekplats`` and ``lekplatsen`` apart.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

import Stemmer

LANGUAGES = {
    "sv": "swedish",
    "sv-lattlast": "swedish",
    "en": "english",
    "ar": "arabic",
    "fi": "finnish",
    "es": "spanish",
    "de": "german",
    "ru": "russian",
    "tr": "turkish",
}
"""Locales with a stemmer; words of others are kept whole."""

SEARCHED = ("sv", "en", "ar", "fi")
"""A search does not say its language, so its words are reduced as each of these would."""

MAXIMUM_WORDS = 8
"""More words than this are not searched for."""

SHORTEST_BEGINNING = 3
"""A searched word this long also finds longer words that begin with it."""

_LONGEST = 40
_WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTERS = str.maketrans("أإآىة", "اااي" + "ه")
_lock = threading.Lock()


def words(text: str) -> list[str]:
    """The words of a text, folded: case, compatibility forms, Arabic vowel signs and letter variants."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u0640", "")
    if any("\u0600" <= ch <= "\u06ff" for ch in folded):
        folded = "".join(ch for ch in folded if not "\u064b" <= ch <= "\u0652").translate(_ARABIC_LETTERS)
    return [w[:_LONGEST] for w in _WORD.findall(folded)]


@lru_cache(maxsize=50_000)
def stem(word: str, locale: str) -> str:
    """The word's stem in the language."""
    language = LANGUAGES.get(locale)
    if language is None:
        return word
    with _lock:  # a stemmer keeps its word in itself
        stemmer = _stemmer(language)
        while True:
            shorter: str = stemmer.stemWord(word)
            if shorter == word or len(shorter) < 2:
                return word
            word = shorter


@lru_cache(maxsize=len(LANGUAGES))
def _stemmer(language: str) -> Any:
    return Stemmer.Stemmer(language)


def tokens(text: str, locale: str) -> list[str]:
    """The text's stems, each once, in order."""
    return sorted({stem(w, locale) for w in words(text)})


def wanted(text: str) -> list[list[str]]:
    """What a search asks for: for each of its first words, the stems any of which will do."""
    found: list[list[str]] = []
    for word in dict.fromkeys(words(text[:1000])):
        stems = sorted({word, *(stem(word, locale) for locale in SEARCHED)}, key=lambda s: (len(s), s))
        kept: list[str] = []
        for candidate in stems:
            covered = any(candidate.startswith(s) for s in kept if len(s) >= SHORTEST_BEGINNING)
            if not covered:
                kept.append(candidate)
        found.append(kept)
    return found[:MAXIMUM_WORDS]
