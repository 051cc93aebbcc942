"""A plan consultation from its first period to feedback: stages at every boundary, on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, content_version, db, i18n, outbox
from participation.access import Conflict, NotFound, Refused
from participation.accounts.models import StaffAssignment
from participation.changes.actions.pauses import extend
from participation.contributions.models import Contribution
from participation.contributions.rules import Visibility
from participation.dialogues.models import Dialogue
from participation.dialogues.public_time import moments
from participation.dialogues.queries import (
    closes_on,
    current_stage,
    dialogue_by_id,
    first_day_without_moderator,
    next_boundary,
    stage_column,
)
from participation.dialogues.rules import Stage, TakenBy
from participation.event_log import Event
from participation.legal.queries import version_of
from participation.legal.rules import LegalPhase
from participation.moderation import actions as moderation
from participation.moderation.rules import Ground
from participation.outbox import Message
from participation.results.actions import feedback, handling, report
from participation.results.queries import compile_facts
from participation.results.rules import ReportSection
from participation.search.models import SearchEntry
from participation.statements.actions import answers, informing, phases, sending
from participation.statements.models import StatementSender
from participation.statements.queries import counts, informed, must_be_told, report_of, statement, statements
from participation.statements.rules import DECIDED, Met, SenderKind
from participation.texts import Texts
from tests import factories, statutory

SECOND = timedelta(seconds=1)


def codes(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {r.code for r in error.value.reasons}


def test_the_clock_opens_and_closes_both_periods_and_sql_agrees_a_second_around_each(
    engine: Engine, town: factories.Town
) -> None:
    with db.transaction(engine):
        identity = statutory.dialogue(town, statutory.BETWEEN).id
    with db.transaction(engine, write=False) as unit:
        found = dialogue_by_id(identity)
        first, second = found.phases
        assert [p.kind for p in found.phases] == ["samrad", "granskning"]
        expected = {
            first.opens_at: (Stage.ANNOUNCED, Stage.OPEN),
            first.closes_at: (Stage.OPEN, Stage.CLOSED),
            second.opens_at: (Stage.CLOSED, Stage.OPEN),
            second.closes_at: (Stage.OPEN, Stage.CLOSED),
        }
        for instant, (before, after) in expected.items():
            for at, stage in ((instant - SECOND, before), (instant, after), (instant + SECOND, after)):
                assert current_stage(found, at) is stage
                in_sql = unit.scalar(select(stage_column(at)).where(Dialogue.id == identity))
                assert Stage(in_sql) is stage, at
        assert next_boundary(second.opens_at - SECOND) == second.opens_at
        steps = []
        for at in (first.opens_at, second.opens_at - SECOND, second.opens_at, second.closes_at):
            with i18n.using("en"):
                shown = moments(found, current_stage(found, at), at, None)
            steps.append(next(m.title for m in shown if m.state == "now"))
        assert steps == [
            "Opens: you can take part",
            "The review opens",
            "The review opens",
            "The results are ready: what you said, compiled",
        ]


def test_the_review_waits_for_the_consultation_report(engine: Engine, town: factories.Town) -> None:
    dates = statutory.schedule(statutory.BETWEEN)
    with db.transaction(engine):
        made = factories.dialogue(
            town,
            Stage.OPEN,
            kind=factories.Kind.STATUTORY,
            schedule=dates,
            legal_basis="pbl_samrad_extended",
        )
        with clock.at(factories.noon(dates.opens_on)):
            number = statutory.statement(made).number
        identity = made.id
    opens = clock.today() + timedelta(days=9)

    def announce() -> None:
        with db.transaction(engine):
            statutory.announce(town, dialogue_by_id(identity), opens_on=opens)

    with pytest.raises(Refused) as caught:
        announce()
    assert codes(caught) == {"E-G13d"}
    with pytest.raises(Refused) as caught, db.transaction(engine):
        phases.publish_consultation_report(town.officer, dialogue_by_id(identity))
    assert codes(caught) == {"E-G13f", "E-G13h"}
    with db.transaction(engine):
        found = dialogue_by_id(identity)
        version = content_version.read(content_version.scope_of(identity))
        statutory.report(town, found, [number])
        assert content_version.read(content_version.scope_of(identity)) > version
        first = report_of(identity, LegalPhase.SAMRAD)
        assert first is not None
        assert phases.publish_consultation_report(town.officer, found).published_at == first.published_at
    with pytest.raises(Refused) as caught, db.transaction(engine):
        statutory.answer(town, dialogue_by_id(identity), number, Met.MET)
    assert codes(caught) == {"E-STATE"}
    announce()
    announce()  # until it has opened its dates can be mended
    with db.transaction(engine, write=False):
        assert len(dialogue_by_id(identity).phases) == 2
        assert compile_facts(dialogue_by_id(identity)).review_pending
    with pytest.raises(Refused) as caught, clock.at(factories.noon(opens)):
        announce()
    assert codes(caught) == {"E-STATE"}


def test_a_letter_typed_in_after_the_report_is_published_is_answered_and_stands_in_it(
    engine: Engine, town: factories.Town
) -> None:
    with db.transaction(engine):
        made = statutory.dialogue(town, statutory.BETWEEN)
        identity = made.id
        late = sending.enter_statement(
            town.officer,
            made,
            key=factories.key(),
            received_on=statutory.schedule(statutory.BETWEEN).closes_on,
            sender_kind=SenderKind.PERSON,
            values={"body": "Kom i tid.", "language": "sv", "name": "Kim Sen", "postal_address": "Ågatan 2"},
        )
        assert late is not None and compile_facts(made).statements_unanswered == 1
        version = content_version.read(content_version.scope_of(identity))
        statutory.answer(town, made, late.number)
        assert compile_facts(made).statements_unanswered == 0
        assert content_version.read(content_version.scope_of(identity)) > version
        number = late.number
    with pytest.raises(Refused) as caught, db.transaction(engine):
        statutory.answer(town, dialogue_by_id(identity), number, Met.MET)
    assert codes(caught) == {"E-STATE"}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_how_a_phase_was_carried_out_is_not_written_over_unseen(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        identity = statutory.dialogue(town, statutory.OPEN).id

    def write(how: str) -> None:
        with db.transaction(engine):
            phases.save_report(town.officer, dialogue_by_id(identity), LegalPhase.SAMRAD, how=how, seen=None)

    write("Först.")
    with pytest.raises(Conflict), db.transaction(engine):
        stored = report_of(identity, LegalPhase.SAMRAD)
        seen = phases.said_how(stored)
        other = threading.Thread(target=write, args=("Den andras.",))
        other.start()
        other.join()
        phases.save_report(town.officer, dialogue_by_id(identity), LegalPhase.SAMRAD, how="Min.", seen=seen)


def test_a_review_announced_by_two_at_once_is_announced_once(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine) as unit:
        made = statutory.dialogue(town, statutory.BETWEEN)
        # As it was before it was announced.
        unit.delete(made.phases[1])
        identity = made.id
    opens = clock.today() + timedelta(days=9)
    together = threading.Barrier(4)
    failed: list[BaseException] = []

    def announce() -> None:
        together.wait()
        try:
            with db.transaction(engine):
                statutory.announce(town, dialogue_by_id(identity), opens_on=opens)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=announce) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with db.transaction(engine, write=False) as unit:
        assert [p.kind for p in dialogue_by_id(identity).phases] == ["samrad", "granskning"]
        events = unit.scalars(
            select(Event).where(Event.dialogue_id == identity, Event.action == "statutory.review_announced")
        ).all()
        assert len(events) == 2, "the one that was undone, and one"


def test_nobody_is_needed_to_moderate_but_on_the_days_it_is_open(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine) as unit:
        made = statutory.dialogue(town, statutory.BETWEEN)
        opens = clock.local_date(made.phases[1].opens_at)
        last = clock.last_date_before(made.phases[0].closes_at)
        for assignment in unit.scalars(select(StaffAssignment).where(StaffAssignment.role == "moderator")):
            assignment.valid_to = last
        unit.flush()
        assert first_day_without_moderator(made) == opens
        with pytest.raises(Refused) as caught:
            statutory.announce(town, made, opens_on=opens + timedelta(days=1))
        assert [(r.code, r.params["date"]) for r in caught.value.reasons] == [("E-G21", opens + timedelta(days=1))]


def test_a_review_can_be_given_longer_and_not_less_time(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        made = statutory.dialogue(town, statutory.REVIEWED)
        last = clock.last_date_before(made.phases[1].closes_at)
        dates = {name: getattr(made, name) for name in ("results_due", "handling_meeting", "feedback_due")}
        extend(town.secretary, made, closes_on=last + timedelta(days=3), **dates)
        assert closes_on(made) == last + timedelta(days=3)
        with pytest.raises(Refused) as caught:
            extend(town.secretary, made, closes_on=last, **dates)
        assert codes(caught) == {"E-G24"}


def test_before_the_review_is_held_nothing_is_compiled(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        made = statutory.dialogue(town, statutory.BETWEEN)
        with pytest.raises(Refused) as caught:
            report.publish_report(town.officer, made)
    assert "E-G13e" in codes(caught)


def test_a_consultation_comes_all_the_way_to_feedback(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        made = statutory.dialogue(town, statutory.REVIEWED)
        closed = made.phases[-1].closes_at + timedelta(hours=12)
        with clock.at(closed):
            text = Texts({"sv": "Text.", "sv-lattlast": "Text."})
            report.save_report(town.officer, made, dict.fromkeys(ReportSection, text), seen=None)
            with pytest.raises(Refused) as caught:
                report.publish_report(town.officer, made)
            assert codes(caught) == {"E-G13f"}
            late = statements(made.id, LegalPhase.GRANSKNING)
            statutory.answer(town, made, late[0].number, Met.MET)
            report.publish_report(town.officer, made)
            final = report_of(made.id, LegalPhase.GRANSKNING)
            assert final is not None and final.published_at is not None
            assert [informing.send_review_statement(town.officer, made) for _ in range(2)] == [1, 0]
            with pytest.raises(Refused) as caught:
                informing.inform_by_mail(town.officer, made, appeal="Skriv till domstolen.")
            assert codes(caught) == {"E-STATE"}
        with clock.at(closed + timedelta(days=10)):
            handling.record_handling_decision(
                town.secretary,
                made,
                handling.HandlingDecision(
                    body=made.responsible_body,
                    taken_by=TakenBy.BODY,
                    taken_on=clock.today(),
                    paragraph="40",
                    registry_number=factories.REGISTRY_NUMBER,
                    effect=Texts(sv="Planen antas."),
                    stances={},
                    minutes_announced_on=clock.today(),
                ),
            )
            assert current_stage(made) is Stage.HANDLED
            told = Texts({"sv": "Tack.", "sv-lattlast": "Tack."})
            feedback.publish_to_participants(town.officer, made, text=told)
            feedback.publish_to_public(town.officer, made, text=told, channels=["anslag på biblioteket"])
            with pytest.raises(Refused) as caught:
                feedback.complete(town.officer, made)
            assert codes(caught) == {"E-G29b"}
            by_mail, by_post = must_be_told(made.id)
            with pytest.raises(ValueError, match="how to appeal"):
                informing.inform_by_mail(town.officer, made, appeal=" ")
            appeal = "Skriv till mark- och miljödomstolen."
            assert [informing.inform_by_mail(town.officer, made, appeal=appeal) for _ in range(2)] == [1, 0]
            assert [s.number for s in must_be_told(made.id)] == [by_mail.number, by_post.number], (
                "it is written, not sent"
            )
            letter = db.session().scalars(select(Message).where(Message.event == f"{DECIDED}{by_mail.id}")).one()
            for attempts, error, how in (
                (0, "", outbox.Delivery.WAITING),
                (3, "SMTPRecipientsRefused: 550", outbox.Delivery.TRIED),
                (outbox.MOST_ATTEMPTS, "SMTPRecipientsRefused: 550", outbox.Delivery.FAILED),
            ):
                letter.attempts, letter.last_error = attempts, error
                db.session().flush()
                assert outbox.sendings([letter.event])[letter.recipient, letter.event].delivery is how
                assert counts(made.id).uninformed == 2
                with pytest.raises(Refused) as caught:
                    feedback.complete(town.officer, made)
                assert codes(caught) == {"E-G29b"}
            letter.sent_at = clock.now()
            db.session().flush()
            assert [s.number for s in must_be_told(made.id)] == [by_post.number], "they left no e-mail address"
            assert [s.number for s in informed(made.id)] == [by_mail.number]
            noted = [informing.note_informed(town.officer, made, [by_post.number], on=clock.today()) for _ in range(2)]
            assert noted == [1, 0]
            sent = select(Message).where(Message.event.startswith("statement.")).order_by(Message.id)
            written = db.session().scalars(sent).all()
            assert {m.recipient for m in written} == {by_mail.email}
            review, decision = written
            assert "Husen sänks inte." in review.text and "/reports/granskning" in review.text
            assert appeal in decision.text and "§ 40" in decision.text
            feedback.complete(town.officer, made)
            assert current_stage(made) is Stage.FED_BACK


def test_a_statement_is_on_record_and_nowhere_on_the_web(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        made = statutory.dialogue(town)
        sent = statutory.statement(made, body="Ordet kantarellskog finns bara här.")
        again = statutory.statement(made, key=sent.idempotency_key)
        assert again.id == sent.id
        assert sent.visibility == Visibility.UNPUBLISHED.value
        with pytest.raises(NotFound):
            moderation.hide(town.moderator, sent, ground=Ground.SPAM, reasons="x")
        with pytest.raises(NotFound):
            moderation.approve(town.moderator, sent)
        assert compile_facts(made).counted == 0
        identity, number = made.id, sent.number
    with db.transaction(engine, write=False) as unit:
        assert unit.scalars(select(SearchEntry).where(SearchEntry.contribution_id == sent.id)).all() == []
        stored = unit.scalars(select(StatementSender).where(StatementSender.contribution_id == sent.id)).one()
        assert (stored.phase, stored.email) == ("samrad", "kim.granne@home.example")
        assert statement(identity, number).body == "Ordet kantarellskog finns bara här."
        assert counts(identity).all == 3
        with pytest.raises(NotFound):
            statement(identity + 1, number)


@pytest.mark.parametrize(
    "lacking", [{"name": " "}, {"body": "\n"}, {"email": "", "postal_address": " "}], ids=["name", "body", "address"]
)
def test_a_statement_without_name_text_or_address_is_none(
    engine: Engine, town: factories.Town, lacking: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="name and an address"), db.transaction(engine):
        statutory.statement(statutory.dialogue(town), **lacking)
    with db.transaction(engine, write=False) as unit:
        assert unit.scalars(select(Contribution)).all() == []


def test_no_statement_is_taken_outside_a_period_or_by_another_kind_of_dialogue(
    engine: Engine, town: factories.Town
) -> None:
    with db.transaction(engine):
        other = factories.dialogue(town)
        with pytest.raises(NotFound):
            statutory.statement(other)
        waiting = statutory.dialogue(town, statutory.BETWEEN)
        with pytest.raises(Refused) as caught:
            statutory.statement(waiting)
        assert codes(caught) == {"E-G22"}


def test_nobody_but_the_bodys_officials_answers_publishes_or_announces(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        made = statutory.dialogue(town, statutory.BETWEEN)
        number = statements(made.id)[0].number
        for actor in (town.moderator, town.elected, town.admin, town.secretary, factories.VISITOR):
            for attempt in (
                lambda a=actor: answers.answer_statement(
                    a, made, number, summary="x", comment="x", proposal="", met=None
                ),
                lambda a=actor: phases.publish_consultation_report(a, made),
                lambda a=actor: phases.announce_review(
                    a,
                    made,
                    basis=version_of("pbl_granskning_extended"),
                    opens_on=None,
                    closes_on=None,
                    results_due=None,
                    handling_meeting=None,
                    feedback_due=None,
                ),
            ):
                with pytest.raises(Refused) as caught:
                    attempt()
                assert codes(caught) == {"E-ROLE"}
        steps = db.session().scalars(select(Event.action).where(Event.dialogue_id == made.id)).all()
        assert steps.count("statutory.reported") == steps.count("statutory.review_announced") == 1
