"""The guards of closing the loop over their input space, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from participation.bodies.rules import BodyKind
from participation.dialogues.guards import BodyFacts
from participation.dialogues.rules import Influence, Kind, TakenBy
from participation.results import guards
from participation.results.guards import (
    COMPILE_GUARDS,
    HANDLING_GUARDS,
    CompileFacts,
    HandlingFacts,
    Lack,
    Language,
    ParticipantsFacts,
    PublicFacts,
    SectionIn,
    StanceFacts,
    failing,
    failing_on,
)
from participation.results.rules import ReportSection, StanceValue, is_web_address, languages_of
from participation.texts import Texts

TODAY = date(2026, 6, 17)
COMMITTEE = BodyFacts(1, BodyKind.COMMITTEE, Texts(sv="Nämnden"))
BOARD = BodyFacts(2, BodyKind.EXECUTIVE_BOARD, Texts(sv="Kommunstyrelsen"))
COUNCIL = BodyFacts(3, BodyKind.COUNCIL, Texts(sv="Kommunfullmäktige"))
ALL = Texts({"sv": "Text", "sv-lattlast": "Text", "ar": "نص"})

READY = CompileFacts(
    waiting=0,
    half_typed=0,
    counted=7,
    without_theme=0,
    languages=("sv", "ar"),
    sections=dict.fromkeys(ReportSection, ALL),
)
DECIDED = HandlingFacts(
    kind=Kind.COMMITTEE,
    influence=Influence.CONSULTATION,
    handled_by=(COMMITTEE,),
    compiled_on=TODAY - timedelta(days=9),
    body=COMMITTEE,
    taken_by=TakenBy.BODY,
    taken_on=TODAY - timedelta(days=2),
    paragraph="34",
    registry_number="SBN 2026/77",
    minutes_announced_on=TODAY,
    effect=Texts(sv="Så blev det."),
    stances=(
        StanceFacts(1, Texts(sv="Farten"), StanceValue.ADOPTED),
        StanceFacts(2, Texts(sv="Mörkret"), StanceValue.NOT_ADOPTED, Texts(sv="För dyrt.")),
    ),
)


def codes(reasons: list[guards.Reason]) -> list[str]:
    return [r.code for r in reasons]


def test_a_complete_report_passes() -> None:
    assert failing(COMPILE_GUARDS, READY) == []


def test_answers_on_paper_that_were_typed_once_stop_the_report() -> None:
    (reason,) = failing(COMPILE_GUARDS, replace(READY, half_typed=2))
    assert (reason.code, dict(reason.params), reason.field) == ("E-G25b", {"n": 2}, "offline")


@pytest.mark.parametrize(("waiting", "without", "written"), list(product((0, 4), (0, 2), (True, False))))
def test_all_failing_guards_of_compiling_are_returned_together(waiting: int, without: int, written: bool) -> None:
    sections = READY.sections if written else {}
    found = codes(failing(COMPILE_GUARDS, replace(READY, waiting=waiting, without_theme=without, sections=sections)))
    expected = [code for code, fails in (("E-G25", waiting), ("E-G26", without), ("E-G26b", not written)) if fails]
    assert found == expected


def test_e_g26_carries_n_of_m() -> None:
    (reason,) = failing(COMPILE_GUARDS, replace(READY, without_theme=1))
    assert (reason.code, dict(reason.params)) == ("E-G26", {"n": 1, "m": 7})


@pytest.mark.parametrize("section", list(ReportSection))
def test_every_section_needs_swedish(section: ReportSection) -> None:
    (reason,) = failing(COMPILE_GUARDS, replace(READY, sections={**READY.sections, section: Texts(en="English")}))
    assert reason.code == "E-G26b"
    assert reason.params["list"][0] is section
    assert reason.field == f"{section.value}_sv"


@pytest.mark.parametrize("locale", ["sv-lattlast", "ar"])
def test_only_the_summary_needs_the_other_languages(locale: str) -> None:
    lacking = ALL.put(locale, "")
    for section in ReportSection:
        found = failing(COMPILE_GUARDS, replace(READY, sections={**READY.sections, section: lacking}))
        if section is ReportSection.SUMMARY:
            assert [r.params["list"] for r in found] == [(SectionIn(section, locale),)]
            assert found[0].field == f"summary_{locale}"
        else:
            assert found == []


def test_easy_read_swedish_is_needed_though_no_dialogue_promises_it() -> None:
    assert languages_of(()) == ("sv", "sv-lattlast")
    assert languages_of(("ar", "sv")) == ("sv", "sv-lattlast", "ar")


def test_a_complete_decision_passes() -> None:
    assert failing_on(HANDLING_GUARDS, DECIDED, TODAY) == []


def test_an_empty_decision_fails_every_guard_that_can_say_so_at_once() -> None:
    empty = replace(
        DECIDED,
        body=None,
        taken_by=None,
        taken_on=None,
        paragraph="",
        registry_number="",
        minutes_announced_on=None,
        effect=Texts(),
        stances=(StanceFacts(1, Texts(sv="Farten")), StanceFacts(2, Texts(sv="Mörkret"), StanceValue.FORWARDED)),
    )
    assert codes(failing_on(HANDLING_GUARDS, empty, TODAY)) == [
        "E-G15",
        "E-G27c",
        "E-G15",
        "E-G27",
        "E-G27b",
        "E-G28",
    ]


@pytest.mark.parametrize("taken_by", [None, *TakenBy])
def test_only_the_body_itself_handles_results(taken_by: TakenBy | None) -> None:
    found = codes(failing_on(HANDLING_GUARDS, replace(DECIDED, taken_by=taken_by), TODAY))
    assert found == ([] if taken_by is TakenBy.BODY else ["E-G27c"])


@pytest.mark.parametrize("body", [COMMITTEE, BOARD, COUNCIL])
def test_the_wrong_body_is_named_with_the_right_one(body: BodyFacts) -> None:
    found = failing_on(HANDLING_GUARDS, replace(DECIDED, body=body), TODAY)
    assert codes(found) == ([] if body is COMMITTEE else ["E-G10"])
    if found:
        assert found[0].params["right_body"] == (COMMITTEE.names,)


@pytest.mark.parametrize(
    ("kind", "decides", "expected"),
    [
        (Kind.COMMITTEE, COUNCIL, (BOARD,)),
        (Kind.DEVELOPMENT, BOARD, (BOARD,)),
        (Kind.DEVELOPMENT, COUNCIL, (BOARD, COUNCIL)),
        (Kind.DEVELOPMENT, None, (BOARD,)),
    ],
)
def test_the_council_handles_a_development_dialogue_only_if_the_decision_is_its_own(
    kind: Kind, decides: BodyFacts | None, expected: tuple[BodyFacts, ...]
) -> None:
    assert guards.handling_bodies(kind, BOARD, decides, COUNCIL) == expected


@pytest.mark.parametrize(("value", "influence"), list(product(StanceValue, (None, *Influence))))
def test_a_motive_is_needed_from_dialogue_up_and_for_every_no(value: StanceValue, influence: Influence | None) -> None:
    facts = replace(DECIDED, influence=influence, stances=(StanceFacts(1, Texts(sv="Farten"), value),))
    high = influence in (Influence.DIALOGUE, Influence.INFLUENCE, Influence.CO_DETERMINATION)
    plain_yes = value in (StanceValue.ADOPTED, StanceValue.ALREADY_IN_PLACE)
    found = failing_on(HANDLING_GUARDS, facts, TODAY)
    assert codes(found) == (["E-G27b"] if high or not plain_yes else [])
    assert [r.params for r in found] == [{"theme": Texts(sv="Farten")}] * len(found)


def test_missing_stances_are_listed_by_their_themes() -> None:
    stances = tuple(StanceFacts(n, Texts(sv=t)) for n, t in ((1, "Farten"), (2, "Mörkret"), (3, "Övrigt")))
    (reason,) = failing_on(HANDLING_GUARDS, replace(DECIDED, stances=stances), TODAY)
    assert (reason.code, reason.params["list"]) == ("E-G27", tuple(s.theme for s in stances))
    assert reason.field == "theme_1_value"


def test_a_decision_from_before_the_report_is_no_handling() -> None:
    for day, fails in ((DECIDED.compiled_on - timedelta(days=1), True), (DECIDED.compiled_on, False)):
        found = failing_on(HANDLING_GUARDS, replace(DECIDED, taken_on=day), TODAY)
        assert [r.params["list"] for r in found] == ([(Lack.AFTER_REPORT,)] if fails else [])


@pytest.mark.parametrize(
    ("announced", "stands"),
    [
        (None, False),
        (TODAY + timedelta(days=1), False),
        (TODAY, True),
        (TODAY - timedelta(days=2), True),
        (TODAY - timedelta(days=3), False),
    ],
)
def test_minutes_are_announced_after_the_decision_and_not_in_the_future(announced: date | None, stands: bool) -> None:
    found = codes(failing_on(HANDLING_GUARDS, replace(DECIDED, minutes_announced_on=announced), TODAY))
    assert found == ([] if stands else ["E-G28"])


@pytest.mark.parametrize(("field", "value"), [("taken_on", None), ("paragraph", " "), ("registry_number", "")])
def test_a_decision_that_cannot_be_found_in_the_minutes_is_refused(field: str, value: object) -> None:
    (reason,) = failing_on(HANDLING_GUARDS, replace(DECIDED, **{field: value}), TODAY)
    assert (reason.code, reason.field) == ("E-G15", field)


@pytest.mark.parametrize(
    ("contactable", "text", "motive"), list(product((0, 1), (Texts(), Texts(sv="Så blev det.")), ("", "Ingen adress.")))
)
def test_participants_are_told_by_text_or_nobody_can_be_told(contactable: int, text: Texts, motive: str) -> None:
    found = guards.participants_told(ParticipantsFacts(contactable, text, motive))
    stands = bool(text) if contactable else bool(motive)
    assert codes(found) == ([] if stands else ["E-G29"])


def test_public_feedback_lists_what_is_missing() -> None:
    (reason,) = guards.public_told(PublicFacts(("sv", "ar"), Texts(sv="Så blev det.")))
    assert (reason.code, reason.params["languages"]) == (
        "E-G30",
        (Language("sv-lattlast"), Language("ar"), Lack.OUTSIDE_CHANNEL),
    )


@pytest.mark.parametrize(("participants", "public"), list(product((True, False), repeat=2)))
def test_completing_takes_both_feedbacks(participants: bool, public: bool) -> None:
    found = guards.fed_back(
        ParticipantsFacts(1, ALL, published=participants), PublicFacts(("sv", "ar"), ALL, ("Anslag",), public)
    )
    assert codes(found) == [c for c, done in (("E-G29", participants), ("E-G30", public)) if not done]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://example.se/protokoll.pdf", True),
        ("http://example.se", True),
        ("javascript:alert(1)", False),
        ("//example.se", False),
        ("https://example.se/a b", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_linked_to(text: str, safe: bool) -> None:
    assert is_web_address(text) is safe
