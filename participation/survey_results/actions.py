"""Asking for a file or a comparison; both are made in the background."""

from __future__ import annotations

from sqlalchemy import select

from participation import clock, db, event_log
from participation.access import Actor, require
from participation.dialogues.models import Dialogue
from participation.survey_results.permissions import SurveyResultsPermission
from participation.survey_results.queries import check_waits
from participation.survey_results.rules import CHECK, FileFormat
from participation.surveys.models import Survey, SurveyExport


def request_export(actor: Actor, dialogue: Dialogue, survey: Survey, kind: FileFormat) -> SurveyExport:
    """Ask for a file with every answer. Asked for again while it is made, it is the same one."""
    require(actor, SurveyResultsPermission.EXPORT, dialogue)
    session = db.session()
    waiting = session.scalar(
        select(SurveyExport)
        .where(
            SurveyExport.survey_id == survey.id,
            SurveyExport.format == kind.value,
            SurveyExport.finished_at.is_(None),
        )
        .order_by(SurveyExport.id)
        .limit(1)
    )
    if waiting is not None:
        return waiting
    made = SurveyExport(
        survey_id=survey.id, format=kind.value, requested_by_id=actor.account_id, requested_at=clock.now()
    )
    session.add(made)
    session.flush()
    event_log.record(actor, "survey.export", dialogue_id=dialogue.id, data={"survey": survey.id, "format": kind.value})
    return made


def request_check(actor: Actor, dialogue: Dialogue, survey: Survey) -> None:
    """Have what was received compared with the file and the page."""
    require(actor, SurveyResultsPermission.EXPORT, dialogue)
    if not check_waits(survey.id):
        db.session().add(
            SurveyExport(survey_id=survey.id, format=CHECK, requested_by_id=actor.account_id, requested_at=clock.now())
        )
        db.session().flush()
