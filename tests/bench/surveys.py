"""Results and files of a survey with 50,000 responses, in a database of their own; files in a process of their own.

``python -m tests.bench.surveys URL DATA_DIR FORMAT`` makes one file and prints seconds and megabytes.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db, migrations, schema, settings
from participation.benchmarks.answers import load_answers, survey_of
from participation.benchmarks.dialogue import open_dialogue
from participation.contributions import words as _words  # noqa: F401 - names the channels
from participation.survey_results import jobs
from participation.survey_results.queries import forget
from participation.survey_results.rules import FileFormat
from participation.survey_results.views import result_page
from participation.surveys import words as _more_words  # noqa: F401 - names the sorts of questions
from participation.surveys.models import Survey, SurveyExport
from participation.surveys.queries import survey_by_id
from tests.bench import answering

if TYPE_CHECKING:
    from tests.bench.__main__ import Bench, Row

RESPONSES = 50_000
SHORT, LONG = 8, 40
MOST_SECONDS_OF_A_PAGE = 1.0
MOST_SECONDS_OF_A_FILE = 60
MOST_MEGABYTES = 200


def rows(bench: Bench) -> Iterator[Row]:
    """The result page of the short survey, every file of the long one, and the short one being answered."""
    from tests.bench.__main__ import Row

    folder = bench.folder
    url = f"sqlite:///{folder / 'surveys.sqlite3'}"
    engine = _filled(url, folder)
    for name, by in (("whole", ""), ("in groups by channel", "channel")):
        seconds = _seconds(lambda by=by: _page(engine, SHORT, by))  # type: ignore[misc]
        holds = seconds <= MOST_SECONDS_OF_A_PAGE if not by else None
        target = f"<= {MOST_SECONDS_OF_A_PAGE:.0f} s" if not by else ""
        yield Row(f"results of {RESPONSES:,} responses, {name}", f"{seconds:.2f} s", "", "", target, holds)
    for kind in (FileFormat.CSV, FileFormat.JSON, FileFormat.XLSX):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.surveys", url, str(folder), kind.value],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, megabytes = map(float, done.stdout.split())
        yield Row(
            f"file of {RESPONSES:,} x {LONG} questions, {kind}",
            f"{seconds:.1f} s",
            f"{megabytes:.0f} MB",
            "",
            f"<= {MOST_SECONDS_OF_A_FILE} s, {MOST_MEGABYTES} MB",
            seconds <= MOST_SECONDS_OF_A_FILE and megabytes <= MOST_MEGABYTES,
        )
    yield from answering.rows(bench, url, engine, folder, f"survey-{SHORT}")
    engine.dispose()


def _filled(url: str, folder: Path) -> Engine:
    schema.require()
    settings.install(settings.Settings(folder, url, "a secret for benchmarks only"))
    engine = db.make_engine(url)
    migrations.upgrade(engine)
    for questions in (SHORT, LONG):
        with db.transaction(engine):
            dialogue = open_dialogue()
            load_answers(dialogue, survey_of(dialogue, questions, f"survey-{questions}"), RESPONSES)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return engine


def _page(engine: Engine, questions: int, by: str) -> None:
    with db.transaction(engine, write=False) as session:
        forget()
        survey = session.scalars(select(Survey).where(Survey.key == f"survey-{questions}")).one()
        result_page(survey_by_id(survey.dialogue_id, survey.id), public=False, by=by, address=str)


def _seconds(what: Callable[[], object]) -> float:
    best = 1e9
    for _ in range(3):
        begun = time.perf_counter()
        what()
        best = min(best, time.perf_counter() - begun)
    return best


def _make(url: str, folder: Path, kind: str) -> None:
    schema.require()
    settings.install(settings.Settings(folder, url, "a secret for benchmarks only"))
    engine = db.make_engine(url)
    with db.transaction(engine) as session:
        survey = session.scalars(select(Survey.id).where(Survey.key == f"survey-{LONG}")).one()
        session.add(SurveyExport(survey_id=survey, format=kind, requested_at=clock.now()))
    begun = time.perf_counter()
    jobs.make_files(engine)
    seconds = time.perf_counter() - begun
    print(seconds, _most_memory())


def _most_memory() -> float:
    """Of this program, in MB. What ``getrusage`` tells begins with the most that whoever started it had used."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024


if __name__ == "__main__":
    _make(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
