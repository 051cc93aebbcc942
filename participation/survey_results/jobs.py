"""What the worker does for results: makes files, compares every night, clears away what is out of date."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import exists, or_, select, update
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.contributions.models import Contribution
from participation.dialogues.queries import dialogue_by_id
from participation.settings import installed
from participation.survey_results.checking import check
from participation.survey_results.queries import is_outdated, left_out
from participation.survey_results.reading import Layout, Row, rows_of, snapshot, total_of
from participation.survey_results.rules import ABANDONED_MINUTES, CHECK, FILE_DAYS, FileFormat
from participation.survey_results.writing import write
from participation.surveys.models import Survey, SurveyCheck, SurveyExport
from participation.surveys.queries import survey_by_id

TELL_EVERY = 1000
"""After how many responses it is told how far a file has come."""


def folder() -> Path:
    """Where files lie; nothing in it is served but by the page that checks who asks."""
    return installed().data_dir / "exports"


def path_of(export: SurveyExport) -> Path:
    """The file."""
    return folder() / export.file_name


def make_files(engine: Engine) -> int:
    """Make every file and comparison that was asked for, one after the other; how many. Files that may hold what has
    been hidden or taken out since are removed first, and made anew."""
    _remove_outdated(engine)
    done = 0
    while (claimed := _claim(engine)) is not None:
        try:
            _make(engine, *claimed)
        except Exception:
            _note(engine, claimed[0], failed=True, finished_at=clock.now(), expires_at=clock.now() + _days())
            raise
        done += 1
    return done


def _days() -> timedelta:
    return timedelta(days=FILE_DAYS)


def _remove_outdated(engine: Engine) -> None:
    with db.transaction(engine, write=False) as session:
        made = session.scalars(select(SurveyExport).where(SurveyExport.file_name != "").order_by(SurveyExport.id)).all()
        without = {survey_id: left_out(survey_id) for survey_id in {e.survey_id for e in made}}
        outdated = [(e.id, path_of(e)) for e in made if is_outdated(e, without[e.survey_id])]
    for export_id, path in outdated:
        path.unlink(missing_ok=True)
        _note(engine, export_id, file_name="", started_at=None, finished_at=None, expires_at=None, done=0, size=0)


def _claim(engine: Engine) -> tuple[int, int, str] | None:
    """The oldest that nobody makes, now ours: its id, its survey's and what it is."""
    now = clock.now()
    with db.transaction(engine) as session:
        found = session.scalar(
            select(SurveyExport)
            .where(
                SurveyExport.finished_at.is_(None),
                or_(
                    SurveyExport.started_at.is_(None),
                    SurveyExport.started_at < now - timedelta(minutes=ABANDONED_MINUTES),
                ),
            )
            .order_by(SurveyExport.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if found is None:
            return None
        found.started_at, found.done = now, 0
        return found.id, found.survey_id, found.format


def _note(engine: Engine, export_id: int, **values: object) -> None:
    with db.transaction(engine) as session:
        session.execute(update(SurveyExport).where(SurveyExport.id == export_id).values(**values))


def _make(engine: Engine, export_id: int, survey_id: int, kind: str) -> None:
    if kind == CHECK:
        check(engine, survey_id)
        _note(engine, export_id, finished_at=clock.now(), expires_at=clock.now() + _days())
        return
    with db.transaction(engine, write=False) as session:
        survey = session.get_one(Survey, survey_id)
        dialogue = dialogue_by_id(survey.dialogue_id)
        survey = survey_by_id(dialogue.id, survey_id)
        layout, total, title = Layout(survey, dialogue.registry_number), total_of(survey_id), survey.title.sv
        without = left_out(survey_id)  # before anything is read: what is hidden meanwhile makes it be made anew
    _note(engine, export_id, total=total)
    folder().mkdir(parents=True, exist_ok=True)
    name = f"{secrets.token_hex(16)}.{kind}"
    part = folder() / f"{name}.part"
    try:
        with snapshot(engine) as connection:
            write(FileFormat(kind), part, layout, _telling(engine, export_id, rows_of(connection, layout)), title)
        part.rename(folder() / name)
    finally:
        part.unlink(missing_ok=True)
    now = clock.now()
    size = (folder() / name).stat().st_size
    _note(
        engine,
        export_id,
        file_name=name,
        size=size,
        done=total,
        finished_at=now,
        expires_at=now + _days(),
        options={"left_out": without},
    )


def _telling(engine: Engine, export_id: int, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, while it is noted how many there have been: that also says that somebody is at it."""
    for n, row in enumerate(rows, 1):
        yield row
        if n % TELL_EVERY == 0:
            _note(engine, export_id, done=n, started_at=clock.now())


def check_every_survey(engine: Engine) -> int:
    """Compare each survey that has answers and was not compared today; how many."""
    today = clock.start_of_day(clock.today())
    with db.transaction(engine, write=False) as session:
        ids = session.scalars(
            select(Survey.id)
            .where(
                exists().where(Contribution.survey_id == Survey.id),
                ~exists().where(SurveyCheck.survey_id == Survey.id, SurveyCheck.checked_at >= today),
            )
            .order_by(Survey.id)
        ).all()
    for survey_id in ids:
        check(engine, survey_id)
    return len(ids)


def clear_away(engine: Engine) -> int:
    """Remove files that are out of date, and those that a worker left behind as it ended; how many of the first. That
    they were made is still known."""
    with db.transaction(engine) as session:
        old = session.scalars(
            select(SurveyExport)
            .where(SurveyExport.expires_at <= clock.now(), SurveyExport.file_name != "")
            .order_by(SurveyExport.id)
        ).all()
        for export in old:
            path_of(export).unlink(missing_ok=True)
            export.file_name = ""
        session.flush()
        known = set(session.scalars(select(SurveyExport.file_name)))
    left = (clock.now() - timedelta(days=1)).timestamp()
    for path in folder().glob("*"):
        if path.name not in known and path.stat().st_mtime < left:
            path.unlink(missing_ok=True)
    return len(old)
