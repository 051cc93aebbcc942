"""Forms of written statements: what residents send, what officials answer, the announcement of the review."""

from __future__ import annotations

from typing import Any, ClassVar

from participation import i18n
from participation.contributions.forms import page_language
from participation.dialogues.forms.lists import mark
from participation.forms import (
    BaseForm,
    ContributionForm,
    choice,
    day,
    email,
    hidden,
    line,
    options,
    paragraphs,
    writing_languages,
)
from participation.i18n import lazy
from participation.statements import words
from participation.statements.rules import (
    MAXIMUM_ADDRESS,
    MAXIMUM_APPEAL,
    MAXIMUM_COMMENT,
    MAXIMUM_HOW,
    MAXIMUM_NAME,
    MAXIMUM_PROPERTY,
    MAXIMUM_STATEMENT,
    MAXIMUM_SUMMARY,
    Met,
    SenderKind,
)

WORDS = words
"""What names the choices below."""


class StatementForm(ContributionForm):
    """A written statement: what one thinks, who one is, where one is reached."""

    body = paragraphs(
        lazy("What do you think of the proposal?"),
        MAXIMUM_STATEMENT,
        required=lazy("Write what you think of the proposal."),
        hint=lazy("Write what you want to be changed and why. If you think that it is good, write that too."),
    )
    language = choice(lazy("What language do you write in?"), (), required=lazy("Choose the language you write in."))
    sender_kind = choice(
        lazy("For whom do you write?"),
        i18n.choices(SenderKind),
        required=lazy("Choose for whom you write."),
        radio=True,
    )
    name = line(
        lazy("Your name"),
        MAXIMUM_NAME,
        required=lazy("Write your name. A statement without a name does not safeguard your right to appeal."),
        hint=lazy("If you write for an association, a company or an authority: its name, and yours."),
    )
    postal_address = line(
        lazy("Postal address"), MAXIMUM_ADDRESS, hint=lazy("Street, postcode and town. Or write your e-mail address.")
    )
    email = email(lazy("E-mail address"), hint=lazy("We send the receipt there. Or write your postal address."))
    property_name = line(
        lazy("Property it is about"),
        MAXIMUM_PROPERTY,
        hint=lazy("If you own or rent one nearby. For example: Onsjö 3:14."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = options(writing_languages())
        if not self.is_submitted():
            self.language.data = page_language()
            self.sender_kind.data = SenderKind.PERSON.value

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        if not (self.postal_address.data or "").strip() and not (self.email.data or "").strip():
            self.fail(
                "postal_address",
                i18n.gettext("Write your postal address or your e-mail address, so that we can reach you."),
            )
            return False
        return fine


class PaperStatementForm(StatementForm):
    """A statement that came on paper, typed in by an official. What the letter does not say is left empty."""

    received_on = day(
        lazy("When did it come?"),
        required=lazy("Write the day it came."),
        hint=lazy("The day it reached the municipality, while the period was open."),
    )
    body = paragraphs(
        lazy("The statement, word for word"),
        MAXIMUM_STATEMENT,
        required=lazy("Write the statement."),
        hint=lazy("As it stands, also its mistakes. It weighs as much as one that came on the web."),
    )
    language = choice(lazy("What language is it written in?"), (), required=lazy("Choose the language."))
    sender_kind = choice(
        lazy("For whom is it written?"), i18n.choices(SenderKind), required=lazy("Choose for whom."), radio=True
    )
    name = line(lazy("The sender’s name"), MAXIMUM_NAME, required=lazy("Write the sender’s name."))
    postal_address = line(lazy("Postal address"), MAXIMUM_ADDRESS, hint=lazy("Or an e-mail address."))
    email = email(lazy("E-mail address"), hint=lazy("A receipt is sent there."))


class AnswerForm(BaseForm):
    """What a statement says in short, and what the municipality answers. Kept as one goes."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"proposal"})
    seen = hidden()
    summary = paragraphs(
        lazy("Summary"),
        MAXIMUM_SUMMARY,
        hint=lazy("What the sender wants, without anything that tells who a private person is. It is published."),
    )
    comment = paragraphs(lazy("Comment"), MAXIMUM_COMMENT, hint=lazy("What the municipality answers. It is published."))
    proposal = paragraphs(
        lazy("Proposal"), MAXIMUM_COMMENT, hint=lazy("What is changed in the proposal because of it, if anything is.")
    )
    met = choice(lazy("Are the views met?"), i18n.choices(Met), radio=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, self.OPTIONAL)


class ReportForm(BaseForm):
    """How a phase was carried out."""

    seen = hidden()
    how = paragraphs(
        lazy("How was it carried out?"),
        MAXIMUM_HOW,
        hint=lazy("When and where it was announced, which meetings were held, and who was consulted."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, frozenset())


class ReviewForm(BaseForm):
    """The announcement of the review. What is missing is told by the guards, all at once."""

    basis = choice(lazy("By which law is the proposal reviewed?"), [])
    opens_on = day(lazy("The review opens"), hint=lazy("Tomorrow at the earliest."))
    closes_on = day(lazy("The review closes"), hint=lazy("The last day. It stays open until midnight."))
    results_due = day(lazy("Results ready"), hint=lazy("When the review statement is published."))
    handling_meeting = day(lazy("Meeting that adopts it"))
    feedback_due = day(lazy("Feedback at the latest"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, frozenset())


class InformForm(BaseForm):
    """What those whose views were not met are told besides the decision."""

    appeal = paragraphs(
        lazy("How do they appeal?"),
        MAXIMUM_APPEAL,
        required=lazy("Write how they appeal: the law has the letter say it."),
        hint=lazy("To whom, by when, and what the letter must say. It is sent as you write it, in Swedish."),
    )
