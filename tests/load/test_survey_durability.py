"""A survey's answers and drafts when the server is killed: what has a receipt is there, what was begun goes on."""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import db
from participation.contributions.models import RunningNumber
from participation.dialogues.queries import slug
from participation.surveys.models import Answer, SurveyResponse
from participation.surveys.queries import surveys_of
from tests import factories
from tests.load.server import Answer as Page
from tests.load.server import Browser, Server, serving

WRITERS = 6
PEOPLE_EACH = 9
KILL_AFTER = 18


@dataclass
class Answers:
    """People who answer at the same time, each at a browser of their own, until the server is gone."""

    path: str
    sent: dict[str, str]
    codes: list[str] = field(default_factory=list)
    unanswered: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)

    def keep(self, person: Browser) -> Page:
        """Send the page; the answer leads to the review."""
        return person.post(self.path, {**person.get(self.path).hidden, **self.sent, "go": "next"})

    def write(self, port: int) -> None:
        """One row of people, one after the other."""
        for _ in range(PEOPLE_EACH):
            person, review = Browser(port), {}
            try:
                if self.keep(person).status != 303:
                    self.strange.append(0)
                    return
                review = person.get(f"{self.path}/review").hidden
                answer = person.post(f"{self.path}/review", review)
                if answer.status != 303:
                    self.strange.append(answer.status)
                    return
                self.codes.append(review["draft"])
                if len(self.codes) >= KILL_AFTER:
                    self.enough.set()
            except (OSError, http.client.HTTPException):
                if review:
                    self.unanswered.append((review, person.cookies))
                return
            finally:
                person.close()

    def run_until_killed(self, server: Server) -> None:
        rows = [threading.Thread(target=self.write, args=(server.port,)) for _ in range(WRITERS)]
        for row in rows:
            row.start()
        self.enough.wait(30)
        server.kill()
        for row in rows:
            row.join(30)


def test_answers_with_a_receipt_and_drafts_survive_a_kill(app: Flask, engine: Engine, tmp_path: Path) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(factories.town())
        first = surveys_of(dialogue.id)[0].questions[0]
        answers = Answers(
            f"/sv/dialogues/{quote(slug(dialogue))}/surveys/{surveys_of(dialogue.id)[0].key}",
            {f"q-{first.key}": first.options[1].key},
        )
        dialogue_id = dialogue.id
    url = engine.url.render_as_string(hide_password=False)
    with serving(url, tmp_path / "data") as server:
        begun = Browser(server.port)
        assert answers.keep(begun).status == 303
        answers.run_until_killed(server)
        begun.close()
        assert answers.strange == []
        assert len(answers.codes) >= KILL_AFTER
        server.start()
        stored = codes_of(engine)
        assert set(answers.codes) <= stored and len(stored) - len(answers.codes) <= WRITERS
        for review, cookies in answers.unanswered:  # sent once more, each is there once
            again = Browser(server.port)
            again.cookies = cookies
            assert again.post(f"{answers.path}/review", review).status in (303, 409)
            answers.codes.append(review["draft"])
            again.close()
        goes_on = Browser(server.port)
        goes_on.cookies = begun.cookies
        page = goes_on.get(answers.path).body
        assert "checked" in page and goes_on.get(f"{answers.path}/review").status == 200
        review = goes_on.get(f"{answers.path}/review").hidden
        assert goes_on.post(f"{answers.path}/review", review).status == 303
        answers.codes.append(review["draft"])
        goes_on.close()
    assert sorted(codes_of(engine)) == sorted(answers.codes)
    with db.transaction(engine, write=False) as session:
        numbers = session.scalars(select(SurveyResponse.number).order_by(SurveyResponse.number)).all()
        last = session.scalars(select(RunningNumber.last).where(RunningNumber.dialogue_id == dialogue_id)).one()
        rows = session.scalar(select(func.count()).select_from(Answer))
    assert numbers == list(range(1, last + 1))
    assert rows == last == len(answers.codes)


def codes_of(engine: Engine) -> set[str]:
    """The return codes of all responses."""
    with db.transaction(engine, write=False) as session:
        return set(session.scalars(select(SurveyResponse.return_code)))
