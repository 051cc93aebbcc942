"""What the vocabulary of initiatives is called."""

from __future__ import annotations

from collections.abc import Mapping

from participation.dialogues.history import name_actions
from participation.i18n import Lazy, lazy, name
from participation.initiatives.rules import Move, Origin, Sender, State

name(
    {
        Origin.ELECTED: lazy("elected representatives"),
        Origin.OFFICIAL: lazy("officials"),
        Origin.CIVIL_SOCIETY: lazy("civil society"),
        Sender.PERSON: lazy("A person"),
        Sender.ORGANISATION: lazy("An association or another organisation"),
        State.SUBMITTED: lazy("received"),
        State.UNDER_REVIEW: lazy("being looked at"),
        State.FORWARDED: lazy("with the body"),
        State.ACCEPTED: lazy("becomes a dialogue"),
        State.DECLINED: lazy("declined"),
        State.REDIRECTED: lazy("belongs elsewhere"),
        State.WITHDRAWN: lazy("withdrawn"),
        Move.REVIEW: lazy("Begin to look at it"),
        Move.FORWARD: lazy("Forward it"),
        Move.ACCEPT: lazy("Record that the body says yes"),
        Move.DECLINE: lazy("Record that the body says no"),
        Move.DECLINE_OUTSIDE: lazy("Decline it as outside the municipality’s competence"),
        Move.REDIRECT: lazy("Redirect it to another channel"),
        Move.WITHDRAW: lazy("Withdraw it"),
    }
)

name_actions({"initiative.accept": lazy("Began because the body said yes to an initiative")})

TAGS: Mapping[State, str] = {
    State.SUBMITTED: "plain",
    State.UNDER_REVIEW: "now",
    State.FORWARDED: "now",
    State.ACCEPTED: "good",
    State.DECLINED: "plain",
    State.REDIRECTED: "plain",
    State.WITHDRAWN: "muted",
}
"""How each state's tag looks (components/tag.html)."""

MEANS: Mapping[State, Lazy] = {
    State.SUBMITTED: lazy("We have received it. Nobody has looked at it yet."),
    State.UNDER_REVIEW: lazy("An official looks at which body it belongs to."),
    State.FORWARDED: lazy("It lies with the body that decides whether to hold a dialogue."),
    State.ACCEPTED: lazy("The body has decided to prepare a dialogue about it."),
    State.DECLINED: lazy("There will be no dialogue about it. The reason is below."),
    State.REDIRECTED: lazy("It is a matter for another channel. Which one, and why, is below."),
    State.WITHDRAWN: lazy("Whoever sent it has taken it back."),
}
"""What each state means, in a sentence anybody understands."""
