"""Forms of a population table: where it comes from with its file, and then the figures that were understood."""

from __future__ import annotations

import json

import wtforms
from wtforms import validators

from participation import clock, i18n
from participation.forms import BaseForm, day, hidden, line, paragraphs, sound_key
from participation.i18n import lazy
from participation.population.rules import EARLIEST, LARGEST_FILE, MAXIMUM, About, Figures, checked

LONGEST_NAME = 120
"""Of a file's name, as much as is shown again."""


class TableForm(BaseForm):
    """Where the figures come from."""

    title = line(
        lazy("What is the table called?"),
        MAXIMUM["title"],
        required=lazy("Write what the table is called."),
        hint=lazy("For example: Population of the municipality by age and sex."),
    )
    source = line(
        lazy("Who has published it?"),
        MAXIMUM["source"],
        required=lazy("Write who has published the figures."),
        hint=lazy("For example: Statistics Sweden. It is shown wherever the figures are."),
    )
    table = line(
        lazy("The publisher’s name or address of the table"),
        MAXIMUM["table"],
        hint=lazy("So that others find the same figures, such as BE0101N1."),
    )
    taken_on = day(
        lazy("Which day are the figures of?"),
        required=lazy("Write the day the figures are of."),
        hint=lazy("Figures at the turn of the year are of 31 December."),
    )
    note = paragraphs(
        lazy("What should readers know about the figures?"),
        MAXIMUM["note"],
        hint=lazy("For example that small numbers have been changed a little to protect people."),
    )

    def validate_taken_on(self, field: wtforms.DateField) -> None:
        if field.data is not None and not EARLIEST <= field.data <= clock.today():
            raise validators.ValidationError(i18n.gettext("Write a day that has been."))

    def about(self) -> About:
        """What was written, once it is valid."""
        return About(self.title.data, self.source.data, self.taken_on.data, self.table.data or "", self.note.data or "")


def _carried(data: str | None) -> Figures | None:
    """Figures that a page carried along; None if they are not what was shown."""
    try:
        return checked(json.loads(data or ""))
    except (ValueError, RecursionError):
        return None


class _Chosen:
    """A file must have been chosen, be it an empty one; now, or before the form came back for something else."""

    field_flags = {"required": True}

    def __call__(self, form: FileForm, field: wtforms.FileField) -> None:
        if not getattr(field.data, "filename", "") and not form.kept_figures():
            raise validators.StopValidation(i18n.gettext("Choose a file."))


class FileForm(TableForm):
    """A table and its file. ``kept``: what was understood of a file that was chosen before, and ``kept_name`` its name,
    so that nobody has to choose it again because a day was wrong."""

    kept = hidden()
    kept_name = hidden()

    file = wtforms.FileField(
        lazy("File with figures"),
        validators=[_Chosen()],
        description=lazy("CSV or JSON-stat 2.0, at most %(size)s kB.", size=LARGEST_FILE // 1024),
    )

    def is_chosen(self) -> bool:
        """Whether a file has been chosen now."""
        return bool(getattr(self.file.data, "filename", ""))

    def kept_figures(self) -> Figures | None:
        """What was understood of the file that was chosen before."""
        return _carried(self.kept.data)

    def keep(self, figures: Figures | None) -> None:
        """Carry along what was understood of the file that was chosen now; None for nothing."""
        self.kept.data = json.dumps(figures) if figures else ""
        self.kept_name.data = self.file.data.filename[:LONGEST_NAME] if figures else ""

    def content(self) -> bytes:
        """The file, once one has been chosen."""
        content: bytes = self.file.data.read()
        return content


class FiguresForm(TableForm):
    """A table and the figures of its file, as they were understood and shown."""

    figures = hidden()
    key = hidden(default=sound_key)

    def show(self, figures: Figures) -> None:
        """Carry the figures along."""
        self.figures.data = json.dumps(figures)

    def read(self) -> Figures | None:
        """The figures; None if they are not what was shown."""
        return _carried(self.figures.data)

    def idempotency(self) -> str:
        """The form's key, or a new one if the sender's cannot be one."""
        return sound_key(self.key.data)
