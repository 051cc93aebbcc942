"""Officials' words in several languages: a mapping from locale to text, with an honest fallback. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

FALLBACK = ("sv", "en")
"""Where to look when the reader's language is missing: Swedish is the language the decisions are taken in."""

LANGUAGE_TAGS = {"sv-lattlast": "sv-x-lattlast"}
"""Locales whose ``lang`` attribute differs from their code."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "prs"})


def language_tag(locale: str) -> str:
    """The BCP 47 tag of a locale."""
    return LANGUAGE_TAGS.get(locale, locale)


def direction(locale: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if locale.split("-")[0] in RIGHT_TO_LEFT else "ltr"


_ALLOWED_CONTROLS = {"\n", "\t"}
_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def clean(text: str | None) -> str:
    """The text without control characters and lone surrogates; line ends become ``\\n``."""
    if not text:
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        ch
        for ch in text
        if (ch >= " " and ch != "\x7f" and not 0x80 <= ord(ch) <= 0x9F and not 0xD800 <= ord(ch) <= 0xDFFF)
        or ch in _ALLOWED_CONTROLS
    )


def one_line(text: str | None) -> str:
    """A single line: cleaned, without line breaks and without characters that turn the writing direction."""
    return clean(text).replace("\n", " ").replace("\t", " ").translate(_BIDI_CONTROLS)


@dataclass(frozen=True)
class Rendered:
    """A text as one reader gets it: in their language, or in another that says so itself."""

    text: str
    locale: str
    is_fallback: bool

    @property
    def lang(self) -> str:
        return language_tag(self.locale)

    @property
    def dir(self) -> str:
        return direction(self.locale)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


class Texts(Mapping[str, str]):
    """Immutable mapping from locale to text. Empty texts are left out, so ``"en" in texts`` means there is one."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None, **more: str) -> None:
        merged = {**(texts or {}), **more}
        self._texts = {k: v for k, v in merged.items() if v and v.strip()}

    def __getitem__(self, locale: str) -> str:
        return self._texts[locale]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"Texts({self._texts!r})"

    def __eq__(self, other: object) -> bool:
        return dict(self) == dict(other) if isinstance(other, Mapping) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    @property
    def sv(self) -> str:
        """The Swedish text, or ""."""
        return self._texts.get("sv", "")

    def put(self, locale: str, text: str | None) -> Texts:
        """The same texts with one language set, or taken away if the text is empty."""
        return Texts({**self._texts, locale: text or ""})

    def in_(self, locale: str) -> Rendered:
        """The text for a reader of the locale; falls back to Swedish (for easy-read, too), English, then any."""
        for candidate in (locale, *FALLBACK, *self._texts):
            if candidate in self._texts:
                # Easy-read readers read Swedish: for them plain Swedish is a fallback that is still their language.
                return Rendered(self._texts[candidate], candidate, candidate != locale)
        return Rendered("", locale, False)

    def missing(self, locales: Iterable[str]) -> tuple[str, ...]:
        """Which of the locales have no text."""
        return tuple(code for code in locales if code not in self._texts)
