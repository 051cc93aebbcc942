"""Forms of moderation: rulings, reports, complaints."""

from __future__ import annotations

import wtforms
from wtforms import validators

from participation import i18n
from participation.forms import BaseForm, ContributionForm, choice, email, hidden, paragraphs
from participation.i18n import Lazy, lazy
from participation.moderation.rules import MAXIMUM_REASONS, MAXIMUM_REPORT, ComplaintOutcome, Ground, Seen
from participation.moderation.words import ADVICE, PLAIN


def _for_moderators() -> list[tuple[str, Lazy, dict[str, object]]]:
    words = dict(i18n.choices(Ground))
    return [(g.value, words[g.value], {"hint": _Sentences(PLAIN[g], ADVICE.get(g))}) for g in Ground]


def _for_everybody() -> list[tuple[str, Lazy, dict[str, object]]]:
    words = dict(i18n.choices(Ground))
    return [(g.value, PLAIN[g], {"hint": words[g.value]}) for g in Ground]


class _Sentences:
    """One or two sentences, in the reader's language when they are read."""

    def __init__(self, *parts: Lazy | None) -> None:
        self._parts = [p for p in parts if p is not None]

    def __str__(self) -> str:
        return " ".join(str(p) for p in self._parts)


class RulingForm(BaseForm):
    """A ruling of one button, with what the moderator had before them."""

    seen = hidden()

    @property
    def what_was_seen(self) -> Seen | None:
        return Seen.parse(self.seen.data)


class HideForm(RulingForm):
    """A ground and reasons; the author reads both."""

    ground = choice(
        lazy("On which ground do you hide it?"), _for_moderators(), required=lazy("Choose a ground."), radio=True
    )
    reasons = paragraphs(
        lazy("Reasons"),
        MAXIMUM_REASONS,
        required=lazy("Write why. The author reads it."),
        hint=lazy("Say what in the text it is, and what the author can do instead. The author reads this."),
    )


class RestoreForm(RulingForm):
    """Reasons, if there are any to give."""

    reasons = paragraphs(
        lazy("Why is it shown again?"), MAXIMUM_REASONS, hint=lazy("The author reads this. You may leave it empty.")
    )


class SeveralForm(HideForm):
    """One ground and one reason for several contributions; each is ``id:seen``."""

    chosen = wtforms.SelectMultipleField(
        lazy("Contributions"),
        validate_choice=False,
        validators=[validators.DataRequired(lazy("Choose at least one contribution."))],
    )

    def picked(self) -> dict[int, Seen]:
        """The contributions chosen and what was seen of each; misshapen ones are left out."""
        found: dict[int, Seen] = {}
        for value in self.chosen.data or []:
            number, _, rest = value.partition(":")
            seen = Seen.parse(rest)
            if number.isascii() and number.isdigit() and len(number) < 10 and seen is not None:
                found[int(number)] = seen
        return found


class SettleForm(BaseForm):
    """What becomes of a complaint."""

    outcome = choice(
        lazy("What do you decide?"),
        [
            (
                ComplaintOutcome.UPHELD.value,
                lazy("The author is right"),
                {"hint": lazy("It is shown again.")},
            ),
            (ComplaintOutcome.REJECTED.value, lazy("The decision stands"), {"hint": lazy("It stays hidden.")}),
        ],
        required=lazy("Choose what you decide."),
        radio=True,
    )
    reasons = paragraphs(
        lazy("Reasons"),
        MAXIMUM_REASONS,
        required=lazy("Write why. The author reads it."),
        hint=lazy("Answer what the author says. The author reads this."),
    )


class ReportForm(ContributionForm):
    """What is wrong with a contribution, and where to say what came of it."""

    ground = choice(
        lazy("What is wrong with it?"), _for_everybody(), required=lazy("Choose what is wrong."), radio=True
    )
    text = paragraphs(
        lazy("Do you want to explain?"),
        MAXIMUM_REPORT,
        hint=lazy("Say which words it is about, if that is not clear. The author does not see who reports."),
    )
    email = email(
        lazy("Your e-mail address"),
        hint=lazy("Only if you want to be told what we decide. You can follow your report without it."),
    )


class ComplaintForm(ContributionForm):
    """Why the author thinks that the ruling is wrong."""

    text = paragraphs(
        lazy("Why should it be shown again?"),
        MAXIMUM_REPORT,
        required=lazy("Write why you think that the decision is wrong."),
        hint=lazy("Another moderator than the one who hid it reads this."),
    )
