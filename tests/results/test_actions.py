"""Closing the loop straight at the actions, on both databases: what is refused, what is kept, what is told once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from participation import clock, content_version, db, event_log
from participation.access import Actor, Conflict, NotFound, Reason, Refused, Role
from participation.contributions.actions import leave_address, set_visibility, unsubscribe
from participation.contributions.models import ContactAddress
from participation.contributions.queries import by_id
from participation.contributions.rules import Channel, Visibility
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import current_stage
from participation.dialogues.rules import DecisionKind, Stage, TakenBy
from participation.moderation.models import Report
from participation.offline import actions as offline
from participation.offline.queries import entry_by_id
from participation.outbox import Message
from participation.results.actions import feedback, handling, measures, report, themes
from participation.results.models import Feedback, ResultReport, Stance, Theme, ThemeContribution
from participation.results.queries import (
    Coverage,
    addressees,
    coverage,
    fingerprint,
    other_theme,
    report_of,
    theme_sizes,
    trace_of,
    waiting_for_review,
)
from participation.results.rules import FeedbackKind, MeasureStatus, ReportSection, StanceValue
from participation.surveys.queries import surveys_of
from participation.texts import Texts
from tests import factories
from tests.results.conftest import ADDRESSES, Loop, decision, sections, told


def refused(work: Callable[[], Any]) -> tuple[list[str], bool]:
    """The codes of the refusal, and whether guards refused."""
    with pytest.raises(Refused) as error:
        work()
    return [r.code for r in error.value.reasons], error.value.by_guard


def reasons(work: Callable[[], Any]) -> tuple[Reason, ...]:
    with pytest.raises(Refused) as error:
        work()
    return error.value.reasons


def moves(d: Dialogue) -> list[tuple[str, str]]:
    rows = db.session().scalars(
        select(event_log.Event).where(event_log.Event.dialogue_id == d.id).order_by(event_log.Event.id)
    )
    return [(e.data["code"], e.action) for e in rows if "code" in e.data]


# -- themes ------------------------------------------------------------------------------------------------------


def test_every_kind_and_channel_counts_alike(loop: Loop) -> None:
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 0)
    loop.sort()
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 7)


def test_sorting_twice_changes_nothing_and_a_contribution_may_be_in_several_themes(loop: Loop) -> None:
    loop.sort()

    def again(d: Dialogue) -> dict[int, int]:
        second = themes.add_theme(loop.town.officer, d, title=Texts(sv="Mörkret"), text=Texts())
        for _ in range(2):
            themes.sort(loop.town.officer, d, loop.ideas, [loop.theme, second.id])
        return {**theme_sizes(d.id), 0: second.id}

    sizes = loop.do(again)
    assert sizes == {loop.theme: 7, sizes[0]: 3, 0: sizes[0]}
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 7)


def test_taking_out_of_the_only_theme_leaves_a_contribution_without(loop: Loop) -> None:
    loop.sort()
    loop.do(lambda d: themes.unsort(loop.town.officer, d, [loop.ideas[0]], [loop.theme]))
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 6)


def test_survey_responses_without_own_words_go_to_other_at_once(loop: Loop) -> None:
    assert loop.do(lambda d: themes.sort_wordless(loop.town.officer, d)) == 2
    assert loop.do(lambda d: themes.sort_wordless(loop.town.officer, d)) == 0
    assert loop.look(lambda d: theme_sizes(d.id)[other_theme(d.id).id]) == 2  # type: ignore[union-attr]


def test_what_is_not_visible_is_in_no_count(loop: Loop) -> None:
    loop.sort()
    for visibility, n in (
        (Visibility.HIDDEN, 6),
        (Visibility.WITHDRAWN, 6),
        (Visibility.SEALED, 6),
        (Visibility.VISIBLE, 7),
    ):
        loop.do(lambda _d, v=visibility: set_visibility(by_id(loop.ideas[0]), v))
        assert loop.look(lambda d: coverage(d.id)) == Coverage(n, n)
        assert loop.look(lambda d: theme_sizes(d.id)) == {loop.theme: n}


def test_comments_in_office_are_not_residents_participation(loop: Loop) -> None:
    def speak(d: Dialogue) -> int:
        comment = by_id(loop.comment)
        comment.speaker = "official"
        db.session().flush()
        with pytest.raises(NotFound):
            themes.sort(loop.town.officer, d, [loop.comment], [themes.make_other(loop.town.officer, d).id])
        return coverage(d.id).counted

    assert loop.do(speak) == 6


def test_ids_of_another_dialogue_are_not_found(loop: Loop) -> None:
    def foreign(d: Dialogue) -> None:
        other = factories.dialogue(loop.town, Stage.CLOSED)
        theirs = themes.add_theme(loop.town.officer, other, title=Texts(sv="Annat"), text=Texts())
        when = factories.noon(factories.schedule_for(Stage.CLOSED).opens_on)
        idea = factories.idea(other, at=when)
        for contributions, into in (([idea.id], []), (loop.ideas, [theirs.id])):
            with pytest.raises(NotFound):
                themes.sort(loop.town.officer, d, contributions, into)
        with pytest.raises(NotFound):
            themes.remove_theme(loop.town.officer, d, theirs.id)
        with pytest.raises(NotFound):
            themes.change_theme(loop.town.officer, d, theirs.id, title=Texts(sv="X"), text=Texts())

    loop.do(foreign)
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 0)


def test_themes_keep_the_order_they_are_given(loop: Loop) -> None:
    def order(d: Dialogue) -> list[str]:
        made = [themes.add_theme(loop.town.officer, d, title=Texts(sv=t), text=Texts()) for t in "ABC"]
        themes.raise_theme(loop.town.officer, d, made[2].id)
        themes.raise_theme(loop.town.officer, d, made[0].id)
        rows = db.session().scalars(select(Theme).where(Theme.dialogue_id == d.id).order_by(Theme.position))
        return [t.title.sv for t in rows]

    assert loop.do(order) == ["A", "C", "B"]


def test_other_cannot_be_taken_away_and_keeps_its_name(loop: Loop) -> None:
    def attempt(d: Dialogue) -> str:
        other = themes.make_other(loop.town.officer, d)
        with pytest.raises(NotFound):
            themes.remove_theme(loop.town.officer, d, other.id)
        themes.change_theme(loop.town.officer, d, other.id, title=Texts(sv="Strunt"), text=Texts(sv="Blandat."))
        return other.title.sv

    assert loop.do(attempt) == "Övrigt"


# -- the report (T7) ---------------------------------------------------------------------------------------------


def test_one_contribution_without_theme_is_refused_with_the_count(loop: Loop) -> None:
    loop.sort(but=1)
    loop.write()
    (reason,) = reasons(lambda: loop.do(lambda d: report.publish_report(loop.town.officer, d)))
    assert (reason.code, dict(reason.params)) == ("E-G26", {"n": 1, "m": 7})
    loop.do(lambda _d: set_visibility(by_id(loop.ideas[-1]), Visibility.HIDDEN))
    loop.do(lambda d: report.publish_report(loop.town.officer, d))
    assert loop.look(current_stage) is Stage.COMPILED


def test_the_queue_must_be_empty(loop: Loop) -> None:
    loop.sort()
    loop.write()

    def wait(_d: Dialogue) -> None:
        by_id(loop.ideas[0]).reviewed_at = None
        db.session().add(open_report(loop.ideas[1]))
        db.session().flush()

    loop.do(wait)
    assert loop.look(lambda d: waiting_for_review(d.id)) == 2
    (reason,) = reasons(lambda: loop.do(lambda d: report.publish_report(loop.town.officer, d)))
    assert (reason.code, dict(reason.params)) == ("E-G25", {"n": 2})


def test_paper_typed_by_one_of_two_must_be_typed_by_the_other(loop: Loop) -> None:
    loop.sort()
    loop.write()

    def typed_once(d: Dialogue) -> int:
        survey = surveys_of(d.id)[0]
        survey.double_entry = True
        question = survey.questions[0]
        return offline.enter_answers(
            loop.town.officer,
            d,
            survey,
            key=factories.key(),
            channel=Channel.PAPER,
            language="sv",
            received_on=clock.local_date(d.phases[0].opens_at),
            note="",
            raw={f"q-{question.key}": [question.options[0].key]},
        ).id

    entry_id = loop.do(typed_once)
    publish = lambda: loop.do(lambda d: report.publish_report(loop.town.officer, d))  # noqa: E731
    (reason,) = reasons(publish)
    assert (reason.code, dict(reason.params)) == ("E-G25b", {"n": 1})

    def typed_twice(d: Dialogue) -> int:
        entry = entry_by_id(d.id, entry_id)
        offline.type_again(loop.town.coordinator, d, surveys_of(d.id)[0], entry, entry.raw)
        assert entry.response_id is not None
        return entry.response_id

    response = loop.do(typed_twice)
    loop.do(lambda d: themes.sort(loop.town.officer, d, [response], [loop.theme]))
    publish()
    assert loop.look(current_stage) is Stage.COMPILED


def open_report(contribution_id: int) -> Report:
    return Report(
        contribution_id=contribution_id,
        ground="spam",
        locale="sv",
        reporter_key=factories.key(),
        idempotency_key=factories.key(),
        receipt_code=factories.key()[:20],
        reported_at=clock.now(),
    )


def test_everything_that_fails_is_told_together_and_nothing_changes(loop: Loop) -> None:
    loop.do(lambda _d: setattr(by_id(loop.ideas[0]), "reviewed_at", None))
    publish = lambda: loop.do(lambda d: report.publish_report(loop.town.officer, d))  # noqa: E731
    assert refused(publish) == (["E-G25", "E-G26", "E-G26b"], True)
    assert loop.look(current_stage) is Stage.CLOSED
    assert loop.letters == []


def test_publishing_tells_each_address_once_and_is_logged(loop: Loop) -> None:
    loop.compile()
    assert sorted(loop.letters) == sorted((email, f"report:{loop.dialogue_id}") for email in ADDRESSES)
    assert loop.look(moves)[-1] == ("T7", "dialogue.compile")


def test_what_was_hidden_is_covered_should_it_be_shown_again(loop: Loop) -> None:
    loop.sort(but=1)
    loop.write()
    loop.do(lambda _d: set_visibility(by_id(loop.ideas[-1]), Visibility.HIDDEN))
    loop.do(lambda d: report.publish_report(loop.town.officer, d))
    loop.do(lambda _d: set_visibility(by_id(loop.ideas[-1]), Visibility.VISIBLE))
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 7)
    assert loop.look(lambda _d: [t.is_other for t in trace_of(loop.ideas[-1]).themes]) == [True]


def test_two_who_write_at_once_do_not_overwrite_each_other(loop: Loop) -> None:
    loop.do(lambda d: report.save_report(loop.town.officer, d, {ReportSection.HOW: Texts(sv="Först")}, seen=None))
    with pytest.raises(Conflict):
        loop.do(lambda d: report.save_report(loop.town.officer, d, {ReportSection.HOW: Texts(sv="Sen")}, seen="old"))
    same = {ReportSection.HOW: Texts(sv="Först")}
    loop.do(lambda d: report.save_report(loop.town.officer, d, same, seen="old"))


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_what_another_wrote_while_one_waited_is_not_written_over(loop: Loop) -> None:

    def wrote(words: str, seen: str | None = None) -> Callable[[Dialogue], Any]:
        said = {ReportSection.HOW: Texts(sv=words)}
        return lambda d: report.save_report(loop.town.officer, d, said, seen=seen)

    def late(dialogue: Dialogue) -> None:
        stored = report_of(dialogue.id)
        seen = fingerprint(stored)
        other = threading.Thread(target=loop.do, args=(wrote("Den andras"),))
        other.start()
        other.join()
        wrote("Min", seen)(dialogue)

    loop.do(wrote("Först"))
    with pytest.raises(Conflict):
        loop.do(late)


# -- the decision (T9) -------------------------------------------------------------------------------------------


def test_one_theme_without_stance_is_refused_by_name(loop: Loop) -> None:
    loop.compile()
    (reason,) = reasons(lambda: loop.handle(stances={}))
    assert (reason.code, [t.sv for t in reason.params["list"]]) == ("E-G27", ["Farten"])
    assert loop.look(lambda d: (current_stage(d), list(db.session().scalars(select(Stance))))) == (Stage.COMPILED, [])


def test_other_needs_a_stance_when_something_is_in_it(loop: Loop) -> None:
    loop.sort(but=1)
    loop.do(lambda d: themes.sort(loop.town.officer, d, [loop.ideas[-1]], [themes.make_other(loop.town.officer, d).id]))
    loop.write()
    loop.do(lambda d: report.publish_report(loop.town.officer, d))
    only = {loop.theme: handling.StanceChoice(StanceValue.ADOPTED)}
    (reason,) = reasons(lambda: loop.handle(stances=only))
    assert [t.sv for t in reason.params["list"]] == ["Övrigt"]


def test_closed_cannot_be_handled_directly(loop: Loop) -> None:
    assert refused(loop.handle) == (["E-STATE"], True)


def test_an_employees_decision_and_a_wrong_body_are_refused_together(loop: Loop, other_secretary: Actor) -> None:
    loop.compile()

    def attempt(d: Dialogue) -> None:
        wrong = decision(d, body=loop.town.other_committee, taken_by=TakenBy.EMPLOYEE)
        handling.record_handling_decision(other_secretary, d, wrong)

    assert refused(lambda: loop.do(attempt)) == (["E-G10", "E-G27c"], True)


def test_another_bodys_secretary_may_not_record_it(loop: Loop, other_secretary: Actor) -> None:
    loop.compile()
    attempt = lambda: loop.do(  # noqa: E731
        lambda d: handling.record_handling_decision(other_secretary, d, decision(d))
    )
    assert refused(attempt) == (["E-ROLE"], False)


def test_who_wrote_the_report_does_not_record_the_decision(loop: Loop, engine: Any) -> None:
    with db.transaction(engine):
        both = factories.person("both@town.example", Role.OFFICER, Role.COMMITTEE_SECRETARY, body=factories.body("SBN"))
    loop.sort()
    loop.do(lambda d: report.save_report(both, d, {ReportSection.HOW: Texts(sv="Så.")}, seen=None))
    loop.write()  # the last hand is another's: the first still counts
    loop.do(lambda d: report.publish_report(loop.town.officer, d))
    attempt = lambda: loop.do(lambda d: handling.record_handling_decision(both, d, decision(d)))  # noqa: E731
    assert refused(attempt) == (["E-ROLE"], False)
    loop.handle()


def test_the_same_decision_twice_is_recorded_once_whoever_records_it(loop: Loop, engine: Any) -> None:
    loop.compile()
    loop.handle()
    loop.handle()
    other = lambda d: decision(d, paragraph="35")  # noqa: E731
    assert refused(lambda: loop.handle(paragraph="35")) == (["E-STATE"], True)
    with pytest.raises(Conflict):
        loop.do(lambda d: handling.record_handling_decision(loop.town.secretary, d, other(d), seen_unrecorded=True))
    with db.transaction(engine):
        second = factories.person("second@town.example", Role.COMMITTEE_SECRETARY, body=factories.body("SBN"))
    loop.do(lambda d: handling.record_handling_decision(second, d, decision(d)))
    kind = DecisionKind.HANDLE_RESULTS.value
    rows = loop.look(lambda _d: db.session().scalars(select(Decision).where(Decision.kind == kind)).all())
    assert len(rows) == 1
    assert [m for m in loop.look(moves) if m[0] == "T9"] == [("T9", "dialogue.handle")]


def test_nothing_is_recorded_if_a_part_of_it_fails(loop: Loop) -> None:
    loop.compile()
    wrong = {loop.theme: handling.StanceChoice(StanceValue.FORWARDED, Texts(sv="Till dem."), forwarded_to_id=9999)}
    with pytest.raises(NotFound):
        loop.handle(stances=wrong)
    kind = DecisionKind.HANDLE_RESULTS.value
    assert loop.look(lambda _d: db.session().scalars(select(Decision).where(Decision.kind == kind)).all()) == []
    assert loop.look(current_stage) is Stage.COMPILED


def test_minutes_lead_nowhere_but_to_the_web(loop: Loop) -> None:
    loop.compile()
    with pytest.raises(ValueError, match="http"):
        loop.handle(minutes_url="javascript:alert(1)")


def test_a_contribution_is_traced_to_theme_stance_and_measure_step_by_step(loop: Loop) -> None:
    idea = loop.ideas[0]
    loop.sort()
    assert loop.look(lambda _d: trace_of(idea)).themes == ()
    loop.write()
    loop.do(lambda d: report.publish_report(loop.town.officer, d))
    traced = loop.look(lambda _d: trace_of(idea))
    assert [(t.title.sv, t.stance) for t in traced.themes] == [("Farten", None)]
    assert traced.decision is None
    chosen = handling.StanceChoice(StanceValue.PARTLY_ADOPTED, Texts(sv="Delvis."), measure_due=clock.today())
    loop.handle(stances={loop.theme: chosen})
    loop.tell_participants()
    traced = loop.look(lambda _d: trace_of(idea))
    assert [(t.stance, t.motive.sv, t.measure_status, t.measure_due) for t in traced.themes] == [
        (StanceValue.PARTLY_ADOPTED, "Delvis.", MeasureStatus.PLANNED, clock.today())
    ]
    assert traced.feedback_published_at is not None
    assert loop.look(lambda _d: trace_of(idea).decision.paragraph) == "34"


# -- feedback (T10) ----------------------------------------------------------------------------------------------


def test_with_only_the_participants_told_the_public_is_missing(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.tell_participants()
    assert refused(loop.complete) == (["E-G30"], True)


def test_with_only_the_public_told_the_participants_are_missing(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.tell_public()
    assert refused(loop.complete) == (["E-G29"], True)


def test_with_neither_told_both_are_named_at_once(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    assert refused(loop.complete) == (["E-G29", "E-G30"], True)
    assert loop.look(current_stage) is Stage.HANDLED


def test_with_both_told_the_dialogue_is_completed(loop: Loop) -> None:
    loop.bring_to(Stage.FED_BACK)
    assert loop.look(current_stage) is Stage.FED_BACK
    assert [code for code, _ in loop.look(moves)][-3:] == ["T7", "T9", "T10"]


def test_a_language_that_is_missing_is_named(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    (reason,) = reasons(
        lambda: loop.do(
            lambda d: feedback.publish_to_public(loop.town.officer, d, text=told(d).put("ar", ""), channels=["Anslag"])
        )
    )
    assert (reason.code, [x.locale for x in reason.params["languages"]]) == ("E-G30", ["ar"])


def test_everyone_who_wants_to_know_is_told_once_in_their_language(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.tell_participants()
    loop.tell_participants()
    mine = [x for x in loop.letters if x[1].startswith("feedback")]
    assert sorted(mine) == sorted((email, f"feedback:{loop.dialogue_id}") for email in ADDRESSES)


def test_who_has_unsubscribed_is_not_told(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)

    def unsubscribe(_d: Dialogue) -> None:
        gone = db.session().scalars(select(ContactAddress).where(ContactAddress.locale == "ar")).one()
        gone.unsubscribed_at = clock.now()

    loop.do(unsubscribe)
    loop.tell_participants()
    assert [to for to, event in loop.letters if event.startswith("feedback")] == ["svensk@boende.example"]
    assert loop.look(lambda _d: db.session().scalars(select(Feedback.recipients_count)).all()) == [1]


def test_unsubscribing_covers_everything_the_address_was_left_with(loop: Loop) -> None:
    def leave_and_go(_d: Dialogue) -> list[str]:
        leave_address(by_id(loop.comment), email="svensk@boende.example", locale="sv")
        unsubscribe(db.session().scalars(select(ContactAddress).order_by(ContactAddress.id)).first())  # type: ignore[arg-type]
        before = [a.email for a in addressees(loop.dialogue_id)]
        leave_address(by_id(loop.ideas[2]), email="svensk@boende.example", locale="sv")
        return before + [f"{a.email} {len(a.receipts)}" for a in addressees(loop.dialogue_id)]

    assert loop.do(leave_and_go) == [
        "arabisk@boende.example",
        "arabisk@boende.example 1",
        "svensk@boende.example 1",
    ]


def test_a_letter_has_the_words_of_its_recipients_language_and_their_own_receipt(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.tell_participants()

    def read(_d: Dialogue) -> list[tuple[str, str, str, str]]:
        rows = db.session().scalars(select(Message).where(Message.event.startswith("feedback")).order_by(Message.id))
        return [(m.locale, m.text, m.html, m.unsubscribe_url) for m in rows]

    swedish, arabic = loop.look(read)
    codes = loop.look(lambda _d: [by_id(i).return_code for i in loop.ideas[:2]])
    assert "Tack. Övergången byggs först." in swedish[1]
    assert "[ar] Tack." in arabic[1]
    assert 'dir="rtl"' in arabic[2]
    for (locale, text, html, leave), code in zip((swedish, arabic), codes, strict=True):
        assert f"/{locale}/receipts/{code}" in text
        assert f"/{locale}/receipts/{code}" in html
        assert f"/{locale}/receipts/unsubscribe/" in leave
    assert codes[1] not in swedish[1]


def test_if_nobody_left_an_address_the_reason_is_demanded(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.do(lambda _d: [db.session().delete(c) for c in db.session().scalars(select(ContactAddress))])
    assert refused(loop.tell_participants) == (["E-G29"], True)
    motive = "Ingen lämnade en adress. Affisch i skolan."
    loop.do(lambda d: feedback.publish_to_participants(loop.town.officer, d, text=Texts(), motive=motive))
    loop.tell_public()
    loop.complete()
    assert loop.look(current_stage) is Stage.FED_BACK


def test_feedback_that_is_out_is_not_changed(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    loop.tell_participants()
    with pytest.raises(Conflict):
        loop.do(lambda d: feedback.publish_to_participants(loop.town.officer, d, text=Texts(sv="Annat.")))
    with pytest.raises(Conflict):
        loop.do(
            lambda d: feedback.save_feedback(loop.town.officer, d, FeedbackKind.PARTICIPANTS, text=Texts(sv="Annat."))
        )


def test_published_twice_in_parallel_each_address_gets_one_letter(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    failures: list[BaseException] = []
    ready = threading.Barrier(4)

    def publish() -> None:
        try:
            ready.wait()
            loop.tell_participants()
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=publish) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert sorted(to for to, event in loop.letters if event.startswith("feedback")) == sorted(ADDRESSES)
    published = "results.feedback_published"
    rows = loop.look(
        lambda _d: db.session().scalars(select(event_log.Event).where(event_log.Event.action == published)).all()
    )
    assert len(rows) == 1


# -- no step is skipped, nothing recorded is changed -------------------------------------------------------------

STEPS: dict[str, tuple[Stage, Callable[[Loop], Any]]] = {
    "compile": (Stage.CLOSED, lambda x: x.do(lambda d: report.publish_report(x.town.officer, d))),
    "handle": (Stage.COMPILED, lambda x: x.handle(paragraph="99")),
    "complete": (Stage.HANDLED, lambda x: x.complete()),
}


def test_no_step_is_skipped_and_none_is_taken_twice(loop: Loop) -> None:
    onwards: list[Callable[[], Any]] = [lambda: None, loop.compile, loop.handle]
    onwards.append(lambda: [step() for step in (loop.tell_participants, loop.tell_public, loop.complete)])
    for stage, reach in zip((Stage.CLOSED, Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK), onwards, strict=True):
        reach()
        for source, step in STEPS.values():
            if source is not stage:
                assert refused(lambda s=step: s(loop)) == (["E-STATE"], True)
        assert loop.look(current_stage) is stage


def test_before_it_has_closed_the_loop_cannot_be_closed(app: Any, engine: Any) -> None:
    with db.transaction(engine):
        town = factories.town()
        for stage in (Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED, Stage.OPEN):
            no_step_is_possible(town, factories.dialogue(town, stage))


def no_step_is_possible(town: factories.Town, d: Dialogue) -> None:
    attempts = [
        lambda: report.publish_report(town.officer, d),
        lambda: handling.record_handling_decision(town.secretary, d, decision(d)),
        lambda: feedback.publish_to_participants(town.officer, d, text=Texts(sv="Klart.")),
        lambda: feedback.complete(town.officer, d),
    ]
    for attempt in attempts:
        assert refused(attempt) == (["E-STATE"], True)


IMMUTABLE: dict[str, Callable[[Loop, Dialogue], Any]] = {
    "theme": lambda x, d: themes.change_theme(x.town.officer, d, x.theme, title=Texts(sv="Annat"), text=Texts()),
    "new theme": lambda x, d: themes.add_theme(x.town.officer, d, title=Texts(sv="Nytt"), text=Texts()),
    "no theme": lambda x, d: themes.remove_theme(x.town.officer, d, x.theme),
    "order": lambda x, d: themes.raise_theme(x.town.officer, d, x.theme),
    "sorting": lambda x, d: themes.unsort(x.town.officer, d, x.ideas, [x.theme]),
    "other": lambda x, d: themes.sort_wordless(x.town.officer, d),
    "report": lambda x, d: report.save_report(x.town.officer, d, sections(d), seen=None),
}


@pytest.mark.parametrize("stage", [Stage.COMPILED, Stage.HANDLED])
def test_what_the_decision_rests_on_stays_as_it_was(loop: Loop, stage: Stage) -> None:
    loop.bring_to(stage)
    before = loop.look(snapshot)
    for what, change in IMMUTABLE.items():
        assert refused(lambda c=change: loop.do(lambda d: c(loop, d))) == (["E-STATE"], True), what
    assert loop.look(snapshot) == before


def snapshot(d: Dialogue) -> list[Any]:
    session = db.session()
    return [
        [(t.id, t.position, t.title, t.text) for t in session.scalars(select(Theme).order_by(Theme.id))],
        sorted((x.theme_id, x.contribution_id) for x in session.scalars(select(ThemeContribution))),
        [(r.summary, r.how, r.published_at) for r in session.scalars(select(ResultReport))],
        [(s.value, s.motive) for s in session.scalars(select(Stance))],
    ]


def test_a_measure_moves_on_while_the_stance_stands(loop: Loop) -> None:
    loop.bring_to(Stage.FED_BACK)
    before = loop.look(snapshot)
    version = loop.look(lambda d: content_version.read(content_version.scope_of(d.id)))
    loop.do(
        lambda d: measures.change_measure(
            loop.town.officer, d, loop.theme, status=MeasureStatus.DOING, due=clock.today()
        )
    )
    assert loop.look(snapshot) == before
    assert loop.look(lambda _d: trace_of(loop.ideas[0]).themes[0].measure_status) is MeasureStatus.DOING
    assert loop.look(lambda d: content_version.read(content_version.scope_of(d.id))) == version + 1


def test_only_the_officials_of_the_body_close_the_loop(loop: Loop) -> None:
    loop.sort()
    loop.write()
    for stranger in (Actor(), loop.town.secretary, loop.town.coordinator, loop.town.elected, loop.town.admin):
        attempt = lambda s=stranger: loop.do(lambda d: report.publish_report(s, d))  # noqa: E731
        assert refused(attempt) == (["E-ROLE"], False)
    assert loop.look(current_stage) is Stage.CLOSED


def test_every_publication_is_visible_at_once(loop: Loop) -> None:
    versions = [loop.look(lambda d: content_version.read(content_version.scope_of(d.id)))]
    loop.sort()
    loop.write()
    versions.append(loop.look(lambda d: content_version.read(content_version.scope_of(d.id))))
    steps: list[Callable[[], Any]] = [
        lambda: loop.do(lambda d: report.publish_report(loop.town.officer, d)),
        loop.handle,
        loop.tell_participants,
        loop.tell_public,
        loop.complete,
    ]
    for step in steps:
        step()
        versions.append(loop.look(lambda d: content_version.read(content_version.scope_of(d.id))))
    grew = [b - a for a, b in pairwise(versions)]
    assert grew == [0, 1, 1, 1, 1, 1]
