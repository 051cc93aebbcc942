"""The guards of what the law demands, each over its whole input space; and the second period's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations, product
from typing import Any

import pytest

from participation.access import Reason
from participation.bodies.models import Body
from participation.bodies.rules import BodyKind
from participation.changes.guards import ExtensionFacts, not_closed_early, still_adds_up
from participation.dialogues.facts import BodyFacts, DialogueFacts, Lack
from participation.dialogues.guards import (
    SECTION_OF_FIELD,
    documents_there,
    long_enough,
    schedule_adds_up,
    within_mandate,
)
from participation.dialogues.rules import Influence, Kind, Participation, TakenBy
from participation.dialogues.statutory.facts import Law, Published, StatutoryFacts
from participation.dialogues.statutory.standing import Standing, lacks
from participation.legal.rules import MADE_HERE, Document, LegalPhase, Minimum, NoticeItem, Output, Unit
from participation.statements.guards import REVIEW_GUARDS, ReviewFacts, answers_written
from participation.texts import Texts

DAY = date(2028, 1, 31)
"""A month from here ends in February of a leap year."""

OWN, OTHER = Texts(sv="Byggnadsnämnden"), Texts(sv="Samhällsbyggnadsnämnden")
BODY = BodyFacts(2, BodyKind.COMMITTEE, OWN)
LAW = Law("code", "PBL 5:11")
COLLECTING = (LegalPhase.SAMRAD, LegalPhase.GRANSKNING)
MINIMA = (None, *(Minimum(n, unit) for unit in Unit for n in (1, 2, 3)), Minimum(30, Unit.DAYS))


def subsets(things: Any) -> list[tuple[Any, ...]]:
    found = tuple(things)
    return list(chain.from_iterable(combinations(found, n) for n in range(len(found) + 1)))


def facts(known: StatutoryFacts | None, **dates: Any) -> DialogueFacts:
    return DialogueFacts(kind=Kind.STATUTORY, responsible_body=BODY, statutory=known, **dates)


def codes(reasons: list[Reason]) -> list[tuple[str, str | None]]:
    return [(r.code, r.field) for r in reasons]


def last_day(minimum: Minimum | None, first: date) -> date:
    """Counted otherwise than the rule does: day by day, or to the day before the same day of a later month."""
    if minimum is None:
        return first
    if minimum.unit is not Unit.MONTHS:
        return first + timedelta(days={Unit.DAYS: 1, Unit.WEEKS: 7}[minimum.unit] * minimum.n - 1)
    month = first.month - 1 + minimum.n
    year, month = first.year + month // 12, month % 12 + 1
    length = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(first.day, length)) - timedelta(days=1)


# -- the task --------------------------------------------------------------------------------------------------------


def test_no_other_kind_of_dialogue_is_asked_what_the_law_demands() -> None:
    for guard in (within_mandate, long_enough, documents_there):
        assert guard(facts(None, opens_on=DAY, closes_on=DAY), DAY) == []


def test_each_phases_duty_is_the_bodys_task_and_each_lack_is_told_once() -> None:
    """Every choice of phases × whether the body has the duty × who has it."""
    each = [None, *product((True, False), ((), (OTHER,), (OWN, OTHER)))]
    for chosen in product(each, repeat=len(LegalPhase)):
        laws = {
            phase: replace(LAW, mandated=had[0], owners=had[1])
            for phase, had in zip(LegalPhase, chosen, strict=True)
            if had is not None
        }
        found = within_mandate(facts(StatutoryFacts(laws)), DAY)
        wanting = {law.owners or "–" for law in laws.values() if not law.mandated}
        assert {r.code for r in found} == ({"E-G13"} if wanting else set())
        assert [r.params["committee"] for r in found] == list(
            dict.fromkeys(law.owners or "–" for law in laws.values() if not law.mandated)
        )
        assert all(r.params["body"] is OWN and r.field in SECTION_OF_FIELD for r in found)


# -- the period ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minimum", MINIMA, ids=str)
def test_a_period_is_as_long_as_the_law_demands_counting_both_ends(minimum: Minimum | None) -> None:
    """Every last day from the day before the first to the third after the earliest, for both periods, or no day."""
    law = replace(LAW, minimum=minimum)
    for first in (DAY, date(2027, 2, 28), date(2028, 2, 29), date(2027, 12, 31)):
        earliest = last_day(minimum, first)
        closings = [None, *(first + timedelta(days=n) for n in range(-1, (earliest - first).days + 4))]
        for closes in closings:
            short = minimum is not None and closes is not None and first <= closes < earliest
            one = StatutoryFacts({LegalPhase.SAMRAD: law})
            found = long_enough(facts(one, opens_on=first, closes_on=closes), first)
            assert codes(found) == ([("E-G13b", "closes_on")] if short else []), (first, closes)
            assert all(r.params["m"] == (closes - first).days + 1 and r.params["n"] == minimum for r in found if closes)
            two = StatutoryFacts(
                {LegalPhase.SAMRAD: LAW, LegalPhase.GRANSKNING: law}, review_opens_on=first, review_closes_on=closes
            )
            found = long_enough(facts(two, opens_on=first, closes_on=first), first)
            assert codes(found) == ([("E-G13b", "review_closes_on")] if short else []), (first, closes)
            assert long_enough(facts(one, opens_on=None, closes_on=closes), first) == []


def test_the_review_comes_between_the_first_period_and_the_results() -> None:
    """Whether a review follows and by which law × every order of its days with the others."""
    closes, results = DAY + timedelta(days=20), DAY + timedelta(days=30)
    spots = (None, *(DAY + timedelta(days=n) for n in (19, 20, 21, 25, 29, 30, 31)))
    schedule = {
        "opens_on": DAY,
        "closes_on": closes,
        "results_due": results,
        "handling_meeting": results,
        "feedback_due": results + timedelta(days=5),
    }
    for followed, by_law, opens, ends in product((False, True), (False, True), spots, spots):
        laws = {LegalPhase.SAMRAD: replace(LAW, followed=followed)} | ({LegalPhase.GRANSKNING: LAW} if by_law else {})
        known = StatutoryFacts(laws, review_opens_on=opens, review_closes_on=ends)
        found = [r.params["explanation"] for r in schedule_adds_up(facts(known, **schedule), DAY)]
        expected: list[Any] = []
        if by_law and (opens is None or ends is None):
            expected = [Lack.REVIEW_DATES]
        elif by_law and opens is not None and ends is not None:
            expected += [Lack.REVIEW_TOO_EARLY] if ends < opens or opens <= closes else []
            expected += [Lack.RESULTS_BEFORE_REVIEW] if results <= ends else []
        elif followed:
            expected = [Lack.REVIEW_LAW]
        assert found == expected, (followed, by_law, opens, ends)


@pytest.mark.parametrize("phase", [None, *COLLECTING], ids=str)
def test_an_open_period_is_not_closed_before_what_was_decided_nor_before_what_the_law_demands(
    phase: LegalPhase | None,
) -> None:
    """Every minimum × every last day so far, today and new last day within some days of each other."""
    days = [DAY + timedelta(days=n) for n in range(4)]
    for minimum, last, today, closes in product(MINIMA, days, days, (None, *days, date(2028, 6, 1))):
        known = StatutoryFacts({phase: replace(LAW, minimum=minimum)}) if phase else None
        changed = ExtensionFacts(facts(known), DAY, last, phase, closes, None, None, None)
        earliest = max(last, today, last_day(minimum if phase else None, DAY))
        found = not_closed_early(changed, today)
        late = closes is not None and closes >= earliest
        assert [(r.code, r.params["date"]) for r in found] == ([] if late else [("E-G24", earliest)])


def test_extending_the_review_moves_the_review_and_extending_the_first_period_moves_that() -> None:
    """Whichever is open, its new last day is what must come before the results."""
    known = StatutoryFacts(
        {LegalPhase.SAMRAD: LAW, LegalPhase.GRANSKNING: LAW},
        review_opens_on=DAY + timedelta(days=20),
        review_closes_on=DAY + timedelta(days=30),
    )
    planned = facts(
        known, opens_on=DAY, closes_on=DAY + timedelta(days=9), decision_matter=OWN, decision_body=BODY,
        decision_meeting=DAY + timedelta(days=50),
    )  # fmt: skip
    results = DAY + timedelta(days=40)
    for phase, n in product(COLLECTING, range(9, 45)):
        changed = ExtensionFacts(
            planned, DAY, DAY, phase, DAY + timedelta(days=n), results, results, results + timedelta(days=1)
        )
        found = {r.params["explanation"] for r in still_adds_up(changed, DAY)}
        if phase is LegalPhase.SAMRAD:
            expected = ({Lack.REVIEW_TOO_EARLY} if n >= 20 else set()) | (
                {Lack.RESULTS_BEFORE_CLOSING} if n >= 40 else set()
            )
        else:
            expected = ({Lack.REVIEW_TOO_EARLY} if n < 20 else set()) | (
                {Lack.RESULTS_BEFORE_REVIEW} if n >= 40 else set()
            )
        assert found == expected, (phase, n)


# -- documents and notice --------------------------------------------------------------------------------------------


def test_every_document_that_the_law_names_is_there_on_the_first_day() -> None:
    """Each document: not there, of another phase, on the day before, on the day, on the day after."""
    named = (Document.PLAN_MAP, *sorted(MADE_HERE))
    law = replace(LAW, documents=named, other_documents=("Bullerutredning",))
    there = (None, "other phase", -1, 0, 1)
    for of_map, of_other in product(there, repeat=2):
        documents = tuple(
            Published(
                LegalPhase.GRANSKNING if on == "other phase" else LegalPhase.SAMRAD,
                name,
                DAY + timedelta(days=on if isinstance(on, int) else 0),
            )
            for name, on in ((Document.PLAN_MAP.value, of_map), ("Bullerutredning", of_other))
            if on is not None
        )
        known = StatutoryFacts({LegalPhase.SAMRAD: law}, documents)
        for first in (DAY, None):
            fine = (-1, 0) if first else (-1, 0, 1)
            lacking = [Document.PLAN_MAP] * (of_map not in fine) + ["Bullerutredning"] * (of_other not in fine)
            found = documents_there(facts(known, opens_on=first), DAY)
            assert codes(found) == ([("E-G13c", "documents")] if lacking else [])
            assert [r.params["list"] for r in found] == ([tuple(lacking)] if lacking else [])


def test_the_notice_says_everything_that_the_law_names() -> None:
    """Every set of things said, against a law that names them all; and every single thing that it can name."""
    everything = replace(LAW, notice=tuple(NoticeItem))
    for said in subsets(NoticeItem):
        found = documents_there(facts(StatutoryFacts({LegalPhase.SAMRAD: everything}, said=frozenset(said))), DAY)
        lacking = tuple(i for i in NoticeItem if i not in said)
        assert [r.params["list"] for r in found] == ([lacking] if lacking else [])
        assert all(r.field == "place" or r.field in SECTION_OF_FIELD for r in found)
    for item in NoticeItem:
        known = StatutoryFacts({LegalPhase.SAMRAD: replace(LAW, notice=(item,))})
        [reason] = documents_there(facts(known), DAY)
        assert reason.params["list"] == (item,)


def test_whatever_is_missing_is_told_in_one_reason() -> None:
    law = replace(LAW, documents=(Document.PLAN_MAP,), notice=(NoticeItem.AREA,))
    [reason] = documents_there(facts(StatutoryFacts({LegalPhase.SAMRAD: law})), DAY)
    assert (reason.params["list"], reason.field) == ((Document.PLAN_MAP, NoticeItem.AREA), "documents")


# -- the review ------------------------------------------------------------------------------------------------------

PLAIN = ReviewFacts(
    dialogue=facts(StatutoryFacts({LegalPhase.SAMRAD: LAW})),
    law=LAW,
    output=Output.NONE,
    reported=False,
    opens_on=DAY + timedelta(days=1),
    closes_on=DAY + timedelta(days=1),
)


def announcing(review: ReviewFacts) -> list[tuple[str, str | None]]:
    return codes([r for guard in REVIEW_GUARDS for r in guard(review, DAY)])


def test_the_review_waits_for_the_report_only_where_the_law_demands_one() -> None:
    for output, reported in product(Output, (True, False)):
        waits = output is Output.CONSULTATION_REPORT and not reported
        expected = [("E-G13d", "report")] if waits else []
        assert announcing(replace(PLAIN, output=output, reported=reported)) == expected


def test_the_review_has_a_law_and_opens_tomorrow_at_the_earliest() -> None:
    offsets = (None, -1, 0, 1, 2, 3)
    for law, opens, closes in product((None, LAW), offsets, offsets):
        first, last = (None if n is None else DAY + timedelta(days=n) for n in (opens, closes))
        fine = law is not None and opens is not None and closes is not None and 1 <= opens <= closes
        where = "basis" if law is None else "closes_on" if opens is not None and opens >= 1 else "opens_on"
        assert announcing(replace(PLAIN, law=law, opens_on=first, closes_on=last)) == (
            [] if fine else [("E-G13g", where)]
        )


def test_the_review_is_as_long_as_its_own_law_demands() -> None:
    for minimum in MINIMA:
        first = DAY + timedelta(days=1)
        earliest = last_day(minimum, first)
        for n in range(-2, 2):
            closes = max(first, earliest + timedelta(days=n))
            review = replace(PLAIN, law=replace(LAW, minimum=minimum), closes_on=closes)
            assert announcing(review) == ([("E-G13b", "closes_on")] if closes < earliest else [])


def test_the_reviews_documents_are_there_on_its_first_day() -> None:
    law = replace(LAW, documents=(Document.PLAN_PROPOSAL, Document.CONSULTATION_REPORT))
    for phase, n in product(COLLECTING, (0, 1, 2)):
        published = Published(phase, Document.PLAN_PROPOSAL.value, DAY + timedelta(days=n))
        known = StatutoryFacts({LegalPhase.SAMRAD: LAW}, (published,))
        fine = phase is LegalPhase.GRANSKNING and n <= 1
        found = announcing(replace(PLAIN, law=law, dialogue=facts(known)))
        assert found == ([] if fine else [("E-G13c", "documents")]), (phase, n)


def test_somebody_moderates_every_day_of_the_review() -> None:
    assert announcing(replace(PLAIN, unmoderated_on=DAY)) == [("E-G21", "moderators")]


def test_a_report_waits_for_an_answer_to_each_statement() -> None:
    for m in range(4):
        for n in range(m + 1):
            found = answers_written(n, m)
            assert [(r.code, r.params) for r in found] == ([("E-G13f", {"n": n, "m": m})] if n else [])


# -- decisions that stand for many -----------------------------------------------------------------------------------


def test_a_standing_decision_is_complete_whatever_is_left_out() -> None:
    """Who took it × when × its section and number × both degrees × whether officials may start, and by what."""
    body = Body(id=2, names=OWN)
    everything = product(
        (None, *TakenBy),
        (None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)),
        ("", " ", "8"),
        ("", "BN 2026/1"),
        (None, Participation.CONTRIBUTE),
        (None, *Influence),
        (True, False),
        (" ", "Delegationsordningen 3"),
    )
    for by, on, paragraph, number, participation, influence, starts, delegated in everything:
        taken = Standing(
            body=body, legal_code="code", taken_by=by, taken_on=on, paragraph=paragraph, registry_number=number,
            participation=participation, influence=influence, officials_may_start=starts, delegation_ref=delegated,
        )  # fmt: skip
        found = [r.code for r in lacks(taken, DAY)]
        on_record = on is not None and on <= DAY and bool(paragraph.strip()) and bool(number)
        assert ("E-G15" in found) is not on_record
        assert ("E-G15b" in found) is (starts and not delegated.strip())
        assert ("E-G07" in found) is (participation is None)
        assert ("E-G08" in found) is (influence is None)
        assert ("E-G08b" in found) is (influence is Influence.INFORMATION)
        elected = by is not None and by is not TakenBy.EMPLOYEE
        promised = influence is Influence.CO_DETERMINATION and by is not TakenBy.BODY
        assert bool({"E-G09", "E-G09b"} & set(found)) is (not elected or promised), (by, influence, found)
