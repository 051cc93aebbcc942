"""What the consultation with committees puts on a secretary's start page."""

from __future__ import annotations

from flask import url_for

from participation import i18n
from participation.access import Actor
from participation.dialogues.consultation.queries import waiting_for
from participation.i18n import gettext
from participation.tasks import Task


def consultation_tasks(actor: Actor) -> list[Task]:
    """One task for each of the actor's committees that has been asked and has not answered."""
    locale = i18n.current().code
    return [
        Task(
            subject=dialogue.title.in_(locale),
            what=gettext("Answer whether the committee takes part"),
            href=url_for("officials.dialogues.answer", dialogue_id=dialogue.id, body_id=asked.body_id),
            whose=asked.body.names.in_(locale),
            due=asked.answer_by,
            when=gettext("Can answer until %(date)s", date=i18n.format_date(asked.answer_by))
            if asked.answer_by
            else "",
            badge=(gettext("Consultation with the committees"), "planned"),
        )
        for asked, dialogue in waiting_for(actor)
    ]
