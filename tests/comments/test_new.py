"""Commenting: what is answered, who speaks, and that nothing lands in a thread it does not belong to."""

from __future__ import annotations

import pytest

from participation import db
from participation.access import VISITOR, NotFound, Refused
from participation.comments.actions import submit_comment
from participation.comments.models import Comment
from participation.contributions.queries import by_number
from participation.contributions.rules import Speaker
from participation.dialogues.queries import dialogue_by_id
from tests import factories
from tests.checking_client import CheckingClient
from tests.taking_part import Place, form_of, nothing_stored


def path(place: Place, parent: object = "") -> str:
    return place.at(f"/ideas/{place.idea}/comments/new" + (f"?parent={parent}" if parent else ""))


def staff(place: Place, name: str) -> CheckingClient:
    client = place.client()
    client.sign_in(f"{name}@town.example", factories.PASSWORD)
    return client


def test_the_form_quotes_what_is_answered(standing_place: Place) -> None:
    client = standing_place.client()
    idea, comment = client.get(path(standing_place)), client.get(path(standing_place, standing_place.comment))
    assert "Bänkar vid vattnet" in "".join(idea.all("blockquote")[0].itertext())
    assert "Ja, gärna i skuggan." in "".join(comment.all("blockquote")[0].itertext())
    assert form_of(comment)["parent"] == str(standing_place.comment)


def test_an_answer_is_stored_below_what_it_answers(place: Place) -> None:
    client = place.client()
    here = path(place, place.comment)
    assert client.post(here, {**form_of(client.get(here)), "body": "Håller med"}).status == 303
    newest = place.newest()
    assert (newest.depth, newest.thread_path) == (2, f"{place.comment:08d}.{newest.number:08d}")


@pytest.mark.parametrize("parent", ["other", "idea", "99999", "-1", "1e3", "²", "\x00", "9" * 30])
def test_a_parent_of_elsewhere_is_not_found_and_nothing_is_stored(standing_place: Place, parent: str) -> None:
    place = standing_place
    value = {"other": str(place.other_comment + 50_000), "idea": str(place.idea)}.get(parent, parent)
    client = place.client()
    sent = form_of(client.get(path(place)))
    with nothing_stored(place.engine):
        assert client.post(path(place), {**sent, "body": "Hej", "parent": value}).status == 404


def test_an_action_takes_no_parent_or_subject_of_another_dialogue(standing_place: Place) -> None:
    place = standing_place
    with db.transaction(place.engine, write=False):
        dialogue = dialogue_by_id(place.dialogue)
        idea = by_number(place.dialogue, place.idea)
        other_idea = by_number(place.other, place.other_idea)
        other = by_number(place.other, place.other_comment)
        assert isinstance(other, Comment)
        with pytest.raises(NotFound):
            submit_comment(VISITOR, dialogue, other_idea, key="k" * 20, body="x", language="sv")
        with pytest.raises(NotFound):
            submit_comment(VISITOR, dialogue, idea, key="k" * 20, body="x", language="sv", parent=other)


def test_visitors_are_not_asked_in_what_capacity_they_write(standing_place: Place) -> None:
    assert "I write as" not in standing_place.client().get(path(standing_place)).text


@pytest.mark.parametrize(
    ("name", "speaker", "label"),
    [
        ("officer", "official", "Official, Community development committee"),
        ("elected", "elected", "Elected representative, Community development committee"),
    ],
)
def test_whoever_writes_in_office_is_marked(place: Place, name: str, speaker: str, label: str) -> None:
    client = staff(place, name)
    page = client.get(path(place))
    assert label in page.text
    assert client.post(path(place), {**form_of(page), "body": "Tack", "speaker": speaker}).status == 303
    newest = place.newest()
    assert newest.speaker == speaker and newest.account_id is not None
    assert newest.display_name == name.title()
    assert label in place.client().get(place.at(f"/ideas/{place.idea}")).text


def test_staff_who_write_as_private_persons_carry_no_label_and_leave_no_trace(place: Place) -> None:
    client = staff(place, "officer")
    page = client.get(path(place))
    assert form_of(page)["speaker"] == "resident"
    assert client.post(path(place), {**form_of(page), "body": "Som granne"}).status == 303
    newest = place.newest()
    assert (newest.speaker, dict(newest.speaker_label), newest.account_id) == ("resident", {}, None)
    assert "Official" not in place.client().get(place.at(f"/ideas/{place.idea}")).text


def test_a_visitor_who_claims_an_office_is_a_resident(place: Place) -> None:
    client = place.client()
    sent = {**form_of(client.get(path(place))), "body": "Hej", "speaker": "official"}
    assert client.post(path(place), sent).status == 303
    assert place.newest().speaker == "resident"


def test_an_office_that_is_not_held_is_refused_in_the_action(standing_place: Place) -> None:
    place = standing_place
    with db.transaction(place.engine), pytest.raises(Refused) as refused:
        submit_comment(
            VISITOR,
            dialogue_by_id(place.dialogue),
            by_number(place.dialogue, place.idea),
            key="k" * 20,
            body="x",
            language="sv",
            speaker=Speaker.OFFICIAL,
        )
    assert [r.code for r in refused.value.reasons] == ["E-ROLE"]


def test_an_elected_who_does_not_hold_the_other_office_cannot_choose_it(standing_place: Place) -> None:
    client = staff(standing_place, "elected")
    sent = form_of(client.get(path(standing_place)))
    with nothing_stored(standing_place.engine):
        assert client.post(path(standing_place), {**sent, "body": "x", "speaker": "official"}).status == 422
