"""The numbers of a survey: the same on the page, in every file, for whoever asks; hidden ones in none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import VISITOR
from participation.access_log.models import Sighting
from participation.contributions.actions import set_visibility
from participation.contributions.models import Contribution
from participation.contributions.queries import by_id
from participation.contributions.rules import Channel, Visibility
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import Stage
from participation.settings import Settings
from participation.survey_results import actions, jobs, views
from participation.survey_results.queries import Names, latest_check
from participation.survey_results.rules import WAYS, FileFormat
from participation.survey_results.splits import split_of
from participation.surveys import building
from participation.surveys.actions import submit_response
from participation.surveys.building import OptionValues, QuestionValues, RowValues
from participation.surveys.given import Given
from participation.surveys.models import Answer, Survey, SurveyExport
from participation.surveys.queries import survey_by_id
from participation.surveys.rules import QuestionType
from tests import factories
from tests.checking_client import CheckingClient, text_of
from tests.programs import program
from tests.taking_part import GENEROUS

TEXTS = {
    QuestionType.SINGLE_CHOICE: "Hur kommer du hit?",
    QuestionType.MULTIPLE_CHOICE: "Vad gör du här?",
    QuestionType.DROPDOWN: "Vilken ort?",
    QuestionType.SCALE: "Hur trivs du?",
    QuestionType.MATRIX: "Hur viktigt?",
    QuestionType.RANKING: "Vad först?",
    QuestionType.SHORT_TEXT: "Ett ord?",
    QuestionType.LONG_TEXT: "Vad mer?",
    QuestionType.NUMBER: "Hur många minuter?",
    QuestionType.DATE: "Vilken dag?",
    QuestionType.MAP: "Var?",
    QuestionType.NOTICE: "Jag har läst.",
}
OPTIONS = ("Går", "Cyklar", "Bil")


@dataclass
class Asked:
    """A survey with a question of each sort, and the people who have answered it."""

    app: Flask
    engine: Engine
    folder: Path
    dialogue: int
    survey: int
    slug: str
    town: factories.Town

    def run(self, kind: FileFormat) -> Path:
        """The file, made as the worker makes it."""
        with db.transaction(self.engine):
            dialogue = dialogue_by_id(self.dialogue)
            made = actions.request_export(
                self.town.officer, dialogue, survey_by_id(self.dialogue, self.survey), kind
            ).id
        jobs.make_files(self.engine)
        with db.transaction(self.engine, write=False) as session:
            return jobs.path_of(session.get_one(SurveyExport, made))

    def at(self, rest: str = "") -> str:
        return f"/en/officials/dialogues/{self.dialogue}/survey-results/{self.survey}{rest}"

    def official(self) -> CheckingClient:
        client = CheckingClient(self.app)
        client.sign_in("officer@town.example", factories.PASSWORD)
        return client


def questions(officer: Any, dialogue: Dialogue) -> Survey:
    made = building.create_survey(officer, dialogue, title="Sanden")
    for kind, text in TEXTS.items():
        options = tuple(OptionValues(o) for o in OPTIONS)
        values = QuestionValues(text=text)
        if kind in (QuestionType.SINGLE_CHOICE, QuestionType.DROPDOWN, QuestionType.RANKING, QuestionType.MATRIX):
            values = QuestionValues(text=text, options=options)
        if kind is QuestionType.MULTIPLE_CHOICE:
            other = OptionValues("Annat", is_other=True)
            values = QuestionValues(text=text, options=(*options, other))
        if kind is QuestionType.MATRIX:
            values = QuestionValues(text=text, options=options, rows=(RowValues("Kaj"), RowValues("Park")))
        if kind is QuestionType.SCALE:
            values = QuestionValues(text=text, minimum=1, maximum=5)
        if kind is QuestionType.NUMBER:
            values = QuestionValues(text=text, whole=False)
        if kind is QuestionType.NOTICE:
            values = QuestionValues(text=text, agrees=True)
        building.save_question(officer, dialogue, made, None, values, type=kind)
    return made


LANGUAGES = ("sv", "en", "ar", "fi", "so")
WORDS = ("=1+1", "Fler bänkar", "مقاعد أكثر", "+358 penkkiä", "-")


def answers(survey: Survey, n: int) -> dict[str, Given]:
    """What the person with the number answers: everything, or every second question."""
    found: dict[str, Given] = {}
    for place, question in enumerate(survey.questions):
        if n % 2 and place % 2 and place != 3:
            continue
        keys = [o.key for o in question.options]
        kind = QuestionType(question.type)
        given = {
            QuestionType.SINGLE_CHOICE: lambda k=keys: Given(options=(k[n % 3],)),
            QuestionType.DROPDOWN: lambda k=keys: Given(options=(k[n % 3],)),
            QuestionType.MULTIPLE_CHOICE: lambda k=keys: Given(options=(k[0], k[3]), other="=HYPERLINK(1)"),
            QuestionType.SCALE: lambda: Given(number=1 + n % 5),
            QuestionType.MATRIX: lambda k=keys, q=question: Given(cells=((q.rows[0].key, k[n % 3]),)),
            QuestionType.RANKING: lambda k=keys: Given(options=(k[2], k[0])),
            QuestionType.SHORT_TEXT: lambda: Given(words=WORDS[n % 5]),
            QuestionType.LONG_TEXT: lambda: Given(words=f"Rad ett\n{WORDS[n % 5]}"),
            QuestionType.NUMBER: lambda: Given(number=-5 if n == 0 else n + Decimal("0.5")),
            QuestionType.DATE: lambda: Given(day=date(2026, 1 + n % 3, 3)),
            QuestionType.MAP: lambda: Given(words="Vid kajen", place='{"coordinates":[12.3,58.3],"type":"Point"}'),
            QuestionType.NOTICE: lambda: Given(agreed=True),
        }[kind]
        found[question.key] = given()
    return found


PEOPLE = 10
CHANNELS = (Channel.WEB, Channel.WEB, Channel.WEB, Channel.PAPER, Channel.PHONE)


@pytest.fixture(scope="module")
def asked(shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("results")
    config = Settings(
        data_dir=folder,
        database_url=shared_engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests only",
        testing=True,
        rate_limits=GENEROUS,
    )
    app = program(config, shared_engine)
    with db.transaction(shared_engine):
        town = factories.town()
        schedule = factories.schedule_for(Stage.CLOSED)
        dialogue = factories.dialogue(town, Stage.DECIDED, with_survey=False, schedule=schedule)
    with db.transaction(shared_engine):
        dialogue = dialogue_by_id(dialogue.id)
        with clock.at(factories.noon(schedule.decided_on)):
            survey = questions(town.officer, dialogue)
        with clock.at(factories.noon(schedule.announced_on)):
            from participation.dialogues import actions as dialogues

            dialogues.note_minutes(
                town.secretary, dialogue, factories.DecisionKind.INITIATE, announced_on=schedule.minutes_on
            )
            dialogues.announce(town.officer, dialogue)
        for n in range(PEOPLE + 1):
            with clock.at(factories.noon(schedule.opens_on)):
                response = submit_response(
                    VISITOR if CHANNELS[n % 5] is Channel.WEB else town.officer,
                    dialogue,
                    survey,
                    key=factories.key(),
                    respondent_key=factories.key(),
                    language=LANGUAGES[n % 5],
                    channel=CHANNELS[n % 5],
                    answers=answers(survey, n),
                )
        set_visibility(response, Visibility.HIDDEN)
        made = Asked(app, shared_engine, folder, dialogue.id, survey.id, slug(dialogue), town)
    yield made


def test_every_sort_of_answer_has_its_columns(asked: Asked) -> None:
    text = asked.run(FileFormat.CSV).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    with db.transaction(asked.engine, write=False):
        survey = survey_by_id(asked.dialogue, asked.survey)
        names = {q.key: f"q{n}" for n, q in enumerate(survey.questions, 1)}
        for question in survey.questions:
            names |= {o.key: f"o{n}" for n, o in enumerate(question.options, 1)}
            names |= {r.key: f"r{n}" for n, r in enumerate(question.rows, 1)}

    def plain(cell: str) -> str:
        return ".".join(names.get(part, part) for part in cell.split("."))

    assert [plain(name) for name in rows[0]] == GOLDEN_COLUMNS
    assert [plain(cell) for cell in rows[1][2:]] == GOLDEN_FIRST
    assert [plain(cell) for cell in rows[2][2:]] == GOLDEN_SECOND
    assert len(rows) == 1 + PEOPLE


GOLDEN_COLUMNS = [
    *("number", "received_on", "channel", "language", "flags"),
    *("q1.v1.o1", "q1.v1.o2", "q1.v1.o3"),
    *("q2.v1.o1", "q2.v1.o2", "q2.v1.o3", "q2.v1.o4", "q2.v1.other"),
    *("q3.v1", "q4.v1", "q5.v1.r1", "q5.v1.r2", "q6.v1.o1", "q6.v1.o2", "q6.v1.o3", "q7.v1", "q8.v1"),
    *("q9.v1", "q10.v1", "q11.v1.words", "q11.v1.place", "q12.v1"),
]
GOLDEN_FIRST = [
    *("web", "sv", "", "1", "0", "0", "1", "0", "0", "1", "'=HYPERLINK(1)", "o1", "1", "o1", "", "2", "", "1"),
    *("'=1+1", "Rad ett\n'=1+1", "-5", "2026-01-03", "Vid kajen", '{"coordinates":[12.3,58.3],"type":"Point"}', "1"),
]
GOLDEN_SECOND = [
    *("web", "en", "", "0", "1", "0", "", "", "", "", "", "o2", "2", "o2", "", "", "", ""),
    *("Fler bänkar", "", "1.5", "", "Vid kajen", '{"coordinates":[12.3,58.3],"type":"Point"}', ""),
]


def test_page_csv_workbook_and_json_agree_to_the_last_answer(asked: Asked) -> None:
    table = list(csv.DictReader(io.StringIO(asked.run(FileFormat.CSV).read_text(encoding="utf-8-sig"))))
    data = json.loads(asked.run(FileFormat.JSON).read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(asked.run(FileFormat.XLSX), read_only=True)
    sheet = list(book["answers"].iter_rows(values_only=True))
    assert list(sheet[0]) == data["columns"] == list(table[0])
    for line, row, said in zip(sheet[1:], table, data["responses"], strict=True):
        cells = dict(zip(sheet[0], line, strict=True))
        for name in data["columns"]:
            value = said.get(name)
            assert cells[name] == value, name
            assert row[name].removeprefix("'").replace("\n'", "\n") == ("" if value is None else str(value)), name
    book.close()
    public = CheckingClient(asked.app).client.get(f"/sv/dialogues/{asked.slug}/surveys/sanden/results/results.json")
    shown = json.loads(public.data)
    assert shown["responses"] == len(table) == PEOPLE
    counted = 0
    for row in shown["rows"]:
        base = f"{row['question']}.v{row['version']}"
        if (column := f"{base}.{row['line']}") in data["columns"] and not row["part"]:
            counted += 1
            assert row["count"] == sum(said.get(column) == 1 for said in data["responses"])
        elif row["part"] and f"{base}.{row['part']}" in data["columns"]:
            counted += 1
            assert row["count"] == sum(said.get(f"{base}.{row['part']}") == row["line"] for said in data["responses"])
        elif row["line"] == "answered":
            counted += 1
            columns = [c for c in data["columns"] if c == base or c.startswith(f"{base}.")]
            assert row["count"] == sum(any(c in said for c in columns) for said in data["responses"])
    assert counted >= 3 + 4 + 6 + 3
    page = CheckingClient(asked.app).get(f"/en/dialogues/{asked.slug}/surveys/sanden/results")
    assert f"{PEOPLE} people answered" in page.text


def test_the_codebook_says_what_each_column_means(asked: Asked) -> None:
    text = asked.run(FileFormat.CODEBOOK).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    names = next(iter(csv.reader(io.StringIO(asked.run(FileFormat.CSV).read_text(encoding="utf-8-sig")))))
    assert list(dict.fromkeys(row["column"] for row in rows)) == names
    assert any(row["text"] == "Vad gör du här? – Cyklar" for row in rows)


def test_what_is_received_is_in_the_file_and_on_the_page(asked: Asked) -> None:
    client = asked.official()
    with db.transaction(asked.engine):
        actions.request_check(
            asked.town.officer, dialogue_by_id(asked.dialogue), survey_by_id(asked.dialogue, asked.survey)
        )
    assert jobs.make_files(asked.engine) == 1
    with db.transaction(asked.engine, write=False):
        found = latest_check(asked.survey)
        assert found is not None
        assert (found.agrees, found.received, found.exported, found.shown) == (True, PEOPLE, PEOPLE, PEOPLE)
        assert found.detail["hidden"] == 1
    assert "The numbers agree: 10 responses received" in client.get(asked.at("/files")).text
    assert "Checked on" in CheckingClient(asked.app).get(f"/en/dialogues/{asked.slug}/surveys/sanden/results").text
    with db.transaction(asked.engine):
        older = latest_check(asked.survey)
        assert older is not None
        older.received = PEOPLE - 1
    later = CheckingClient(asked.app).get(f"/sv/dialogues/{asked.slug}/surveys/sanden/results")
    assert "result-checked" not in later.text, "a check of other numbers than those shown"


def test_a_file_is_fetched_by_officials_of_the_dialogue_only(asked: Asked) -> None:
    asked.run(FileFormat.CSV)
    page = asked.official().get(asked.at("/files"))
    link = next(href for href in page.links if "/files/" in href)
    answer = asked.official().client.get(link)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=answers-sanden-")
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()
    with db.transaction(asked.engine, write=False) as session:
        seen = session.scalars(select(Sighting).order_by(Sighting.id.desc()).limit(1)).one()
        assert (seen.actor_name, seen.what, seen.dialogue_id) == ("Officer", "survey_answers", asked.dialogue)
    moderator = CheckingClient(asked.app)
    moderator.sign_in("moderator@town.example", factories.PASSWORD)
    assert moderator.client.get(link).status_code == 404
    assert CheckingClient(asked.app).client.get(link).status_code in (302, 303, 401, 403)


def test_a_file_that_holds_what_is_hidden_since_is_gone_at_once_and_made_anew(asked: Asked) -> None:
    old = asked.run(FileFormat.CSV)
    assert "Fler bänkar" in old.read_text(encoding="utf-8")
    client = asked.official()
    links = [href for href in client.get(asked.at("/files")).links if "/files/" in href]
    link = max(links, key=lambda href: int(href.rsplit("/", 1)[1]))
    with db.transaction(asked.engine) as session:
        ids = session.scalars(select(Answer.response_id).where(Answer.words == "Fler bänkar").distinct()).all()
    for visibility in (Visibility.HIDDEN, Visibility.VISIBLE):
        with db.transaction(asked.engine):
            for response in ids:
                set_visibility(by_id(response), visibility)
        assert client.client.get(link).status_code == 404
        assert "It is made anew" in client.get(asked.at("/files")).text
        jobs.make_files(asked.engine)
        assert not old.exists()
        answer = client.client.get(link)
        assert ("Fler bänkar" in answer.get_data(as_text=True)) is (visibility is Visibility.VISIBLE)
        answer.close()


def test_a_file_that_a_worker_left_behind_is_cleared_away_and_no_other(asked: Asked) -> None:
    kept = asked.run(FileFormat.JSON)
    for name in ("left.csv", "left.csv.part"):
        (kept.parent / name).write_text("svar")
    jobs.clear_away(asked.engine)
    assert (kept.parent / "left.csv").exists()
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        jobs.clear_away(asked.engine)
    assert sorted(path.name for path in kept.parent.glob("left*")) == [] and kept.exists()


def test_a9_22_answers_in_groups_are_told_alike_both_ways_and_never_as_small_numbers(asked: Asked) -> None:
    with db.transaction(asked.engine, write=False):
        single, _, dropdown, *_ = (q.key for q in survey_by_id(asked.dialogue, asked.survey).questions)
    told: list[dict[tuple[str, str], int | None]] = []
    for one, other in ((single, dropdown), (dropdown, single)):
        path = f"/sv/dialogues/{asked.slug}/surveys/sanden/results/results.json?by={one}"
        rows = json.loads(CheckingClient(asked.app).client.get(path).data)["rows"]
        found = {(row["group"], row["line"]): row["count"] for row in rows if row["question"] == other and row["group"]}
        assert found
        assert all(count is None or count % 5 == 0 for count in found.values())
        told.append(found)
    assert told[0] == {(line, group): count for (group, line), count in told[1].items()}


def test_answers_by_channel_and_language_are_those_of_every_single_response(asked: Asked) -> None:
    with db.transaction(asked.engine, write=False) as session:
        survey = survey_by_id(asked.dialogue, asked.survey)
        found = {way: split_of(survey, way) for way in WAYS}
        names = Names(survey)
        answered: dict[str, Any] = {way: {} for way in WAYS}
        parts: dict[str, Any] = {way: {} for way in WAYS}
        for contribution, answer in session.execute(
            select(Contribution, Answer)
            .join(Answer, Answer.response_id == Contribution.id)
            .where(Contribution.survey_id == survey.id, Contribution.visibility == Visibility.VISIBLE.value)
        ):
            part = names.part(answer.option_id, answer.row_id, answer.rank, answer.number)
            for way in WAYS:
                key = (getattr(contribution, way), answer.question_id)
                answered[way].setdefault(key, set()).add(contribution.id)
                counts = parts[way].setdefault(key, {})
                counts[part] = counts.get(part, 0) + 1
    for way in WAYS:
        counted = {k: len(people) for k, people in answered[way].items()}
        assert {k: n for k, n in found[way].answered.items() if n} == counted
        told = {k: {p: n for p, n in counts.items() if n} for k, counts in found[way].parts.items()}
        assert {k: counts for k, counts in told.items() if counts} == parts[way]


def test_each_question_is_told_by_channel_and_language_without_small_numbers(asked: Asked) -> None:
    path = f"/en/dialogues/{asked.slug}/surveys/sanden/results"
    folds = CheckingClient(asked.app).get(path).all("details")
    told = [fold for fold in folds if text_of(fold).startswith("By channel and language")]
    assert len(told) == 7
    assert "In groups by: Channel" in text_of(told[0]) and "In groups by: Language" in text_of(told[3])
    cells = [text_of(cell) for fold in told for cell in fold.iter("td")]
    assert all(cell == "not shown" or int(cell) % 5 == 0 for cell in cells)
    split = CheckingClient(asked.app).get(f"{path}?by=channel").all("details")
    assert not [fold for fold in split if text_of(fold).startswith("By channel and language")]


def test_with_very_many_responses_channel_and_language_are_told_when_asked_for(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_UNASKED", PEOPLE - 1)
    page = asked.official().get(asked.at())
    assert not [fold for fold in page.all("details") if text_of(fold).startswith("By channel and language")]
    assert {f"{asked.at()}?by={way}" for way in WAYS} <= set(page.links)


def test_the_dialogue_leads_to_the_results_once_they_are_public(asked: Asked) -> None:
    href = f"/en/dialogues/{quote(asked.slug)}/surveys/sanden/results"
    with db.transaction(asked.engine, write=False):
        opens_on = dialogue_by_id(asked.dialogue).phases[0].opens_at
    with clock.at(opens_on + timedelta(hours=1)):
        assert href not in CheckingClient(asked.app).get(f"/en/dialogues/{asked.slug}").links
    assert href in CheckingClient(asked.app).get(f"/en/dialogues/{asked.slug}").links


def test_words_are_read_by_officials_and_never_shown_to_the_public(asked: Asked) -> None:
    with db.transaction(asked.engine, write=False):
        key = survey_by_id(asked.dialogue, asked.survey).questions[6].key
    assert "Fler bänkar" in asked.official().get(asked.at(f"/words/{key}")).text
    with db.transaction(asked.engine, write=False) as session:
        seen = session.scalars(select(Sighting).order_by(Sighting.id.desc()).limit(1)).one()
        assert (seen.what, seen.dialogue_id, seen.about) == ("survey_answers", asked.dialogue, str(asked.survey))
    assert "Fler bänkar" not in CheckingClient(asked.app).get(f"/en/dialogues/{asked.slug}/surveys/sanden/results").text
