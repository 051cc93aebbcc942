"""The officials' pages of dialogues: begun once, saved as one writes, never overwritten unseen, each page sound."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Role
from participation.accounts.queries import assignments_for_dialogue
from participation.dialogues import sections
from participation.dialogues.actions import create_dialogue
from participation.dialogues.forms.sections import SECTION_FORMS
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import dialogue_by_id
from participation.dialogues.rules import MAXIMUM, MAXIMUM_ROWS, Kind, Section, Stage, sections_of
from tests import factories
from tests.checking_client import CheckingClient, Page, fields, text_of
from tests.dialogues.conftest import SignIn

MADE = (Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED, Stage.OPEN, Stage.CLOSED)


def begun(engine: Engine, town: factories.Town, stage: Stage = Stage.DRAFT, **changes: Any) -> int:
    with db.transaction(engine):
        return factories.dialogue(town, stage, **changes).id


def stored(engine: Engine, identity: int, section: Section) -> dict[str, Any]:
    with db.transaction(engine, write=False):
        return sections.stored(dialogue_by_id(identity), section)


def at(identity: int, section: Section | str, locale: str = "en") -> str:
    return f"/{locale}/officials/dialogues/{identity}/sections/{section}"


def autosave(client: CheckingClient, path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = client.client.post(path, data=sent, headers={"X-Autosave": "1"})
    return answer.status_code, answer.get_json()


def said(page: Page) -> list[str]:
    lists = [e for e in page.all("ul") if "refusal" in (e.get("class") or "").split()]
    return [li.get("data-code") or "" for li in lists[0]] if lists else []


# Beginning


NEW = "/en/officials/dialogues/new"


def test_a_dialogue_is_begun_once_though_the_form_is_sent_twice(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    officer = signed_in("officer")
    sent = fields(officer.get(NEW).forms()[0])
    sent |= {"kind": "committee", "body": str(town.committee.id), "title": "En park"}
    first, second = officer.post(NEW, sent), officer.post(NEW, sent)
    assert first.status == second.status == 303
    assert first.response.location == second.response.location
    with db.transaction(engine, write=False) as session:
        assert session.scalar(select(func.count(Dialogue.id))) == 1


@pytest.mark.parametrize(
    ("kind", "responsible", "executing"),
    [("committee", "SBN", None), ("development", "KS", "KS"), ("municipality_wide", "KF", "KS")],
)
def test_the_body_follows_from_the_kind(
    engine: Engine, town: factories.Town, signed_in: SignIn, kind: str, responsible: str, executing: str | None
) -> None:
    sent = {"kind": kind, "body": str(town.committee.id), "title": "En park"}
    assert signed_in("officer").send(NEW, sent).status == 303
    with db.transaction(engine, write=False) as session:
        dialogue = session.scalars(select(Dialogue)).one()
        assert Kind(dialogue.kind) is Kind(kind)
        assert dialogue.responsible_body.code == responsible
        assert (dialogue.executing_body.code if dialogue.executing_body else None) == executing


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "", "title": "En park"},
        {"kind": "committee", "body": "", "title": "En park"},
        {"kind": "committee", "body": "x", "title": "En park"},
        {"kind": "statutory", "title": "En park"},
        {"kind": "development", "title": "  "},
        {"kind": "development", "title": "x" * 121},
    ],
)
def test_what_is_missing_from_a_new_dialogue_is_a_422_that_keeps_the_rest(
    engine: Engine, signed_in: SignIn, sent: dict[str, str]
) -> None:
    answer = signed_in("officer").send(NEW, sent)
    assert answer.status == 422
    assert fields(answer.forms()[0])["title"] == sent["title"]
    with db.transaction(engine, write=False) as session:
        assert session.scalar(select(func.count(Dialogue.id))) == 0


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ELECTED, Role.COORDINATOR])
def test_only_officials_and_elected_of_a_body_begin_its_dialogues(
    engine: Engine, town: factories.Town, signed_in: SignIn, role: Role
) -> None:
    for name in ("secretary", "moderator", "admin"):
        assert signed_in(name).get(NEW).status == 403, name
    with db.transaction(engine):
        factories.person("other@town.example", role, body=factories.body("KFN"))
    other = signed_in("other")
    # The executive board's kinds are shown, but are not for this person; a crafted request is told so.
    assert other.send(NEW, {"kind": "development", "title": "En park"}).status == 403
    assert other.send(NEW, {"kind": "committee", "body": str(town.committee.id), "title": "x"}).status == 422
    assert other.send(NEW, {"kind": "committee", "body": str(town.other_committee.id), "title": "x"}).status == 303


# Saving


SENT: dict[Section, dict[str, str]] = {
    Section.QUESTION: {"title": "T", "question": "F?", "summary": "rad 1\nrad 2"},
    Section.INFLUENCE: {"open_items-0-text": "Ett", "closed_items-0-text": "Två", "closed_items-0-reason": "law"},
    Section.GOAL: {"goal": "Mål", "goal_followup": "Räkna", "purpose": "Syfte"},
    Section.TARGET_GROUPS: {
        "target_groups-0-label": "Unga", "target_groups-0-seldom_heard": "y", "target_groups-0-outreach": "Besök"
    },
    Section.DEGREES: {"degree_of_participation": "deliberate", "degree_of_influence": "dialogue"},
    Section.DECISION_POINT: {"decision_matter": "Ärende", "decision_meeting": "2031-05-01"},
    Section.PEOPLE: {
        "representatives-0-name": "Bo", "contact_name": "Kim", "contact_email": "kim@town.example",
        "coordinator_name": "Sam",
    },
    Section.SCHEDULE: {"opens_on": "2031-01-01"},
    Section.ACTIVITIES: {"activities-0-type": "walk", "activities-0-starts_at": "2031-02-01T18:00"},
    Section.HANDLING: {"handling_plan": "Plan"},
    Section.SELF_CHECK: {f"self_check_p{n}": f"Svar {n}" for n in range(1, 6)},
    Section.DATA_PROTECTION: {"legal_basis": "Grund", "dpia_screened": "y"},
    Section.LANGUAGES: {"languages": "ar"},
}  # fmt: skip
"""For each section something to write, incomplete where it can be."""


@pytest.mark.parametrize("section", sections_of(Kind.COMMITTEE))
def test_each_section_is_kept_as_far_as_it_has_come_and_shown_again(
    engine: Engine, town: factories.Town, signed_in: SignIn, section: Section
) -> None:
    officer = signed_in("officer")
    location = officer.send(NEW, {"kind": "committee", "body": str(town.committee.id), "title": "x"}).response.location
    identity = int(location.rsplit("/", 1)[1])
    answer = officer.send(at(identity, section), SENT[section] | {"then": "next"})
    assert answer.status == 303
    order = sections_of(Kind.COMMITTEE)
    following = order[order.index(section) + 1] if section is not order[-1] else None
    assert answer.response.location == (at(identity, following) if following else location)
    shown = fields(officer.get(at(identity, section)).forms()[0])
    assert {k: shown.get(k) for k in SENT[section]} == SENT[section]


def test_one_date_alone_and_two_in_the_wrong_order_are_kept(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    for opens, closes in (
        ("2031-03-01", ""),
        ("", "2031-03-01"),
        ("2031-03-09", "2031-03-01"),
        ("2031-01-01", "2031-03-01"),
    ):
        sent = {"opens_on": opens, "closes_on": closes}
        assert officer.send(at(identity, "schedule"), sent).status == 303
        shown = fields(officer.get(at(identity, "schedule")).forms()[0])
        assert {k: shown[k] for k in sent} == sent


@pytest.mark.parametrize(
    ("section", "sent"),
    [
        (Section.SCHEDULE, {"opens_on": "i våras", "closes_on": "2031-02-30"}),
        (Section.QUESTION, {"title": "x" * (MAXIMUM["title"] + 1)}),
        (Section.GOAL, {"goal": "x" * (MAXIMUM["text"] + 1), "purpose": "<script>alert(1)</script> & \u202e"}),
        (Section.DEGREES, {"degree_of_participation": "vote"}),
        (Section.DECISION_POINT, {"decision_body_id": "77777"}),
        (Section.PEOPLE, {"contact_email": "kim", "contact_name": "Kim"}),
        (Section.ACTIVITIES, {"activities-4-place": "Torget"}),
        (Section.TARGET_GROUPS, {"target_groups-2-outreach": "Besök"}),
    ],
)
def test_what_has_the_wrong_shape_is_a_422_that_keeps_everything_and_stores_nothing(
    engine: Engine, town: factories.Town, signed_in: SignIn, section: Section, sent: dict[str, str]
) -> None:
    identity = begun(engine, town)
    before = stored(engine, identity, section)
    answer = signed_in("officer").send(at(identity, section), sent)
    assert answer.status == 422
    assert any("data-error-summary" in e.attrib for e in answer.all("div"))
    shown = fields(answer.forms()[0])
    for name, value in sent.items():
        if name not in ("degree_of_participation", "decision_body_id"):
            assert shown[name] == value
    assert stored(engine, identity, section) == before


def test_control_characters_are_taken_out_and_nothing_breaks(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    assert (
        signed_in("officer").send(at(identity, "goal"), {"goal": "a\x00b\x07c", "purpose": "=cmd|' 😀"}).status == 303
    )
    assert stored(engine, identity, Section.GOAL)["goal"] == "abc"
    assert stored(engine, identity, Section.GOAL)["purpose"] == "=cmd|' 😀"


# Lists without scripts


def test_adding_saves_and_shows_one_more_row(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    answer = officer.send(at(identity, "influence"), {"open_items-2-text": "Färgen", "add": "open_items"})
    assert answer.status == 303
    assert answer.response.location.endswith("/sections/influence?saved=1#open_items-3-row")
    shown = fields(officer.get(at(identity, "influence")).forms()[0])
    assert [shown[f"open_items-{n}-text"] for n in range(4)] == [
        "Ordningen mellan platserna", "Sorten av åtgärd", "Färgen", "",
    ]  # fmt: skip
    assert "open_items-4-text" not in shown


def test_a_row_is_taken_away_by_its_box_or_by_emptying_it(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    officer.send(at(identity, "influence"), {"open_items-2-text": "Färgen"})
    officer.send(at(identity, "influence"), {"open_items-0-remove": "y", "open_items-1-text": " "})
    assert [i["text"] for i in stored(engine, identity, Section.INFLUENCE)["open_items"]] == ["Färgen"]


def test_a_row_that_stays_keeps_its_translations(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    officer.send(at(identity, "influence"), {"open_items-0-remove": "y", "open_items-1-text": "Sorten"})
    with db.transaction(engine, write=False):
        texts = {t.key.split("-")[0]: dict(t.texts) for t in sections.translatable(dialogue_by_id(identity))}
    assert texts["open_item"] == {"sv": "Sorten", "sv-lattlast": "[sv-lattlast] Sorten av åtgärd"}


def test_a_list_holds_twenty_rows_and_says_so(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    sent = {f"open_items-{n}-text": f"Sak {n}" for n in range(MAXIMUM_ROWS + 1)}
    answer = officer.send(at(identity, "influence"), sent)
    assert answer.status == 422
    assert f"open_items-{MAXIMUM_ROWS}-text" in fields(answer.forms()[0])
    del sent[f"open_items-{MAXIMUM_ROWS}-text"]
    assert officer.send(at(identity, "influence"), sent).status == 303
    # A full list offers no more rows.
    assert f"open_items-{MAXIMUM_ROWS}-text" not in fields(officer.get(at(identity, "influence")).forms()[0])


def test_a_moderator_moderates_while_it_is_open_unless_other_days_are_written(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    account = str(town.moderator.account_id)
    officer.send(at(identity, "people"), {"moderators-0-account_id": account})
    dates = factories.schedule_for(Stage.DRAFT)
    with db.transaction(engine, write=False):
        [(row, _)] = assignments_for_dialogue(identity, Role.MODERATOR)
        assert (row.valid_from, row.valid_to) == (dates.opens_on, dates.closes_on)
    backwards = {"moderators-0-valid_from": "2031-02-02", "moderators-0-valid_to": "2031-02-01"}
    assert officer.send(at(identity, "people"), backwards).status == 422
    officer.send(at(identity, "people"), {"moderators-0-remove": "y"})
    with db.transaction(engine, write=False):
        assert assignments_for_dialogue(identity, Role.MODERATOR) == []


def test_only_moderators_can_be_named_as_such(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town)
    sent = {"moderators-0-account_id": str(town.officer.account_id)}
    assert signed_in("officer").send(at(identity, "people"), sent).status == 422


# Two officials


def test_the_later_of_two_officials_is_shown_both_and_overwrites_only_on_purpose(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    one, other = signed_in("officer"), signed_in("coordinator")
    mine = fields(one.get(at(identity, "goal")).forms()[0])
    assert other.send(at(identity, "goal"), {"goal": "Den andras mål"}).status == 303
    answer = one.post(at(identity, "goal"), mine | {"goal": "Mitt mål"})
    assert (answer.status, said(answer)) == (409, ["E-RACE"])
    assert fields(answer.forms()[0])["goal"] == "Mitt mål"
    assert "Den andras mål" in [text_of(e) for e in answer.all("td")]
    assert stored(engine, identity, Section.GOAL)["goal"] == "Den andras mål"

    again = one.post(at(identity, "goal"), fields(answer.forms()[0]))
    assert again.status == 409
    [button] = [b for b in answer.all("button") if b.get("name") == "over"]
    on_purpose = one.post(at(identity, "goal"), fields(answer.forms()[0]) | {"over": button.get("value")})
    assert on_purpose.status == 303
    assert stored(engine, identity, Section.GOAL)["goal"] == "Mitt mål"


def test_two_officials_who_write_the_same_do_not_collide(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    one, other = signed_in("officer"), signed_in("coordinator")
    mine = fields(one.get(at(identity, "influence")).forms()[0]) | {"open_items-2-text": "Samma"}
    assert other.send(at(identity, "influence"), {"open_items-2-text": "Samma"}).status == 303
    assert one.post(at(identity, "influence"), mine).status == 303


def test_two_officials_can_write_in_different_sections(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town)
    one, other = signed_in("officer"), signed_in("coordinator")
    mine = fields(one.get(at(identity, "goal")).forms()[0])
    assert other.send(at(identity, "handling"), {"handling_plan": "Ny"}).status == 303
    assert one.post(at(identity, "goal"), mine | {"goal": "Mitt"}).status == 303


# Autosave


def test_autosave_answers_with_the_fingerprint_to_go_on_from(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    sent = fields(officer.get(at(identity, "goal")).forms()[0])
    for text in ("Ett", "Ett m", "Ett mål till"):
        status, answer = autosave(officer, at(identity, "goal"), sent | {"goal": text})
        assert (status, sorted(answer)) == (200, ["fields", "saved", "seen"])
        sent["seen"] = answer["seen"]
    assert stored(engine, identity, Section.GOAL)["goal"] == "Ett mål till"


def test_autosave_says_in_words_why_it_could_not_and_stores_nothing(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    sent = fields(officer.get(at(identity, "schedule")).forms()[0])
    assert autosave(officer, at(identity, "schedule"), sent | {"opens_on": "snart"}) == (
        422,
        {"message": "Not saved yet. Not a valid date value."},
    )
    old = fields(officer.get(at(identity, "goal")).forms()[0]) | {"seen": "something else"}
    assert autosave(officer, at(identity, "goal"), old | {"goal": "Nytt"}) == (
        409,
        {"message": "Someone else has changed the dialogue. Reload and try again."},
    )
    assert stored(engine, identity, Section.GOAL)["goal"] != "Nytt"


def test_autosave_gives_new_rows_their_ids_so_that_they_stay_the_same_rows(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    path = at(identity, "influence")
    sent = fields(officer.get(path).forms()[0]) | {"open_items-2-text": "Fä"}
    _, first = autosave(officer, path, sent)
    rows = stored(engine, identity, Section.INFLUENCE)["open_items"]
    assert first["fields"] == {"open_items-2-id": str(rows[2]["id"])}
    sent |= {"seen": first["seen"], "open_items-2-text": "Färgen", **first["fields"]}
    _, second = autosave(officer, path, sent)
    assert second["fields"] == {}
    assert [r["id"] for r in stored(engine, identity, Section.INFLUENCE)["open_items"]] == [r["id"] for r in rows]


def test_autosave_takes_no_row_away_while_somebody_is_still_writing(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    path = at(identity, "influence")
    before = stored(engine, identity, Section.INFLUENCE)["open_items"]
    sent = fields(officer.get(path).forms()[0]) | {"open_items-0-text": "", "open_items-1-remove": "y"}
    assert autosave(officer, path, sent)[0] == 200
    assert stored(engine, identity, Section.INFLUENCE)["open_items"] == before


# What is locked


def test_what_may_wait_until_it_is_announced_does_not_hold_a_draft_back(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    client = signed_in("officer")
    waits = client.get(f"/en/officials/dialogues/{begun(engine, town, with_survey=False)}")
    assert "Everything that the body needs in order to decide is in place." in waits.text
    assert "Continue with" not in waits.text
    assert [text_of(li) for li in waits.all("li") if li.get("class") == "is-later"] == [
        "Ways to take part (Later, before it is announced)",
        "Ways to take part Later, before it is announced",
    ]
    lacks = client.get(f"/en/officials/dialogues/{begun(engine, town, goal='')}")
    assert "Continue with: Goal and purpose" in lacks.text


def test_a_section_that_cannot_be_changed_is_shown_with_the_reason(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    officer = signed_in("officer")
    for stage, code in ((Stage.PROPOSED, "E-STATE"), (Stage.DECIDED, "E-G23"), (Stage.OPEN, "E-G23")):
        identity = begun(engine, town, stage)
        page = officer.get(at(identity, "goal"))
        assert page.forms() == []
        assert [p.get("data-code") for p in page.all("p") if p.get("data-code")] == [code]
        assert "Nämnden har en lista som barnen har varit med och gjort." in [text_of(e) for e in page.all("dd")]


def test_what_was_written_is_kept_when_the_section_was_locked_meanwhile(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    sent = fields(officer.get(at(identity, "goal")).forms()[0]) | {"goal": "Det jag skrev"}
    assert signed_in("coordinator").send(f"/en/officials/dialogues/{identity}/propose").status == 303
    answer = officer.post(at(identity, "goal"), sent)
    assert (answer.status, said(answer)) == (409, ["E-STATE"])
    assert fields(answer.forms()[0])["goal"] == "Det jag skrev"


# Languages


def test_a_translation_stands_beside_the_swedish_and_counts_what_is_missing(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    officer.send(at(identity, "languages"), {"languages": "ar"})
    assert stored(engine, identity, Section.LANGUAGES)["languages"] == ["sv", "sv-lattlast", "ar"]
    path = f"/en/officials/dialogues/{identity}/languages/ar"
    with db.transaction(engine, write=False):
        count = len(sections.translatable(dialogue_by_id(identity)))
    assert f"{count} texts are missing" in officer.get(path).text
    assert officer.send(path, {"question": "أين يبدو الطريق غير آمن؟"}).status == 303
    page = officer.get(path)
    assert f"{count - 1} texts are missing" in page.text
    [control] = [e for e in page.all("textarea") if e.get("name") == "question"]
    assert (control.get("lang"), control.get("dir")) == ("ar", "rtl")


def test_two_translators_do_not_overwrite_each_other_unseen(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity = begun(engine, town, languages=("sv", "sv-lattlast", "en"))
    path = f"/en/officials/dialogues/{identity}/languages/en"
    one, other = signed_in("officer"), signed_in("coordinator")
    mine = fields(one.get(path).forms()[0]) | {"title": "Mine"}
    assert other.send(path, {"title": "Theirs"}).status == 303
    answer = one.post(path, mine)
    assert (answer.status, said(answer)) == (409, ["E-RACE"])
    assert fields(answer.forms()[0])["title"] == "Mine"
    assert "Theirs" in answer.text
    [button] = [b for b in answer.all("button") if b.get("name") == "over"]
    assert one.post(path, fields(answer.forms()[0]) | {"over": button.get("value")}).status == 303


@pytest.mark.parametrize("code", ["sv", "xx", "de"])
def test_a_language_that_is_not_offered_is_not_found(
    engine: Engine, town: factories.Town, signed_in: SignIn, code: str
) -> None:
    identity = begun(engine, town)
    assert signed_in("officer").get(f"/en/officials/dialogues/{identity}/languages/{code}").status == 404


# Every page


def test_every_page_is_sound_in_every_stage_and_language(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    officer = signed_in("officer")
    for stage, locale in zip(MADE, ("sv", "en", "ar", "ar", "sv", "en"), strict=True):
        identity = begun(engine, town, stage)
        here = f"/{locale}/officials/dialogues/{identity}"
        assert officer.get(here).name == "officials.dialogues.show"
        assert officer.get(f"{here}/log").name == "officials.dialogues.log"
        assert officer.get(at(identity, Section.PEOPLE, locale)).name == "officials.dialogues.section"


@pytest.mark.parametrize(
    ("name", "stage", "move"),
    [
        ("officer", Stage.DRAFT, "propose"),
        ("secretary", Stage.PROPOSED, "refer-back"),
        ("secretary", Stage.PROPOSED, "decision"),
        ("council-secretary", Stage.PROPOSED, "decision"),
        ("secretary", Stage.DECIDED, "minutes"),
        ("officer", Stage.DECIDED, "announce"),
        ("coordinator", Stage.DECIDED, "announce"),
    ],
)
def test_the_page_of_each_step_is_sound_for_those_whose_step_it_is(
    engine: Engine, town: factories.Town, signed_in: SignIn, name: str, stage: Stage, move: str
) -> None:
    identity = begun(engine, town, stage)
    client = signed_in(name)
    for locale in ("sv", "ar"):
        assert client.get(f"/{locale}/officials/dialogues/{identity}/{move}").status == 200
        assert client.get(f"/{locale}/officials/dialogues/{identity}").name == "officials.dialogues.show"


def test_only_whoever_records_the_decision_is_told_to(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    path = f"/en/officials/dialogues/{begun(engine, town, Stage.PROPOSED)}"
    told = "Record the decision when the body has taken it."
    assert told in signed_in("secretary").get(path).text
    official = signed_in("officer").get(path).text
    assert "Read the decision paper" in official
    assert told not in official


def test_every_section_is_sound_empty_and_full(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    officer = signed_in("officer")
    with db.transaction(engine):
        empty = create_dialogue(town.officer, kind=Kind.COMMITTEE, body=town.committee, title="").id
    for identity in (empty, begun(engine, town, languages=("sv", "sv-lattlast", "en", "fi", "ar"))):
        for section in sections_of(Kind.COMMITTEE):
            page = officer.get(at(identity, section, "ar"))
            assert (page.status, page.name) == (200, "officials.dialogues.section")


def test_every_section_has_a_form() -> None:
    assert list(SECTION_FORMS) == list(Section)


@pytest.mark.parametrize("identity", ["0", "999999", "2147483648", "99999999999999999999", "x", "-1"])
def test_an_unknown_dialogue_is_not_found(town: factories.Town, signed_in: SignIn, identity: str) -> None:
    officer = signed_in("officer")
    for path in ("", "/log", "/propose", "/sections/goal", "/languages/ar"):
        assert officer.get(f"/en/officials/dialogues/{identity}{path}").status == 404


def test_an_unknown_section_is_not_found(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    assert signed_in("officer").get(at(begun(engine, town), "secrets")).status == 404


def test_a_form_without_its_token_changes_nothing(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town)
    officer = signed_in("officer")
    for path in ("sections/goal", "propose", "languages/ar"):
        answer = officer.post(f"/en/officials/dialogues/{identity}/{path}", {"csrf_token": "wrong", "goal": "Nytt"})
        assert answer.status == 422
    assert stored(engine, identity, Section.GOAL)["goal"] != "Nytt"


# The start page and the log


def listed(page: Page) -> dict[str, list[str]]:
    """The dialogues of each list of the start page, by its heading."""
    found: dict[str, list[str]] = {}
    for section in page.all("section"):
        heading = text_of(next(section.iter("h2"))).rstrip(" 0123456789")
        found[heading] = [text_of(h) for h in section.iter("h3")]
    return found


def test_the_start_page_sorts_by_whose_step_is_next(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    for stage in MADE:
        begun(engine, town, stage, title=stage.value)
    today = clock.today()
    late = factories.Schedule(today + timedelta(days=5), today + timedelta(days=40))
    begun(engine, town, Stage.DECIDED, title="decided late", schedule=late)
    own = {k: v for k, v in listed(signed_in("officer").get("/en/officials/")).items() if "footer" not in k}
    assert {k: own[k] for k in ("Late", "To do now", "Coming up by itself", "Waiting for others")} == {
        "Late": ["closed", "decided late"],
        "To do now": ["decided", "draft"],
        "Coming up by itself": ["announced", "open"],
        "Waiting for others": ["proposed"],
    }
    secretary = listed(signed_in("secretary").get("/en/officials/"))
    assert secretary["To do now"] == ["decided", "proposed"]
    assert secretary["Late"] == ["decided late"]
    council = listed(signed_in("council-secretary").get("/en/officials/"))
    assert council["To do now"] == []


def test_an_empty_start_page_says_what_to_do(town: factories.Town, signed_in: SignIn) -> None:
    assert "When you begin a dialogue, it is found here" in signed_in("officer").get("/en/officials/").text
    assert "Your work is in the moderation queue." in signed_in("moderator").get("/en/officials/").text
    assert "When a dialogue needs something from you" in signed_in("admin").get("/en/officials/").text


def test_the_start_page_asks_the_database_no_more_for_many_dialogues(
    app: Flask, engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    from sqlalchemy import event

    officer = signed_in("officer")

    def asked() -> int:
        seen: list[str] = []
        listener = lambda _c, _cur, statement, *_: seen.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        officer.get("/en/officials/")
        event.remove(engine, "before_cursor_execute", listener)
        return len([s for s in seen if s.lstrip().upper().startswith("SELECT")])

    begun(engine, town, Stage.DECIDED)
    few = asked()
    for _ in range(5):
        begun(engine, town, Stage.DECIDED)
    assert asked() == few


def test_whoever_prepares_a_draft_is_suggested_as_its_contact(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine):
        identity = create_dialogue(town.officer, kind=Kind.COMMITTEE, body=town.committee, title="Skolan").id

    def contact(who: str) -> tuple[str, ...]:
        page = signed_in(who).get(at(identity, "people"))
        found = {e.get("name"): e.get("value") or "" for e in page.all("input")}
        return tuple(found.get(f"contact_{name}", "") for name in ("name", "email", "phone"))

    assert contact("officer") == ("Officer", "officer@town.example", "")
    assert contact("coordinator") == ("", "", "")
    assert stored(engine, identity, Section.PEOPLE)["contact_name"] == ""
    sent = {"contact_name": "", "contact_email": "", "contact_phone": "0521-72 10 00"}
    assert signed_in("officer").send(at(identity, "people"), sent).status == 303
    assert contact("officer") == ("", "", "0521-72 10 00")


def test_the_log_tells_in_words_who_did_what(engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    identity = begun(engine, town, Stage.ANNOUNCED)
    officer = signed_in("officer")
    assert officer.send(at(identity, "people"), {"contact_name": "Nya Namnet"}).status == 303
    page = officer.get(f"/en/officials/dialogues/{identity}/log")
    rows = [[text_of(cell) for cell in row][:2] for row in page.all("tr")][1:]
    assert [r for r in rows if "survey" not in r[0]] == [
        ["Changed something after the decisionPeople", "Officer"],
        ["Announced it", "Officer"],
        [
            f"Noted that the minutes were announced{_day(factories.schedule_for(Stage.ANNOUNCED).minutes_on)}",
            "Secretary",
        ],
        ["Recorded the decision to hold it", "Secretary"],
        ["Proposed it for decision", "Officer"],
        ["Began the draft", "Officer"],
    ]


def _day(day: date) -> str:
    from participation import i18n

    with i18n.using("en"):
        return i18n.format_date(day)


def test_a_decision_stands_at_the_day_it_was_taken_not_when_it_was_recorded(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine) as session:
        dialogue = factories.dialogue(town, Stage.DECIDED)
        decision = session.scalars(select(Decision).where(Decision.dialogue_id == dialogue.id)).one()
        decision.taken_on = clock.local_date(dialogue.decided_at) - timedelta(days=9)
        identity, taken = dialogue.id, decision.taken_on
    page = signed_in("officer").get(f"/en/officials/dialogues/{identity}")
    times = {t.get("datetime") for t in page.all("time")}
    assert taken.isoformat() in times
    assert clock.local_date(dialogue.decided_at).isoformat() not in times
