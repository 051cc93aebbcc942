"""What bodies' questions put on the coordinator's start page."""

from __future__ import annotations

from flask import url_for

from participation import i18n
from participation.access import Actor
from participation.i18n import gettext
from participation.support.queries import unanswered
from participation.tasks import Task
from participation.texts import Rendered


def support_tasks(actor: Actor) -> list[Task]:
    """One task for each question that waits for the actor's answer."""
    locale = i18n.current().code
    return [
        Task(
            subject=Rendered(ticket.subject, "sv", locale != "sv"),
            what=gettext("Answer the body"),
            href=url_for("officials.support.show", ticket_id=ticket.id),
            whose=ticket.body.names.in_(locale),
            when=gettext("Asked on %(date)s", date=i18n.format_date(ticket.asked_at)),
            badge=(gettext("Help for a body"), "planned"),
        )
        for ticket in unanswered(actor)
    ]
