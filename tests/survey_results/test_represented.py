"""Who took part against who lives here, on the pages and in the files: at closing, alike for all, few never told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import clock, content_version, db
from participation.access import SYSTEM
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.dialogues.rules import Stage, StageFacts, stage
from participation.population.actions import enter_demonstration, import_table
from participation.population.rules import About, Variable
from participation.survey_results.permissions import is_published
from participation.surveys.models import Demographics, Survey
from participation.surveys.queries import surveys_of
from participation.surveys.rules import Publication
from tests import factories
from tests.checking_client import CheckingClient, text_of
from tests.queries import counted

ABOUT = About("Påhittad befolkning", "Demonstrationen", date(2025, 12, 31))
FEW = 3
"""How many are between 65 and 79: the number that nobody may find."""

TOLD = [
    (11, {"age_band": "0-12", "sex": "woman", "area": "vargon", "born": "sweden"}),
    (17, {"age_band": "30-44", "sex": "man", "area": "vargon", "born": "sweden"}),
    (6, {"age_band": "45-64", "sex": "woman", "area": "oxnered", "born": "abroad"}),
    (FEW, {"age_band": "65-79", "sex": "no_answer", "area": "", "born": ""}),
]
NOTE = "This is shown when the dialogue has closed"
HEADING = "Who took part, and who lives here"

Change = Callable[[Dialogue, Survey], None]


class Place:
    """A dialogue in which people have told about themselves, with figures to compare with."""

    def __init__(self, app: Flask, engine: Engine, stage: Stage, change: Change | None = None) -> None:
        self.app = app
        with db.transaction(engine) as session:
            town = factories.town()
            enter_demonstration(SYSTEM, ABOUT)
            dialogue = factories.dialogue(town, stage)
            survey = surveys_of(dialogue.id)[0]
            session.add_all(
                Demographics(dialogue_id=dialogue.id, week="2026-W40", channel="web", **values)
                for n, values in TOLD
                for _ in range(n)
            )
            if change is not None:
                change(dialogue, survey)
            self.slug = slug(dialogue)
            self.public = f"/en/dialogues/{self.slug}/surveys/{survey.key}/results"
            self.staff = f"/en/officials/dialogues/{dialogue.id}/survey-results/{survey.id}"
            self.scope = content_version.scope_of(dialogue.id)

    def official(self) -> CheckingClient:
        client = CheckingClient(self.app)
        client.sign_in("officer@town.example", factories.PASSWORD)
        return client

    def shown(self, address: str) -> str:
        """What the page says from the comparison on; "" without one."""
        client = self.official() if address == self.staff else CheckingClient(self.app)
        said = " ".join(text_of(client.get(address).all("main")[0]).split())
        _, found, after = said.partition(HEADING)
        return found + after if found else ""


def in_report(place: Place) -> str:
    """What the page of the result report says."""
    page = CheckingClient(place.app).get(f"/en/dialogues/{place.slug}/results")
    return " ".join(text_of(page.all("main")[0]).split())


def test_a9_22_the_page_tells_who_is_missing_and_nothing_of_few(app: Flask, engine: Engine) -> None:
    place = Place(app, engine, Stage.CLOSED)
    public = place.shown(place.public)
    staff = place.shown(place.staff)
    for shown in (public, staff):
        assert "37 people have told this" in shown
        assert "Not reached: 13 to 15 years, 16 to 19 years, 20 to 29 years, and 80 years or older." in shown
        assert "65 to 79 yearsnot shown–18 %–" in shown
        assert "45 to 64 yearsnot shown–25 %–" in shown, "else it could be worked out"
        assert "They are not a random sample" in shown
        assert "65 to 79 years Took part" not in shown and "80 years or older Took part 0 %" in shown, "bars, too"
        assert "Population: Påhittad befolkning · Demonstrationen · 31 December 2025" in shown
        assert "Made-up figures for demonstration, not statistics." in shown
    data = json.loads(CheckingClient(app).client.get(f"{place.public}/results.json").data)
    rows = {(row["question"], row["line"]): row for row in data["rows"]}
    old = rows["background.age_band", "65-79"]
    assert (old["count"], old["percent"], old["compared"], old["population_percent"]) == (None, None, "", 18)
    assert old["line_sv"] == "65 till 79 år"
    young = rows["background.age_band", "0-12"]
    assert (young["count"], young["base"], young["percent"], young["compared"]) == (11, 37, 30, "over")
    ages = [row["count"] for (question, _), row in rows.items() if question == "background.age_band"]
    assert ages.count(None) == 2
    assert young["base"] - sum(n for n in ages if n) == FEW + 6, "all that can be worked out is both together"
    source = next(s for s in data["population"] if s["background"] == "background.age_band")
    assert (source["taken_on"], source["made_up"], source["people"]["65-79"]) == ("2025-12-31", True, 7000)
    csv = CheckingClient(app).client.get(f"{place.public}/results.csv").text
    assert "background.age_band,,,65-79,,,37,," in csv
    assert csv == place.official().client.get(f"{place.staff}/results.csv").text


def test_between_two_periods_nothing_is_published_that_a_later_part_could_be_subtracted_from() -> None:
    days = [datetime(2026, 5, day, tzinfo=UTC) for day in range(1, 10)]
    facts = StageFacts(announced_at=days[0], periods=((days[1], days[2]), (days[4], days[5])))
    dialogue = SimpleNamespace(stage_facts=facts)
    assert [is_published(dialogue, day) for day in days] == [False] * 5 + [True] * 4
    assert stage(facts, days[3]) is Stage.CLOSED


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.CANCELLED])
def test_nobody_sees_a_part_of_it_before_the_dialogue_has_closed(app: Flask, engine: Engine, stage: Stage) -> None:
    place = Place(app, engine, stage)
    assert place.shown(place.public) == ""
    assert NOTE in place.shown(place.staff)
    assert "people have told" not in place.shown(place.staff)
    assert "background." not in place.official().client.get(f"{place.staff}/results.csv").text


def test_what_is_never_published_is_compared_for_officials_only(app: Flask, engine: Engine) -> None:
    """The dialogue has a second survey whose results the public never sees; what was told after it is not apart."""

    def hide(dialogue: Dialogue, survey: Survey) -> None:
        never = {"publication": Publication.NEVER.value, "created_at": clock.now()}
        db.session().add(Survey(dialogue_id=dialogue.id, key="other", title=survey.title, **never))

    place = Place(app, engine, Stage.CLOSED, hide)
    assert place.shown(place.public) == ""
    assert "background." not in CheckingClient(app).client.get(f"{place.public}/results.csv").text
    assert "The numbers are of all its surveys together." in place.shown(place.staff)


def test_a_survey_that_asks_nothing_about_people_compares_nothing(app: Flask, engine: Engine) -> None:
    def ask_nothing(_dialogue: Dialogue, survey: Survey) -> None:
        survey.asks_background = False

    place = Place(app, engine, Stage.CLOSED, ask_nothing)
    assert (place.shown(place.public), place.shown(place.staff)) == ("", "")


def test_new_figures_are_on_the_public_page_at_once(app: Flask, engine: Engine) -> None:
    place = Place(app, engine, Stage.CLOSED)
    assert "Påhittad befolkning" in place.shown(place.public)
    with db.transaction(engine):
        figures = {Variable.SEX: {"woman": 19_000, "man": 1_000}}
        import_table(SYSTEM, About("Folkmängd", "SCB", date(2025, 12, 31)), figures, key=factories.key())
    assert "Population: Folkmängd · SCB · 31 December 2025" in place.shown(place.public)


@pytest.mark.parametrize("stage", [Stage.COMPILED, Stage.FED_BACK])
def test_the_result_report_says_who_is_missing(app: Flask, engine: Engine, stage: Stage) -> None:
    place = Place(app, engine, stage)
    with counted(engine) as asked:
        report = in_report(place)
    assert len(asked) <= 20, "\n\n".join(asked)
    assert "Whom we reached, and who is missing" in report and "They are not a random sample" in report
    assert "37 people have told this" in report
    assert "Not reached: 13 to 15 years, 16 to 19 years, 20 to 29 years, and 80 years or older." in report
    rows = json.loads(CheckingClient(app).client.get(f"{place.public}/results.json").data)["rows"]
    labels = [row["compared"] for row in rows if row["compared"]]
    enough = [label for label in labels if label in ("in_line", "over")]
    assert 0 < len(enough) < len(labels)
    assert f"{len(enough)} of the {len(labels)} groups that can be measured" in report
    assert "Population: Påhittad befolkning" in report and "Made-up figures for demonstration" in report
    assert "65 till 79" not in report and "65 to 79" not in report, "what is too few is not named as missing"


@pytest.mark.parametrize("stage", [Stage.CLOSED])
def test_who_is_missing_is_in_no_report_before_there_is_one(app: Flask, engine: Engine, stage: Stage) -> None:
    assert "who is missing" not in in_report(Place(app, engine, stage))


def test_a_report_says_nothing_of_a_survey_that_is_never_published(app: Flask, engine: Engine) -> None:
    def hide(_dialogue: Dialogue, survey: Survey) -> None:
        survey.publication = Publication.NEVER.value

    assert "who is missing" not in in_report(Place(app, engine, Stage.COMPILED, hide))
