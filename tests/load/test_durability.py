"""What was answered with a receipt is there, whatever happens to the server."""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db
from participation.contributions.models import Contribution, RunningNumber, Tally
from participation.dialogues.queries import slug
from tests import factories
from tests.load.server import Browser, Server, serving

WRITERS = 8
MOST_EACH = 14
"""Fewer than a session may send a minute; together fewer than a network may."""

KILL_AFTER = 40


@dataclass
class Stream:
    """Ideas sent at the same time by several people, until the server is gone."""

    path: str
    receipts: list[str] = field(default_factory=list)
    unanswered: list[dict[str, str]] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)

    def write(self, port: int, who: int) -> None:
        """One person's part."""
        person = Browser(port)
        fields: dict[str, str] = {}
        try:
            for n in range(MOST_EACH):
                fields = {}
                fields = {
                    **person.get(self.path).hidden,
                    "title": f"Idé {who}-{n}",
                    "body": "Bänkar vid vattnet",
                    "display_name": "",
                    "language": "sv",
                }
                answer = person.post(self.path, fields)
                if answer.status != 303:
                    self.strange.append(answer.status)
                    return
                self.receipts.append(answer.location.rsplit("/", 1)[1])
                if len(self.receipts) >= KILL_AFTER:
                    self.enough.set()
        except (OSError, http.client.HTTPException):
            if fields:
                self.unanswered.append(fields)
        finally:
            person.close()

    def run_until_killed(self, server: Server) -> None:
        """Send from all at once, and kill the server in the middle of it."""
        people = [threading.Thread(target=self.write, args=(server.port, who)) for who in range(WRITERS)]
        for person in people:
            person.start()
        self.enough.wait(30)
        server.kill()
        for person in people:
            person.join(30)


def test_what_has_a_receipt_survives_a_kill(app: Flask, engine: Engine, tmp_path: Path) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(factories.town())
        stream = Stream(f"/sv/dialogues/{quote(slug(dialogue))}/ideas/new")
        dialogue_id = dialogue.id
    url = engine.url.render_as_string(hide_password=False)
    with serving(url, tmp_path / "data") as server:
        stream.run_until_killed(server)
        assert stream.strange == []
        assert len(stream.receipts) >= KILL_AFTER
        server.start()
        reader = Browser(server.port)
        assert {reader.get(f"/sv/receipts/{code}").status for code in stream.receipts[:5]} == {200}
        reader.close()
    numbers, codes, last, visible = stored(engine, dialogue_id)
    assert set(stream.receipts) <= set(codes)
    assert len(codes) - len(stream.receipts) <= WRITERS, "at most one unanswered idea a person was stored"
    assert numbers == list(range(1, len(numbers) + 1))
    assert (last, visible) == (len(numbers), len(numbers))


def stored(engine: Engine, dialogue_id: int) -> tuple[list[int], list[str], int, int]:
    """Numbers in order, return codes, the last number given, and the kept count."""
    with db.transaction(engine, write=False) as session:
        rows = session.execute(
            select(Contribution.number, Contribution.return_code)
            .where(Contribution.dialogue_id == dialogue_id)
            .order_by(Contribution.number)
        ).all()
        last = session.scalars(select(RunningNumber.last).where(RunningNumber.dialogue_id == dialogue_id)).one()
        visible = session.scalars(select(Tally.visible).where(Tally.dialogue_id == dialogue_id)).one()
    return [r[0] for r in rows], [r[1] for r in rows], last, visible
