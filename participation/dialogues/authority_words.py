"""What the checklist says of the guards of authority when they pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from participation.dialogues.authority import body_in_office, within_cycle, within_policy_area
from participation.dialogues.statutory.guards import documents_there, long_enough, within_mandate
from participation.i18n import Lazy, lazy

AUTHORITY_IN_PLACE: Mapping[Callable[..., Any], Lazy] = {
    body_in_office: lazy("The body is in office"),
    within_policy_area: lazy("The question is within the committee’s area"),
    within_cycle: lazy("It lies within the goal review period"),
    within_mandate: lazy("The body has the duty of law for its task"),
    long_enough: lazy("The periods are as long as the law demands"),
    documents_there: lazy("The documents and the announcement are complete"),
}
