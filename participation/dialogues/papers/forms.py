"""The form of a meeting: whose it is, when, and the papers for it. Which bodies there are is told by the page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import wtforms
from wtforms import validators

from participation.dialogues.papers.rules import MAXIMUM_ADDRESS, MAXIMUM_TITLE, MOST_PAPERS, LinkedPaper
from participation.forms import BaseForm, RowForm, choice, day, hidden, line
from participation.i18n import gettext, lazy


class _WebAddress:
    """An address of a page, with its beginning."""

    def __call__(self, _form: Any, field: Any) -> None:
        if not field.data:
            return
        try:
            parts = urlsplit(field.data.strip())
            fine = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            fine = False
        if not fine:
            raise validators.ValidationError(gettext("Write the whole address, beginning with https://."))


class PaperRow(RowForm):
    """A paper as a link. A row without both is no paper."""

    title = line(lazy("What the paper is called"), MAXIMUM_TITLE)
    url = line(lazy("The paper’s address"), MAXIMUM_ADDRESS, validators=[_WebAddress()])

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        title, url = bool((self.title.data or "").strip()), bool((self.url.data or "").strip())
        if fine and title != url:
            field = self.url if title else self.title
            field.errors = [
                gettext("Write where the paper is found.") if title else gettext("Write what the paper is called.")
            ]
            return False
        return fine


class MeetingForm(BaseForm):
    """Send the results to a meeting."""

    body = choice(lazy("Whose meeting is it?"), [], required=lazy("Choose whose meeting it is."), radio=True)
    meets_on = day(lazy("The day of the meeting"), required=lazy("Write the day of the meeting."))
    papers = wtforms.FieldList(
        wtforms.FormField(PaperRow),
        label=lazy("Papers for the meeting"),
        min_entries=3,
        max_entries=MOST_PAPERS,
    )
    seen = hidden()

    def linked(self) -> list[LinkedPaper]:
        """The papers that are written, in order."""
        rows = [(e.form.title.data or "", e.form.url.data or "") for e in self.papers.entries]
        return [LinkedPaper(title.strip(), url.strip()) for title, url in rows if title.strip() and url.strip()]
