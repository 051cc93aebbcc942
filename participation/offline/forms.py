"""Forms for typing in what came without the web."""

from __future__ import annotations

from datetime import date
from typing import Any

import wtforms

from participation import clock, i18n
from participation.contributions import words as _words  # noqa: F401 - names the channels
from participation.contributions.rules import MAXIMUM_BODY, MAXIMUM_COMMENT, MAXIMUM_NAME, MAXIMUM_TITLE, Channel
from participation.forms import BaseForm, ContributionForm, choice, day, line, options, paragraphs, writing_languages
from participation.i18n import lazy
from participation.offline.rules import CHANNELS, MAXIMUM_NOTE
from participation.surveys.forms import SurveyForm
from participation.surveys.office_forms import MAXIMUM_REASON


class Arrival:
    """How, when and in which language it came. ``first``/``last``: the days on which it can have come."""

    channel = choice(lazy("How did it come?"), i18n.choices(CHANNELS), required=lazy("Choose how it came."), radio=True)
    received_on = day(lazy("When did it come?"), required=lazy("Write the day it came."))
    language = choice(lazy("What language is it written in?"), (), required=lazy("Choose the language."))

    first: date
    last: date

    def check_day(self: Any) -> bool:
        """Whether it came while the dialogue was open; what came later cannot be counted."""
        found = self.received_on.data
        if found is None or self.first <= found <= min(self.last, clock.today()):
            return True
        self.fail(
            "received_on",
            i18n.gettext(
                "Write a day from %(first)s to %(last)s: only what came while the dialogue was open counts.",
                first=i18n.format_date(self.first),
                last=i18n.format_date(min(self.last, clock.today())),
            ),
        )
        return False


class EntryForm(Arrival, SurveyForm):
    """A whole survey on one page. Use it as the base of ``survey_form``."""

    note = line(lazy("A note for yourselves"), MAXIMUM_NOTE, hint=lazy("Such as the number on the paper. Not shown."))


class _Words(Arrival, ContributionForm):
    """What somebody has written or said."""

    display_name = line(
        lazy("The name it is to be shown with"), MAXIMUM_NAME, hint=lazy("Leave it empty unless the person wants it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options(writing_languages())


class IdeaEntryForm(_Words):
    """An idea."""

    title = line(lazy("Title"), MAXIMUM_TITLE, required=lazy("Write a title."))
    body = paragraphs(lazy("The idea, word for word"), MAXIMUM_BODY, required=lazy("Write the idea."))


class CommentEntryForm(_Words):
    """A comment on an idea."""

    about = wtforms.IntegerField(lazy("The number of the idea"), validators=[wtforms.validators.InputRequired()])
    body = paragraphs(lazy("The comment, word for word"), MAXIMUM_COMMENT, required=lazy("Write the comment."))


class DiscardForm(BaseForm):
    """Why what was typed in is to be taken out."""

    reason = paragraphs(
        lazy("Why?"),
        MAXIMUM_REASON,
        required=lazy("Write why it is to be taken out."),
        hint=lazy("Another person reads it before deciding. It is kept."),
    )


def channel_of(form: Any) -> Channel:
    """The channel that was chosen."""
    return Channel(form.channel.data)
