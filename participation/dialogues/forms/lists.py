"""Sections of the workspace and rows of their lists: saved as far as they have come; only shape can be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import wtforms

from participation import i18n
from participation.dialogues.rules import (
    MAXIMUM,
    MAXIMUM_ROWS,
)
from participation.forms import (
    BaseForm,
    RowForm,
    hidden,
    line,
    options,
    paragraphs,
    tick,
)
from participation.i18n import Lazy, lazy

Choices = Sequence[tuple[str, str]]


class Row(RowForm):
    """A row of a list. ``NAMED_BY`` is the field without which it is no row; ``NAME_IT`` asks for it."""

    NAMED_BY: ClassVar[str] = "text"
    NAME_IT: ClassVar[Lazy]
    OPTIONAL: ClassVar[frozenset[str]] = frozenset()

    id = hidden()
    remove = tick(lazy("Remove"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, self.OPTIONAL | {"remove"})
        self["remove"].flags.unmarked = True

    @property
    def named(self) -> bool:
        """Whether the row says what it is about."""
        return bool(str(self[self.NAMED_BY].data or "").strip())

    @property
    def removed(self) -> bool:
        """Whether it is to be taken away: ticked, or its text emptied."""
        return bool(self["remove"].data) or not self.named

    @property
    def stored_id(self) -> int | None:
        """The id of the stored row that it shows, or None for a new one."""
        text = str(self["id"].data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def validate(self, extra_validators: Any = None) -> bool:
        if self["remove"].data:
            return True
        fine = bool(super().validate(extra_validators))
        said = [f.data for f in self if f.name.rsplit("-", 1)[-1] not in ("id", "remove", self.NAMED_BY)]
        if fine and not self.named and self.stored_id is None and any(said):
            self[self.NAMED_BY].errors = [str(self.NAME_IT)]
            return False
        return fine

    def values(self) -> dict[str, Any]:
        """The row as :func:`participation.dialogues.sections.write` takes it."""
        return {"id": self.stored_id} | {n: f.data for n, f in self._fields.items() if n not in ("id", "remove")}


def mark(form: Any, optional: frozenset[str]) -> None:
    """Only what is truly optional says so: the rest is needed some day, and the checklist says when."""
    for name, field in form._fields.items():
        field.flags.unmarked = name not in optional


def rows_of(row: type[Row], label: Lazy, hint: Lazy, another: Lazy) -> Any:
    """A list of rows; ``another`` is the button that saves and shows one more."""
    return wtforms.FieldList(wtforms.FormField(row), label=label, description=hint, render_kw={"another": another})


class SectionForm(BaseForm):
    """A section of the workspace. ``seen`` is the fingerprint of what the form was made from."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset()

    seen = hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, self.OPTIONAL)

    def lists(self) -> dict[str, Any]:
        """The form's lists of rows, by name."""
        return {name: field for name, field in self._fields.items() if isinstance(field, wtforms.FieldList)}

    def offer(self, choices: Mapping[str, Choices]) -> None:
        """Fill the choices that come from the register: ``decision_body_id``, ``account_id``."""
        for name, field in self._fields.items():
            if name in choices:
                field.choices = options(choices[name])
            for entry in getattr(field, "entries", ()):
                for sub, subfield in entry.form._fields.items():
                    if sub in choices:
                        subfield.choices = options(choices[sub])

    def add_empty_rows(self) -> None:
        """One empty row at the end of each list, to write the next thing in."""
        for rows in self.lists().values():
            if len(rows.entries) < MAXIMUM_ROWS:
                rows.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        for rows in self.lists().values():
            if sum(not entry.form.removed for entry in rows.entries) > MAXIMUM_ROWS:
                self.fail(None, i18n.gettext("At most %(n)s rows fit in a list.", n=MAXIMUM_ROWS))
                fine = False
        return fine

    def values(self) -> dict[str, Any]:
        """What to save: lists without the rows that are empty or to be removed."""
        found: dict[str, Any] = {}
        for name, field in self._fields.items():
            if isinstance(field, wtforms.FieldList):
                found[name] = [entry.form.values() for entry in field.entries if not entry.form.removed]
            elif name not in ("seen", "csrf_token"):
                found[name] = field.data
        return self.adapt(found)

    def draft_values(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """What to save while somebody is still writing: a row emptied or ticked for removal stays as it is stored."""
        found = self.values()
        for name, rows in self.lists().items():
            kept = {row["id"]: row for row in stored[name]}
            found[name] = []
            for entry in rows.entries:
                if not entry.form.removed:
                    found[name].append(entry.form.values())
                elif entry.form.stored_id in kept:
                    found[name].append(kept[entry.form.stored_id])
        return self.adapt(found)

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        """Turn what the form holds into what is stored, where they differ."""
        return values


def number(text: Any) -> int | None:
    """The id that was chosen, or None."""
    return int(text) if text else None


def numbers(values: Mapping[str, Any], *names: str) -> dict[str, int | None]:
    """The ids that were chosen, by the names of their fields, as far as the form has them."""
    return {name: number(values[name]) for name in names if name in values}


def translation_form(fields: Mapping[str, tuple[str, int]]) -> type[SectionForm]:
    """A form with a field for each text: key -> (label, most characters)."""
    made: dict[str, Any] = {
        key: paragraphs(label, limit) if limit > MAXIMUM["item"] else line(label, limit)
        for key, (label, limit) in fields.items()
    }
    return type("TranslationForm", (SectionForm,), made)
