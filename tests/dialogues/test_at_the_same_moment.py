"""Several officials who send the same page at the same moment: one is kept, the others see both versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM
from participation.bodies.actions import register_elected
from participation.bodies.queries import policy_areas
from participation.channels.queries import all_channels
from participation.dialogues.queries import activities, target_groups
from participation.dialogues.rules import Stage
from participation.initiatives.rules import State
from participation.results.queries import themes_in
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient, fields
from tests.contributions.test_parallel import at_once
from tests.initiatives.conftest import bring_to

AT_ONCE = 4
Written = Callable[[int], Mapping[str, Any]]
Page = tuple[str, str, str, Written]
"""Who sends it, where it is, how the address of its form ends, and what the n-th of them writes."""


def pages(town: factories.Town, stage: Stage) -> dict[str, Page]:
    later = factories.schedule_for(stage).handling_meeting + timedelta(days=30)
    made = factories.dialogue(town, stage, decision_meeting=later)
    desk = f"/en/officials/dialogues/{made.id}"
    if stage is Stage.HANDLED:
        theme = themes_in(made.id)[0].id
        days = [(clock.today() + timedelta(days=n)).isoformat() for n in range(AT_ONCE)]
        written: Written = lambda n: {f"theme_{theme}-status": "planned", f"theme_{theme}-due": days[n]}  # noqa: E731
        return {"measure": ("officer", f"{desk}/measures", f"/measures/{theme}", written)}
    if stage is Stage.COMPILED:
        return {"meeting": ("officer", f"{desk}/meeting", "/meeting", lambda n: {"papers-0-title": f"Nr {n}"})}
    group, activity = target_groups(made.id)[0].id, activities(made.id)[0].id
    channel, number = all_channels()[0].id, bring_to(town, State.UNDER_REVIEW).id
    area = policy_areas()[0].id
    bodies = [factories.body(code).id for code in ("KF", "KS", "SBN", "KFN")]
    people = [
        register_elected(
            SYSTEM, body=factories.body("SBN"), name=f"Nr {n}", role=Texts(sv="ledamot"), term_from=factories.LONG_AGO
        ).id
        for n in range(AT_ONCE)
    ]
    held, prefix = f"{desk}/activities/{activity}", f"group_{group}-"
    today = clock.today().isoformat()
    return {
        "outreach": (
            "officer",
            f"{desk}/dates",
            f"/outreach/{group}",
            lambda n: {f"{prefix}reached": "yes", f"{prefix}people": str(n)},
        ),
        "record": ("officer", held, "/record", lambda n: {"held_on": today, "attendance": str(n)}),
        "presence": ("elected", held, "/presence", lambda n: {"present": [str(people[n])]}),
        "channel": ("coordinator", f"/en/officials/channels/{channel}", "", lambda n: {"title_en": f"No {n}"}),
        "body": ("admin", f"/en/officials/registers/bodies/{bodies[0]}", "", lambda n: {"en": f"No {n}"}),
        "area": ("admin", f"/en/officials/registers/areas/{area}", "", lambda n: {"en": f"No {n}"}),
        "elected": ("secretary", f"/en/officials/registers/elected/{people[0]}", "", lambda n: {"party": f"No {n}"}),
        "forward": (
            "coordinator",
            f"/en/officials/initiatives/{number}/forward",
            "",
            lambda n: {"body": str(bodies[n])},
        ),
    }


def sending(app: Flask, page: Page, n: int) -> Callable[[], int]:
    """Somebody has opened the page and written; the job sends it and gives the status."""
    who, path, action, written = page
    client = CheckingClient(app)
    client.sign_in(f"{who}@town.example", factories.PASSWORD)
    form = next(f for f in client.get(path).forms() if (f.get("action") or path).endswith(action))
    target, data = form.get("action") or path, fields(form) | written(n)
    return lambda: client.client.post(target, data=data).status_code


STAGES = {"meeting": Stage.COMPILED, "measure": Stage.HANDLED}
WHAT = ["outreach", "record", "presence", "channel", "forward", "body", "area", "elected", *STAGES]


@pytest.mark.parametrize("what", WHAT)
def test_one_is_kept_and_the_others_are_told(app: Flask, engine: Engine, what: str) -> None:
    with app.test_request_context(), db.transaction(engine):
        page = pages(factories.town(), STAGES.get(what, Stage.OPEN))[what]
    jobs = [sending(app, page, n) for n in range(AT_ONCE)]
    assert sorted(at_once(jobs)) == [303] + [409] * (AT_ONCE - 1)
