"""What tests of taking part share: a town with an open and a closed dialogue, its addresses, and ways to count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, insert, select
from sqlalchemy.engine import Engine

from participation import clock, db, event_log
from participation.comments.rules import path_of
from participation.contributions.models import Contribution, RunningNumber, Tally
from participation.contributions.rules import ContributionKind
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.dialogues.rules import Stage
from participation.settings import RateLimits, Settings
from tests import factories
from tests.checking_client import CheckingClient, Page, fields
from tests.programs import program

GENEROUS = RateLimits(*["100000/minute"] * len(fields_of(RateLimits)))


@dataclass
class Place:
    """Two open dialogues and a closed one, each with a survey; in the first an idea with a comment."""

    engine: Engine
    app: Flask
    dialogue: int
    slug: str
    other: int
    other_slug: str
    closed: int
    closed_slug: str
    draft: int
    idea: int
    comment: int
    code: str
    questions: list[str]
    options: dict[str, list[str]]
    other_idea: int
    other_comment: int
    other_options: list[str] = field(default_factory=list)
    closed_questions: list[str] = field(default_factory=list)

    def at(self, rest: str = "", lang: str = "en") -> str:
        """An address in the first dialogue."""
        return f"/{lang}/dialogues/{self.slug}{rest}"

    def client(self) -> CheckingClient:
        """Somebody at a browser of their own."""
        return CheckingClient(self.app)

    def count(self, kind: ContributionKind | None = None) -> int:
        """How many contributions are stored."""
        with db.transaction(self.engine, write=False) as session:
            query = select(func.count()).select_from(Contribution)
            return session.scalar(query.where(Contribution.kind == kind.value) if kind else query) or 0

    def newest(self) -> Contribution:
        """The contribution stored last."""
        with db.transaction(self.engine, write=False) as session:
            found = session.scalars(select(Contribution).order_by(Contribution.id.desc()).limit(1)).one()
            session.expunge_all()
            return found


def build(engine: Engine, settings: Settings) -> Place:
    """The place, in an empty database."""
    app = program(settings, engine)
    with db.transaction(engine):
        town = factories.town()
        first, other = factories.dialogue(town), factories.dialogue(town, title="Den andra dialogen")
        closed, draft = factories.dialogue(town, Stage.CLOSED), factories.dialogue(town, Stage.DRAFT)
        idea = factories.idea(first)
        comment = factories.comment(idea, display_name="Granne")
        other_idea = factories.idea(other, title="En annan idé")
        other_comment = factories.comment(other_idea)
        surveys = {d.id: _survey(d) for d in (first, other, closed)}
        return Place(
            engine=engine,
            app=app,
            dialogue=first.id,
            slug=slug(first),
            other=other.id,
            other_slug=slug(other),
            closed=closed.id,
            closed_slug=slug(closed),
            draft=draft.id,
            idea=idea.number,
            comment=comment.number,
            code=idea.return_code,
            questions=[q for q, _ in surveys[first.id]],
            options=dict(surveys[first.id]),
            other_idea=other_idea.number,
            other_comment=other_comment.number,
            other_options=[o for _, options in surveys[other.id] for o in options],
            closed_questions=[q for q, _ in surveys[closed.id]],
        )


def _survey(dialogue: Dialogue) -> list[tuple[str, list[str]]]:
    from participation.surveys.queries import surveys_of

    return [(q.key, [o.key for o in q.options]) for q in surveys_of(dialogue.id)[0].questions]


@pytest.fixture
def place(engine: Engine, settings: Settings) -> Place:
    """A place of this test's own."""
    return build(engine, settings.but(rate_limits=GENEROUS))


