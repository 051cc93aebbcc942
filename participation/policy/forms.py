"""The form of a text of the policy."""

from __future__ import annotations

from participation.forms import BaseForm, day, line, paragraphs
from participation.i18n import lazy
from participation.policy.rules import MAXIMUM
from participation.texts import Texts

LANGUAGES = ("sv", "sv-lattlast", "en", "fi", "ar")

_OPTIONAL = frozenset({"paragraph", "registry_number", "sv_lattlast", "en", "fi", "ar"})


class PolicyForm(BaseForm):
    """The text in each language, as Markdown, and where it was adopted."""

    adopted_by = line(
        lazy("Which body adopted it?"),
        MAXIMUM["adopted_by"],
        required=lazy("Write which body adopted the policy."),
        hint=lazy("As it is cited, for example: Kommunfullmäktige."),
    )
    adopted_on = day(lazy("Date of the decision"), required=lazy("Write the day when it was adopted."))
    paragraph = line(lazy("Section in the minutes (§)"), MAXIMUM["paragraph"])
    registry_number = line(lazy("Registry number"), MAXIMUM["registry_number"], hint=lazy("For example KS 2026/123."))
    sv = paragraphs(
        lazy("The text in Swedish"),
        MAXIMUM["text"],
        required=lazy("Write the policy’s text in Swedish."),
        hint=lazy("Markdown: ## before a heading, - before each line of a list, ** around what is important."),
    )
    sv_lattlast = paragraphs(lazy("The text in easy-read Swedish"), MAXIMUM["text"])
    en = paragraphs(lazy("The text in English"), MAXIMUM["text"])
    fi = paragraphs(lazy("The text in Finnish"), MAXIMUM["text"])
    ar = paragraphs(lazy("The text in Arabic"), MAXIMUM["text"])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._fields.items():
            field.flags.unmarked = name not in _OPTIONAL

    def text(self) -> Texts:
        """What is written, by language."""
        return Texts({code: (self[code.replace("-", "_")].data or "").strip() for code in LANGUAGES})

    def show(self, texts: Texts) -> None:
        """Fill in a text to start from."""
        for code in LANGUAGES:
            self[code.replace("-", "_")].data = texts.get(code, "")
