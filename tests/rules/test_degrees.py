"""Both degrees and all that they demand, over their whole input space (POLICY.md A3.2)."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date

import pytest

from participation.bodies.rules import BodyKind
from participation.dialogues.degree_guards import activities_match, frame_for, may_promise
from participation.dialogues.facts import ActivityFacts, BodyFacts, DialogueFacts
from participation.dialogues.rules import ActivityType, Influence, Kind, Participation, TakenBy
from participation.results.guards import HandlingFacts, StanceFacts, needs_motive, reasons_given
from participation.results.rules import ReportSection, StanceValue, departs, sections_for
from participation.texts import Texts

DAY = date(2026, 6, 17)
BODY = BodyFacts(1, BodyKind.COMMITTEE, Texts(sv="Nämnden"))
EVERY_ACTIVITY = [ActivityFacts(t, present) for t in ActivityType for present in (False, True)]

ASK = {ActivityType.SURVEY, ActivityType.PHONE, ActivityType.PAPER_FORM, ActivityType.WRITTEN_STATEMENT}
OWN = {ActivityType.IDEAS, ActivityType.MAP, ActivityType.WORKSHOP, ActivityType.WRITTEN_STATEMENT}
MEET = {
    ActivityType.PHYSICAL_MEETING,
    ActivityType.ONLINE_MEETING,
    ActivityType.WALK,
    ActivityType.WORKSHOP,
    ActivityType.CITIZENS_JURY,
    ActivityType.PANEL,
}
SERIES = (ActivityType.WORKSHOP, ActivityType.PANEL, ActivityType.CITIZENS_JURY)


def matches(participation: Participation, influence: Influence, offered: tuple[ActivityFacts, ...]) -> bool:
    """The table of A3.2, written once more in other words."""
    types = Counter(a.type for a in offered)
    rungs = [
        bool(ASK & set(types)),
        bool(OWN & set(types)),
        types[ActivityType.COMMENTS] > 0 or any(a.elected_present and a.type in MEET for a in offered),
        sum(types[t] for t in SERIES) >= 2,
    ]
    fine = all(rungs[: list(Participation).index(participation) + 1])
    return fine and (influence is not Influence.DIALOGUE or any(a.elected_present for a in offered))


@pytest.mark.parametrize("participation", Participation)
def test_the_ways_to_take_part_match_both_degrees_over_every_choice_of_up_to_three(
    participation: Participation,
) -> None:
    for size in range(4):
        for offered in itertools.combinations_with_replacement(EVERY_ACTIVITY, size):
            for influence in (Influence.CONSULTATION, Influence.DIALOGUE):
                facts = DialogueFacts(
                    Kind.COMMITTEE, BODY, participation=participation, influence=influence, activities=offered
                )
                found = activities_match(facts, DAY)
                assert (found == []) is matches(participation, influence, offered), (influence, offered)
                assert {r.code for r in found} <= {"E-G07b"}


def test_co_creation_needs_two_workshops_besides_what_the_lower_degrees_need() -> None:
    lower = (
        ActivityFacts(ActivityType.SURVEY),
        ActivityFacts(ActivityType.IDEAS),
        ActivityFacts(ActivityType.COMMENTS),
    )
    for series in itertools.chain.from_iterable(itertools.combinations_with_replacement(SERIES, n) for n in range(4)):
        offered = (*lower, *(ActivityFacts(t) for t in series))
        facts = DialogueFacts(Kind.COMMITTEE, BODY, participation=Participation.CO_CREATE, activities=offered)
        assert (activities_match(facts, DAY) == []) is (len(series) >= 2)


def test_only_co_determination_needs_a_frame_of_money_place_and_law() -> None:
    for influence, *texts in itertools.product((None, *Influence), *[("", " ", "x")] * 3):
        money, place, law = (Texts(sv=t) for t in texts)
        facts = DialogueFacts(
            Kind.COMMITTEE, BODY, influence=influence, frame_money=money, frame_place=place, frame_law=law
        )
        lacking = sum(not t.strip() for t in texts) if influence is Influence.CO_DETERMINATION else 0
        found = frame_for(facts, influence)
        assert [r.code for r in found] == (["E-G08c"] if lacking else [])
        assert not found or len(found[0].params["list"]) == lacking


def test_elected_representatives_promise_and_co_determination_only_the_body_itself() -> None:
    for taken_by, influence in itertools.product((None, *TakenBy), (None, *Influence)):
        found = [r.code for r in may_promise(taken_by, influence, BODY.names)]
        if taken_by in (None, TakenBy.EMPLOYEE):
            assert found == ["E-G09"]
        elif influence is Influence.CO_DETERMINATION and taken_by is not TakenBy.BODY:
            assert found == ["E-G09b"]
        else:
            assert found == []


def test_the_report_tells_priorities_and_the_participants_draft_where_the_degrees_promise_them() -> None:
    for participation, influence in itertools.product((None, *Participation), (None, *Influence)):
        sections = sections_for(participation, influence)
        ranked = influence in (Influence.INFLUENCE, Influence.CO_DETERMINATION)
        assert (ReportSection.PRIORITIES in sections) is ranked
        assert (ReportSection.PARTICIPANTS_DRAFT in sections) is (participation is Participation.CO_CREATE)
        assert set(ReportSection) - set(sections) <= {ReportSection.PRIORITIES, ReportSection.PARTICIPANTS_DRAFT}


def test_a_stance_needs_reasons_by_degree_and_always_where_it_departs_from_a_priority() -> None:
    for influence, value, motive in itertools.product((None, *Influence), (None, *StanceValue), ("", "Därför.")):
        stance = StanceFacts(1, Texts(sv="Farten"), value, Texts(sv=motive))
        facts = HandlingFacts(
            Kind.COMMITTEE, influence, (BODY,), DAY, BODY, None, None, "", "", None, Texts(), (stance,)
        )
        missing = reasons_given(facts, DAY)
        above = influence in (Influence.DIALOGUE, Influence.INFLUENCE, Influence.CO_DETERMINATION)
        needed = value is not None and (above or departs(value))
        assert [r.code for r in missing] == (["E-G27b"] if needed and not motive else [])
        if value is not None and departs(value):
            assert needs_motive(value, influence)


def test_a_stance_departs_unless_the_priority_is_followed_or_already_met() -> None:
    assert {v for v in StanceValue if not departs(v)} == {StanceValue.ADOPTED, StanceValue.ALREADY_IN_PLACE}
    assert not departs(None)
