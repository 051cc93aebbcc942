"""What a text must hold for it to be obvious that another channel is the right one. Pure.

The words are data that the municipality edits (``OtherChannel.signs``), one sign a line. A sign is a word or a phrase;
``*`` at the end of a word lets it go on (``felanmäl*``), ``+`` between parts asks for all of them, anywhere in the text
(``gatlykt* + trasig*``). Case and repeated spaces do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAXIMUM_TITLE = 120
MAXIMUM_TEXT = 1500
MAXIMUM_SIGNS = 3000
MAXIMUM_ADDRESS = 400
LARGEST_POSITION = 999

_MARKS = dict.fromkeys([*range(0x64B, 0x660), 0x640])
"""Arabic vowel signs and the stretching line: with and without them it is the same word."""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_MARKS).split())


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = [re.escape(w.removesuffix("*")) + (r"\w*" if w.endswith("*") else "") for w in phrase.split()]
    return re.compile(r"(?<!\w)" + r"\s".join(words) + r"(?!\w)")


def sign_in(sign: str, text: str) -> bool:
    """Whether the text holds every part of the sign. A sign of nothing is in no text."""
    parts = [p.strip() for p in _plain(sign).split("+")]
    return all(p.strip("* ") for p in parts) and all(_pattern(p).search(_plain(text)) for p in parts)


def holds(signs: str, text: str) -> bool:
    """Whether any of the signs, one a line, is in the text."""
    return any(sign_in(line, text) for line in signs.splitlines() if line.strip())
