"""Letters to the staff: a step is due or overdue (N08, N09, N10), outreach is missing (N07), nobody moderates or
coordinates, or a body loses its task (N16), a goal review period has no dialogue (R3). Automatic, and they say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from participation import letters, outbox
from participation.accounts.models import Account
from participation.bodies.models import Body, GoalReviewCycle
from participation.dialogues.models import Dialogue, TargetGroup
from participation.dialogues.registers import CycleDialogues
from participation.due_dates.rules import Alert, DueDate

LANGUAGE = "sv"
"""What the staff are written to in: the language in which the municipality decides."""


def due_event(dialogue: Dialogue, due: DueDate, alert: Alert) -> str:
    """A step whose day is moved is told of anew."""
    return f"due:{dialogue.id}:{due.step}:{due.due.isoformat()}:{alert}"


def due(dialogue: Dialogue, found: DueDate, alert: Alert, body: Body, to: Iterable[Account]) -> int:
    """N08, N09, N10."""
    return _post(
        f"due_dates/{alert}",
        due_event(dialogue, found, alert),
        to,
        **_about(dialogue),
        step=found.step,
        day=found.due,
        body=body.names.in_(LANGUAGE),
    )


def outreach_event(dialogue: Dialogue) -> str:
    """Once for each period that is half over."""
    return f"outreach:{dialogue.id}:{dialogue.phases[-1].id}"


def outreach(dialogue: Dialogue, groups: Sequence[TargetGroup], last_day: date, to: Iterable[Account]) -> int:
    """N07."""
    names = [g.label.in_(LANGUAGE).text for g in groups]
    event = outreach_event(dialogue)
    return _post("due_dates/outreach", event, to, **_about(dialogue), groups=names, day=last_day)


def moderator_event(dialogue: Dialogue, day: date) -> str:
    """Another gap is another event."""
    return f"moderator-gap:{dialogue.id}:{day.isoformat()}"


def moderator_gap(dialogue: Dialogue, day: date, to: Iterable[Account]) -> int:
    """N16, of a dialogue."""
    return _post("due_dates/moderator_gap", moderator_event(dialogue, day), to, **_about(dialogue), day=day)


def mandate_event(dialogue: Dialogue, day: date) -> str:
    """Once for each body, and each time that one's task ends."""
    return f"mandate-gap:{dialogue.id}:{dialogue.responsible_body_id}:{day.isoformat()}"


def mandate_gap(dialogue: Dialogue, day: date, to: Iterable[Account]) -> int:
    """N16, of the body's task."""
    body = dialogue.responsible_body.names.in_(LANGUAGE)
    return _post("due_dates/mandate_gap", mandate_event(dialogue, day), to, **_about(dialogue), day=day, body=body)


def coordinator_event(since: date | None) -> str:
    """Once for each time that the last one leaves."""
    return f"no-coordinator:{since.isoformat() if since else 'never'}"


def no_coordinator(since: date | None, to: Iterable[Account]) -> int:
    """N16, of the whole municipality."""
    return _post("due_dates/no_coordinator", coordinator_event(since), to, since=since)


def goal_review_event(cycle: GoalReviewCycle, fell_away: int) -> str:
    """Once for each period, and once more when a dialogue that was decided has fallen away."""
    return f"goal-review:{cycle.id}:{fell_away}"


def goal_review(cycle: GoalReviewCycle, found: CycleDialogues, to: Iterable[Account]) -> int:
    """R3: the period nears its end, and the council has decided on no municipality-wide dialogue in it."""
    event = goal_review_event(cycle, found.fell_away)
    return _post("due_dates/goal_review", event, to, starts=cycle.starts, ends=cycle.ends, prepared=found.prepared)


def _about(dialogue: Dialogue) -> dict[str, Any]:
    return {"title": dialogue.title.in_(LANGUAGE), "dialogue_id": dialogue.id}


def _post(template: str, event: str, to: Iterable[Account], **values: Any) -> int:
    addresses = [account.email for account in to]
    told = outbox.told(event, addresses)
    return sum(
        letters.post(template, recipient=address, event=event, locale=LANGUAGE, **values)
        for address in addresses
        if address not in told
    )
