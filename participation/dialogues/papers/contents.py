"""A proposal as plain data: everything that a body is asked to decide on, and what that rests on, kept as it is now."""

from __future__ import annotations

from datetime import date
from typing import Any

from participation import clock
from participation.bodies.queries import goal_review_cycles, policy_areas
from participation.dialogues import queries
from participation.dialogues.models import Dialogue
from participation.dialogues.principles import self_check

Contents = dict[str, Any]
"""Texts are ``{locale: text}``, days ISO dates, whatever is chosen its code. See :func:`contents_of` for the keys."""

_TEXTS = (
    "title",
    "question",
    "summary",
    "goal",
    "goal_followup",
    "purpose",
    "no_seldom_heard_motive",
    "frame_money",
    "frame_place",
    "frame_law",
    "decision_matter",
    "handling_plan",
)
_PLAIN = (
    "kind",
    "everything_open",
    "degree_of_participation",
    "degree_of_influence",
    "contact_name",
    "contact_email",
    "contact_phone",
    "coordinator_name",
    "legal_basis",
    "privacy_notice",
    "retention",
    "dpia_screened",
    "registry_number",
)
_DAYS = ("decision_meeting", "results_due", "handling_meeting", "feedback_due")


def contents_of(dialogue: Dialogue) -> Contents:
    """The proposal as it stands now."""
    found: Contents = {name: dict(getattr(dialogue, name)) for name in _TEXTS}
    found |= {name: getattr(dialogue, name) for name in _PLAIN}
    found |= {name: _day(getattr(dialogue, name)) for name in _DAYS}
    found["opens_on"], found["closes_on"] = _day(queries.opens_on(dialogue)), _day(queries.closes_on(dialogue))
    found["body"] = dict(dialogue.responsible_body.names)
    found["executing_body"] = dict(dialogue.executing_body.names) if dialogue.executing_body else {}
    found["decision_body"] = dict(dialogue.decision_body.names) if dialogue.decision_body else {}
    found["policy_area"] = next((dict(a.names) for a in policy_areas() if a.id == dialogue.policy_area_id), {})
    cycle = dialogue.goal_review_cycle_id
    found["goal_review_cycle"] = next(
        ([c.starts.isoformat(), c.ends.isoformat()] for c in goal_review_cycles() if c.id == cycle), []
    )
    found["open_items"] = [dict(i.text) for i in queries.influence_items(dialogue.id, is_open=True)]
    found["closed_items"] = [
        {"text": dict(i.text), "reason": i.reason} for i in queries.influence_items(dialogue.id, is_open=False)
    ]
    found["target_groups"] = [
        {"label": dict(g.label), "seldom_heard": g.seldom_heard, "outreach": dict(g.outreach)}
        for g in queries.target_groups(dialogue.id)
    ]
    found["representatives"] = [{"name": p.name, "role": dict(p.role)} for p in queries.representatives(dialogue.id)]
    found["activities"] = [
        {
            "type": a.type,
            "place": dict(a.place),
            "starts_at": clock.local(a.starts_at).isoformat() if a.starts_at else None,
            "elected_present": a.elected_present,
        }
        for a in queries.activities(dialogue.id)
    ]
    found["self_check"] = [
        {"principle": a.principle.value, "answer": dict(a.text)} for a in self_check(dialogue) if a.text
    ]
    found["languages"] = list(dialogue.languages)
    return found


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
