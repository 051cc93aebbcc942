"""Each kind of dialogue from its first word to its feedback: through the pages only, by those whose steps they are.

Nothing is done here that somebody at a browser could not do: links are followed, forms filled in, buttons pressed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from participation import db, outbox, work
from participation.access import Role
from participation.dialogues.rules import Kind
from participation.settings import Settings
from tests import factories
from tests.acceptance.road import (
    ANNOUNCED,
    DECIDED,
    FEEDBACK,
    LATER,
    LAW,
    MEETING,
    MINUTES,
    OPENS,
    REPORTED,
    RESULTS,
    REVIEW_CLOSES,
    REVIEW_LAW,
    REVIEW_OPENS,
    TITLE,
    Road,
    sections,
)
from tests.acceptance.walking import Walker
from tests.checking_client import text_of
from tests.databases import fresh_database
from tests.programs import program
from tests.taking_part import GENEROUS

STEPS = [
    "began to plan",
    "proposed the dialogue",
    "{body} decided to hold the dialogue .*§ 12",
    "minutes of a decision were approved",
    "announced the dialogue",
    "dialogue opened",
    "dialogue closed",
]
STEPS_BY_LAW = [
    "published the consultation report",
    "announced the review",
    "review opened",
    "review closed",
]
STEPS_TO_FEEDBACK = [
    "published the result report",
    "{body} decided on the results .*§ 34",
    "gave feedback to participants and to citizens at large",
]
"""What the public timeline says of each step, in their order."""


@pytest.fixture
def engine(sqlite_template: Path) -> Iterator[Engine]:
    """One sort of database: what is asked here is whether the pages lead on."""
    with fresh_database("sqlite", sqlite_template, None) as made:
        yield made


@pytest.fixture
def road(engine: Engine, tmp_path: Path) -> Callable[[Kind], Road]:
    settings = Settings(
        data_dir=tmp_path,
        database_url=engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests only",
        mail=f"file:{tmp_path / 'mail'}",
        testing=True,
        rate_limits=GENEROUS,
    )
    app = program(settings, engine)
    with db.transaction(engine):
        town = factories.town()
        factories.law(town.admin)
        factories.person("culture-secretary@town.example", Role.COMMITTEE_SECRETARY, body=town.other_committee)
    transport = work.transport_of(settings)
    assert transport is not None
    return lambda kind: Road(app, kind, lambda: outbox.deliver(engine, transport))


@pytest.mark.parametrize("kind", list(Kind))
def test_from_the_first_word_to_feedback(road: Callable[[Kind], Road], kind: Kind) -> None:
    here = road(kind)
    with here.on(0):
        desk = begin_from_an_initiative(here) if kind is Kind.COMMITTEE else begin(here)
        plan(here, desk)
    with here.on(DECIDED):
        decide(here, desk)
    with here.on(MINUTES):
        note_minutes(here, desk)
        if kind is Kind.DEVELOPMENT:
            consult(here, desk)
    with here.on(ANNOUNCED):
        announce(here, desk)
    with here.on(OPENS):
        take_part(here)
        if not here.statutory:
            moderate(here)
    if here.statutory:
        with here.on(REPORTED):
            report_consultation(here, desk)
        with here.on(REVIEW_OPENS):
            take_part(here)
    with here.on(RESULTS + here.after):
        compile_results(here, desk)
    with here.on(MEETING + here.after):
        handle(here, desk)
    with here.on(MEETING + here.after + 1):
        feed_back(here, desk)
        see(here)
    with here.on(FEEDBACK + here.after + 1):
        counts_as_completed(here)


def begin_from_an_initiative(here: Road) -> str:
    """A resident's initiative, which the committee accepts; returns how the workspace's address ends.

    It is in a language that the dialogue does not promise: its words give way to those that officials write.
    """
    resident = Walker(here.app)
    resident.follow("/initiatives")
    resident.follow("/initiatives/new")
    resident.send(
        {
            "question": "Hur blir vägen till skolan trygg?",
            "why": "Barn går där bilarna kör fort.",
            "concerns": "Alla som går till skolan",
            "area": "Streets",
            "sender": "person",
        },
        to="/initiatives/new",
    )
    officer = here.official("officer")
    officer.follow("/officials/initiatives")
    officer.follow("/officials/initiatives/1")
    officer.send(to="/review")
    officer.follow("/forward")
    officer.send({"body": here.body}, to="/forward")
    secretary = here.official("secretary")
    secretary.follow("/officials/initiatives")
    secretary.follow("/officials/initiatives/1")
    secretary.follow("/accept")
    minutes = {"taken_on": here.day(0), "paragraph": "7", "registry_number": "SBN 2026/70"}
    secretary.send({**minutes, "kind": here.kind.value}, to="/accept")
    officer.open(officer.path)
    officer.follow("/officials/dialogues/1")
    return "/officials/dialogues/1"


def begin(here: Road) -> str:
    """A draft that an official begins; returns how the workspace's address ends."""
    officer = here.official("officer")
    officer.follow("/officials/dialogues/new")
    values = {"kind": here.kind.value, "title": "Arbetsnamn"}
    if here.kind in (Kind.COMMITTEE, Kind.STATUTORY):
        values["body"] = here.body
    if here.statutory:
        values["legal_basis"] = LAW
    officer.send(values, to="/new")
    return officer.path.split("?")[0].removeprefix("/en")


