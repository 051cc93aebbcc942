"""Forms of contributions: what ideas and comments have in common, the code of a receipt, an address."""

from __future__ import annotations

from typing import Any

from participation import i18n
from participation.contributions.rules import MAXIMUM_NAME
from participation.forms import BaseForm, ContributionForm, choice, email, hidden, line, options, writing_languages
from participation.i18n import lazy


class WritingForm(ContributionForm):
    """Something written: in which language, and under which name if any. The page's language is chosen beforehand.

    ``anyway`` is sent by the button of whoever has been told that it looks like another channel's.
    """

    anyway = hidden()

    display_name = line(
        lazy("Your name or what you want to be called"),
        MAXIMUM_NAME,
        hint=lazy("It is shown with what you write. You may leave it empty."),
    )
    language = choice(lazy("What language do you write in?"), (), required=lazy("Choose the language you write in."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options(writing_languages())
        if not self.is_submitted():
            self.language.data = page_language()


def page_language() -> str:
    """The language a reader of this page most likely writes in."""
    return i18n.current().code.split("-")[0]


class FindReceiptForm(BaseForm):
    """The return code, however it is typed."""

    code = line(
        lazy("Return code"),
        60,
        required=lazy("Write the code on your receipt."),
        hint=lazy("Twelve letters and digits. Capital letters, spaces and dashes do not matter."),
    )


class AddressForm(BaseForm):
    """Where somebody wants to be told what came of it."""

    email = email(
        lazy("E-mail address"),
        required=lazy("Write your e-mail address, or leave the page as it is if you do not want any mail."),
    )
