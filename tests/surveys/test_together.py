"""Many at a survey: editing while the first answer comes in, a burst, and five languages on web and paper."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.access import VISITOR, Conflict
from participation.contributions.rules import Channel
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id
from participation.offline.actions import enter_answers
from participation.settings import INTERFACE_LOCALES
from participation.survey_results.queries import Part, counts_of
from participation.survey_results.splits import split_of
from participation.surveys.actions import Changed, submit_response
from participation.surveys.answering import drafts
from participation.surveys.answering.sending import send
from participation.surveys.building import QuestionValues, move_question, remove_question, save_question
from participation.surveys.definition import fingerprint
from participation.surveys.given import Given, field_name
from participation.surveys.models import Answer, Question, ResponseFlag, Survey
from participation.surveys.queries import definition_of, surveys_of
from participation.surveys.rules import BURST, BURST_SECONDS, Direction, QuestionType
from tests import factories
from tests.surveys.officials import official
from tests.taking_part import Place, form_of, send_survey


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_no_answer_is_to_a_question_that_was_edited_as_it_came_in(place: Place) -> None:
    """Both at once, again and again: either the edit makes a version, or whoever answers looks once more."""
    made = {"versions": 0, "looked once more": 0}
    with db.transaction(place.engine):
        officer = factories.town().officer
    for n in range(6):
        with db.transaction(place.engine):
            dialogue = dialogue_by_id(place.dialogue)
            question = save_question(
                officer, dialogue, surveys_of(dialogue.id)[0], None, QuestionValues("Före"), type=QuestionType.LONG_TEXT
            ).key
        start = threading.Barrier(2)

        def edit(question: str = question, start: threading.Barrier = start) -> None:
            with db.transaction(place.engine):
                dialogue, survey = dialogue_by_id(place.dialogue), surveys_of(place.dialogue)[0]
                stored = next(q for q in survey.questions if q.key == question)
                start.wait(10)
                save_question(officer, dialogue, survey, stored, QuestionValues("Efter"))

        def answer(question: str = question, start: threading.Barrier = start) -> bool:
            with db.transaction(place.engine):
                dialogue = dialogue_by_id(place.dialogue)
                survey = surveys_of(dialogue.id)[0]
                start.wait(10)
                try:
                    submit_response(
                        VISITOR,
                        dialogue,
                        survey,
                        key=factories.key(),
                        respondent_key=factories.key(),
                        language="sv",
                        answers={question: Given(words="Svar på Före")},
                    )
                except Changed:
                    return False
            return True

        with ThreadPoolExecutor(2) as pool:
            edited, taken = pool.submit(edit), pool.submit(answer)
            edited.result(30)
            received = taken.result(30)
        of = Question.key == question
        with db.transaction(place.engine, write=False) as session:
            versions = session.scalars(select(Question).where(of).order_by(Question.version)).all()
            answered = session.scalars(
                select(Question.text).join(Answer, Answer.question_id == Question.id).where(of)
            ).all()
            assert [q.text.sv for q in versions] == (["Före", "Efter"] if received else ["Efter"]), n
            assert [text.sv for text in answered] == (["Före"] if received else [])
        made["versions" if received else "looked once more"] += 1
    assert sum(made.values()) == 6


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_answers_on_paper_and_on_the_web_are_received_at_the_same_time(place: Place) -> None:
    with db.transaction(place.engine):
        officer = factories.town().officer
    start = threading.Barrier(2)

    def typed() -> None:
        for n in range(6):
            with db.transaction(place.engine):
                dialogue, survey = dialogue_by_id(place.dialogue), surveys_of(place.dialogue)[0]
                start.wait(10)
                enter_answers(
                    officer,
                    dialogue,
                    survey,
                    key=f"paper-{n}-{factories.key()}",
                    channel=Channel.PAPER,
                    language="sv",
                    received_on=clock.today(),
                    note="",
                    raw={f"q-{place.questions[0]}": [place.options[place.questions[0]][0]]},
                )

    def answered() -> None:
        for _ in range(6):
            with db.transaction(place.engine):
                dialogue, survey = dialogue_by_id(place.dialogue), surveys_of(place.dialogue)[0]
                start.wait(10)
                factories.response(dialogue, survey)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(typed), pool.submit(answered)]:
            done.result(60)
    with db.transaction(place.engine, write=False):
        assert counts_of(surveys_of(place.dialogue)[0]).channels == {"paper": 6, "web": 6}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_burst_is_marked_counted_and_never_deleted(place: Place) -> None:
    begun = clock.now()
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(place.dialogue)
        survey = surveys_of(dialogue.id)[0]
        option = Given(options=(survey.questions[0].options[0].key,))
        for n in range(BURST + 3):
            late = timedelta(seconds=BURST_SECONDS * 2) if n == BURST + 2 else timedelta(0)
            with clock.at(begun + late):
                _drafted_and_sent(place, survey, option)
        assert counts_of(survey).responses == BURST + 3
    with db.transaction(place.engine, write=False) as session:
        flagged = session.scalars(select(ResponseFlag.kind)).all()
    # The idea and its comment are numbered too, and came with the first; the last comes long after.
    assert flagged and set(flagged) == {"burst"} and len(flagged) < BURST
    client = official(place)
    page = client.get(f"/en/officials/dialogues/{place.dialogue}/survey-results/{survey.id}")
    assert f"{BURST + 3} people answered" in page.text


def _drafted_and_sent(place: Place, survey: Survey, option: Given) -> None:
    dialogue, asked = dialogue_by_id(place.dialogue), definition_of(survey).questions[0]
    key = factories.key()
    drafts.save_page(
        VISITOR,
        dialogue,
        survey,
        key,
        sent={field_name(asked): list(option.options)},
        asked=[asked],
        page="first",
        language="sv",
    )
    send(VISITOR, dialogue, survey, key, language="sv", edition=survey.edition)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_same_options_are_counted_in_whatever_language_on_web_and_paper(place: Place) -> None:
    question, chosen = place.questions[0], place.options[place.questions[0]][1]
    with db.transaction(place.engine, write=False):
        survey_id = surveys_of(place.dialogue)[0].id
    officer = official(place)
    for locale in INTERFACE_LOCALES:
        answer = send_survey(
            place.client(),
            place.at("/surveys/enkat", locale),
            {f"q-{question}": chosen},
            language=locale.removesuffix("-lattlast"),
        )
        assert answer.status == 303
        path = f"/{locale}/officials/dialogues/{place.dialogue}/offline/surveys/{survey_id}/new"
        typed = {
            **form_of(officer.get(path)),
            f"q-{question}": chosen,
            "channel": "paper",
            "language": locale.removesuffix("-lattlast"),
            "received_on": clock.today().isoformat(),
        }
        assert officer.post(path, typed).status == 303
    with db.transaction(place.engine, write=False):
        survey = surveys_of(place.dialogue)[0]
        counts, version = counts_of(survey), survey.questions[0].id
        by_language, by_channel = split_of(survey, "language"), split_of(survey, "channel")
    assert counts.parts[version] == {Part(chosen): 10}
    spoken = {key[0]: parts for key, parts in by_language.parts.items() if key[1] == version}
    assert sum(parts[Part(chosen)] for parts in spoken.values()) == 10 and len(spoken) >= 4
    assert {c: by_channel.parts[c, version] for c in ("web", "paper")} == {
        "web": {Part(chosen): 5},
        "paper": {Part(chosen): 5},
    }


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_what_a_colleague_did_while_a_page_held_the_questions_is_seen(place: Place) -> None:
    """Whoever waits for the dialogue compares with what stands there then, not with what they read before."""
    with db.transaction(place.engine):
        officer = factories.town().officer

    def meanwhile(do: Callable[[Dialogue, Survey, Question], object]) -> None:
        def colleague() -> None:
            with db.transaction(place.engine):
                survey = surveys_of(place.dialogue)[0]
                do(dialogue_by_id(place.dialogue), survey, survey.questions[0])

        with ThreadPoolExecutor(1) as pool:
            pool.submit(colleague).result(30)

    with pytest.raises(Conflict), db.transaction(place.engine):
        dialogue, survey = dialogue_by_id(place.dialogue), surveys_of(place.dialogue)[0]
        question = survey.questions[0]
        seen = fingerprint(definition_of(survey).by_key[question.key])
        meanwhile(lambda d, s, q: save_question(officer, d, s, q, QuestionValues("Först")))
        save_question(officer, dialogue, survey, question, QuestionValues("Sist"), seen=seen)

    with pytest.raises(Conflict), db.transaction(place.engine):
        dialogue, survey = dialogue_by_id(place.dialogue), surveys_of(place.dialogue)[0]
        question = survey.questions[0]
        meanwhile(lambda d, s, q: remove_question(officer, d, s, q))
        remove_question(officer, dialogue, survey, question)  # it is gone already: nothing to do
        move_question(officer, dialogue, survey, question, Direction.DOWN)
