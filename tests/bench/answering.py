"""Surveys being answered while 50,000 responses are stored: a page with a draft, and answers of sixteen people."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.surveys.models import Survey
from participation.surveys.rules import QuestionType
from tests.bench.servers import BenchServer
from tests.bench.writes import bare_inserts
from tests.load.server import Browser

if TYPE_CHECKING:
    from tests.bench.__main__ import Bench, Row

PEOPLE, PROCESSES = 16, 2


def rows(bench: Bench, url: str, engine: Engine, folder: Path, key: str) -> Iterator[Row]:
    """The page as somebody gets it who has begun to answer, and answers a second; the server has the page cache."""
    path, fields = _survey(engine, key)
    with (
        BenchServer("cached", url, folder, {"survey": path}) as ours,
        BenchServer("floor", url, folder, {"survey": path}) as floor,
    ):
        person = Browser(ours.port)
        person.post(path, {**person.get(path).hidden, **fields})
        cookie = "; ".join(f"{n}={v}" for n, v in person.cookies.items())
        person.close()
        what = "a survey's page with a draft : template"
        yield bench.beside_floor(what, (ours, path), (floor, "/template/survey"), None, cookie)
        yield _answers(bench, ours.port, engine, path, fields)


def _survey(engine: Engine, key: str) -> tuple[str, dict[str, str]]:
    """The survey's address, and what somebody says who answers all of it."""
    with db.transaction(engine, write=False) as session:
        survey = session.scalars(select(Survey).where(Survey.key == key)).one()
        dialogue = session.get_one(Dialogue, survey.dialogue_id)
        said: dict[str, str] = {}
        for question in survey.questions:
            name = f"q-{question.key}"
            if question.type == QuestionType.MATRIX.value:
                said |= {f"{name}-{row.key}": question.options[0].key for row in question.rows}
            elif question.options:
                said[name] = question.options[0].key
            else:
                said[name] = "3" if question.maximum else "Det finns ingenstans att sitta."
        return f"/sv/dialogues/{quote(slug(dialogue))}/surveys/{survey.key}", said


def _answers(bench: Bench, port: int, engine: Engine, path: str, fields: Mapping[str, str]) -> Row:
    """Whole answers a second: each from a browser of its own that opens the page, sends it, looks it over and sends."""
    from tests.bench.__main__ import Row

    context = multiprocessing.get_context("fork")
    with context.Pool(PROCESSES) as pool:
        found = pool.starmap(_people, [(port, path, dict(fields), bench.seconds)] * PROCESSES)
    sent, wrong = sum(n for n, _ in found), sum(w for _, w in found)
    ours, bare = sent / bench.seconds, bare_inserts(engine, bench.seconds)
    return Row(
        f"answers received, {PEOPLE} people at once : bare INSERT loop",
        f"{ours:,.0f}/s",
        f"{bare:,.0f}/s",
        f"{ours / bare:.2f}",
        f"{wrong} errors",
        wrong == 0 and sent > 0,
    )


def _people(port: int, path: str, fields: dict[str, str], seconds: float) -> tuple[int, int]:
    """Answers received, and answers of the server that were not what they should be."""
    until = time.monotonic() + seconds
    statuses: list[int] = []

    def keep_answering() -> None:
        while time.monotonic() < until:
            statuses.append(_answer(port, path, fields))

    people = [threading.Thread(target=keep_answering) for _ in range(PEOPLE // PROCESSES)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return statuses.count(303), len(statuses) - statuses.count(303)


def _answer(port: int, path: str, fields: Mapping[str, str]) -> int:
    """The status of the last answer: 303 when it leads to the receipt."""
    person = Browser(port)
    try:
        kept = person.post(path, {**person.get(path).hidden, **fields})
        if kept.status != 303:
            return kept.status
        review = urlsplit(kept.location).path
        return person.post(review, {**person.get(review).hidden, "language": "sv"}).status
    finally:
        person.close()
