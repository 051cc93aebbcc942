"""What ticking is called in a dialogue's log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from participation import i18n
from participation.checklists.actions import NOTED, TICKED, UNTICKED
from participation.dialogues.history import name_actions, tell_actions
from participation.i18n import lazy
from participation.texts import Texts


def _which(data: Mapping[str, Any], _names: Mapping[int, str]) -> str:
    text = Texts(data.get("text")).in_(i18n.current().code).text
    return f"{text}\n{data['note']}" if data.get("note") else text


name_actions(
    {
        TICKED: lazy("Ticked a line of a checklist"),
        UNTICKED: lazy("Took away a tick in a checklist"),
        NOTED: lazy("Wrote a note in a checklist"),
    }
)
tell_actions({TICKED: _which, UNTICKED: _which, NOTED: _which})
