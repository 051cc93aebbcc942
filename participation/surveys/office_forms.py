"""Forms of what officials do around a survey: pictures, codes, taking out answers."""

from __future__ import annotations

from collections.abc import Sequence

import wtforms
from wtforms import validators

from participation import i18n
from participation.forms import BaseForm, Required, choice, hidden, line, options, paragraphs, sound_key
from participation.i18n import lazy
from participation.surveys.building.invitations import MOST_CODES
from participation.surveys.rules import MAXIMUM_ALTERNATIVE

MAXIMUM_REASON = 1000


class PictureForm(BaseForm):
    """A picture, and what it shows."""

    picture = wtforms.FileField(
        lazy("Picture"), description=lazy("PNG, JPEG, WebP or GIF, at most 5 MB. Residents see it as it is.")
    )
    alternative = line(
        lazy("What does the picture show?"),
        MAXIMUM_ALTERNATIVE,
        required=lazy("Write what the picture shows. Those who do not see it choose by these words."),
        hint=lazy("For those who do not see the picture, such as “A wide path with lamps along the water”."),
    )


class BatchForm(BaseForm):
    """How many codes, and for whom."""

    key = hidden(default=sound_key)
    label = line(
        lazy("For whom?"),
        120,
        required=lazy("Write for whom the codes are."),
        hint=lazy("Only for you, such as “Households in Vargön, autumn”."),
    )
    size = wtforms.IntegerField(
        lazy("How many codes?"),
        validators=[Required(lazy("Write how many codes."))],
    )

    def validate_size(self, field: wtforms.IntegerField) -> None:
        if field.data is not None and not 1 <= field.data <= MOST_CODES:
            raise validators.ValidationError(
                i18n.gettext(
                    "Write a number from %(lowest)s to %(highest)s.",
                    lowest=i18n.number(1),
                    highest=i18n.number(MOST_CODES),
                )
            )

    def idempotency(self) -> str:
        """The form's key, or a new one if the sender's cannot be one."""
        return sound_key(self["key"].data)


class DeletionForm(BaseForm):
    """What is to be taken out, and why."""

    about = choice(lazy("Which answers?"), (), required=lazy("Choose which answers."))
    number = wtforms.IntegerField(
        lazy("The number of the response"),
        validators=[validators.Optional()],
        description=lazy("Only for one response: the last digits of its number in the list of contributions."),
    )
    reason = paragraphs(
        lazy("Why?"),
        MAXIMUM_REASON,
        required=lazy("Write why the answers are to be taken out."),
        hint=lazy("Another person reads it before deciding. It is kept."),
    )


class DecisionForm(BaseForm):
    """Why answers are taken out or left."""

    reason = paragraphs(
        lazy("Your reason"), MAXIMUM_REASON, required=lazy("Write why you decide so."), hint=lazy("It is kept.")
    )


def deletion_form(questions: Sequence[tuple[str, str]]) -> DeletionForm:
    """The form with the questions whose answers can be taken out."""
    form = DeletionForm()
    form.about.choices = options(
        [
            ("", i18n.gettext("Choose")),
            ("response", i18n.gettext("All answers of one response")),
            *questions,
            ("survey", i18n.gettext("All answers of the survey")),
        ]
    )
    return form
