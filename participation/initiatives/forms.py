"""Forms of initiatives: the residents' and the staff's own, and one for each move."""

from __future__ import annotations

from typing import Any

from participation import i18n
from participation.contributions.forms import WritingForm
from participation.forms import BaseForm, choice, day, email, hidden, line, options, paragraphs, tick
from participation.i18n import lazy
from participation.initiatives.rules import (
    MAXIMUM_ANSWER,
    MAXIMUM_CONCERNS,
    MAXIMUM_NAME,
    MAXIMUM_NOTE,
    MAXIMUM_PLACE,
    MAXIMUM_QUESTION,
    MAXIMUM_WHY,
    BodyDecision,
    Origin,
    Sender,
)
from participation.texts import Texts


class InitiativeForm(WritingForm):
    """What somebody wants the municipality to ask its residents about."""

    display_name = None
    question = line(
        lazy("What should the municipality ask its residents about?"),
        MAXIMUM_QUESTION,
        required=lazy("Write what the municipality should ask its residents about."),
        hint=lazy("Write it as a question, such as: How should the square be used?"),
    )
    why = paragraphs(
        lazy("Why is it important?"),
        MAXIMUM_WHY,
        required=lazy("Write why it is important."),
        hint=lazy("What is it like today, and what could be different?"),
    )
    concerns = line(
        lazy("Who is concerned?"),
        MAXIMUM_CONCERNS,
        required=lazy("Write who is concerned by the question."),
        hint=lazy("For example: everybody who lives in Vargön, young people, those who cycle."),
    )
    area = choice(
        lazy("What is it about?"),
        (),
        hint=lazy("It helps us to send it to the right body. Leave it if you do not know."),
    )
    place = line(lazy("Is it about a place?"), MAXIMUM_PLACE, hint=lazy("For example a street, a village, a park."))
    sender = choice(
        lazy("Who makes the initiative?"),
        (),
        required=lazy("Choose who makes the initiative."),
        radio=True,
    )
    sender_name = line(
        lazy("Name"),
        MAXIMUM_NAME,
        hint=lazy("An organisation’s name is shown. Your own name is shown only if you tick the box below."),
    )
    show_name = tick(lazy("You may show my name with the initiative"))
    email = email(
        lazy("E-mail address for the answer"),
        hint=lazy(
            "It is kept apart from the initiative and never shown. We use it only for the receipt and the answer."
        ),
    )

    field_order = ("question", "why", "concerns", "area", "place", "language", "sender", "sender_name", "show_name")

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area.choices = options([("", i18n.gettext("I do not know")), *areas])
        if self.sender is not None:
            self.sender.choices = options(i18n.choices(Sender))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        name = (self.sender_name.data or "").strip()
        if self.sender.data == Sender.ORGANISATION.value and not name:
            self.fail("sender_name", i18n.gettext("Write the name of the organisation."))
            return False
        if self.sender.data == Sender.PERSON.value and self.show_name.data and not name:
            self.fail("sender_name", i18n.gettext("Write the name that is to be shown, or take away the tick."))
            return False
        return valid


class OfficeInitiativeForm(InitiativeForm):
    """An initiative from somebody in office: of which body, and whether others are behind it, too."""

    sender = None
    sender_name = None
    show_name = None
    email = None
    office = choice(lazy("In which office do you make it?"), (), required=lazy("Choose in which office you make it."))
    also = tick(
        lazy("Civil society is behind it, too"),
        hint=lazy("For example: an association has asked you to raise the question."),
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = options(offices if len(offices) == 1 else [("", i18n.gettext("Choose …")), *offices])

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(BaseForm.validate(self, extra_validators))

    @property
    def chosen(self) -> tuple[Origin, int]:
        """The office: the origin and the id of the body."""
        origin, _, body = str(self.office.data).partition(":")
        return Origin(origin), int(body)


class MoveForm(BaseForm):
    """A step of the staff, with what they had before them."""

    seen = hidden()


class ForwardForm(MoveForm):
    """To which body, and what it should know."""

    body = choice(lazy("To which body?"), (), required=lazy("Choose a body."))
    note = paragraphs(
        lazy("A note to the body"), MAXIMUM_NOTE, hint=lazy("The staff read it. Residents do not see it.")
    )


class AnswerForm(MoveForm):
    """An answer to the author: in Swedish, and if the initiative is in another language of the site, in that, too.

    ``DEMANDED`` are fields that a guard asks for, not the form: they are marked, and a refusal names them all at once.
    """

    DEMANDED: tuple[str, ...] = ("answer",)

    answer = paragraphs(
        lazy("Reason and answer to whoever sent it"),
        MAXIMUM_ANSWER,
        hint=lazy("It is shown to everybody. Write in Swedish, so that the person understands why."),
    )
    answer_own = paragraphs(lazy("The same in the language of the initiative"), MAXIMUM_ANSWER)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name in self.DEMANDED:
            self[name].flags.required = True
        if language == "sv":
            del self.answer_own

    @property
    def texts(self) -> Texts:
        """The answer by language."""
        own = self["answer_own"].data if "answer_own" in self else ""
        return Texts({"sv": (self.answer.data or "").strip(), **({self.language: own.strip()} if own else {})})


class RedirectForm(AnswerForm):
    """To which other channel, and why."""

    DEMANDED: tuple[str, ...] = ("channel", "answer")
    channel = choice(lazy("Which channel is the right one?"), ())


class DecisionForm(AnswerForm):
    """What stands in the minutes."""

    DEMANDED: tuple[str, ...] = ("taken_on", "paragraph", "registry_number", "answer")
    taken_on = day(lazy("Date of the body’s decision"))
    paragraph = line(lazy("Section in the minutes (§)"), 20)
    registry_number = line(lazy("Registry number"), 40, hint=lazy("For example KS 2026/123."))

    @property
    def decision(self) -> BodyDecision:
        """The decision as it is written."""
        return BodyDecision(self.taken_on.data, self.paragraph.data or "", self.registry_number.data or "")


class AcceptForm(DecisionForm):
    """Yes, and what sort of dialogue it becomes."""

    DEMANDED: tuple[str, ...] = ("taken_on", "paragraph", "registry_number")
    kind = choice(lazy("What sort of dialogue?"), (), required=lazy("Choose what sort of dialogue."))


class DelayForm(BaseForm):
    """Why the answer is late, for everybody to read."""

    text = paragraphs(
        lazy("Why is the answer late?"), MAXIMUM_NOTE, required=lazy("Write why the answer is late, in Swedish.")
    )
    expected_on = day(lazy("When do you expect to answer?"))
    seen = hidden()
