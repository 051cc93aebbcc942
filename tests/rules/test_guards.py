"""Each guard over its input space: what it lets pass, and every reason it gives."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from participation import i18n, refusals
from participation.access import Reason
from participation.bodies.rules import BodyKind
from participation.dialogues import guards
from participation.dialogues.facts import (
    ActivityFacts,
    BodyFacts,
    Days,
    Demand,
    DialogueFacts,
    InLanguage,
    Lack,
    TargetGroupFacts,
)
from participation.dialogues.guards import (
    ANNOUNCEMENT_GUARDS,
    PROPOSAL_GUARDS,
    SECTION_OF_FIELD,
    DecisionFacts,
    authority,
    decision_stands,
    demands,
    failing,
)
from participation.dialogues.principles import Answer, Principle
from participation.dialogues.rules import (
    DECIDING_BODIES,
    DIGITAL,
    MEETINGS,
    ActivityType,
    Influence,
    Kind,
    Participation,
    Section,
    TakenBy,
)
from participation.dialogues.workspace import IN_PLACE, spread
from participation.texts import Texts

DAY = date(2026, 6, 1)
BODY = BodyFacts(2, BodyKind.COMMITTEE, Texts(sv="Nämnden", en="The committee"))
BOTH = Texts({"sv": "Text", "sv-lattlast": "Lätt text"})
TYPES = {
    ActivityType.SURVEY,
    ActivityType.IDEAS,
    ActivityType.COMMENTS,
    ActivityType.PAPER_FORM,
}

COMPLETE = DialogueFacts(
    kind=Kind.COMMITTEE,
    responsible_body=BODY,
    right_bodies=(BODY,),
    title=BOTH,
    question=BOTH,
    summary=BOTH,
    open_items=(BOTH,),
    closed_items=((BOTH, "budget"),),
    goal=Texts(sv="Ett mål"),
    goal_followup=Texts(sv="Vi räknar"),
    purpose=Texts(sv="Ett syfte"),
    target_groups=(TargetGroupFacts(True, Texts(sv="Vi besöker dem")),),
    participation=Participation.CONTRIBUTE,
    influence=Influence.CONSULTATION,
    decision_matter=Texts(sv="Ärendet"),
    decision_body=BODY,
    decision_meeting=DAY + timedelta(days=90),
    representatives=1,
    contact=True,
    coordinator=True,
    opens_on=DAY + timedelta(days=14),
    closes_on=DAY + timedelta(days=34),
    results_due=DAY + timedelta(days=60),
    handling_meeting=DAY + timedelta(days=90),
    feedback_due=DAY + timedelta(days=120),
    activities=tuple(ActivityFacts(t) for t in sorted(TYPES)),
    has_survey=True,
    handling_plan=Texts(sv="En plan"),
    self_check=tuple(Answer(p, Texts(sv="Så här")) for p in Principle),
    legal_basis="Allmänt intresse",
    privacy_notice="Så här",
    retention="Gallras inte",
    dpia_screened=True,
    minutes_announced_on=DAY,
)

NOTHING = DialogueFacts(kind=Kind.COMMITTEE, responsible_body=BODY)
NO_TEXT = Texts()


def codes(reasons: list[Reason]) -> list[str]:
    return [r.code for r in reasons]


def with_(**changes: Any) -> DialogueFacts:
    return replace(COMPLETE, **changes)


def test_a_complete_dialogue_passes_every_guard() -> None:
    assert failing((*PROPOSAL_GUARDS, *ANNOUNCEMENT_GUARDS), COMPLETE, DAY) == []


def test_an_empty_draft_is_told_everything_at_once() -> None:
    assert codes(failing(PROPOSAL_GUARDS, NOTHING, DAY)) == [
        "E-G01", "E-G19", "E-G02", "E-G02b", "E-G03", "E-G03c", "E-G04", "E-G05", "E-G06", "E-G06b", "E-G07",
        "E-G08", "E-G16", "E-G16", "E-G16", "E-G16", "E-G16", "E-G17", "E-G17b", "E-G18", "E-G20",
    ]  # fmt: skip


def test_every_reason_has_a_sentence_and_leads_to_a_section() -> None:
    with i18n.using("en"):
        for reason in failing((*PROPOSAL_GUARDS, *ANNOUNCEMENT_GUARDS), NOTHING, DAY):
            assert "%(" not in refusals.sentence(reason)
            assert reason.field == "minutes_announced_on" or SECTION_OF_FIELD[reason.field or ""] in set(Section)


def test_every_guard_is_named_in_the_checklist() -> None:
    assert set(IN_PLACE) == {*PROPOSAL_GUARDS, *ANNOUNCEMENT_GUARDS}


@pytest.mark.parametrize("title", ["", " ", "T"])
@pytest.mark.parametrize("question", ["", " \n", "F"])
def test_the_question_and_its_title_are_written_in_swedish(title: str, question: str) -> None:
    facts = with_(title=Texts(sv=title, en="T"), question=Texts(sv=question, en="Q"))
    fine = bool(title.strip() and question.strip())
    assert codes(guards.question_asked(facts, DAY)) == ([] if fine else ["E-G01"])


def test_the_summary_is_written_before_the_decision_locks_it() -> None:
    assert guards.summary_written(with_(summary=Texts(en="Only English")), DAY) == [
        Reason("E-G19", {"list": (InLanguage(Lack.SUMMARY, "sv"),)}, field="summary")
    ]


@pytest.mark.parametrize("items", [(), (Texts(en="only English"),)])
def test_something_can_be_influenced(items: tuple[Texts, ...]) -> None:
    assert codes(guards.something_open(with_(open_items=items), DAY)) == ["E-G02"]


@pytest.mark.parametrize(
    ("closed", "everything", "fine"),
    [
        ((), False, False),
        ((), True, True),
        (((BOTH, "law"),), False, True),
        (((BOTH, "law"),), True, False),
        (((BOTH, None),), False, False),
        (((BOTH, ""),), False, False),
        (((NO_TEXT, "law"),), False, False),
        (((BOTH, "law"), (BOTH, None)), False, False),
    ],
)
def test_limits_are_stated_with_reasons_or_everything_is_open(closed: Any, everything: bool, fine: bool) -> None:
    facts = with_(closed_items=closed, everything_open=everything)
    assert codes(guards.limits_stated(facts, DAY)) == ([] if fine else ["E-G02b"])


@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, True), (1, True)])
def test_the_decision_is_not_before_the_handling_and_may_be_at_the_same_meeting(days: int, fine: bool) -> None:
    assert COMPLETE.handling_meeting is not None
    facts = with_(decision_meeting=COMPLETE.handling_meeting + timedelta(days=days))
    assert codes(guards.decision_ahead(facts, DAY)) == ([] if fine else ["E-G03"])


@pytest.mark.parametrize("lacking", ["decision_matter", "decision_body", "decision_meeting"])
def test_the_decision_is_named_with_body_and_meeting(lacking: str) -> None:
    facts = with_(**{lacking: NO_TEXT if lacking == "decision_matter" else None})
    assert codes(guards.decision_ahead(facts, DAY)) == ["E-G03"]


def test_a_decision_already_taken_refuses_the_dialogue() -> None:
    facts = with_(decision_taken_on=DAY, decision_taken_paragraph="7")
    assert guards.decision_ahead(facts, DAY) == [
        Reason("E-G03b", {"body": BODY.names, "date": DAY, "paragraph": "7"}, field="decision_taken_on")
    ]


@pytest.mark.parametrize(("n", "fine"), [(0, False), (1, True), (5, True)])
def test_an_elected_representative_stands_behind_it(n: int, fine: bool) -> None:
    assert codes(guards.somebody_stands_for_it(with_(representatives=n), DAY)) == ([] if fine else ["E-G03c"])


@pytest.mark.parametrize("goal", ["", "Mål"])
@pytest.mark.parametrize("followup", ["", "Räknas"])
def test_the_goal_can_be_noticed(goal: str, followup: str) -> None:
    facts = with_(goal=Texts(sv=goal), goal_followup=Texts(sv=followup))
    assert codes(guards.goal_settled(facts, DAY)) == ([] if goal and followup else ["E-G04"])


@pytest.mark.parametrize(
    ("purpose", "fine"), [("", False), ("Ett mål", False), ("  ett MÅL ", False), ("Därför", True)]
)
def test_the_purpose_is_not_the_goal_over_again(purpose: str, fine: bool) -> None:
    assert codes(guards.purpose_settled(with_(purpose=Texts(sv=purpose)), DAY)) == ([] if fine else ["E-G05"])


SELDOM, SELDOM_UNREACHED, COMMON = (
    TargetGroupFacts(True, Texts(sv="Besök")),
    TargetGroupFacts(True, NO_TEXT),
    TargetGroupFacts(False, Texts(sv="Brev")),
)


@pytest.mark.parametrize("motive", ["", "Gäller bara ägare"])
@pytest.mark.parametrize("groups", [(), (COMMON,), (SELDOM_UNREACHED,), (SELDOM,), (COMMON, SELDOM)])
def test_a_seldom_heard_group_is_reached_or_it_is_said_why_not(
    groups: tuple[TargetGroupFacts, ...], motive: str
) -> None:
    expected = [] if groups else ["E-G06"]
    if SELDOM not in groups and not motive:
        expected.append("E-G06b")
    facts = with_(target_groups=groups, no_seldom_heard_motive=Texts(sv=motive))
    assert codes(guards.target_group_settled(facts, DAY)) == expected


@pytest.mark.parametrize("influence", [None, *Influence])
def test_the_degree_of_influence_is_set_and_is_not_information(influence: Influence | None) -> None:
    expected = ["E-G08"] if influence is None else ["E-G08b"] if influence is Influence.INFORMATION else []
    assert codes(guards.influence_settled(with_(influence=influence), DAY)) == expected


@pytest.mark.parametrize("participation", [None, *Participation])
def test_the_degree_of_participation_is_set(participation: Participation | None) -> None:
    facts = with_(participation=participation)
    assert codes(guards.participation_settled(facts, DAY)) == ([] if participation else ["E-G07"])


def test_each_degree_demands_what_those_below_it_do_and_one_thing_more() -> None:
    ladder = (Demand.ANSWERING, Demand.OWN_WORDS, Demand.TALKING, Demand.WORKSHOP_SERIES)
    assert [demands(d) for d in Participation] == [ladder[:1], ladder[:2], ladder[:3], ladder]


ANSWERED_BY = {ActivityType.SURVEY, ActivityType.PHONE, ActivityType.PAPER_FORM, ActivityType.WRITTEN_STATEMENT}
OWN_WORDS_BY = {ActivityType.IDEAS, ActivityType.MAP, ActivityType.WORKSHOP, ActivityType.WRITTEN_STATEMENT}
SERIES_BY = {ActivityType.WORKSHOP, ActivityType.PANEL, ActivityType.CITIZENS_JURY}


@pytest.mark.parametrize(("type", "elected"), [*itertools.product(ActivityType, (False, True))])
def test_one_activity_meets_the_demands_it_is_meant_for(type: ActivityType, elected: bool) -> None:
    alone = [ActivityFacts(type, elected)]
    assert {d for d in Demand if guards.meets(d, alone)} == {
        *([Demand.ANSWERING] if type in ANSWERED_BY else []),
        *([Demand.OWN_WORDS] if type in OWN_WORDS_BY else []),
        *([Demand.TALKING] if type is ActivityType.COMMENTS or (elected and type in MEETINGS) else []),
        *([Demand.ELECTED_PRESENT] if elected else []),
    }
    assert guards.meets(Demand.WORKSHOP_SERIES, alone * 2) is (type in SERIES_BY)


@pytest.mark.parametrize(("participation", "influence"), [*itertools.product(Participation, Influence)])
def test_without_activities_both_degrees_say_what_they_demand(
    participation: Participation, influence: Influence
) -> None:
    facts = with_(participation=participation, influence=influence, activities=())
    expected = [(participation, d) for d in demands(participation)]
    if influence is Influence.DIALOGUE:
        expected.append((influence, Demand.ELECTED_PRESENT))  # type: ignore[arg-type]
    found = guards.activities_match(facts, DAY)
    assert [(r.params["degree"], r.params["type"]) for r in found] == expected
    assert set(codes(found)) == {"E-G07b"}


DATES = ("opens_on", "closes_on", "results_due", "handling_meeting", "feedback_due")


@pytest.mark.parametrize("n", range(len(DATES) + 1))
def test_each_missing_date_is_told(n: int) -> None:
    for missing in itertools.combinations(DATES, n):
        found = guards.schedule_adds_up(with_(**dict.fromkeys(missing)), DAY)
        assert [r.field for r in found] == list(missing)


@pytest.mark.parametrize(
    ("name", "days", "lack"),
    [
        ("closes_on", -1, Lack.CLOSES_BEFORE_OPENS),
        ("closes_on", 0, Lack.CLOSES_BEFORE_OPENS),
        ("closes_on", 1, Days(Lack.OPEN_TOO_SHORT, 21)),
        ("closes_on", 19, Days(Lack.OPEN_TOO_SHORT, 21)),
        ("closes_on", 20, None),
    ],
)
def test_it_is_open_for_twenty_one_days_counting_both_ends(name: str, days: int, lack: Any) -> None:
    assert COMPLETE.opens_on is not None
    found = guards.schedule_adds_up(with_(**{name: COMPLETE.opens_on + timedelta(days=days)}), DAY)
    assert [r.params["explanation"] for r in found] == ([lack] if lack else [])


@pytest.mark.parametrize(
    ("name", "after", "days", "lack"),
    [
        ("results_due", "closes_on", 0, Lack.RESULTS_BEFORE_CLOSING),
        ("results_due", "closes_on", 1, None),
        ("handling_meeting", "results_due", -1, Lack.HANDLING_BEFORE_RESULTS),
        ("handling_meeting", "results_due", 0, None),
        ("feedback_due", "handling_meeting", 0, Lack.FEEDBACK_BEFORE_HANDLING),
        ("feedback_due", "handling_meeting", 1, None),
    ],
)
def test_the_dates_come_in_their_order(name: str, after: str, days: int, lack: Lack | None) -> None:
    facts = with_(**{name: getattr(COMPLETE, after) + timedelta(days=days)})
    assert [r.params["explanation"] for r in guards.schedule_adds_up(facts, DAY)] == ([lack] if lack else [])


@pytest.mark.parametrize(("day", "fine"), [(DAY - timedelta(1), True), (DAY, True), (DAY + timedelta(1), False)])
def test_it_is_announced_fourteen_days_before_it_opens(day: date, fine: bool) -> None:
    found = guards.announced_in_time(COMPLETE, day)
    assert [r.params["explanation"] for r in found] == ([] if fine else [Days(Lack.ANNOUNCED_TOO_LATE, 14)])


@pytest.mark.parametrize("there", [*itertools.product((False, True), repeat=4)])
def test_data_protection_says_what_is_missing(there: tuple[bool, ...]) -> None:
    names = ("legal_basis", "privacy_notice", "retention")
    values: dict[str, Any] = {n: "x" if yes else " " for n, yes in zip(names, there, strict=False)}
    found = guards.data_protected(with_(**values, dpia_screened=there[3]), DAY)
    lacks = (Lack.LEGAL_BASIS, Lack.PRIVACY_NOTICE, Lack.RETENTION, Lack.DPIA)
    missing = tuple(lack for lack, yes in zip(lacks, there, strict=True) if not yes)
    assert [r.params["list"] for r in found] == ([missing] if missing else [])


@pytest.mark.parametrize("languages", [(), ("sv",), ("sv", "sv-lattlast"), ("sv", "ar"), ("en", "ar", "fi")])
def test_swedish_and_easy_read_are_always_asked_for_and_the_chosen_languages_too(languages: tuple[str, ...]) -> None:
    facts = with_(title=Texts(so="x"), languages=languages)
    [reason] = guards.open_to_everybody(facts, DAY)
    wanted = dict.fromkeys(("sv", "sv-lattlast", *languages))
    others = (Lack.QUESTION, Lack.SUMMARY, Lack.OPEN_ITEMS, Lack.CLOSED_ITEMS)
    assert reason.params["list"] == tuple(
        InLanguage(lack, code)
        for code in wanted
        for lack in (Lack.TITLE, *(others if code not in ("sv", "sv-lattlast") else ()))
    )


@pytest.mark.parametrize("types", [*itertools.combinations(ActivityType, 2)])
def test_there_are_two_ways_to_take_part_and_one_without_a_screen(types: tuple[ActivityType, ...]) -> None:
    for chosen in (types[:1], types):
        found = guards.open_to_everybody(with_(activities=tuple(ActivityFacts(t) for t in chosen)), DAY)
        lacks = [Lack.TWO_FORMS] if len(chosen) < 2 else []
        if not set(chosen) - DIGITAL:
            lacks.append(Lack.NOT_DIGITAL)
        assert [r.params["list"] for r in found] == ([tuple(lacks)] if lacks else [])


@pytest.mark.parametrize(("has", "empty", "fine"), [(False, 0, False), (True, 1, False), (True, 0, True)])
def test_a_promised_survey_has_questions(has: bool, empty: int, fine: bool) -> None:
    found = guards.open_to_everybody(with_(has_survey=has, surveys_without_questions=empty), DAY)
    assert [r.params["list"] for r in found] == ([] if fine else [(Lack.SURVEY_QUESTIONS,)])


@pytest.mark.parametrize(("contact", "coordinator"), [*itertools.product((False, True), repeat=2)])
def test_contact_and_coordinator_are_named(contact: bool, coordinator: bool) -> None:
    found = guards.people_named(with_(contact=contact, coordinator=coordinator), DAY)
    assert codes(found) == ([] if contact and coordinator else ["E-G20"])


def test_a_day_without_moderator_is_named() -> None:
    [reason] = guards.moderated(with_(first_day_without_moderator=DAY), DAY)
    assert (reason.code, reason.params["date"], reason.field) == ("E-G21", DAY, "moderators")


def test_minutes_are_announced_first() -> None:
    assert codes(guards.minutes_announced(with_(minutes_announced_on=None), DAY)) == ["E-G28"]


def test_minutes_announced_in_the_future_are_not_announced_yet() -> None:
    assert codes(guards.minutes_announced(with_(minutes_announced_on=DAY + timedelta(days=1)), DAY)) == ["E-G28"]


# Who may decide


@pytest.mark.parametrize(("kind", "body_kind", "own"), [*itertools.product(Kind, BodyKind, (False, True))])
def test_a_body_decides_on_its_own_dialogues_of_its_kinds_alone(kind: Kind, body_kind: BodyKind, own: bool) -> None:
    body = BodyFacts(5, body_kind, Texts(sv="Organ"))
    found = authority(with_(kind=kind), body, 5 if own else 6)
    assert codes(found) == ([] if own and body_kind in DECIDING_BODIES[kind] else ["E-G10"])


def test_which_bodies_decide_is_as_the_policy_says() -> None:
    assert {k: {str(b) for b in v} for k, v in DECIDING_BODIES.items()} == {
        Kind.COMMITTEE: {"committee", "executive_board"},
        Kind.DEVELOPMENT: {"executive_board"},
        Kind.MUNICIPALITY_WIDE: {"council"},
        Kind.STATUTORY: {"committee", "executive_board"},
    }


def decided(**changes: Any) -> DecisionFacts:
    values: dict[str, Any] = {
        "body": BODY,
        "taken_by": TakenBy.BODY,
        "taken_on": DAY,
        "paragraph": "12",
        "registry_number": "N 2026/1",
        "openness_confirmed": True,
        "participation": Participation.CONTRIBUTE,
        "influence": Influence.CONSULTATION,
    }
    return DecisionFacts(**(values | changes))


def test_a_complete_decision_stands() -> None:
    assert decision_stands(COMPLETE, decided(), DAY) == []


@pytest.mark.parametrize(
    ("kind", "body_kind", "taken_by", "influence"), [*itertools.product(Kind, BodyKind, (None, *TakenBy), Influence)]
)
def test_kind_body_taker_and_degree_are_judged_each_for_itself(
    kind: Kind, body_kind: BodyKind, taken_by: TakenBy | None, influence: Influence
) -> None:
    body = BodyFacts(2, body_kind, Texts(sv="Organ"))
    facts = with_(kind=kind, responsible_body=body)
    expected = set()
    if body_kind not in DECIDING_BODIES[kind]:
        expected.add("E-G10")
    if taken_by in (None, TakenBy.EMPLOYEE):
        expected.add("E-G09")
    elif influence is Influence.CO_DETERMINATION and taken_by is not TakenBy.BODY:
        expected.add("E-G09b")
    if influence is Influence.CO_DETERMINATION:
        expected.add("E-G08c")
    if influence is Influence.INFORMATION:
        expected.add("E-G08b")
    found = decision_stands(facts, decided(body=body, taken_by=taken_by, influence=influence), DAY)
    assert set(codes(found)) == expected


def test_an_empty_decision_is_told_everything_at_once() -> None:
    nothing = decided(
        body=None, taken_by=None, taken_on=None, paragraph=" ", registry_number="", openness_confirmed=False,
        participation=None, influence=None,
    )  # fmt: skip
    assert codes(decision_stands(COMPLETE, nothing, DAY)) == [
        "E-G15", "E-G09", "E-G15", "E-G03c", "E-G07", "E-G08",
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["taken_on", "paragraph", "registry_number"])
def test_date_section_and_registry_number_are_each_asked_for(field: str) -> None:
    found = decision_stands(COMPLETE, decided(**{field: None if field == "taken_on" else " "}), DAY)
    assert [(r.code, r.field) for r in found] == [("E-G15", field)]


def test_a_decision_in_the_future_has_not_been_taken() -> None:
    assert codes(decision_stands(COMPLETE, decided(taken_on=DAY + timedelta(days=1)), DAY)) == ["E-G15"]


# How reasons are laid out for those who mend them


def test_all_that_is_wrong_with_the_schedule_is_one_line() -> None:
    found = spread(failing(PROPOSAL_GUARDS, with_(**dict.fromkeys(DATES)), DAY))
    assert codes(found) == ["E-G16"]
    with i18n.using("en"):
        assert refusals.sentence(found[0]) == (
            "The schedule does not add up: the opening date is missing, the closing date is missing, the date when "
            "the results are ready is missing, the meeting that handles the results is missing, and the date for "
            "feedback is missing."
        )


def test_what_everybody_lacks_is_split_by_where_it_is_mended() -> None:
    facts = with_(languages=("sv", "sv-lattlast", "ar"), activities=(ActivityFacts(ActivityType.IDEAS),))
    found = spread(guards.open_to_everybody(facts, DAY))
    assert [r.field for r in found] == ["languages", "activities"]
    with i18n.using("en"):
        assert [refusals.sentence(r) for r in found] == [
            "The dialogue is not accessible to all yet: 5 texts in Arabic.",
            "The dialogue is not accessible to all yet: at least two ways to take part and a way to take part "
            "without a screen.",
        ]
