"""Forms of the handbook: a text in each language, the lines of a checklist, what a new version says is new."""

from __future__ import annotations

from typing import Any

import wtforms

from participation.forms import BaseForm, RowForm, choice, hidden, line, options, paragraphs, tick
from participation.handbook.rules import MAXIMUM, MOST_ITEMS
from participation.i18n import lazy
from participation.texts import Texts

LANGUAGES = ("sv", "sv-lattlast", "en", "fi", "ar")

_NAMED = {"sv": "", "sv-lattlast": "_sv_lattlast", "en": "_en", "fi": "_fi", "ar": "_ar"}
_OPTIONAL = frozenset(f"{what}{end}" for what in ("title", "body", "text") for end in _NAMED.values() if end)

_FILL_IN = lazy("Fill in this field.")


def _words(form: Any, what: str) -> Texts:
    return Texts({code: (form[what + end].data or "").strip() for code, end in _NAMED.items()})


def _show(form: Any, what: str, texts: Texts) -> None:
    for code, end in _NAMED.items():
        form[what + end].data = texts.get(code, "")


class TextForm(BaseForm):
    """A chapter or a screen. ``seen`` is the fingerprint of what the form was made from."""

    seen = hidden()
    title = line(lazy("Title in Swedish"), MAXIMUM["title"], required=_FILL_IN)
    body = paragraphs(
        lazy("Text in Swedish"),
        MAXIMUM["body"],
        required=_FILL_IN,
        hint=lazy("Markdown: ## before a heading, - before each line of a list, ** around what is important."),
    )
    title_en = line(lazy("Title in English"), MAXIMUM["title"])
    body_en = paragraphs(lazy("Text in English"), MAXIMUM["body"])
    title_sv_lattlast = line(lazy("Title in easy-read Swedish"), MAXIMUM["title"])
    body_sv_lattlast = paragraphs(lazy("Text in easy-read Swedish"), MAXIMUM["body"])
    title_fi = line(lazy("Title in Finnish"), MAXIMUM["title"])
    body_fi = paragraphs(lazy("Text in Finnish"), MAXIMUM["body"])
    title_ar = line(lazy("Title in Arabic"), MAXIMUM["title"])
    body_ar = paragraphs(lazy("Text in Arabic"), MAXIMUM["body"])
    position = choice(lazy("Place in the order"), [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._fields.items():
            field.flags.unmarked = name not in _OPTIONAL

    def offer_positions(self, total: int, at: int) -> None:
        """The places there are to choose among; the present one unless another is sent."""
        self.position.choices = options([(str(n), str(n)) for n in range(1, total + 1)])
        if self.position.data is None:
            self.position.data = str(at)

    def words(self, what: str) -> Texts:
        """The title or the body as written, by language."""
        return _words(self, what)

    def show(self, title: Texts, body: Texts) -> None:
        """Fill in what is stored."""
        _show(self, "title", title)
        _show(self, "body", body)


class ItemRow(RowForm):
    """A line of a checklist. Emptied or ticked for removal, it goes."""

    key = hidden()
    remove = tick(lazy("Remove"))
    text = line(lazy("In Swedish"), MAXIMUM["item"])
    text_en = line(lazy("In English"), MAXIMUM["item"])
    text_sv_lattlast = line(lazy("In easy-read Swedish"), MAXIMUM["item"])
    text_fi = line(lazy("In Finnish"), MAXIMUM["item"])
    text_ar = line(lazy("In Arabic"), MAXIMUM["item"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._fields.items():
            field.flags.unmarked = name not in _OPTIONAL

    @property
    def named(self) -> bool:
        """Whether it says anything."""
        return bool((self["text"].data or "").strip())

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        if fine and not self.named and not self["remove"].data and _words(self, "text"):
            self["text"].errors = [str(_FILL_IN)]
            return False
        return fine

    def words(self) -> Texts:
        """The line as written, by language; empty if it is to go."""
        return Texts() if self["remove"].data or not self.named else _words(self, "text")


class ItemsForm(BaseForm):
    """The checklist of a part. ``seen`` is the fingerprint of what the form was made from."""

    seen = hidden()
    items = wtforms.FieldList(wtforms.FormField(ItemRow), max_entries=MOST_ITEMS)

    def rows(self) -> list[tuple[str | None, Texts]]:
        """Each line with its key, or None for a new one."""
        return [(entry.form["key"].data or None, entry.form.words()) for entry in self.items.entries]

    def add_empty(self, n: int = 2) -> None:
        """Empty lines at the end, to write the next things in."""
        for _ in range(n):
            if len(self.items.entries) < MOST_ITEMS:
                self.items.append_entry()


class PublishForm(BaseForm):
    """What is new in the version."""

    note = line(
        lazy("What is new?"),
        MAXIMUM["note"],
        required=lazy("Write in a sentence what is new."),
        hint=lazy("Readers see it in the list of versions, and officials in the log."),
    )
