"""What the vocabulary of the consultation with committees is called, and how its log reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from participation import i18n
from participation.dialogues.consultation.rules import AnswerState, Lack
from participation.dialogues.history import name_actions, tell_actions
from participation.i18n import gettext, lazy, name

name(
    {
        Lack.PARTICIPATES: lazy("whether the committee takes part"),
        Lack.MOTIVE: lazy("the reasons"),
        Lack.PART: lazy("the committee’s role"),
        Lack.HANDLES: lazy("what the committee handles"),
        Lack.CONTACT: lazy("a contact person"),
    }
)
name(
    {
        AnswerState.NOT_ASKED: lazy("Not asked yet"),
        AnswerState.WAITING: lazy("Has not answered yet"),
        AnswerState.TAKES_PART: lazy("Takes part"),
        AnswerState.STAYS_OUT: lazy("Does not take part"),
        AnswerState.NO_REPLY: lazy("Did not answer"),
    }
)
STATE_TAGS = {
    AnswerState.NOT_ASKED: "muted",
    AnswerState.WAITING: "now",
    AnswerState.TAKES_PART: "good",
    AnswerState.STAYS_OUT: "plain",
    AnswerState.NO_REPLY: "late",
}
"""How each state's tag looks (components/tag.html)."""

name_actions(
    {
        "consultation.asked": lazy("Asked the committees"),
        "consultation.answered": lazy("Answered for a committee"),
        "consultation.reminded": lazy("Reminded a committee"),
    }
)


def _asked(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    until = i18n.format_date(date.fromisoformat(data["answer_by"]))
    return gettext("%(list)s, until %(date)s", list=", ".join(data["bodies"]), date=until)


def _answered(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    state = AnswerState.TAKES_PART if data.get("participates") else AnswerState.STAYS_OUT
    return f"{data.get('body', '')}: {i18n.label(state)}"


def _reminded(data: Mapping[str, Any], _named: Mapping[int, str]) -> str:
    return ", ".join(data.get("bodies", ()))


tell_actions({"consultation.asked": _asked, "consultation.answered": _answered, "consultation.reminded": _reminded})
