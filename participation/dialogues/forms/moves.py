"""Forms of the steps: beginning, deciding, noting minutes, referring back."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

import wtforms
from wtforms import validators

from participation import i18n
from participation.dialogues.forms.degrees import influence_choices, participation_choices
from participation.dialogues.forms.lists import mark
from participation.dialogues.rules import (
    MAXIMUM,
    Kind,
    TakenBy,
)
from participation.forms import (
    AtMost,
    BaseForm,
    choice,
    day,
    hidden,
    line,
    one_line,
    paragraphs,
    sound_key,
    tick,
)
from participation.i18n import Lazy, lazy


class NewDialogueForm(BaseForm):
    """Begin a draft. Sent twice, it begins one."""

    kind = choice(
        lazy("What sort of dialogue is it?"),
        i18n.choices(Kind),
        required=lazy("Choose what sort of dialogue it is."),
        radio=True,
    )
    body = choice(
        lazy("Which body’s dialogue is it?"),
        [],
        hint=lazy("Needed for a committee’s and for a statutory dialogue. For the others it follows from the sort."),
    )
    legal_basis = choice(
        lazy("Which law makes it a duty?"), [], hint=lazy("Only for a statutory dialogue. Leave it empty for others.")
    )
    title = line(
        lazy("Working title"),
        MAXIMUM["title"],
        required=lazy("Give the dialogue a working title, so that you find it again."),
        hint=lazy("You can change it until the decision."),
    )
    creation_key = hidden(default=sound_key)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body.flags.unmarked = True

    def key(self) -> str:
        """The key that tells one sending from another, or a new one if it is missing or misshapen."""
        return sound_key(self.creation_key.data)


class WebAddress:
    """A whole web address, so that a link cannot be anything else."""

    def __call__(self, form: Any, field: Any) -> None:
        text = (field.data or "").strip()
        try:
            parts = urlsplit(text)
            fine = parts.scheme in ("http", "https") and bool(parts.netloc)
        except ValueError:
            fine = False
        if text and not fine:
            raise validators.ValidationError(
                i18n.gettext("Write the whole address, such as https://www.example.com/minutes.")
            )


def _web_address(label: Lazy, hint: Lazy) -> Any:
    return wtforms.URLField(
        label,
        validators=[validators.Optional(), AtMost(500), WebAddress()],
        description=hint,
        filters=[lambda t: one_line(t).strip() if t is not None else t],
    )


class DecisionForm(BaseForm):
    """What a body has decided. What is missing is told by the guards, all at once, so nothing is required here."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"minutes_url", "minutes_announced_on", "standing"})

    standing = choice(
        lazy("Does a standing decision settle the degrees?"),
        [],
        hint=lazy("A decision that the body has taken once for all its dialogues on this legal basis."),
    )
    body = choice(lazy("Which body took the decision?"), [])
    taken_by = choice(lazy("Who took it?"), i18n.choices(TakenBy), radio=True)
    taken_on = day(lazy("Date of the decision"))
    paragraph = line(lazy("Section in the minutes (§)"), 20)
    registry_number = line(lazy("Registry number"), 40, hint=lazy("For example KS 2026/123."))
    degree_of_participation = choice(
        lazy("Degree of participation that was decided"), participation_choices(), radio=True
    )
    degree_of_influence = choice(lazy("Degree of influence that was decided"), influence_choices(), radio=True)
    openness_confirmed = tick(lazy("The decision says that the body is open to being influenced in the question"))
    minutes_url = _web_address(lazy("Link to the minutes"), lazy("The whole address, beginning with https://"))
    minutes_announced_on = day(
        lazy("Minutes approved and announced"),
        hint=lazy("The day on the notice board. It can also be noted later, before the dialogue is announced."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark(self, self.OPTIONAL)


class MinutesForm(BaseForm):
    """When the minutes of a decision were announced, and where they are."""

    announced_on = day(
        lazy("When were the minutes approved and announced?"),
        required=lazy("Write the day when the minutes were announced."),
        hint=lazy("The day on the municipality’s notice board."),
    )
    minutes_url = _web_address(lazy("Link to the minutes"), lazy("The whole address, beginning with https://"))


class ReferBackForm(BaseForm):
    """Back to the official, with what to do."""

    note = paragraphs(
        lazy("What needs to be done?"),
        MAXIMUM["note"],
        required=lazy("Write what needs to be done, so that the official knows."),
        hint=lazy("The official reads this first. It is kept in the log."),
    )
