"""Forms of the consultation: the question to the committees, and one committee's answer."""

from __future__ import annotations

from participation.dialogues.consultation.rules import (
    MAXIMUM_HANDLES,
    MAXIMUM_MOTIVE,
    MAXIMUM_PART,
    MAXIMUM_QUESTION,
)
from participation.dialogues.rules import MAXIMUM
from participation.forms import BaseForm, choice, day, email, hidden, line, paragraphs
from participation.i18n import lazy


class AskForm(BaseForm):
    """What every other committee is asked, and until when it can answer."""

    question = paragraphs(
        lazy("The question to the committees"),
        MAXIMUM_QUESTION,
        required=lazy("Write what you ask the committees."),
        hint=lazy("They get it in a message, and see the dialogue’s question, purpose and limits beside it."),
    )
    answer_by = day(
        lazy("Answer date"),
        required=lazy("Write the last day on which the committees can answer."),
        hint=lazy("The whole day is theirs. It is before the dialogue opens."),
    )


class AnswerForm(BaseForm):
    """A committee's answer. What is missing is told by the guard, all at once, so nothing is required here."""

    participates = choice(
        lazy("Does the committee take part in the dialogue?"),
        (("yes", lazy("Yes, it takes part")), ("no", lazy("No, it does not take part"))),
        radio=True,
    )
    motive = paragraphs(
        lazy("The reasons"),
        MAXIMUM_MOTIVE,
        hint=lazy(
            "Refer to the dialogue’s subject and purpose: how do they concern the committee, or why do they not? "
            "The reasons are public."
        ),
    )
    part = line(
        lazy("The committee’s role in the dialogue"),
        MAXIMUM_PART,
        hint=lazy("If it takes part. For example: helps to plan, meets residents, answers questions."),
    )
    handles = paragraphs(
        lazy("What the committee handles of the results"),
        MAXIMUM_HANDLES,
        hint=lazy("If it takes part. For example: what people say about streets and parks."),
    )
    contact_name = line(lazy("Contact person in the committee’s administration"), MAXIMUM["name"])
    contact_email = email(lazy("The contact person’s e-mail"))
    seen = hidden()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.participates, self.motive):
            field.flags.required = True
        for field in (self.part, self.handles, self.contact_name):
            field.flags.unmarked = True
