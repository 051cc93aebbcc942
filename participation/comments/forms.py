"""The form of a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from participation.contributions.forms import WritingForm
from participation.contributions.rules import MAXIMUM_COMMENT, Speaker
from participation.forms import choice, hidden, options, paragraphs
from participation.i18n import lazy


class CommentForm(WritingForm):
    """A comment. Whoever holds an office in the dialogue chooses in which capacity they write; nobody else is asked."""

    body = paragraphs(
        lazy("Your comment"),
        MAXIMUM_COMMENT,
        required=lazy("Write your comment."),
    )
    parent = hidden()
    speaker = choice(
        lazy("I write as"),
        (),
        required=lazy("Choose in what capacity you write."),
        hint=lazy("Everybody sees when somebody writes in office."),
        radio=True,
    )

    def __init__(self, *args: Any, capacities: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if capacities:
            self.speaker.choices = options(capacities)
            if not self.is_submitted():
                self.speaker.data = Speaker.RESIDENT.value
        else:
            del self.speaker