def plan(here: Road, desk: str) -> None:
    """Every section, the easy Swedish, and the proposal."""
    officer = here.at_desk("officer", desk)
    officer.follow("/sections/question")
    written = sections(here, officer)
    while "/sections/" in officer.path:
        name = officer.path.split("?")[0].rsplit("/", 1)[1]
        *first, last = written.pop(name)
        for step in first:
            officer.send(step, to=f"/sections/{name}", button="stay")
        officer.send(last, to=f"/sections/{name}", button="next")
    assert not written
    officer.follow("/sections/languages")
    officer.follow("/languages/sv-lattlast")
    officer.translate()
    officer.follow(desk)
    officer.follow("/propose")
    officer.send(to="/propose")
    assert officer.name == "officials.dialogues.show"


def decide(here: Road, desk: str) -> None:
    """The secretary of the deciding body records its decision."""
    secretary = here.at_desk(here.secretary, desk)
    secretary.follow("/decision")
    secretary.send(
        {
            "body": here.body,
            "taken_by": "body",
            "taken_on": here.day(DECIDED),
            "paragraph": "12",
            "registry_number": "KS 2026/77",
            "degree_of_participation": "contribute",
            "degree_of_influence": "consultation",
            "openness_confirmed": True,
        },
        to="/decision",
    )


def consult(here: Road, desk: str) -> None:
    """The coordinator asks the committees; one takes part, one does not."""
    coordinator = here.at_desk("coordinator", desk)
    coordinator.follow(f"{desk}/consultation")
    coordinator.send({"question": "Deltar nämnden?", "answer_by": here.day(ANNOUNCED)}, to="/consultation")
    part = {"part": "svarar på frågor", "handles": "vad som sägs om gator", "contact_name": "Kim Handläggare"}
    for name, answer in (("secretary", "yes"), ("culture-secretary", "no")):
        secretary = here.official(name)
        secretary.choose(TITLE)
        assert secretary.name == "officials.dialogues.answer"
        motive = {"participates": answer, "motive": "Så rör frågan oss."}
        secretary.send(motive | part if answer == "yes" else motive)


def note_minutes(here: Road, desk: str) -> None:
    """The secretary notes that the minutes are on the notice board."""
    secretary = here.at_desk(here.secretary, desk)
    secretary.follow("/minutes")
    secretary.send({"announced_on": here.day(MINUTES)}, to="/minutes")


def announce(here: Road, desk: str) -> None:
    """The officer announces; residents find it among the planned ones."""
    officer = here.at_desk("officer", desk)
    officer.follow("/announce")
    officer.send(to="/announce")
    assert here.listed("Planned")
    if here.kind is Kind.DEVELOPMENT:
        assert here.resident().main_says("Så rör frågan oss.") == 2


def take_part(here: Road) -> None:
    """A resident has an idea, or writes a statement."""
    resident = here.resident()
    if here.statutory:
        resident.follow("/statements/new")
        resident.send(
            {"body": "Husen blir för höga.", "name": "Kim Granne", "email": "kim@home.example"}, to="/statements/new"
        )
    else:
        resident.follow("/ideas/new")
        resident.send({"title": "Bänkar", "body": "Det finns ingenstans att sitta."}, to="/ideas/new")
    assert resident.name == "residents.receipts.show"


def moderate(here: Road) -> None:
    """The moderator lets the idea stand."""
    moderator = here.official("moderator")
    moderator.follow("/moderators/")
    moderator.send(to="/approve")


