"""Rulings: stored once, logged, told once, on grounds that criticism is not among."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db
from participation.access import NotFound, Refused, Role
from participation.contributions.actions import leave_address
from participation.contributions.models import Tally
from participation.contributions.rules import ContributionKind
from participation.event_log import Event
from participation.moderation.actions import approve, hide, hide_several, report, restore
from participation.moderation.models import Report, RulingRecord
from participation.moderation.rules import GROUNDS_BY_LAW, GROUNDS_BY_RULES, Ground, Seen
from tests import factories
from tests.moderation.conftest import AUTHOR, MODERATOR, SECOND, World, act_as, load

REASONS = "Texten pekar ut en granne."


def hide_it(world: World, email: str = MODERATOR, seen: Seen | None = None) -> None:
    with db.transaction(world.engine):
        hide(act_as(email), load(world.idea_id), ground=Ground.PERSONAL_DATA, reasons=REASONS, seen=seen)


def report_it(world: World, email: str = "", key: str = "", ground: Ground = Ground.SPAM) -> int:
    with db.transaction(world.engine):
        return report(
            act_as(MODERATOR),
            load(world.idea_id),
            ground=ground,
            text="",
            email=email,
            locale="sv",
            reporter_key=key or factories.key(),
            key=factories.key(),
        )[0].id


def visible_ideas(world: World) -> int:
    with db.transaction(world.engine, write=False) as session:
        return session.get_one(Tally, (world.dialogue_id, ContributionKind.IDEA.value)).visible


def log(world: World) -> list[str]:
    with db.transaction(world.engine, write=False) as session:
        return list(
            session.scalars(select(Event.action).where(Event.contribution_id == world.idea_id).order_by(Event.id))
        )


def test_grounds_are_those_of_the_law_and_of_the_rules_and_criticism_is_none() -> None:
    assert [g.value for g in GROUNDS_BY_LAW] == [
        "unlawful_threat",
        "unlawful_privacy_breach",
        "incitement",
        "agitation_against_group",
        "child_abuse_material",
        "unlawful_depiction_of_violence",
        "terrorism_incitement",
        "copyright",
    ]
    assert [g.value for g in GROUNDS_BY_RULES] == [
        "personal_data",
        "secrecy",
        "personal_attack",
        "spam",
        "other_matter",
    ]


def test_hiding_stores_the_ruling_takes_it_out_of_the_count_and_logs(world: World) -> None:
    assert visible_ideas(world) == 1
    hide_it(world)
    assert world.visibility() == "hidden"
    assert visible_ideas(world) == 0
    assert world.rulings() == ["hide"]
    assert log(world) == ["contribution.hide"]
    with db.transaction(world.engine, write=False) as session:
        ruling = session.scalars(select(RulingRecord)).one()
        assert (ruling.ground, ruling.reasons, ruling.automatic) == ("personal_data", REASONS, False)


def test_the_text_of_a_hidden_contribution_is_untouched(world: World) -> None:
    hide_it(world)
    with db.transaction(world.engine, write=False):
        assert load(world.idea_id).body == "Politikerna sover. Sätt dit bänkar!"


def test_the_author_is_told_once_with_ground_reasons_and_how_to_complain(world: World) -> None:
    hide_it(world)
    assert world.messages() == [(AUTHOR, "ruling:1:author")]
    letter = world.letter("ruling:1:author")
    for expected in (REASONS, f"/sv/receipts/{world.code}/complaint", f"/sv/receipts/{world.code}\n"):
        assert expected in letter.text
    assert letter.unsubscribe_url == ""
    assert AUTHOR not in letter.text + letter.html


def test_an_author_without_an_address_is_told_nothing(world: World, engine: Engine) -> None:
    with db.transaction(engine):
        from participation.dialogues.queries import dialogue_by_id

        other = factories.idea(dialogue_by_id(world.dialogue_id))
        hide(act_as(MODERATOR), other, ground=Ground.SPAM, reasons="Reklam.")
    assert world.messages() == []


def test_those_who_commented_are_told_once_each_and_the_author_not_twice(world: World, engine: Engine) -> None:
    with db.transaction(engine):
        idea = load(world.idea_id)
        for address in ("c1@example.org", "c1@example.org", "c2@example.org", AUTHOR):
            leave_address(factories.comment(idea), email=address, locale="en")  # type: ignore[arg-type]
        factories.comment(idea)  # type: ignore[arg-type]
    hide_it(world)
    assert sorted(world.messages()) == [
        (AUTHOR, "ruling:1:author"),
        ("c1@example.org", "ruling:1:thread"),
        ("c2@example.org", "ruling:1:thread"),
    ]


def test_a_hidden_comment_under_a_hidden_idea_gets_no_mail(world: World, engine: Engine) -> None:
    with db.transaction(engine):
        comment = factories.comment(load(world.idea_id))  # type: ignore[arg-type]
        leave_address(comment, email="c@example.org", locale="sv")
        hide(act_as(MODERATOR), comment, ground=Ground.SPAM, reasons="Reklam.")
    hide_it(world)
    assert [event for to, event in world.messages() if to == "c@example.org"] == ["ruling:1:author"]


def test_hiding_without_reasons_is_impossible(world: World) -> None:
    with pytest.raises(ValueError, match="reasons"), db.transaction(world.engine):
        hide(act_as(MODERATOR), load(world.idea_id), ground=Ground.SPAM, reasons="  ")
    assert world.visibility() == "visible"
    assert world.rulings() == []


def test_a_second_hiding_is_refused_and_changes_nothing(world: World) -> None:
    hide_it(world)
    for seen in (None, Seen(0, 0)):
        with pytest.raises(Refused) as refused:
            hide_it(world, SECOND, seen)
        assert [r.code for r in refused.value.reasons] == ["E-M01"]
        assert refused.value.by_guard
    assert world.rulings() == ["hide"]
    assert len(world.messages()) == 1


def test_of_eight_at_once_one_hides_and_one_mail_goes_out(world: World) -> None:
    together = threading.Barrier(8)
    outcomes: list[str] = []

    def try_it(n: int) -> None:
        together.wait()
        try:
            hide_it(world, MODERATOR if n % 2 else SECOND, Seen(0, 0))
            outcomes.append("hidden")
        except Refused as error:
            outcomes.append(error.reasons[0].code)

    threads = [threading.Thread(target=try_it, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["E-M01"] * 7 + ["hidden"]
    assert world.rulings() == ["hide"]
    assert world.messages() == [(AUTHOR, "ruling:1:author")]
    assert visible_ideas(world) == 0


def test_approving_and_hiding_at_once_gives_one_ruling(world: World) -> None:
    together = threading.Barrier(2)
    refused: list[str] = []

    def settle(verb: str) -> None:
        together.wait()
        try:
            if verb == "hide":
                hide_it(world, MODERATOR, Seen(0, 0))
            else:
                with db.transaction(world.engine):
                    approve(act_as(SECOND), load(world.idea_id), seen=Seen(0, 0))
        except Refused as error:
            refused.append(error.reasons[0].code)

    threads = [threading.Thread(target=settle, args=(verb,)) for verb in ("hide", "approve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["E-M01"]
    assert len(world.rulings()) == 1


def test_approving_takes_it_out_of_the_queue_and_tells_only_who_reported(world: World) -> None:
    report_it(world, "r@example.org")
    with db.transaction(world.engine):
        approve(act_as(MODERATOR), load(world.idea_id))
    assert world.visibility() == "visible"
    assert world.rulings() == ["approve"]
    assert [e for to, e in world.messages() if to == "r@example.org"] == ["report:1:received", "report:1:settled"]
    assert [e for to, e in world.messages() if to == AUTHOR] == []
    with pytest.raises(Refused), db.transaction(world.engine):
        approve(act_as(SECOND), load(world.idea_id))


def test_a_report_that_the_moderator_has_not_seen_stays_open(world: World) -> None:
    first = report_it(world, "r1@example.org")
    report_it(world, "r2@example.org")
    with db.transaction(world.engine):
        approve(act_as(MODERATOR), load(world.idea_id), seen=Seen(0, first))
    with db.transaction(world.engine, write=False) as session:
        assert [r.settled_at is not None for r in session.scalars(select(Report).order_by(Report.id))] == [True, False]
    with db.transaction(world.engine):
        approve(act_as(MODERATOR), load(world.idea_id), seen=Seen(1, 2))
    assert world.rulings() == ["approve", "approve"]


def test_hiding_settles_every_report_and_tells_each_reporter_once(world: World) -> None:
    for n in range(3):
        report_it(world, f"r{n}@example.org")
    hide_it(world, seen=Seen(0, 1))
    told = [(to, event) for to, event in world.messages() if event.endswith(":settled")]
    assert told == [(f"r{n}@example.org", f"report:{n + 1}:settled") for n in range(3)]
    assert REASONS not in world.letter("report:1:settled").text  # the reasons are the author's


def test_restoring_shows_it_again_and_tells_the_author(world: World) -> None:
    hide_it(world)
    with db.transaction(world.engine):
        restore(act_as(SECOND), load(world.idea_id), reasons="Namnet var den egna gatan.")
    assert world.visibility() == "visible"
    assert visible_ideas(world) == 1
    assert world.rulings() == ["hide", "restore"]
    assert world.messages() == [(AUTHOR, "ruling:1:author"), (AUTHOR, "ruling:2:author")]
    with pytest.raises(Refused), db.transaction(world.engine):
        restore(act_as(SECOND), load(world.idea_id))


def test_what_was_restored_can_be_hidden_anew_with_a_ruling_of_its_own(world: World) -> None:
    hide_it(world)
    with db.transaction(world.engine):
        restore(act_as(MODERATOR), load(world.idea_id))
    hide_it(world)
    assert world.rulings() == ["hide", "restore", "hide"]
    assert len(world.messages()) == 3


def test_several_are_hidden_each_with_its_ruling_and_the_settled_are_left(world: World, engine: Engine) -> None:
    with db.transaction(engine):
        from participation.dialogues.queries import dialogue_by_id

        dialogue = dialogue_by_id(world.dialogue_id)
        spam = [factories.idea(dialogue, title=f"Köp nu {n}").id for n in range(3)]
        approve(act_as(SECOND), load(spam[1]))
    chosen = {i: Seen() for i in spam}
    with db.transaction(engine):
        hidden, settled = hide_several(act_as(MODERATOR), chosen, ground=Ground.SPAM, reasons="Reklam.")
        assert [c.id for c in hidden] == [spam[0], spam[2]]
        assert [c.id for c in settled] == [spam[1]]
    assert [world.visibility(i) for i in spam] == ["hidden", "visible", "hidden"]
    assert [world.rulings(i) for i in spam] == [["hide"], ["approve"], ["hide"]]


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MODERATOR])
def test_no_other_role_rules(world: World, role: Role) -> None:
    with db.transaction(world.engine):
        factories.person("somebody@town.example", role)
    for verb in (approve, restore):
        with pytest.raises(Refused) as refused, db.transaction(world.engine):
            verb(act_as("somebody@town.example"), load(world.idea_id))
        assert [r.code for r in refused.value.reasons] == ["E-ROLE"]
    with pytest.raises(Refused):
        hide_it(world, "somebody@town.example")
    assert (world.visibility(), world.rulings()) == ("visible", [])


def test_answers_to_a_survey_are_not_ruled_on(world: World, engine: Engine) -> None:
    from participation.contributions.actions import receive
    from participation.dialogues.queries import dialogue_by_id
    from participation.surveys.models import SurveyResponse

    with db.transaction(engine):
        answer, _ = receive(
            act_as(MODERATOR),
            dialogue_by_id(world.dialogue_id),
            SurveyResponse,
            key=factories.key(),
            language="sv",
            survey_id=1,
            respondent_key=factories.key(),
        )
        with pytest.raises(NotFound):
            hide(act_as(MODERATOR), answer, ground=Ground.SPAM, reasons="Reklam.")
