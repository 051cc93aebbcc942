"""Around the survey: codes handed out once, answers taken out by two people, pictures, and what is not asked."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from participation import clock, db, schema
from participation.access import Refused
from participation.dialogues.queries import dialogue_by_id
from participation.settings import LOCALES
from participation.surveys.branching import check
from participation.surveys.building import QuestionValues, deletions, invitations, options_of, save_question
from participation.surveys.building.invitations import ExportForm
from participation.surveys.citizenship import asks_citizenship
from participation.surveys.invitation_codes import account_key, code_hash, respondent_key
from participation.surveys.library import templates
from participation.surveys.models import Answer, AnswerDeletion, Invitation, InvitationBatch, StoredFile, Survey
from participation.surveys.queries import answers_in, definition_of, surveys_of
from participation.surveys.rules import UNDO_DAYS, QuestionType
from tests import factories
from tests.conventions import survey_world
from tests.conventions.survey_world import PICTURE
from tests.surveys.officials import base, official
from tests.surveys.test_versions import first_survey, officer
from tests.taking_part import Place, form_of, nothing_stored


def survey_of(place: Place, dialogue: int) -> str:
    """The address of the dialogue's first survey in the back office."""
    with db.transaction(place.engine, write=False):
        return f"{base(dialogue)}/{surveys_of(dialogue)[0].id}"


# -- codes -----------------------------------------------------------------------------------------------------------


def test_codes_are_handed_out_once_and_only_their_hashes_are_kept(place: Place) -> None:
    client = official(place)
    codes = f"{survey_of(place, place.dialogue)}/invitations"
    standing = {**form_of(client.get(codes)), "label": "Hushåll", "size": "3"}
    assert client.post(codes, standing).status == 303
    assert client.post(codes, standing).status == 303  # sent twice: one batch
    link = [a for a in client.get(codes).links if a.endswith("/hand-out")]
    assert len(link) == 1
    answer = client.post(link[0], {**form_of(client.get(link[0])), "as": "list"})
    assert answer.response.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.response.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len({r["code"] for r in rows}) == 3 and all(r["code"] in r["address"] for r in rows)
    with db.transaction(place.engine, write=False) as session:
        kept = set(session.scalars(select(Invitation.code_hash)))
        survey = surveys_of(place.dialogue)[0].id
        assert kept == {code_hash(survey, r["code"].lower().replace("-", " ")) for r in rows}
        assert not kept & {respondent_key(survey, r["code"]) for r in rows}
    for row in rows:
        assert row["code"] not in client.get(codes).text
    with nothing_stored(place.engine):
        again = client.post(link[0], {"csrf_token": client.token(), "as": "letters"})
    assert again.status == 409 and "E-S05" in [e.get("data-code") for e in again.all("li")]


def test_letters_hold_a_code_and_a_picture_of_its_address_each(place: Place) -> None:
    client = official(place)
    codes = f"{survey_of(place, place.dialogue)}/invitations"
    client.post(codes, {**form_of(client.get(codes)), "label": "Hushåll", "size": "2"})
    link = next(a for a in client.get(codes).links if a.endswith("/hand-out"))
    letters = client.post(link, {**form_of(client.get(link)), "as": "letters"})
    assert letters.status == 200 and len(letters.all("article")) == 2
    assert len({e.get("src") for e in letters.all("img")}) == 2


def test_a_withdrawn_batch_opens_nothing(place: Place) -> None:
    with db.transaction(place.engine) as session:
        dialogue, survey = first_survey(place.dialogue)
        actor = officer(place)
        batch = invitations.create_batch(actor, dialogue, survey, label="A", size=4, key=factories.key())
        invitations.hand_out(actor, dialogue, survey, batch, form=ExportForm.LIST)
        session.scalars(select(Invitation)).first().used = True  # type: ignore[union-attr]
        assert invitations.withdraw_batch(actor, dialogue, survey, batch) == 3
        assert invitations.withdraw_batch(actor, dialogue, survey, batch) == 0
        assert [i.used for i in session.scalars(select(Invitation))] == [True]


def test_whoever_answers_is_not_told_from_the_account_without_the_secret() -> None:
    assert account_key("a", 1, 7) != account_key("b", 1, 7)
    assert account_key("a", 1, 7) != account_key("a", 2, 7)


@pytest.mark.parametrize("size", ["0", "5001", "många", ""])
def test_a_number_of_codes_that_cannot_be_is_refused_and_kept(standing_place: Place, size: str) -> None:
    client = official(standing_place)
    codes = f"{survey_of(standing_place, standing_place.dialogue)}/invitations"
    with nothing_stored(standing_place.engine):
        page = client.post(codes, {**form_of(client.get(codes)), "label": "Hushåll & co", "size": size})
    assert page.status == 422
    assert (form_of(page)["label"], form_of(page)["size"]) == ("Hushåll & co", size)


# -- answers taken out -----------------------------------------------------------------------------------------------


