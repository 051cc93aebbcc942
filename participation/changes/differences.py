"""What an amendment changed, field by field, as the log keeps it: lines of text in the language of the decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from participation import i18n
from participation.bodies.queries import body_by_id, policy_areas
from participation.dialogues import words as _words  # noqa: F401 - names the degrees and the reasons
from participation.dialogues.rules import ClosedReason, Influence, Participation
from participation.i18n import gettext, label

LANGUAGE = "sv"
"""The language in which the municipality decides."""

Difference = dict[str, dict[str, list[str]]]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """The fields whose value differs, each with its lines before and after; values as ``sections.stored`` gives."""
    with i18n.using(LANGUAGE):
        both = {name: (lines(name, before.get(name)), lines(name, after.get(name))) for name in after}
    return {name: {"before": was, "after": now} for name, (was, now) in both.items() if was != now}


def lines(name: str, value: Any) -> list[str]:
    """A value in words, a line for each row of a list; nothing for what is empty."""
    if value is None or value in ("", False, []):
        return []
    if isinstance(value, list):
        return [_row(name, row) for row in value]
    if value is True:
        return [gettext("Yes")]
    if isinstance(value, date):
        return [i18n.format_date(value)]
    return [_named(name, value)]


def _named(name: str, value: Any) -> str:
    if name == "degree_of_participation":
        return label(Participation(value))
    if name == "degree_of_influence":
        return label(Influence(value))
    if name == "decision_body_id":
        return body_by_id(value).names.sv
    if name == "policy_area_id":
        return next((a.names.sv for a in policy_areas() if a.id == value), "–")
    return str(value)


def _row(name: str, row: Mapping[str, Any]) -> str:
    if name == "target_groups":
        heard = gettext("seldom heard") if row["seldom_heard"] else ""
        return " – ".join(part for part in (row["label"], heard, row["outreach"]) if part)
    if row.get("reason"):
        return f"{row['text']} – {label(ClosedReason(row['reason']))}"
    return str(row["text"])