@pytest.fixture(scope="module")
def standing_place(shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """One place for all tests of a module that store nothing."""
    return build(
        shared_engine,
        Settings(
            data_dir=tmp_path_factory.mktemp("data"),
            database_url=shared_engine.url.render_as_string(hide_password=False),
            secret_key="a secret for tests only",
            testing=True,
            rate_limits=GENEROUS,
        ),
    )


def rows_of_all_tables(engine: Engine) -> dict[str, int]:
    """How many rows each table has; that somebody was refused something is kept in the log, and not counted."""
    refused = select(func.count()).select_from(event_log.Event).where(event_log.Event.action == event_log.REFUSED)
    with engine.connect() as connection:
        rows = {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in db.metadata.sorted_tables
        }
        return rows | {"event_log": rows["event_log"] - connection.execute(refused).scalar_one()}


@contextmanager
def nothing_stored(engine: Engine, *, but: Collection[str] = ()) -> Iterator[None]:
    """Every table has as many rows afterwards as before, ``but`` those of drafts where a page of a survey is kept."""
    before = rows_of_all_tables(engine)
    yield
    after = rows_of_all_tables(engine)
    assert {t: n for t, n in after.items() if t not in but} == {t: n for t, n in before.items() if t not in but}


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The statements sent to the database inside."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def form_of(page: Page) -> dict[str, Any]:
    """The fields of the page's form with most fields, as they stand."""
    return max((fields(f) for f in page.forms()), key=len)


def kept_page(client: CheckingClient, path: str, sent: dict[str, Any]) -> str:
    """Send the first page of a survey, and pages after it as they stand; returns the address of the review."""
    answer = client.post(path, {**form_of(client.get(path)), **sent})
    while answer.status == 303 and not answer.response.headers["Location"].endswith("/review"):
        following = answer.response.headers["Location"].split("#")[0]
        answer = client.post(following.split("?")[0], form_of(client.get(following)))
    assert answer.status == 303, answer.text
    return str(answer.response.headers["Location"])


def sent_on(client: CheckingClient, answer: Page) -> Page:
    """What comes of it in the end: where a page of a survey leads to its review, that is sent, too."""
    location = answer.response.headers.get("Location", "")
    return client.post(location, form_of(client.get(location))) if location.endswith("/review") else answer


def send_survey(client: CheckingClient, path: str, sent: dict[str, Any], **review: Any) -> Page:
    """Answer a survey and send it; returns what comes of sending."""
    at = kept_page(client, path, sent)
    return client.post(at, {**form_of(client.get(at)), **review})


def receipt_after(client: CheckingClient, answer: Page) -> Page:
    """The receipt, past the page where one may tell about oneself."""
    assert answer.status == 303, answer.text
    location = answer.response.headers["Location"]
    if location.endswith("/about-you"):
        links = [a.get("href") or "" for a in client.get(location).all("a")]
        location = next(href for href in links if "/receipts/" in href)
    return client.get(location)


def _row(dialogue: int, number: int, **more: Any) -> dict[str, Any]:
    return {
        "dialogue_id": dialogue,
        "number": number,
        "channel": "web",
        "language": "sv",
        "title": "",
        "display_name": "",
        "speaker": "resident",
        "speaker_label": {},
        "received_at": clock.now() - timedelta(seconds=number),
        "return_code": f"T{dialogue:05d}{number:08d}",
        "idempotency_key": f"bulk-{number:012d}",
        "visibility": "visible",
        "shuffle": (number * 2654435761) % 2**31,
        **more,
    }


def _store(engine: Engine, rows: Sequence[dict[str, Any]], dialogue: int, kind: str, last: int) -> None:
    with db.transaction(engine) as session:
        session.execute(insert(Contribution.__table__), list(rows))
        tally = session.get(Tally, (dialogue, kind)) or Tally(dialogue_id=dialogue, kind=kind, visible=0)
        tally.visible += len(rows)
        session.add(tally)
        number = session.get(RunningNumber, dialogue) or RunningNumber(dialogue_id=dialogue)
        number.last = last
        session.add(number)


def many_ideas(engine: Engine, dialogue: int, n: int, first: int = 1000) -> None:
    """Bulk insert of ideas."""
    rows = [_row(dialogue, first + i, kind="idea", title=f"Idé {i}", body=f"Text till idé {i}. " * 5) for i in range(n)]
    _store(engine, rows, dialogue, "idea", first + n)


def many_comments(engine: Engine, dialogue: int, subject: int, n: int, first: int = 100_000) -> None:
    """Bulk insert of comments in threads of up to six levels."""
    paths: dict[int, tuple[str, int]] = {}
    rows = []
    for i in range(n):
        number = first + i
        parent = number - 1 if i % 6 else None
        path = path_of(number, paths[parent][0] if parent else None)
        depth = paths[parent][1] + 1 if parent else 1
        paths[number] = (path, depth)
        rows.append(
            _row(
                dialogue,
                number,
                kind="comment",
                body=f"Kommentar {i}",
                subject_id=subject,
                depth=depth,
                thread_path=path,
            )
        )
    _store(engine, rows, dialogue, "comment", first + n)
