"""What residents read of dialogues: who may read it, what it says when, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.app import create_app
from participation.contributions.models import Contribution, Tally
from participation.contributions.rules import ContributionKind, Visibility
from participation.dialogues import actions, sections
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage, slug
from participation.dialogues.rules import PUBLIC_STAGES, Section, Stage
from participation.moderation import actions as moderation
from participation.moderation.rules import Ground
from participation.settings import Settings
from tests import factories
from tests.checking_client import CheckingClient, Page, text_of
from tests.programs import program
from tests.queries import counted

MOST_QUERIES = 5
NOT_PUBLIC = tuple(s for s in Stage if s not in PUBLIC_STAGES)
PUBLIC = tuple(s for s in Stage if s in PUBLIC_STAGES)

Make = Callable[..., Dialogue]

SWEDISH_ONLY = {"title": "Bara på svenska", "languages": ("sv", "sv-lattlast")}


@dataclass(frozen=True)
class World:
    """A town with a dialogue in each stage in all languages, and one in two; read by many tests, changed by none."""

    settings: Settings
    engine: Engine
    stages: dict[Stage, Dialogue]
    swedish: Dialogue


@pytest.fixture(scope="module")
def world(shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> World:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        database_url=shared_engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests only",
        testing=True,
    )
    app = program(settings, shared_engine)
    with app.test_request_context(), db.transaction(shared_engine):
        town = factories.town()
        every = ("sv", "sv-lattlast", "en", "ar")
        stages = {
            stage: factories.dialogue(town, stage, languages=every, title=f"Skolan i skedet {number:02}")
            for number, stage in enumerate(Stage)
        }
        return World(settings, shared_engine, stages, factories.dialogue(town, **SWEDISH_ONLY))


@pytest.fixture
def reader(world: World) -> CheckingClient:
    """Somebody who reads the shared world, through a page cache of their own."""
    return CheckingClient(program(world.settings, world.engine))


@pytest.fixture
def make(app: Flask, engine: Engine) -> Make:
    """Makes a dialogue in a stage and commits it, for tests that change something."""

    def made(stage: Stage = Stage.OPEN, **changes: Any) -> Dialogue:
        with app.test_request_context(), db.transaction(engine):
            return factories.dialogue(factories.town(), stage, **changes)

    return made


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    return CheckingClient(app)


def address(dialogue: Dialogue, lang: str = "sv") -> str:
    return f"/{lang}/dialogues/{slug(dialogue)}"


def opens_at(dialogue: Dialogue) -> datetime:
    return dialogue.phases[0].opens_at


def closes_at(dialogue: Dialogue) -> datetime:
    return dialogue.phases[0].closes_at


def headings(page: Page) -> list[str]:
    return [text_of(h) for h in page.all("h2")]


def hrefs(element: ElementTree.Element) -> set[str]:
    return {a.get("href", "") for a in element.iter("a")}


def hero(page: Page) -> str:
    return next(text_of(e) for e in page.all("div") if "hero" in (e.get("class") or "").split())


# Who may read it


@pytest.mark.parametrize("stage", NOT_PUBLIC)
def test_a_dialogue_that_is_not_public_is_nowhere(world: World, reader: CheckingClient, stage: Stage) -> None:
    dialogue = world.stages[stage]
    assert reader.get(address(dialogue)).status == 404
    assert reader.get(f"{address(dialogue)}/feed.atom").status == 404
    for path in ("/sv/", "/sv/dialogues", "/sv/dialogues?q=skolan", "/sv/search?q=skolan", "/sitemap.xml"):
        text = reader.get(path).text
        assert dialogue.title.sv not in text, path
        assert slug(dialogue) not in text, path


@pytest.mark.parametrize("stage", PUBLIC)
def test_a_public_dialogue_is_found_in_every_list(world: World, reader: CheckingClient, stage: Stage) -> None:
    dialogue = world.stages[stage]
    page = reader.get(address(dialogue))
    assert (page.status, page.heading, page.name) == (200, dialogue.title.sv, "residents.dialogues.show")
    assert current_stage(dialogue) is stage
    for path in ("/sv/", "/sv/dialogues", "/sv/dialogues?q=skolan", "/sv/search?q=skolan"):
        assert address(dialogue) in reader.get(path).links, path


def test_what_is_cancelled_is_told_as_such_and_not_as_completed(world: World, reader: CheckingClient) -> None:
    dialogue = world.stages[Stage.CANCELLED]
    sections = [e for e in reader.get("/en/").all("section") if address(dialogue, "en") in hrefs(e)]
    assert [e.get("aria-labelledby") for e in sections] == ["group-cancelled"]
    assert address(dialogue) not in reader.get("/sv/dialogues?stage=completed").links
    [card] = [e for e in reader.get("/en/dialogues?stage=cancelled").all("article") if "Cancelled" in text_of(e)]
    assert "Completed" not in text_of(card)


@pytest.mark.parametrize("words", ["", "-", "-fel-ord", "-skolan"])
def test_wrong_words_in_the_address_lead_to_the_right_ones(world: World, reader: CheckingClient, words: str) -> None:
    dialogue = world.swedish
    for rest in ("", "/feed.atom"):
        answer = reader.get(f"/en/dialogues/{dialogue.id}{words}{rest}").response
        assert answer.status_code == 301
        assert answer.location == f"/en/dialogues/{dialogue.id}-bara-p%C3%A5-svenska{rest}"


@pytest.mark.parametrize("text", ["0", "999999999", "9999999999999", "x", "1x", "-1", "%00", "1%00"])
def test_an_address_that_names_nothing_is_not_found(reader: CheckingClient, text: str) -> None:
    assert reader.get(f"/sv/dialogues/{text}").status == 404


def test_a_page_for_browsing_carries_nothing_personal(world: World, reader: CheckingClient) -> None:
    here = address(world.stages[Stage.OPEN])
    for path in ("/sv/", "/sv/dialogues", here, f"{here}/feed.atom"):
        page = reader.get(path)
        assert page.status == 200
        assert page.response.headers["Cache-Control"] == "public, no-cache", path
        assert "Set-Cookie" not in page.response.headers, path
        assert "csrf" not in page.text, path


# What it says when


def test_the_clock_opens_and_closes_to_the_second(world: World, reader: CheckingClient) -> None:
    dialogue = world.stages[Stage.ANNOUNCED]
    said = {}
    for name, instant in {
        "a second before opening": opens_at(dialogue) - timedelta(seconds=1),
        "at opening": opens_at(dialogue),
        "a second after opening": opens_at(dialogue) + timedelta(seconds=1),
        "a second before closing": closes_at(dialogue) - timedelta(seconds=1),
        "at closing": closes_at(dialogue),
        "a second after closing": closes_at(dialogue) + timedelta(seconds=1),
    }.items():
        with clock.at(instant):
            shown = hero(reader.get(address(dialogue, "en")))
            listed = reader.get("/en/dialogues").text
            badge = next(b for b in ("Planned", "Open now", "Being processed") if b in shown)
            assert f"{badge}</span>" in listed
            left = next(t for t in ("Opens tomorrow", "30 days left", "Last day today", "being compiled") if t in shown)
            said[name] = (badge, left)
    assert said == {
        "a second before opening": ("Planned", "Opens tomorrow"),
        "at opening": ("Open now", "30 days left"),
        "a second after opening": ("Open now", "30 days left"),
        "a second before closing": ("Open now", "Last day today"),
        "at closing": ("Being processed", "being compiled"),
        "a second after closing": ("Being processed", "being compiled"),
    }


def test_days_left_change_at_midnight_also_in_a_kept_page(world: World, reader: CheckingClient) -> None:
    dialogue = world.stages[Stage.OPEN]
    midnight = clock.end_of_day(clock.today())
    with clock.at(midnight - timedelta(seconds=1)):
        assert "20 days left" in hero(reader.get(address(dialogue, "en")))
    with clock.at(midnight):
        assert "19 days left" in hero(reader.get(address(dialogue, "en")))
        assert "19 days left" in reader.get("/en/").text


def test_the_first_screen_says_question_time_action_and_promise(world: World, reader: CheckingClient) -> None:
    dialogue = world.stages[Stage.OPEN]
    page = reader.get(address(dialogue, "en"))
    last = clock.last_date_before(closes_at(dialogue))
    shown = hero(page)
    for words in (
        "[en] Var känns vägen till skolan otrygg?",
        "20 days left",
        f"Take part until {last:%A} {last.day} {last:%B} {last.year}",
        "Answer the survey",
        "Your influence: Consultation (step 1 of 4)",
        "We read everything and weigh it in. We tell you what we concluded.",
    ):
        assert words in shown
    lit = [li for li in page.all("li") if "ladder-step" in (li.get("class") or "") and li.get("aria-current")]
    assert [text_of(li) for li in lit] == ["Consultation This dialogue"]


def test_the_headings_are_the_questions_people_have(world: World, reader: CheckingClient) -> None:
    page = reader.get(address(world.stages[Stage.FED_BACK], "en"))
    main = [h for h in headings(page) if h.endswith("?")]
    assert main[:10] == [
        "What is the question?",
        "What did it lead to?",
        "What can you influence?",
        "What cannot be influenced?",
        "How much can you influence?",
        "Who decides?",
        "What happens then?",
        "How could people take part?",
        "What do others say?",
        "Why do we ask?",
    ]


def test_a_paused_dialogue_does_not_speak_of_taking_part_as_over(world: World, reader: CheckingClient) -> None:
    shown = headings(reader.get(address(world.stages[Stage.PAUSED], "en")))
    assert "How will you be able to take part?" in shown
    assert "How could people take part?" not in shown


def test_open_and_closed_items_stand_side_by_side_with_reasons(world: World, reader: CheckingClient) -> None:
    page = reader.get(address(world.stages[Stage.OPEN], "en"))
    sides = {
        section.get("aria-labelledby"): [text_of(item) for item in section.iter("li")]
        for section in page.all("section")
        if "side" in (section.get("class") or "").split()
    }
    assert sides == {
        "open-items": ["[en] Ordningen mellan platserna", "[en] Sorten av åtgärd"],
        "closed-items": ["[en] Summan pengarWhy: The budget"],
    }


@pytest.mark.parametrize(
    ("stage", "action", "leads_to"),
    [
        (Stage.ANNOUNCED, "See how you can take part", "#take-part"),
        (Stage.OPEN, "Answer the survey", "/surveys/"),
        (Stage.CLOSED, "Read what people have said", "/ideas"),
        (Stage.COMPILED, "Read the results", "/results"),
        (Stage.HANDLED, "Read the results", "/results"),
        (Stage.FED_BACK, "See what it led to", "/results"),
    ],
)
def test_each_stage_has_one_main_action(
    world: World, reader: CheckingClient, stage: Stage, action: str, leads_to: str
) -> None:
    page = reader.get(address(world.stages[stage], "en"))
    buttons = [a for a in page.all("a") if "button-primary" in (a.get("class") or "")]
    assert [text_of(b) for b in buttons] == [action]
    assert leads_to in (buttons[0].get("href") or "")


def test_without_a_survey_the_main_action_is_an_idea(make: Make, client: CheckingClient) -> None:
    page = client.get(
        address(
            make(with_survey=False, activities=[{"type": "ideas"}, {"type": "paper_form", "place": "Biblioteket"}]),
            "en",
        )
    )
    buttons = [text_of(a) for a in page.all("a") if "button-primary" in (a.get("class") or "")]
    assert buttons == ["Put forward an idea"]


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        (Stage.ANNOUNCED, "now coming coming coming coming coming"),
        (Stage.OPEN, "past now coming coming coming coming"),
        (Stage.CLOSED, "past past past now coming coming"),
        (Stage.COMPILED, "past past past past now coming"),
        (Stage.HANDLED, "past past past past past now"),
        (Stage.FED_BACK, "past past past past past past"),
    ],
)
def test_the_timeline_shows_past_now_and_coming(
    world: World, reader: CheckingClient, stage: Stage, states: str
) -> None:
    page = reader.get(address(world.stages[stage], "en"))
    items = [li.get("class") or "" for li in page.all("li") if "timeline-item" in (li.get("class") or "")]
    assert [i.split("is-")[1] for i in items] == states.split()


def test_a_broken_promise_is_said_openly(world: World, reader: CheckingClient) -> None:
    dialogue = world.stages[Stage.CLOSED]
    assert dialogue.results_due is not None
    with clock.at(clock.end_of_day(dialogue.results_due) - timedelta(seconds=1)):
        assert "The result report is late" not in reader.get(address(dialogue, "en")).text
    with clock.at(clock.end_of_day(dialogue.results_due)):
        page = reader.get(address(dialogue, "en"))
        assert "The result report is late" in page.text
        assert "Community development committee promised it by" in page.text
        assert "Community development committee has not said why." in page.text


def test_the_log_tells_every_step_and_names_no_official(world: World, reader: CheckingClient) -> None:
    dialogue = world.stages[Stage.FED_BACK]
    page = reader.get(address(dialogue, "en"))
    log = next(ol for ol in page.all("ol") if ol.get("class") == "log")
    told = [re.sub(r"^\d+ \w+ \d+ ", "", text_of(li)) for li in log.iter("li")]
    decided, handled = (
        factories.schedule_for(Stage.FED_BACK).decided_on,
        factories.schedule_for(Stage.FED_BACK).handling_meeting,
    )
    assert told == [
        "The officials of Community development committee gave feedback to participants and to citizens at large.",
        f"Community development committee decided on the results ({handled} § 34, registry number SBN 2026/77).",
        "The officials of Community development committee published the result report.",
        "The dialogue closed for contributions.",
        "The dialogue opened for contributions.",
        "The officials of Community development committee announced the dialogue.",
        "The minutes of a decision were approved and announced.",
        f"Community development committee decided to hold the dialogue ({decided} § 12, registry number SBN 2026/77).",
        "The officials of Community development committee proposed the dialogue to Community development committee.",
        "The officials of Community development committee began to plan the dialogue.",
    ]
    for name in ("Officer", "Secretary", "Coordinator", "Moderator"):
        assert name not in page.text


def test_a_change_after_the_decision_is_seen_at_once(
    app: Flask, engine: Engine, make: Make, client: CheckingClient
) -> None:
    dialogue = make()
    before = client.get(address(dialogue, "en"))
    assert "Folkets hus" not in before.text
    with db.transaction(engine):
        town = factories.town()
        mine = db.session().get_one(Dialogue, dialogue.id)
        stored = sections.stored(mine, Section.ACTIVITIES)["activities"]
        meeting = {"type": "physical_meeting", "place": "Folkets hus", "elected_present": True}
        actions.save_section(town.officer, mine, Section.ACTIVITIES, {"activities": [*stored, meeting]}, seen=None)
    after = client.get(address(dialogue, "en"))
    assert "Folkets hus" in after.text
    assert "changed: Ways to take part." in after.text
    assert before.response.headers["ETag"] != after.response.headers["ETag"]


def test_an_unchanged_page_is_not_sent_again(world: World, reader: CheckingClient) -> None:
    for path in (address(world.stages[Stage.OPEN]), "/sv/", "/sv/dialogues"):
        first = reader.get(path).response
        again = reader.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


# Languages


def test_a_text_in_another_language_says_so(world: World, reader: CheckingClient) -> None:
    dialogue = world.swedish
    page = reader.get(address(dialogue, "ar"))
    assert (page.all("h1")[0].get("lang"), page.all("h1")[0].get("dir")) == ("sv", "ltr")
    question = next(e for e in page.all("span") if text_of(e) == "Var känns vägen till skolan otrygg?")
    assert (question.get("lang"), question.get("dir")) == ("sv", "ltr")
    notes = [text_of(e) for e in page.all("div") if (e.get("class") or "") == "notice notice-info"]
    assert len(notes) == 1
    cards = reader.get("/ar/dialogues")
    link = next(a for a in cards.all("a") if "card-link" in (a.get("class") or ""))
    assert (link.get("lang"), link.get("dir")) == ("sv", "ltr")


def test_a_translated_dialogue_is_in_the_reader_s_language(world: World, reader: CheckingClient) -> None:
    dialogue = world.stages[Stage.OPEN]
    page = reader.get(address(dialogue, "ar"))
    assert page.heading == world.stages[Stage.OPEN].title["ar"]
    assert page.all("h1")[0].get("lang") is None
    assert "notice-info" not in page.text


def test_easy_read_is_a_language_of_its_own(app: Flask, engine: Engine, tmp_path: Any) -> None:

    settings = app.extensions["participation_settings"].but(locales=("sv", "sv-lattlast", "en"))
    easy = create_app(settings, engine)
    with easy.test_request_context(), db.transaction(engine):
        town = factories.town()
        with_texts = factories.dialogue(town, languages=("sv", "sv-lattlast"))
        mine = factories.dialogue(town, languages=("sv", "sv-lattlast"), title="Bara svenska")
        mine.title = mine.title.put("sv-lattlast", None)
        mine.question = mine.question.put("sv-lattlast", None)
    page = CheckingClient(easy).get(address(with_texts, "sv-lattlast"))
    assert page.heading == "[sv-lattlast] Vägen till skolan"
    fallback = CheckingClient(easy).get(address(mine, "sv-lattlast"))
    assert (fallback.all("h1")[0].get("lang"), fallback.heading) == ("sv", "Bara svenska")


# Hidden contributions


def test_a_hidden_idea_is_in_no_list_count_search_feed_or_sitemap(
    app: Flask, engine: Engine, make: Make, client: CheckingClient
) -> None:
    dialogue = make()
    with db.transaction(engine):
        mine = db.session().get_one(Dialogue, dialogue.id)
        kept = factories.idea(mine, title="Bänkar i solen", body="Gärna flera.")
        hidden = factories.idea(mine, title="Skräphög", body="Innehåller kvastskaft")
        factories.comment(kept, body="Instämmer i Solförslaget")
    places = (
        address(dialogue),
        f"{address(dialogue)}/feed.atom",
        "/sv/search?q=kvastskaft",
        "/sv/search?q=skr%C3%A4ph%C3%B6g",
    )
    for path in places:
        assert "Skräphög" in client.get(path).text, path
    counts = client.get(address(dialogue, "en")).text
    assert "2 ideas · 1 comment" in counts
    assert "3 contributions" in client.get("/en/").text
    with app.test_request_context(), db.transaction(engine):
        idea = db.session().get_one(Contribution, hidden.id)
        moderation.hide(factories.town().moderator, idea, ground=Ground.SPAM, reasons="Reklam.")
    for path in (*places, "/sv/", "/sv/dialogues", "/sitemap.xml"):
        shown = client.get(path).text
        assert "Innehåller" not in shown, path
        assert "Skräphög" not in shown, path
    assert "1 idea · 1 comment" in client.get(address(dialogue, "en")).text
    assert "2 contributions" in client.get("/en/").text


# The feed


def test_the_feed_is_well_formed_whatever_people_write(engine: Engine, make: Make, client: CheckingClient) -> None:
    dialogue = make()
    nasty = "<script>&amp; \ufffe ]]> \u202e \x0b قهوة 🏊"
    with db.transaction(engine):
        factories.idea(db.session().get_one(Dialogue, dialogue.id), title=nasty, body=nasty, display_name="<b>")
    page = client.get(f"{address(dialogue)}/feed.atom")
    assert page.response.content_type == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(page.text)
    entries = feed.findall(f"{atom}entry")
    updated = [e.findtext(f"{atom}updated") or "" for e in entries]
    assert updated == sorted(updated, reverse=True)
    assert len({e.findtext(f"{atom}id") for e in entries}) == len(entries)
    assert "<script>&amp;  ]]>" in (entries[0].findtext(f"{atom}title") or "")
    assert feed.findtext(f"{atom}updated") == updated[0]


# What it costs


def fill(engine: Engine, dialogue: Dialogue, n: int) -> None:
    """Ideas in bulk, each with a comment on the first."""
    with db.transaction(engine) as unit:
        first = factories.idea(unit.get_one(Dialogue, dialogue.id))
        shared = {"dialogue_id": dialogue.id, "channel": "web", "language": "sv", "received_at": clock.now()}
        rows = [
            {
                **shared,
                "kind": kind.value,
                "number": 10 + 2 * i + (kind is ContributionKind.COMMENT),
                "title": "Idé",
                "body": "Text",
                "display_name": "",
                "speaker": "resident",
                "return_code": f"{kind.value}-{i}",
                "idempotency_key": f"{kind.value}-{i}",
                "visibility": Visibility.VISIBLE.value,
                "shuffle": i,
                "subject_id": first.id if kind is ContributionKind.COMMENT else None,
            }
            for i in range(n)
            for kind in (ContributionKind.IDEA, ContributionKind.COMMENT)
        ]
        unit.execute(insert(Contribution.__table__), rows)  # type: ignore[arg-type]
        unit.query(Tally).filter_by(dialogue_id=dialogue.id).update({"visible": n + 1})


@pytest.mark.parametrize("stage", [Stage.ANNOUNCED, Stage.OPEN, Stage.CLOSED, Stage.FED_BACK])
def test_a_dialogue_page_asks_at_most_five_times(world: World, reader: CheckingClient, stage: Stage) -> None:
    dialogue = world.stages[stage]
    for path in (address(dialogue), f"{address(dialogue)}/feed.atom"):
        with counted(world.engine) as sent:
            assert reader.get(path).status == 200
        assert 0 < len(sent) <= MOST_QUERIES, "\n".join(sent)
        with counted(world.engine) as again:
            reader.get(path)
        assert again == []


@pytest.mark.parametrize("n", [1, 50, 5000])
def test_a_dialogue_page_asks_as_often_with_many_contributions(
    engine: Engine, make: Make, client: CheckingClient, n: int
) -> None:
    dialogue = make()
    fill(engine, dialogue, n)
    with counted(engine) as sent:
        assert client.get(address(dialogue)).status == 200
    assert len(sent) == MOST_QUERIES - 1
