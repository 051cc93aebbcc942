"""What the clocks put on the start page: a goal review period without a municipality-wide dialogue (POLICY.md R3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import url_for

from participation import clock, i18n
from participation.access import Actor
from participation.bodies.models import Body, GoalReviewCycle
from participation.bodies.rules import BodyKind
from participation.due_dates.rules import ALERTED_OF_BOARD, ALERTED_OF_COUNCIL
from participation.i18n import gettext
from participation.tasks import Task
from participation.texts import Rendered

_ALERTED = {BodyKind.EXECUTIVE_BOARD: ALERTED_OF_BOARD, BodyKind.COUNCIL: ALERTED_OF_COUNCIL}


def goal_review_tasks(actor: Actor, bodies: Iterable[Body], lacking: Sequence[GoalReviewCycle]) -> list[Task]:
    """A task for each period, until the council has decided on a dialogue in it; nothing for those whom it does not
    concern. Asks nothing of the database."""
    today = clock.today()
    own = [b for b in bodies if b.exists_on(today) for role in _ALERTED.get(b.body_kind, ()) if actor.holds(role, b.id)]
    return [_task(cycle) for cycle in lacking] if own else []


def _task(cycle: GoalReviewCycle) -> Task:
    period = gettext(
        "The goal review %(first)s to %(last)s",
        first=i18n.format_date(cycle.starts),
        last=i18n.format_date(cycle.ends),
    )
    return Task(
        subject=Rendered(period, i18n.current().code, False),
        what=gettext("Prepare a municipality-wide dialogue: the council has decided on none in this period"),
        href=url_for("officials.bodies.cycles"),
        due=cycle.ends,
        when=gettext("The period ends on %(date)s", date=i18n.format_date(cycle.ends)),
        badge=(gettext("Goal review"), "planned"),
    )
