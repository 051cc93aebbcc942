"""The form that redirects a contribution."""

from __future__ import annotations

from participation.forms import BaseForm, choice, paragraphs
from participation.i18n import lazy
from participation.redirects.rules import MAXIMUM_REASON


class RedirectForm(BaseForm):
    """To which other channel, and why."""

    channel = choice(lazy("Which channel is the right one?"), (), required=lazy("Choose a channel."))
    reason = paragraphs(
        lazy("Why does it belong there?"),
        MAXIMUM_REASON,
        required=lazy("Write why it belongs there. The author reads it."),
        hint=lazy("Everybody can read it beside the contribution. Name nobody. Write in its language if you can."),
    )
