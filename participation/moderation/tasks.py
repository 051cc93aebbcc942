"""What waits for moderators on the staff start page."""

from __future__ import annotations

from datetime import date, timedelta

from flask import url_for

from participation import clock, i18n
from participation.access import Actor, Role
from participation.i18n import gettext, ngettext
from participation.moderation.waiting import waiting_in_all
from participation.tasks import Task
from participation.texts import Rendered

_SATURDAY = 5


def moderation_tasks(actor: Actor) -> list[Task]:
    """One task for the queue, if anything is in it. A report is looked at within one working day."""
    if Role.MODERATOR not in actor.roles:
        return []
    new, reported, first = waiting_in_all(actor)
    if not new and not reported:
        return []
    parts = []
    if reported:
        parts.append(ngettext("%(n)s reported contribution", "%(n)s reported contributions", reported))
    if new:
        parts.append(ngettext("%(n)s unread contribution", "%(n)s unread contributions", new))
    due = next_working_day(clock.local_date(first)) if first else None
    return [
        Task(
            subject=Rendered(gettext("The moderation queue"), i18n.current().code, False),
            what=gettext("Read what waits: %(list)s", list=i18n.join(parts)),
            href=url_for("moderators.queue.index"),
            due=due,
            when=gettext("First look promised on %(date)s", date=i18n.format_date(due)) if due else "",
        )
    ]


def next_working_day(day: date) -> date:
    """The first day after it that is neither a Saturday nor a Sunday."""
    found = day + timedelta(days=1)
    while found.weekday() >= _SATURDAY:
        found += timedelta(days=1)
    return found
