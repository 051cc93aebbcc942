"""Every answer of a survey, a response at a time, from one moment and without keeping any of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from participation import clock, db
from participation.contributions.models import Contribution
from participation.contributions.queries import visible
from participation.survey_results.columns import FIXED, Column, Place, codebook, columns_of, places
from participation.survey_results.queries import counts_in
from participation.surveys.definition import Asked
from participation.surveys.models import Answer, ResponseFlag, StoredFile, Survey
from participation.surveys.queries import is_live, versions_of
from participation.surveys.rules import QuestionType, real

ROWS_AT_ONCE = 5000
Row = list[Any]


class Layout:
    """A survey's columns, and where each answer goes. Made inside a unit of work; used after it."""

    def __init__(self, survey: Survey, registry_number: str) -> None:
        found = versions_of(survey)
        order = [q.key for q in survey.questions]
        keys = [k for k in order if k in found] + [k for k in found if k not in order]
        self.survey_id = survey.id
        self.registry_number = registry_number
        self.versions: list[Asked] = [a for k in keys for a in found[k] if a.takes_answers]
        self.columns: list[Column] = columns_of(self.versions)
        options = {f"{q.id}.{o.key}": o.id for q in survey.every_version for o in q.options}
        rows = {f"{q.id}.{r.key}": r.id for q in survey.every_version for r in q.rows}
        self.option_keys = {o.id: o.key for q in survey.every_version for o in q.options}
        self.places: dict[int, Place] = places(self.versions, options, rows)
        self.current = {q.key: q.version for q in survey.questions}
        locales = dict.fromkeys(code for a in self.versions for code in a.text)
        self.codebook = codebook(self.columns, self.current, list(locales))

    @property
    def names(self) -> list[str]:
        """The names of all columns."""
        return [*FIXED, *(c.name for c in self.columns)]


def snapshot(engine: Engine) -> Connection:
    """A connection that sees the database as it is now until it is closed."""
    if engine.dialect.name == "postgresql":
        return engine.connect().execution_options(isolation_level="REPEATABLE READ")
    return engine.connect()


def rows_of(connection: Connection, layout: Layout) -> Iterator[Row]:
    """The cells of each response, in the order of their numbers; None where nothing was answered."""
    flags: dict[int, list[str]] = {}
    flagged = select(ResponseFlag.response_id, ResponseFlag.kind).join(
        Contribution, Contribution.id == ResponseFlag.response_id
    )
    for response, kind in connection.execute(
        flagged.where(Contribution.survey_id == layout.survey_id).order_by(ResponseFlag.kind)
    ):
        flags.setdefault(response, []).append(kind)
    statement = (
        select(
            Contribution.id,
            Contribution.number,
            Contribution.received_at,
            Contribution.channel,
            Contribution.language,
            Answer.question_id,
            Answer.option_id,
            Answer.row_id,
            Answer.rank,
            Answer.number,
            Answer.words,
            Answer.day,
            Answer.place,
            StoredFile.original_name,
        )
        .select_from(Contribution)
        .join(Answer, Answer.response_id == Contribution.id)
        .outerjoin(StoredFile, StoredFile.id == Answer.file_id)
        .where(Contribution.survey_id == layout.survey_id, visible(), is_live())
        .order_by(Contribution.id)
        .execution_options(stream_results=True, yield_per=ROWS_AT_ONCE)
    )
    width, start = len(layout.columns), len(FIXED)
    present: int | None = None
    cells: Row = []
    for some in connection.execute(statement).partitions():
        for response, number, received_at, channel, language, question, *said in some:
            if response != present:
                if present is not None:
                    yield cells
                present = response
                cells = [
                    f"{layout.registry_number}-{number:04d}",
                    _day(received_at),
                    channel,
                    language,
                    " ".join(flags.get(response, ())),
                    *([None] * width),
                ]
            _put(cells, start, layout, layout.places[question], said)
    if present is not None:
        yield cells


def _day(received_at: datetime) -> str:
    return clock.local_date(received_at).isoformat()


def _put(cells: Row, start: int, layout: Layout, place: Place, said: list[Any]) -> None:
    option, row, rank, number, words, day, where, file_name = said
    if option is not None:
        if row is not None:
            cells[start + place.by_row[row]] = layout.option_keys[option]
        elif place.kind is QuestionType.RANKING:
            cells[start + place.by_option[option]] = rank
        elif place.kind is QuestionType.DROPDOWN:
            cells[start + place.first] = layout.option_keys[option]
        else:
            if cells[start + place.first] is None:
                for at in place.zeros:
                    cells[start + at] = 0
            cells[start + place.by_option[option]] = 1
        if words and place.other is not None:
            cells[start + place.other] = words
        return
    at = start + place.first
    if number is not None:
        found = real(number, whole=place.whole)
        cells[at] = found if isinstance(found, int) else float(found)
    elif day is not None:
        cells[at] = day.isoformat()
    elif place.kind is QuestionType.MAP:
        cells[at], cells[at + 1] = words, where
    else:
        cells[at] = words if words is not None else file_name


def total_of(survey_id: int) -> int:
    """How many responses the file will hold."""
    return int(db.rows(select(func.count()).select_from(Contribution).where(counts_in(survey_id))).scalar_one())
