"""Forms of support. Which bodies one can ask for is told by the page."""

from __future__ import annotations

import secrets

from participation.forms import BaseForm, choice, hidden, line, paragraphs
from participation.i18n import lazy
from participation.support.rules import MAXIMUM_SUBJECT, MAXIMUM_TEXT


class AskForm(BaseForm):
    """Ask the coordinator. Sent twice, it is one question."""

    body = choice(lazy("For which body do you ask?"), [], required=lazy("Choose for which body you ask."))
    subject = line(lazy("What is it about?"), MAXIMUM_SUBJECT, required=lazy("Write what it is about, in a few words."))
    question = paragraphs(
        lazy("What do you need help with?"),
        MAXIMUM_TEXT,
        required=lazy("Write what you need help with."),
        hint=lazy("Name no residents."),
    )
    key = hidden(default=lambda: secrets.token_urlsafe(24))


class AnswerForm(BaseForm):
    """Answer a body."""

    answer = paragraphs(lazy("Your answer"), MAXIMUM_TEXT, required=lazy("Write an answer."))
