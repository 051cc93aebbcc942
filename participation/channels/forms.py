"""The form of one other channel: its words in each language, its address, its place in the list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import wtforms
from wtforms import validators

from participation import i18n
from participation.channels.rules import LARGEST_POSITION, MAXIMUM_ADDRESS, MAXIMUM_SIGNS, MAXIMUM_TEXT, MAXIMUM_TITLE
from participation.forms import BaseForm, hidden, line, paragraphs, tick
from participation.i18n import lazy
from participation.texts import Texts

LANGUAGES = ("sv", "sv-lattlast", "en", "fi", "ar")
PARTS = ("title", "text", "signs")


def _name(part: str, code: str) -> str:
    return f"{part}_{code.replace('-', '_')}"


class _WebAddress:
    """An address on the web, in full."""

    def __call__(self, form: Any, field: Any) -> None:
        sent = (field.data or "").strip()
        if sent and not _is_on_the_web(sent):
            raise validators.ValidationError(
                i18n.gettext("Write the whole address, such as https://www.example.com/page.")
            )


def _is_on_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and not any(ch.isspace() for ch in address)


class ChannelForm(BaseForm):
    """Swedish is required; what is missing in another language is shown in Swedish and says so."""

    href = line(
        lazy("Web address"),
        MAXIMUM_ADDRESS,
        hint=lazy("Where it is done, or where one can read more. Begins with https://"),
        validators=[_WebAddress()],
    )
    position = wtforms.IntegerField(
        lazy("Place in the list"),
        validators=[
            validators.InputRequired(lazy("Write a number.")),
            validators.NumberRange(0, LARGEST_POSITION, lazy("Write a number between 0 and 999.")),
        ],
        description=lazy("The smallest number comes first."),
    )
    shown = tick(lazy("Show it to residents"))
    seen = hidden()

    @classmethod
    def in_every_language(cls) -> type[ChannelForm]:
        """The form with a title, a text and signs for each language."""
        fields: dict[str, Any] = {}
        for code in LANGUAGES:
            swedish = code == "sv"
            fields[_name("title", code)] = line(
                lazy("Name of the channel"),
                MAXIMUM_TITLE,
                required=lazy("Write what the channel is called in Swedish.") if swedish else None,
            )
            fields[_name("text", code)] = paragraphs(
                lazy("What one uses it for, and how"),
                MAXIMUM_TEXT,
                required=lazy("Write in Swedish what one uses the channel for.") if swedish else None,
            )
            fields[_name("signs", code)] = paragraphs(
                lazy("Words that show that a text belongs here"),
                MAXIMUM_SIGNS,
                hint=lazy(
                    "One a line. A star lets a word go on (lamp*), a plus asks for both words (lamp* + broken). "
                    "Whoever writes them is shown this channel before the text is sent, and can send it all the same."
                ),
            )
        return type("ChannelFormInEveryLanguage", (cls,), fields)

    def texts(self, part: str) -> Texts:
        """What is written of a part, by language."""
        return Texts({code: (self[_name(part, code)].data or "").strip() for code in LANGUAGES})

    def show(self, part: str, texts: Texts) -> None:
        """Fill in what is stored."""
        for code in LANGUAGES:
            self[_name(part, code)].data = texts.get(code, "")

    def fields_of(self, code: str) -> list[Any]:
        """The fields of one language."""
        return [self[_name(part, code)] for part in PARTS]


EveryLanguageForm = ChannelForm.in_every_language()