def test_answers_are_taken_out_by_a_second_person_and_brought_back(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        response = factories.response(dialogue, survey, words="Hemligt").id
    one, other = official(place), official(place, "coordinator")
    address = f"{survey_of(place, place.dialogue)}/deletions"
    sent = {**form_of(one.get(address)), "about": f"q-{place.questions[3]}", "reason": "Någon skrev ett namn."}
    assert one.post(address, sent).status == 303
    with db.transaction(place.engine, write=False) as session:
        assert "Hemligt" in [a.words for a in answers_in([response], confidential=True)[response]]
        decide = f"{address}/{session.scalars(select(AnswerDeletion.id)).one()}"
    with nothing_stored(place.engine):
        own = one.post(decide, {**form_of(one.get(decide)), "reason": "Jag vill.", "do": "accept"})
    assert own.status == 409 and "E-S07" in [e.get("data-code") for e in own.all("li")]
    decision = {**form_of(other.get(decide)), "reason": "Stämmer.", "do": "accept"}
    assert other.post(decide, decision).status == 303
    with db.transaction(place.engine, write=False) as session:
        assert "Hemligt" not in [a.words for a in answers_in([response], confidential=True)[response]]
        assert len(session.scalars(select(Answer)).all()) == 3  # a public record stays
    assert one.send(f"{decide}/undo").status == 303
    with db.transaction(place.engine, write=False):
        assert "Hemligt" in [a.words for a in answers_in([response], confidential=True)[response]]


def test_a_deletion_is_undone_within_thirty_days_and_not_later(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        factories.response(dialogue, survey)
        one = officer(place)
        other = officer(place, "coordinator")
        taken = deletions.ask_deletion(one, dialogue, survey, reason="Test.")
        assert deletions.ask_deletion(one, dialogue, survey, reason="Igen.") is taken
        deletions.decide_deletion(other, dialogue, survey, taken, accept=True, reason="Ja.")
        deletions.decide_deletion(other, dialogue, survey, taken, accept=True, reason="Ja.")
        assert taken.decided_at is not None
        with (
            clock.at(taken.decided_at + timedelta(days=UNDO_DAYS)),
            pytest.raises(Refused) as refused,
        ):
            deletions.undo_deletion(one, dialogue, survey, taken)
        assert refused.value.reasons[0].code in ("E-S09", "E-STATE")
        with pytest.raises(Refused) as refused:
            deletions.ask_deletion(one, dialogue, survey, reason="Inget kvar.")
        assert refused.value.reasons[0].code == "E-S06"


def test_a_survey_is_removed_with_its_codes_and_pictures_before_the_dialogue_opens(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(place.draft)
        survey_world.around_a_draft(officer(place), dialogue)
        survey = surveys_of(place.draft)[0].id
    client = official(place)
    assert client.send(f"{base(place.draft)}/{survey}/remove").status == 303
    with db.transaction(place.engine, write=False) as session:
        assert surveys_of(place.draft) == []
        assert session.scalars(select(InvitationBatch)).all() == session.scalars(select(StoredFile)).all() == []
    with nothing_stored(place.engine):
        page = client.send(f"{survey_of(place, place.dialogue)}/remove")
    assert page.status == 409 and "E-STATE" in [e.get("data-code") for e in page.all("li")]


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_a_picture_needs_words_and_is_shown_to_residents(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue, survey = first_survey(place.dialogue)
        values = QuestionValues("Vilken?", options=options_of("Vatten", "Torg"))
        question = save_question(officer(place), dialogue, survey, None, values, type=QuestionType.PICTURE_CHOICE)
        option = question.options[0].key
    client = official(place)
    address = f"{survey_of(place, place.dialogue)}/questions/{question.key}/pictures/{option}"
    standing = form_of(client.get(address))
    token = {"csrf_token": standing["csrf_token"]}
    with nothing_stored(place.engine):
        wordless = client.post(address, {**token, "alternative": "", "picture": (io.BytesIO(PICTURE), "a.png")})
        assert wordless.status == 422
        assert client.post(address, {**token, "alternative": "Vatten"}).status == 422
        script = (io.BytesIO(b"<svg onload=alert(1)>"), "<svg onload=alert(1)>.png")
        assert client.post(address, {**token, "alternative": "Vatten", "picture": script}).status == 409
    sent = {**token, "alternative": "Vatten i sol", "picture": (io.BytesIO(PICTURE), "a.png")}
    assert client.post(address, sent).status == 303
    page = place.client().get(place.at("/surveys/enkat"))
    shown = next(e for e in page.all("img") if "/pictures/" in (e.get("src") or ""))
    assert shown.get("alt") == "Vatten i sol"
    picture = place.app.test_client().get(shown.get("src") or "")
    assert (picture.mimetype, picture.data) == ("image/png", PICTURE)
    with db.transaction(place.engine, write=False) as session:
        stored = session.scalars(select(StoredFile)).one()
        assert "a.png" not in stored.name and stored.original_name == ""
    assert place.app.test_client().get(place.at("/surveys/enkat/pictures/" + "0" * 32)).status_code == 404


# -- library and copies ------------------------------------------------------------------------------------------------


def test_the_library_is_whole_in_every_language() -> None:
    for template in templates():
        assert check(template.definition) == []
        texts = [template.title, template.about, template.intro]
        for question in template.definition:
            texts += [question.text, *(o.text for o in question.options), *(r.text for r in question.rows)]
            texts += [t for t in (question.low_label, question.high_label) if t]
        assert all(set(t) == set(LOCALES) for t in texts), template.name


def test_a_survey_of_the_library_becomes_the_dialogues_own(place: Place) -> None:
    client = official(place)
    address = f"{base(place.draft)}/library"
    page = client.get(address)
    form = next(f for f in page.forms() if any(e.get("value") == "place" for e in f.iter("input")))
    sent = {e.get("name") or "": e.get("value") or "" for e in form.iter("input")}
    made = client.post(address, sent)
    assert made.status == 303
    shown = client.get(made.response.headers["Location"])
    assert "En plats vi delar" in shown.text and "Everything is in place" in shown.text
    assert "Shown if the answer to Question 1" in shown.text
    with nothing_stored(place.engine):
        assert client.post(address, {**sent, "template": "unknown"}).status == 422


def test_a_survey_is_copied_from_a_dialogue_one_may_read(place: Place) -> None:
    client = official(place)
    address = f"{base(place.draft)}/copy"
    with db.transaction(place.engine, write=False):
        source = surveys_of(place.other)[0].id
    made = client.post(address, {**form_of(client.get(address)), "source": str(source)})
    assert made.status == 303
    with db.transaction(place.engine, write=False) as session:
        copied = session.scalars(select(Survey).where(Survey.dialogue_id == place.draft)).all()[-1]
        original = session.get_one(Survey, source)
        assert [q.text for q in definition_of(copied)] == [q.text for q in definition_of(original)]
    with nothing_stored(place.engine):
        assert client.post(address, {**form_of(client.get(address)), "source": "999999"}).status == 422


# -- citizenship -------------------------------------------------------------------------------------------------------

ASKED = [
    "Vilket medborgarskap har du?",
    "Är du svensk medborgare?",
    "Vilken nationalitet har du?",
    "What is your citizenship?",
    "Which passport do you hold?",
    "Mikä on kansalaisuutesi?",
    "ما هي جنسيتك؟",
    "ما هي الجنسية؟",
    "ما جِنْسِيَّتُك؟",
]
NOT_ASKED = [
    "Vad tycker medborgarna om parken?",
    "Är du nöjd med passet på gymmet?",
    "Vad vill du lämna som medborgarförslag?",
    "What should citizens know?",
    "Miten kansalaiset otetaan mukaan?",
    "ما رأي المواطنين؟",
    "Känner du gemenskap?",
]


@pytest.mark.parametrize("text", ASKED)
def test_asking_about_citizenship_is_seen_in_every_language(text: str) -> None:
    assert asks_citizenship(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_other_questions_are_let_through(text: str) -> None:
    assert not asks_citizenship(text)


@pytest.mark.parametrize("where", ["text", "help", "options-1-text"])
def test_a9_20_the_builder_refuses_to_ask_about_citizenship_and_says_why(standing_place: Place, where: str) -> None:
    client = official(standing_place)
    path = f"{survey_of(standing_place, standing_place.dialogue)}/questions/new?type=single_choice"
    sent = {**form_of(client.get(path)), "text": "Ett?", "options-0-text": "A", "options-1-text": "B"}
    with nothing_stored(standing_place.engine):
        page = client.post(path, sent | {where: "Svenskt medborgarskap"})
    assert page.status == 409 and "E-S13" in [e.get("data-code") for e in page.all("li")]
    assert form_of(page)[where] == "Svenskt medborgarskap"


def test_citizenship_is_refused_in_a_translation_too(standing_place: Place) -> None:
    client = official(standing_place)
    path = f"{survey_of(standing_place, standing_place.dialogue)}/languages/sv-lattlast"
    with nothing_stored(standing_place.engine):
        page = client.post(path, {**form_of(client.get(path)), "intro": "x", "title": "Ditt medborgarskap"})
    assert page.status == 409 and "E-S13" in [e.get("data-code") for e in page.all("li")]


def test_a9_20_no_table_and_no_sort_of_question_contains_citizenship() -> None:
    """Acceptance test 20 of the policy. Planted: the words themselves are seen."""
    names = [f"{t.name}.{c.name}" for t in schema.metadata.sorted_tables for c in t.columns]
    names += [kind.value for kind in QuestionType]
    names += [str(column) for column in inspect(AnswerDeletion).columns]
    found = [n for n in names if any(w in n.lower() for w in ("citizen", "nationalit", "medborgarskap", "passport"))]
    assert found == []
    assert asks_citizenship("citizenship")