def report_consultation(here: Road, desk: str) -> None:
    """The officer answers the statement, publishes the consultation report, and announces the review."""
    officer = here.at_desk("officer", desk)
    answer_statement(officer, 1, met="not_met")
    officer.follow("/statements/report")
    officer.send({"how": "Vi kungjorde i tidningen."}, button="publish")
    officer.follow(desk)
    officer.follow("/statements/review")
    officer.send(
        {
            "basis": REVIEW_LAW,
            "opens_on": here.day(REVIEW_OPENS),
            "closes_on": here.day(REVIEW_CLOSES),
            "results_due": here.day(RESULTS + LATER),
            "handling_meeting": here.day(MEETING + LATER),
            "feedback_due": here.day(FEEDBACK + LATER),
        },
    )
    assert officer.name == "officials.dialogues.show"


def answer_statement(officer: Walker, number: int, *, met: str) -> None:
    """A summary and an answer to the statement with the number, from the list of statements."""
    officer.follow("/statements")
    officer.follow(f"/statements/{number}")
    officer.send({"summary": "Vill ha lägre hus.", "comment": "Vi har prövat det.", "met": met})
    officer.follow("/statements")


def inform(officer: Walker, desk: str, how: str, letter: Mapping[str, str] | None = None) -> None:
    """The officer writes to those whose views were not met, and comes back to the dialogue."""
    officer.follow("/statements")
    officer.follow("/statements/inform")
    officer.send(letter, button=how)
    officer.follow(desk)


def compile_results(here: Road, desk: str) -> None:
    """The officer sorts, writes the report and publishes it."""
    officer = here.at_desk("officer", desk)
    if here.statutory:
        answer_statement(officer, 2, met="met")
        officer.follow("/statements/report")
        officer.send({"how": "Vi kungjorde i tidningen."}, button="stay")
        officer.follow(desk)
    officer.follow(f"{desk}/themes")
    if not here.statutory:
        officer.follow("/themes/new")
        officer.send(in_each("title", "Farten") | in_each("text", "Många vill sitta."))
        officer.sort()
    officer.follow(f"{desk}/report")
    texts = [f"{name}_sv" for name in ("how", "minority_views", "seldom_heard", "limits")]
    officer.send(in_each("summary", "Bänkar.") | dict.fromkeys(texts, "Bänkar."), to="/report", button="preview")
    officer.send(to="/report/publish")
    assert officer.name == "officials.results.report"
    if here.statutory:
        inform(officer, desk, "review")


def handle(here: Road, desk: str) -> None:
    """The secretary of the handling body records its decision, with a stance on the theme."""
    secretary = here.at_desk(here.secretary, desk)
    secretary.follow(f"{desk}/handling")
    decision = {
        "body": here.body,
        "taken_by": "body",
        "taken_on": here.day(MEETING + here.after),
        "paragraph": "34",
        "registry_number": "KS 2026/77",
        "minutes_announced_on": here.day(MEETING + here.after),
        "effect_sv": "Bänkarna kom till sedan barnen hade bett om dem.",
    }
    if not here.statutory:
        theme = secretary.theme()
        decision |= {f"{theme}_value": "adopted", f"{theme}_motive_sv": "Ja.", f"{theme}_measure": "planned"}
    secretary.send(decision, to="/handling")


def feed_back(here: Road, desk: str) -> None:
    """The officer tells both, and completes the dialogue."""
    officer = here.at_desk("officer", desk)
    if here.statutory:
        inform(officer, desk, "mail", {"appeal": "Överklaga till mark- och miljödomstolen inom tre veckor."})
        here.send_mail()
    officer.follow(f"{desk}/feedback")
    told = in_each("participants_text", "Tack! Det blir bänkar.")
    if not here.statutory:
        told["participants_motive"] = "Ingen har lämnat en adress."
    officer.send(told, to="/feedback/participants", button="publish")
    public = in_each("public_text", "Det blir bänkar.") | {"public_channels": "Tidningen"}
    officer.send(public, to="/feedback/public", button="publish")
    officer.send(to="/feedback/complete")
    assert here.listed("Completed")


def in_each(name: str, text: str) -> dict[str, str]:
    """The text in each language of the dialogue, as its forms name them."""
    return {f"{name}_{code}": f"{text} ({code})" for code in ("sv", "sv-lattlast")}


def see(here: Road) -> None:
    """The public timeline shows every step, each once, newest first."""
    steps = [*STEPS, *(STEPS_BY_LAW if here.statutory else ()), *STEPS_TO_FEEDBACK]
    shown = here.resident().log()
    expected = [step.format(body=here.body) for step in reversed(steps)]
    assert [step for step, line in zip(expected, shown, strict=True) if not re.search(step, line)] == [], shown


def counts_as_completed(here: Road) -> None:
    """Once the feedback is due, the start page counts the promise among those that are kept."""
    kept = [e for e in Walker(here.app).page.all("span") if e.get("class") == "kept-number"]
    assert [text_of(e) for e in kept] == ["1 of 1"]
