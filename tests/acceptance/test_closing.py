"""A9, 14–16 and 27: nothing is left out of the results, no theme goes unanswered, both feedbacks are given, and only
then does the dialogue count as completed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Refused
from participation.dialogues.public_lists import Promises, promises
from participation.dialogues.queries import current_stage, dialogue_by_id
from participation.dialogues.rules import Stage
from participation.results.actions import report, themes
from participation.results.actions.handling import StanceChoice
from participation.results.rules import StanceValue
from tests.checking_client import CheckingClient, Page, text_of
from tests.databases import fresh_database
from tests.results.conftest import Loop, loop
from tests.results.test_pages import codes, handling_fields, send

__all__ = ["loop"]


@pytest.fixture
def engine(sqlite_template: Path) -> Iterator[Engine]:
    """One sort of database: what is asked here is for the guards to answer. Both are asked in tests/results."""
    with fresh_database("sqlite", sqlite_template, None) as made:
        yield made


def refusal(loop: Loop, act: Callable[[], Any]) -> list[tuple[str, dict[str, Any]]]:
    """The codes and parameters with which the action refuses, and that the dialogue stays where it was."""
    before = loop.look(current_stage)
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.by_guard and loop.look(current_stage) is before
    return [(r.code, dict(r.params)) for r in caught.value.reasons]


def completing(loop: Loop) -> tuple[list[str], list[str]]:
    """The codes with which completing is refused: by the action, and by the page."""
    by_action = [code for code, _ in refusal(loop, loop.complete)]
    page = send(loop.client("officer"), loop.officials("feedback/complete"), {})
    assert page.status == 409
    return by_action, codes(page)


def test_a9_14_with_only_the_participants_told_the_feedback_to_the_public_is_missing(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.tell_participants()
    assert sorted({to for to, event in loop.letters if event.startswith("feedback")}) == [
        "arabisk@boende.example",
        "svensk@boende.example",
    ]
    assert completing(loop) == (["E-G30"], ["E-G30"])
    loop.tell_public()
    assert send(loop.client("officer"), loop.officials("feedback/complete"), {}).status == 303
    assert loop.look(current_stage) is Stage.FED_BACK


def test_a9_14_with_only_the_public_told_the_feedback_to_the_participants_is_missing(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.tell_public()
    assert "Tack. Övergången byggs först." in loop.client().get(loop.public("sv")).text
    assert [to for to, event in loop.letters if event.startswith("feedback")] == []
    assert completing(loop) == (["E-G29"], ["E-G29"])
    loop.tell_participants()
    loop.complete()
    assert loop.look(current_stage) is Stage.FED_BACK


def test_a9_15_one_theme_without_a_stance_is_refused_and_named(loop: Loop) -> None:
    loop.sort(but=1)
    with db.transaction(loop.engine):
        dialogue = dialogue_by_id(loop.dialogue_id)
        other = themes.make_other(loop.town.officer, dialogue)
        themes.sort(loop.town.officer, dialogue, [loop.ideas[-1]], [other.id])
        rest = other.id
    loop.write()
    loop.do(lambda d: report.publish_report(loop.town.officer, d))

    def page(**more: str) -> Page:
        secretary = loop.client("secretary")
        sent = handling_fields(loop, **more)
        return send(secretary, loop.officials("handling", "sv"), sent)

    refused = page()
    assert (refused.status, codes(refused)) == (409, ["E-G27"])
    assert (
        "Resultatet är inte politiskt behandlat. Det krävs ett beslut av Samhällsbyggnadsnämnden med "
        "ställningstagande till varje tema. Saknas: Övrigt." in refused.text
    )

    only = {loop.theme: StanceChoice(StanceValue.ADOPTED)}
    [(code, params)] = refusal(loop, lambda: loop.handle(stances=only))
    assert (code, [t.sv for t in params["list"]]) == ("E-G27", ["Övrigt"])
    assert page(**{f"theme_{rest}_value": "already_in_place"}).status == 303
    assert loop.look(current_stage) is Stage.HANDLED


def test_a9_16_one_contribution_without_a_theme_is_refused_and_counted(loop: Loop) -> None:
    loop.sort(but=1)
    loop.write()
    assert refusal(loop, lambda: loop.do(lambda d: report.publish_report(loop.town.officer, d))) == [
        ("E-G26", {"n": 1, "m": 7})
    ]
    page = send(loop.client("officer"), loop.officials("report/publish", "sv"), {})
    assert (page.status, codes(page)) == (409, ["E-G26"])
    assert "Alla bidrag är inte med i sammanställningen. 1 av 7 saknar tema." in page.text
    loop.do(lambda d: themes.sort(loop.town.officer, d, [loop.ideas[-1]], [loop.theme]))
    assert send(loop.client("officer"), loop.officials("report/publish"), {}).status == 303
    assert loop.look(current_stage) is Stage.COMPILED


def test_a9_27_a_dialogue_without_both_feedbacks_counts_as_not_completed(loop: Loop) -> None:
    """Of K3 what exists: how many got their feedback of those promised it, on the start page and behind it."""
    loop.bring_to(Stage.HANDLED)
    loop.tell_participants()
    due = loop.look(lambda d: d.feedback_due)
    assert due is not None
    resident = CheckingClient(loop.app)

    def counted() -> tuple[Promises, str, bool]:
        with clock.at(clock.start_of_day(due + timedelta(days=1))):
            behind = loop.look(lambda _d: promises(clock.now()))
            start = resident.get("/en/")
            title = loop.look(lambda d: d.title.in_("en").text)
            listed = title in resident.get("/en/dialogues?stage=completed").text
        shown = next(text_of(e) for e in start.all("span") if e.get("class") == "kept-number")
        return behind, shown, listed

    assert counted() == (Promises(due=1, given=0, in_time=0), "0 of 1", False)
    loop.tell_public()
    assert counted() == (Promises(due=1, given=0, in_time=0), "0 of 1", False), "both are out, and nobody has said so"
    loop.complete()
    assert counted() == (Promises(due=1, given=1, in_time=1), "1 of 1", True)
