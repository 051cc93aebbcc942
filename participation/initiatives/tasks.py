"""What initiatives put on the staff start page, and on the coordinator's view of every body."""

from __future__ import annotations

from flask import url_for

from participation import i18n
from participation.access import Actor, Role, allowed
from participation.i18n import gettext
from participation.initiatives.models import Initiative
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.queries import due_of, open_complaints, waiting, waiting_states_of
from participation.initiatives.rules import State
from participation.moderation.queries import answer_by
from participation.tasks import Task
from participation.texts import Rendered


def initiative_tasks(actor: Actor) -> list[Task]:
    """What the actor is to look at, forward or record; nothing for those whom it does not concern."""
    reviews, records = waiting_states_of(actor)
    if reviews == frozenset() and records == frozenset():
        return []
    bodies = None if reviews is None or records is None else reviews | records
    return [_task(i) for i in waiting(bodies) if _concerns(records if i.state is State.FORWARDED else reviews, i)]


def _concerns(held: frozenset[int] | None, initiative: Initiative) -> bool:
    return held is None or initiative.body_id in held


def every_waiting(actor: Actor) -> list[Task]:
    """Everything without an answer, for whoever coordinates."""
    return [_task(i) for i in waiting()] if actor.holds(Role.COORDINATOR) else []


def _task(initiative: Initiative) -> Task:
    due = due_of(initiative).due
    what = {
        State.SUBMITTED: gettext("Look at it"),
        State.UNDER_REVIEW: gettext("Forward, redirect or answer it"),
        State.FORWARDED: gettext("Record what the body decides"),
    }[initiative.state]
    return Task(
        subject=Rendered(initiative.question, initiative.language, False),
        what=gettext("Initiative %(number)s: %(what)s", number=initiative.id, what=what),
        href=url_for("officials.initiatives.show", initiative_id=initiative.id),
        whose=initiative.body.names.in_(i18n.current().code) if initiative.body else None,
        due=due,
        when=gettext("Answer promised by %(date)s", date=i18n.format_date(due)),
        badge=(gettext("Initiative"), "planned"),
    )


def complaint_tasks(actor: Actor) -> list[Task]:
    """The complaints about hidden initiatives that are the actor's to settle: not those about their own decisions."""
    if Role.MODERATOR not in actor.roles:
        return []
    return [
        Task(
            subject=Rendered(found.initiative.question, found.initiative.language, False),
            what=gettext("Settle the complaint about initiative %(number)s", number=found.initiative_id),
            href=url_for("officials.initiatives.complaint", initiative_id=found.initiative_id),
            due=answer_by(found),
            when=gettext("Answer promised by %(date)s", date=i18n.format_date(answer_by(found))),
            badge=(gettext("Complaint"), "planned"),
        )
        for found in open_complaints()
        if allowed(actor, InitiativePermission.SETTLE_COMPLAINT, found.initiative)
    ]
