"""An answered question does not change: an edit is a new version; conditions survive saving, copying and versions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from participation import db
from participation.access import VISITOR, Actor, Conflict, Refused
from participation.accounts.queries import account_by_email, actor_for
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id
from participation.surveys import building
from participation.surveys.actions import Changed, submit_response
from participation.surveys.branching import check, path
from participation.surveys.building import OptionValues, QuestionValues, copies, options_of
from participation.surveys.definition import Asked, Condition, fingerprint
from participation.surveys.given import Given
from participation.surveys.models import Answer, Question, Survey
from participation.surveys.queries import definition_of, given_in, survey_by_id, surveys_of, versions_of
from participation.surveys.rules import PARTS, Direction, Match, Operator, QuestionType
from tests import factories
from tests.surveys.officials import base, official
from tests.taking_part import Place, form_of, nothing_stored, send_survey


def officer(place: Place, name: str = "officer") -> Actor:
    """Somebody of the town, as the action sees them."""
    account = account_by_email(f"{name}@town.example")
    assert account is not None
    return actor_for(account)


def first_survey(dialogue: int) -> tuple[Dialogue, Survey]:
    return dialogue_by_id(dialogue), surveys_of(dialogue)[0]


def values_of(asked: Asked, **changes: Any) -> QuestionValues:
    """What a form would send that shows the question as it is, with changes."""
    same: dict[str, Any] = {
        "text": asked.text.sv,
        "help": asked.help.sv,
        "required": asked.required,
        "confidential": asked.confidential,
        "minimum": asked.minimum,
        "maximum": asked.maximum,
        "low_label": asked.low_label.sv,
        "high_label": asked.high_label.sv,
        "maximum_length": asked.maximum_length,
        "options": tuple(OptionValues(o.text.sv, o.key, o.is_other) for o in asked.options),
        "match": asked.match,
        "conditions": asked.conditions,
    }
    return QuestionValues(**(same | changes))


def answer(dialogue: Dialogue, survey: Survey, answers: dict[str, Given]) -> int:
    made = submit_response(
        VISITOR,
        dialogue,
        survey,
        key=factories.key(),
        respondent_key=factories.key(),
        language="sv",
        answers=answers,
    )
    return made.id


def test_an_edit_of_an_answered_question_keeps_the_answered_version(place: Place) -> None:
    with db.transaction(place.engine) as session:
        dialogue, survey = first_survey(place.dialogue)
        asked = definition_of(survey).questions[0]
        before = answer(dialogue, survey, {asked.key: Given(options=(asked.options[1].key,))})
        building.save_question(officer(place), dialogue, survey, survey.questions[0], values_of(asked, text="Ny text?"))
        after = answer(dialogue, survey, {asked.key: Given(options=(asked.options[2].key,))})
        versions = versions_of(survey)[asked.key]
        assert [(v.version, v.text.sv) for v in versions] == [(1, asked.text.sv), (2, "Ny text?")]
        assert [o.key for o in versions[1].options] == [o.key for o in asked.options]
        rows = session.execute(select(Answer.response_id, Question.version).join(Question).order_by(Answer.id)).all()
        assert [tuple(r) for r in rows] == [(before, 1), (after, 2)]
        assert given_in(survey, before) == {asked.key: Given(options=(asked.options[1].key,))}
        assert len(survey.questions) == 4 and survey.questions[0].version == 2


def test_saving_without_a_change_makes_no_version(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        asked = definition_of(survey).questions[0]
        answer(dialogue, survey, {asked.key: Given(options=(asked.options[1].key,))})
        building.save_question(officer(place), dialogue, survey, survey.questions[0], values_of(asked))
        assert [q.version for q in survey.every_version] == [1, 1, 1, 1]


def test_an_unanswered_question_is_changed_in_place(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        asked = definition_of(survey).questions[1]
        saved = building.save_question(
            officer(place), dialogue, survey, survey.questions[1], values_of(asked, text="Ändrad?")
        )
        assert (saved.id, saved.version, len(survey.every_version)) == (asked.identity, 1, 4)


def test_taking_out_an_answered_question_keeps_its_answers(place: Place) -> None:
    with db.transaction(place.engine) as session:
        dialogue, survey = first_survey(place.dialogue)
        asked = definition_of(survey).questions[0]
        response = answer(dialogue, survey, {asked.key: Given(options=(asked.options[0].key,))})
        building.remove_question(officer(place), dialogue, survey, survey.questions[0])
        assert [q.key for q in survey.questions] == [q.key for q in survey.every_version if q.key != asked.key]
        assert session.scalars(select(Answer.response_id)).all() == [response]
        assert given_in(survey, response) == {asked.key: Given(options=(asked.options[0].key,))}


def test_a_survey_that_changed_since_it_was_read_takes_no_answers(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        asked = definition_of(survey).questions[0]
        survey.edition += 1
        db.session().flush()
        db.session().execute(Survey.__table__.update().values(edition=99))
        with pytest.raises(Changed):
            answer(dialogue, survey, {asked.key: Given(options=(asked.options[0].key,))})


def test_a_missing_translation_is_added_in_place_and_a_changed_one_is_a_version(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        actor = officer(place)
        asked = definition_of(survey).questions[3]
        answer(dialogue, survey, {asked.key: Given(words="Ord")})
        building.save_wording(actor, dialogue, survey, "sv-lattlast", {f"{asked.key}-text": "Lätt?"})
        assert [q.version for q in survey.questions] == [1, 1, 1, 1]
        building.save_wording(actor, dialogue, survey, "sv-lattlast", {f"{asked.key}-text": "Lättare?"})
        assert [q.version for q in survey.questions] == [1, 1, 1, 2]
        assert [v.text.get("sv-lattlast") for v in versions_of(survey)[asked.key]] == ["Lätt?", "Lättare?"]


# -- conditions ----------------------------------------------------------------------------------------------------


def branched(place: Place) -> tuple[Dialogue, Survey]:
    """The survey in which the last question is shown to those who walk, or who put the way at two or less."""
    dialogue, survey = first_survey(place.dialogue)
    one, _, scale, words = definition_of(survey)
    conditions = (
        Condition(one.key, Operator.CHOSEN, one.options[0].key),
        Condition(scale.key, Operator.AT_MOST, number=2),
    )
    values = values_of(words, conditions=conditions, match=Match.ANY)
    building.save_question(officer(place), dialogue, survey, survey.questions[3], values)
    return dialogue, survey


def test_conditions_are_the_same_after_saving_twice_a_version_a_move_and_a_copy(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = branched(place)
        actor = officer(place)
        stored = definition_of(survey).questions[3]
        for text in ("Igen?", "En gång till?"):
            again = definition_of(survey).questions[3]
            building.save_question(actor, dialogue, survey, survey.questions[3], values_of(again, text=text))
        one = definition_of(survey).questions[0]
        answer(dialogue, survey, {one.key: Given(options=(one.options[0].key,))})
        building.save_question(actor, dialogue, survey, survey.questions[0], values_of(one, text="Ny version?"))
        building.move_question(actor, dialogue, survey, survey.questions[1], Direction.UP)
        db.session().flush()
        db.session().expire_all()
        definition = definition_of(survey_by_id(dialogue.id, survey.id))
        last = definition.by_key[stored.key]
        assert (last.conditions, last.match) == (stored.conditions, Match.ANY)
        copied = definition_of(copies.copy_survey(actor, dialogue_by_id(place.draft), survey))
        assert check(copied) == []
        assert not {q.key for q in copied} & {q.key for q in definition}
        assert [q.text for q in copied] == [q.text for q in definition]
        for walks in (True, False):
            for original in (definition, copied):
                first = next(q for q in original if q.type is QuestionType.SINGLE_CHOICE)
                given = {first.key: Given(options=(first.options[0 if walks else 1].key,))}
                assert (original.questions[3].key in path(original, given).keys) is walks


def test_a_question_that_others_look_at_is_neither_removed_nor_moved_behind_them(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = branched(place)
        with pytest.raises(Refused) as refused:
            building.remove_question(officer(place), dialogue, survey, survey.questions[0])
        assert [r.code for r in refused.value.reasons] == ["E-S01"]
        with pytest.raises(Refused) as refused:
            building.move_question(officer(place), dialogue, survey, survey.questions[2], Direction.DOWN)
        assert [r.code for r in refused.value.reasons] == ["E-S01"]


def test_an_option_that_a_condition_looks_at_is_not_dropped(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = branched(place)
        one = definition_of(survey).questions[0]
        fewer = tuple(OptionValues(o.text.sv, o.key) for o in one.options[1:])
        with pytest.raises(Refused) as refused:
            building.save_question(officer(place), dialogue, survey, survey.questions[0], values_of(one, options=fewer))
        assert [r.code for r in refused.value.reasons] == ["E-S01"]


def test_conditions_are_chosen_on_the_page_and_said_in_words(place: Place) -> None:
    client = official(place)
    listing = client.get(base(place.dialogue))
    survey = next(a for a in listing.links if a.startswith(base(place.dialogue) + "/") and a[-1].isdigit())
    first, last = place.questions[0], place.questions[3]
    address = f"{survey}/questions/{last}"
    sent = {**form_of(client.get(address)), "conditions-0-what": f"{first}.chosen.{place.options[first][1]}"}
    assert client.post(address, sent).status == 303
    assert "Shown if the answer to Question 1 is “Cyklar”." in client.get(survey).text
    standing = form_of(client.get(address))
    assert standing["conditions-0-what"] == f"{first}.chosen.{place.options[first][1]}"
    crafted = {**standing, "conditions-0-what": f"{last}.answered."}
    with nothing_stored(place.engine):
        assert client.post(address, crafted).status == 422
    page = client.send(f"{survey}/questions/{first}/remove")
    assert page.status == 409 and "E-S01" in [e.get("data-code") for e in page.all("li")]


# -- two at once -----------------------------------------------------------------------------------------------------


def test_the_later_of_two_officials_sees_both_and_overwrites_nothing_unasked(place: Place) -> None:
    one, other = official(place), official(place, "coordinator")
    survey = next(
        a for a in one.get(base(place.dialogue)).links if a.startswith(base(place.dialogue) + "/") and a[-1].isdigit()
    )
    address = f"{survey}/questions/{place.questions[3]}"
    late = form_of(other.get(address))
    assert one.post(address, {**form_of(one.get(address)), "text": "Den första?"}).status == 303
    with nothing_stored(place.engine):
        page = other.post(address, {**late, "text": "Den andra?"})
    assert page.status == 409 and "E-RACE" in [e.get("data-code") for e in page.all("li")]
    assert "Den första?" in page.text and form_of(page)["text"] == "Den andra?"
    assert other.post(address, form_of(page)).status == 303
    assert form_of(one.get(address))["text"] == "Den andra?"


def test_the_later_of_two_officials_compares_the_settings_as_well(place: Place) -> None:
    one, other = official(place), official(place, "coordinator")
    survey = next(
        a for a in one.get(base(place.dialogue)).links if a.startswith(base(place.dialogue) + "/") and a[-1].isdigit()
    )
    address = f"{survey}/settings"
    late = form_of(other.get(address))
    assert one.post(address, {**late, "csrf_token": one.token(), "double_entry": "y"}).status == 303
    with nothing_stored(place.engine):
        page = other.post(address, {**late, "layout": "whole"})
    assert page.status == 409 and "E-RACE" in [e.get("data-code") for e in page.all("li")]
    assert len(page.all("td")) == 4, "how it is shown, and who types"
    assert other.post(address, form_of(page)).status == 303
    assert "double_entry" not in form_of(one.get(address))


def test_the_action_refuses_what_was_changed_since(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        asked = definition_of(survey).questions[3]
        seen = fingerprint(asked)
        building.save_question(officer(place), dialogue, survey, survey.questions[3], values_of(asked, text="Först?"))
        with pytest.raises(Conflict):
            building.save_question(
                officer(place), dialogue, survey, survey.questions[3], values_of(asked, text="Sedan?"), seen=seen
            )


def test_an_answered_question_says_before_saving_that_a_version_is_made(place: Place) -> None:
    visitor, client = place.client(), official(place)
    path_ = place.at("/surveys/enkat")
    first = place.questions[0]
    send_survey(visitor, path_, {**form_of(visitor.get(path_)), f"q-{first}": place.options[first][0]})
    survey = next(
        a
        for a in client.get(base(place.dialogue)).links
        if a.startswith(base(place.dialogue) + "/") and a[-1].isdigit()
    )
    address = f"{survey}/questions/{first}"
    page = client.get(address)
    assert "1 person has answered this question" in page.text
    with nothing_stored(place.engine):
        moved = client.post(address, {**form_of(page), "do": "up-1"})
    assert moved.status == 200 and "not saved yet" in moved.text
    assert [form_of(moved)[f"options-{n}-text"] for n in (0, 1)] == ["Cyklar", "Går"]
    assert client.post(address, form_of(moved)).status == 303
    assert "Version 2" in client.get(survey).text


def test_every_sort_has_its_parts() -> None:
    assert set(PARTS) == set(QuestionType)
    assert options_of("A", "B") == (OptionValues("A"), OptionValues("B"))
