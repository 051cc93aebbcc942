"""The form of an idea."""

from __future__ import annotations

from participation.contributions.forms import WritingForm
from participation.contributions.rules import MAXIMUM_BODY, MAXIMUM_TITLE
from participation.forms import line, paragraphs
from participation.i18n import lazy


class IdeaForm(WritingForm):
    """What somebody proposes, in a few words and in more."""

    title = line(
        lazy("Your idea in a few words"),
        MAXIMUM_TITLE,
        required=lazy("Write your idea in a few words, as a title."),
    )
    body = paragraphs(
        lazy("Tell more about your idea"),
        MAXIMUM_BODY,
        required=lazy("Tell more about your idea: what, where and why."),
        hint=lazy("What do you want, where, and why would it be good?"),
    )

    field_order = ("title", "body", "language", "display_name")
