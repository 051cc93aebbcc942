"""What officials type in counts as what came on the web, and says how it came."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.access import VISITOR, Conflict, Refused
from participation.access_log.models import Sighting
from participation.contributions.models import Contribution
from participation.contributions.rules import Channel
from participation.dialogues.queries import dialogue_by_id
from participation.event_log import Event
from participation.offline import actions
from participation.offline.queries import waiting_entries
from participation.surveys.models import AnswerDeletion, StaffEntry, Survey
from participation.surveys.queries import surveys_of
from tests import factories
from tests.checking_client import CheckingClient
from tests.surveys.test_versions import officer as actor_of
from tests.taking_part import Place, form_of


def staff(place: Place, who: str = "officer") -> CheckingClient:
    client = place.client()
    client.sign_in(f"{who}@town.example", factories.PASSWORD)
    return client


def survey_id(place: Place) -> int:
    with db.transaction(place.engine, write=False):
        return surveys_of(place.dialogue)[0].id


def base(place: Place, rest: str = "") -> str:
    return f"/en/officials/dialogues/{place.dialogue}/offline{rest}"


def typed(place: Place, page: Any, choice: int = 0, **more: str) -> dict[str, Any]:
    first = place.questions[0]
    return {
        **form_of(page),
        f"q-{first}": place.options[first][choice],
        f"q-{place.questions[3]}": "Skrivet med penna",
        "channel": "paper",
        "received_on": clock.today().isoformat(),
        "language": "ar",
        **more,
    }


def test_a_paper_form_counts_as_an_answer_on_the_web_and_says_how_it_came(place: Place) -> None:
    client, path = staff(place), base(place, f"/surveys/{survey_id(place)}/new")
    before = place.count()
    sent = typed(place, client.get(path))
    answer = client.post(path, sent)
    assert answer.status == 303
    again = client.post(path, sent)
    assert again.response.headers["Location"] == answer.response.headers["Location"]
    assert place.count() == before + 1
    found = place.newest()
    assert (found.channel, found.language, found.visibility) == ("paper", "ar", "visible")
    slip = client.get(answer.response.headers["Location"])
    assert found.return_code in slip.text and "paper" in slip.text
    assert "Skrivet med penna" in place.client().get(f"/en/receipts/{found.return_code}").text
    results = client.get(f"/en/officials/dialogues/{place.dialogue}/survey-results/{survey_id(place)}")
    assert "Paper" in results.text and "1 person answered" in results.text
    register = list(csv.DictReader(io.StringIO(_export(place, client))))
    assert register[-1]["channel"] == "paper" and "Skrivet med penna" in register[-1]["text"]


def _export(place: Place, client: CheckingClient) -> str:
    data: bytes = client.client.get(f"/sv/officials/dialogues/{place.dialogue}/contributions/export.csv").data
    return data.decode("utf-8-sig")


def test_an_idea_by_phone_is_in_list_register_and_file_as_one_from_the_web(place: Place) -> None:
    client, path = staff(place), base(place, "/ideas/new")
    sent = {
        **form_of(client.get(path)),
        "channel": "phone",
        "received_on": clock.today().isoformat(),
        "language": "sv",
        "title": "Ringd idé",
        "body": "Sagt i telefon.",
    }
    answer = client.post(path, sent)
    assert answer.status == 303
    assert place.newest().channel == "phone"
    assert "Ringd idé" in place.client().get(place.at("/ideas?order=new")).text
    assert "phone" in client.get(f"/en/officials/dialogues/{place.dialogue}/contributions").text
    assert list(csv.DictReader(io.StringIO(_export(place, client))))[-1]["channel"] == "phone"


def test_a_comment_needs_an_idea_that_is_there(place: Place) -> None:
    client, path = staff(place), base(place, "/comments/new")
    sent = {
        **form_of(client.get(path)),
        "channel": "meeting",
        "received_on": clock.today().isoformat(),
        "language": "sv",
        "about": "9999",
        "body": "Sagt på mötet.",
    }
    refused = client.post(path, sent)
    assert refused.status == 422 and "Sagt på mötet." in refused.text
    with db.transaction(place.engine, write=False):
        from participation.contributions.queries import by_id

        number = by_id(place.idea).number
    assert client.post(path, {**sent, "about": str(number)}).status == 303
    assert place.newest().channel == "meeting"


def test_what_came_too_late_is_refused_with_everything_kept(place: Place) -> None:
    client, path = staff(place), base(place, f"/surveys/{survey_id(place)}/new")
    refused = client.post(path, typed(place, client.get(path), received_on="2020-01-01"))
    assert refused.status == 422
    assert "only what came while the dialogue was open counts" in refused.text
    assert "Skrivet med penna" in refused.text and 'value="2020-01-01"' in refused.text


def test_two_people_type_the_same_paper_and_what_differs_is_settled(place: Place) -> None:
    survey = survey_id(place)
    with db.transaction(place.engine) as session:
        session.get_one(Survey, survey).double_entry = True
    officer, path = staff(place), base(place, f"/surveys/{survey}/new")
    before = place.count()
    waiting = officer.post(path, typed(place, officer.get(path))).response.headers["Location"]
    assert place.count() == before
    again = f"{waiting}/again"
    own = officer.post(again, typed(place, officer.get(again)))
    assert own.status == 409 and 'data-code="E-O01"' in own.text
    coordinator = staff(place, "coordinator")
    assert "Skrivet med penna" not in coordinator.get(again).text
    answer = coordinator.post(again, typed(place, coordinator.get(again), choice=1))
    assert answer.status == 303 and place.count() == before
    settle = answer.response.headers["Location"]
    page = officer.get(settle)
    first = place.questions[0]
    assert f'id="w-{first}"' in page.text and f'id="w-{place.questions[3]}"' not in page.text
    assert officer.post(settle, form_of(page)).status == 422
    assert officer.post(settle, {**form_of(page), f"w-{first}": "second"}).status == 303
    assert place.count() == before + 1
    with db.transaction(place.engine, write=False) as session:
        entry = session.scalars(select(StaffEntry)).one()
        assert entry.response_id == place.newest().id


def test_two_who_type_the_same_need_nobody_to_settle(place: Place) -> None:
    survey = survey_id(place)
    with db.transaction(place.engine) as session:
        session.get_one(Survey, survey).double_entry = True
    officer, path = staff(place), base(place, f"/surveys/{survey}/new")
    again = officer.post(path, typed(place, officer.get(path))).response.headers["Location"] + "/again"
    coordinator = staff(place, "coordinator")
    before = place.count()
    coordinator.post(again, typed(place, coordinator.get(again)))
    assert place.count() == before + 1


def test_only_officials_type_in_for_others(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(place.dialogue)
        with pytest.raises(Refused):
            actions.enter_idea(
                VISITOR,
                dialogue,
                key=factories.key(),
                channel=Channel.PAPER,
                received_on=clock.today(),
                values={"title": "x", "body": "x", "display_name": "", "language": "sv"},
            )


def test_the_code_of_what_came_on_the_web_is_on_no_slip(place: Place) -> None:
    with db.transaction(place.engine, write=False):
        from participation.contributions.queries import by_id

        number = by_id(place.idea).number
    assert staff(place).get(base(place, f"/slips/{number}")).status == 404


def test_the_form_is_printed_in_one_language_or_two(place: Place) -> None:
    one = place.client().get(place.at("/surveys/enkat/paper", lang="sv"))
    assert one.status == 200 and one.text.count("Hur tar du dig till skolan?") == 1
    two = place.client().get(place.at("/surveys/enkat/paper?also=sv-lattlast&size=large", lang="sv"))
    assert "paper-large" in two.text and 'lang="sv-x-lattlast"' in two.text
    assert "data:image/svg+xml" in two.text


def last_seen(place: Place) -> tuple[str, str]:
    with db.transaction(place.engine, write=False) as session:
        seen = session.scalars(select(Sighting).order_by(Sighting.id.desc()).limit(1)).one()
        return seen.actor_name, seen.what


def test_who_only_reads_sees_neither_the_codes_of_receipts_nor_what_was_typed(place: Place) -> None:
    officer, path = staff(place), base(place, f"/surveys/{survey_id(place)}/new")
    entry = officer.post(path, typed(place, officer.get(path))).response.headers["Location"]
    with db.transaction(place.engine) as session:
        found = session.scalars(select(StaffEntry)).one()
        response = session.get_one(Contribution, found.response_id)
        code, number = response.return_code, response.number
        session.get_one(Survey, found.survey_id).double_entry = True
    twice = officer.post(path, typed(place, officer.get(path), choice=1)).response.headers["Location"]
    coordinator = staff(place, "coordinator")
    answer = coordinator.post(f"{twice}/again", typed(place, coordinator.get(f"{twice}/again")))
    settle = answer.response.headers["Location"]
    assert settle.endswith("/settle") and code in officer.get(entry).text
    assert last_seen(place) == ("Officer", "receipts")
    for who in ("elected", "secretary"):
        reader = staff(place, who)
        assert reader.get(base(place)).status == 200
        for address in (entry, base(place, f"/slips/{number}"), f"{twice}/again", settle):
            page = reader.get(address)
            assert page.status == 403 and code not in page.text and "Skrivet med penna" not in page.text, (who, address)
    officer.get(settle)
    assert last_seen(place) == ("Officer", "survey_answers")


def test_the_next_paper_typed_by_way_of_the_back_button_is_another_one(place: Place) -> None:
    client, path = staff(place), base(place, f"/surveys/{survey_id(place)}/new")
    before, form = place.count(), client.get(path)
    assert client.post(path, typed(place, form)).status == 303
    assert client.post(path, typed(place, form, choice=1)).status == 303
    assert place.count() == before + 2


def test_a_paper_of_which_nothing_is_left_is_not_settled(place: Place) -> None:
    with db.transaction(place.engine) as session:
        session.get_one(Survey, survey_id(place)).double_entry = True
    officer, path = staff(place), base(place, f"/surveys/{survey_id(place)}/new")
    words = f"q-{place.questions[3]}"
    entry = officer.post(path, typed(place, officer.get(path), **{words: ""})).response.headers["Location"]
    coordinator = staff(place, "coordinator")
    empty = form_of(coordinator.get(f"{entry}/again"))
    assert coordinator.post(f"{entry}/again", empty).status == 422
    settle = coordinator.post(f"{entry}/again", {**empty, words: "Ord"}).response.headers["Location"]
    neither = {f"w-{place.questions[0]}": "second", f"w-{place.questions[3]}": "first"}
    before = place.count()
    assert officer.post(settle, {**form_of(officer.get(settle)), **neither}).status == 422
    assert place.count() == before


def waiting_twice(place: Place) -> tuple[int, CheckingClient, str]:
    """A survey typed twice in, and one paper of it that the officer has typed once: where its page is."""
    survey = survey_id(place)
    with db.transaction(place.engine) as session:
        session.get_one(Survey, survey).double_entry = True
    officer, path = staff(place), base(place, f"/surveys/{survey}/new")
    waiting = officer.post(path, typed(place, officer.get(path), note="Blankett 7")).response.headers["Location"]
    return survey, officer, waiting


def half_typed(place: Place) -> int:
    with db.transaction(place.engine, write=False):
        return len(waiting_entries(place.dialogue))


def test_what_was_typed_by_mistake_is_taken_out_by_another_person_and_can_be_brought_back(place: Place) -> None:
    survey, officer, waiting = waiting_twice(place)
    assert f"{waiting}/discard" in officer.get(base(place)).links
    assert officer.send(f"{waiting}/discard", {"reason": " "}).status == 422
    assert officer.send(f"{waiting}/discard", {"reason": "Låg två gånger i högen."}).status == 303
    assert half_typed(place) == 1  # nothing happens until somebody else has decided
    with db.transaction(place.engine, write=False) as session:
        deletion = session.scalars(select(AnswerDeletion)).one()
        assert deletion.answers == 2
        decide = f"/en/officials/dialogues/{place.dialogue}/surveys/{survey}/deletions/{deletion.id}"
    own = officer.send(decide, {"reason": "Ja.", "do": "accept"})
    assert own.status == 409 and 'data-code="E-S07"' in own.text
    coordinator = staff(place, "coordinator")
    page = coordinator.get(decide)
    assert "Blankett 7" in page.text and "Skrivet med penna" not in page.text
    assert coordinator.send(decide, {"reason": "Stämmer.", "do": "accept"}).status == 303
    assert half_typed(place) == 0
    again = coordinator.get(f"{waiting}/again")
    assert again.status == 303  # there is nothing to type any more
    with db.transaction(place.engine) as session, pytest.raises(Conflict):
        entry = session.scalars(select(StaffEntry)).one()
        dialogue = dialogue_by_id(place.dialogue)
        actions.type_again(actor_of(place, "coordinator"), dialogue, session.get_one(Survey, survey), entry, {})
    assert officer.send(f"{decide}/undo").status == 303
    assert half_typed(place) == 1 and coordinator.get(f"{waiting}/again").status == 200
    with db.transaction(place.engine, write=False) as session:
        events = session.scalars(select(Event).order_by(Event.id))
        logged = [e.action for e in events if e.action.startswith("survey.") and "deletion" in (e.data or {})]
    assert logged == ["survey.deletion_asked", "survey.answers_deleted", "survey.deletion_undone"]


def test_what_has_become_a_response_meanwhile_is_not_taken_out_unseen(place: Place) -> None:
    survey, officer, waiting = waiting_twice(place)
    officer.send(f"{waiting}/discard", {"reason": "Fel."})
    coordinator, before = staff(place, "coordinator"), place.count()
    assert coordinator.post(f"{waiting}/again", typed(place, coordinator.get(f"{waiting}/again"))).status == 303
    assert place.count() == before + 1
    decide = f"/en/officials/dialogues/{place.dialogue}/surveys/{survey}/deletions/1"
    refused = coordinator.send(decide, {"reason": "Stämmer.", "do": "accept"})
    assert refused.status == 409 and 'data-code="E-S10"' in refused.text
    counted = officer.get(f"{waiting}/discard")  # what counts is taken out as any response
    number = place.newest().number
    assert counted.response.headers["Location"].endswith(f"/surveys/{survey}/deletions?number={number}#ask")
    form = form_of(officer.get(counted.response.headers["Location"].removesuffix("#ask")))
    assert (form["about"], form["number"]) == ("response", str(number))
