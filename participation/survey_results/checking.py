"""What was received, what the file holds and what the page shows, counted each in its own way and compared."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, content_version, db
from participation.contributions.models import Contribution
from participation.contributions.queries import visible
from participation.dialogues.queries import dialogue_by_id
from participation.survey_results.columns import FIXED
from participation.survey_results.numbers import result_of
from participation.survey_results.reading import Layout, rows_of, snapshot
from participation.surveys.models import Answer, Survey, SurveyCheck
from participation.surveys.queries import is_live, survey_by_id


def check(engine: Engine, survey_id: int) -> SurveyCheck:
    """Compare, and note what came out."""
    for _ in range(3):
        made = _compare(engine, survey_id)
        if made is not None:
            break
    else:
        raise RuntimeError("answers came in faster than they could be compared")
    with db.transaction(engine) as session:
        session.add(made)
        content_version.bump(content_version.scope_of(session.get_one(Survey, survey_id).dialogue_id))
    return made


def _compare(engine: Engine, survey_id: int) -> SurveyCheck | None:
    """The comparison; None if something has changed meanwhile, so that the three do not speak of the same."""
    with db.transaction(engine, write=False) as session:
        survey = session.get_one(Survey, survey_id)
        dialogue = dialogue_by_id(survey.dialogue_id)
        survey = survey_by_id(dialogue.id, survey_id)
        scope = content_version.scope_of(dialogue.id)
        before = content_version.read(scope)
        received, hidden, taken_out = _received(survey_id)
        answers = _answers(survey_id)
        result = result_of(survey, public=False)
        layout = Layout(survey, dialogue.registry_number)
    shown = {v.asked.identity: v.answered for t in result.tables for v in t.versions if v.answered}
    written, exported = 0, dict.fromkeys((a.identity for a in layout.versions), 0)
    with snapshot(engine) as connection:
        for row in rows_of(connection, layout):
            written += 1
            for identity, place in layout.places.items():
                start = len(FIXED) + place.first
                exported[identity] += any(value is not None for value in row[start : start + place.width])
    with db.transaction(engine, write=False):
        if content_version.read(scope) != before:
            return None
    exported = {identity: n for identity, n in exported.items() if n}
    differing = sorted(
        i for i in {*answers, *shown, *exported} if not answers.get(i, 0) == shown.get(i, 0) == exported.get(i, 0)
    )
    total = received - hidden - taken_out
    return SurveyCheck(
        survey_id=survey_id,
        checked_at=clock.now(),
        received=total,
        exported=written,
        shown=result.counts.responses,
        agrees=not differing and total == written == result.counts.responses,
        detail={
            "hidden": hidden,
            "taken_out": taken_out,
            "answers": sum(answers.values()),
            "differing": differing,
            "content_version": before,
        },
    )


def _received(survey_id: int) -> tuple[int, int, int]:
    """Responses received, those of them that are hidden, and those others of which everything was taken out."""
    of = Contribution.survey_id == survey_id
    received = db.rows(select(func.count()).select_from(Contribution).where(of)).scalar_one()
    hidden = db.rows(select(func.count()).select_from(Contribution).where(of, ~visible())).scalar_one()
    live = select(Answer.response_id).where(is_live())
    taken = db.rows(
        select(func.count()).select_from(Contribution).where(of, visible(), Contribution.id.not_in(live))
    ).scalar_one()
    return received, hidden, taken


def _answers(survey_id: int) -> dict[int, int]:
    """How many have answered each version."""
    rows = db.rows(
        select(Answer.question_id, func.count(Answer.response_id.distinct()))
        .join(Contribution, Contribution.id == Answer.response_id)
        .where(Contribution.survey_id == survey_id, visible(), is_live())
        .group_by(Answer.question_id)
    )
    return dict(rows.all())
