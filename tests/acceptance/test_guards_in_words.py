"""Every guard of POLICY.md A5, seen where an official meets it, in Swedish and in English, in the policy's own words.

The words are kept here as the policy has them, with its placeholders; what stands for one is never empty or a dash.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from sqlalchemy import select, update

from participation import clock, db
from participation.access import Refused, Role
from participation.accounts.models import StaffAssignment
from participation.bodies.models import PolicyArea
from participation.dialogues import actions
from participation.dialogues.consultation.reads import consultations_of
from participation.dialogues.queries import dialogue_by_id, opens_on, slug
from participation.dialogues.rules import ActivityType, DecisionKind, Kind, Stage
from participation.legal.queries import version_of
from tests import factories
from tests.acceptance.conftest import Place
from tests.checking_client import CheckingClient, Page, text_of

A5: dict[str, tuple[str, str]] = {
    "E-G01": (
        "Dialogen saknar en fråga. Skriv den fråga som politikerna ställer till invånarna.",
        "The dialogue has no question. Write the question the politicians ask the residents.",
    ),
    "E-G02": (
        "Ange minst en sak som invånarna kan påverka. Om inget går att påverka är det information, inte en "
        "invånardialog.",
        "State at least one thing residents can influence. If nothing can be influenced this is information, not a "
        "resident dialogue.",
    ),
    "E-G02b": (
        "Ange vad som inte går att påverka och varför, eller bekräfta att allt går att påverka.",
        "State what cannot be influenced and why, or confirm that everything can.",
    ),
    "E-G03": (
        "Ange vilket beslut dialogen ska påverka, vilket organ som fattar det och när. Beslutet får inte tas innan "
        "resultatet har behandlats.",
        "State which decision the dialogue is to influence, which body takes it and when. It may not be taken before "
        "the results have been handled.",
    ),
    "E-G03b": (
        "Beslutet är redan fattat ({organ} {datum} § {paragraf}). Då är politikerna inte påverkbara i frågan och "
        "dialogen kan inte hållas.",
        "The decision is already taken ({body} {date} § {paragraph}). The politicians are then not open to influence "
        "and the dialogue cannot be held.",
    ),
    "E-G03c": (
        "Beslutet saknar besked om att {organ} är öppet för att påverkas, eller en namngiven förtroendevald som står "
        "bakom frågan.",
        "The decision lacks a statement that {body} is open to influence, or a named elected representative behind "
        "the question.",
    ),
    "E-G04": (
        "Målet är inte klarlagt. Beskriv vad dialogen ska leda till och hur det märks.",
        "The goal is not settled. Describe what the dialogue should lead to and how you will know.",
    ),
    "E-G05": (
        "Syftet är inte klarlagt. Beskriv varför dialogen hålls.",
        "The purpose is not settled. Describe why the dialogue is held.",
    ),
    "E-G06": (
        "Målgruppen är inte klarlagd. Välj minst en målgrupp.",
        "The target group is not settled. Choose at least one.",
    ),
    "E-G06b": (
        "Ange en grupp som sällan hörs och hur ni når den, eller motivera varför det inte är aktuellt.",
        "Name a seldom-heard group and how you will reach it, or explain why this does not apply.",
    ),
    "E-G07": (
        "Graden av delaktighet i dialogen är inte bestämd.",
        "The degree of participation in the dialogue is not set.",
    ),
    "E-G07b": (
        "Graden ”{grad}” kräver minst en aktivitet av typen {typ}.",
        'The degree "{degree}" requires at least one activity of type {type}.',
    ),
    "E-G08": (
        "Graden av inflytande i beslutet är inte bestämd.",
        "The degree of influence in the decision is not set.",
    ),
    "E-G08b": (
        "”Information” är ingen dialog. Välj minst ”Konsultation” eller publicera som information.",
        '"Information" is not a dialogue. Choose at least "Consultation" or publish it as information.',
    ),
    "E-G09": (
        "Graden av delaktighet och inflytande ska avgöras av förtroendevalda. Ett delegationsbeslut av en "
        "tjänsteperson räcker inte.",
        "The degrees must be decided by elected representatives. A decision delegated to an official is not enough.",
    ),
    "E-G10": (
        "{Organ} kan inte besluta om en {dialogtyp}. Det gör {rätt organ}.",
        "{Body} cannot decide on a {kind}. That is for {right body}.",
    ),
    "E-G11": (
        "En kommungemensam dialog ska ligga inom treårsperioden för översynen av inriktningsmålen ({start}–{slut}). "
        "Ändra datum eller välj rätt period.",
        "A municipality-wide dialogue must lie within the three-year period of the goal review ({start}–{end}). Change "
        "the dates or choose the right period.",
    ),
    "E-G12a": (
        "Skicka samrådsfrågan till alla nämnder innan dialogen annonseras. Saknas: {lista}.",
        "Send the consultation to all committees before announcing. Missing: {list}.",
    ),
    "E-G12": (
        "Samrådet med nämnderna är inte klart. Väntar på svar från {lista} till {datum}.",
        "The consultation with the committees is not finished. Waiting for {list} until {date}.",
    ),
    "E-G13": (
        "{Organ} har inte uppdraget enligt sitt reglemente. Ansvarig nämnd är {nämnd}.",
        "{Body} does not have this task under its rules of procedure. The responsible committee is {committee}.",
    ),
    "E-G13b": (
        "Lagen kräver minst {n} {dagar/veckor/månader} ({lagrum}). Nu är tiden {m} dagar.",
        "The law requires at least {n} ({provision}). The period is now {m} days.",
    ),
    "E-G13c": (
        "Det saknas handlingar som enligt {lagrum} ska finnas på webbplatsen: {lista}.",
        "Documents that {provision} requires on the website are missing: {list}.",
    ),
    "E-G14": (
        "Frågan ligger utanför {nämnd}s verksamhetsområde. Skicka förslaget till {nämnd} eller till kommunstyrelsen.",
        "The question is outside {committee}'s area. Send the proposal to {committee} or the executive board.",
    ),
    "E-G15": (
        "Beslutet saknar diarienummer, datum eller paragraf.",
        "The decision lacks registry number, date or paragraph.",
    ),
    "E-G16": (
        "Tidplanen går inte ihop: {förklaring}.",
        "The schedule does not add up: {explanation}.",
    ),
    "E-G17": (
        "Beskriv hur resultatet ska tas om hand: vem, när och hur det redovisas i beslutet.",
        "Describe how the results will be handled: who, when, and how they are reported in the decision.",
    ),
    "E-G17b": (
        "Besvara egenkontrollen för alla fem principer. Saknas: {lista}.",
        "Answer the self-check for all five principles. Missing: {list}.",
    ),
    "E-G18": (
        "Uppgifter om dataskydd eller gallring saknas: {lista}.",
        "Data-protection or retention details are missing: {list}.",
    ),
    "E-G19": (
        "Dialogen är inte tillgänglig för alla ännu: {lista}.",
        "The dialogue is not accessible to all yet: {list}.",
    ),
    "E-G20": (
        "Ange kontaktperson och samordnare.",
        "Name a contact person and a coordinator.",
    ),
    "E-G21": (
        "Det saknas moderator {datum}. Kommunen måste ha uppsikt över det som publiceras.",
        "No moderator is assigned on {date}. The municipality must supervise what is published.",
    ),
    "E-G22": ("Dialogen öppnar {datum}.", "The dialogue opens on {date}."),
    "E-G23": (
        "Fältet är låst efter beslutet. Ändringen kräver ett nytt beslut av {organ}.",
        "The field is locked after the decision. A new decision by {body} is needed.",
    ),
    "E-G24": (
        "Dialogen kan inte stängas före {datum}.",
        "The dialogue cannot be closed before {date}.",
    ),
    "E-G25": (
        "{n} bidrag väntar på granskning eller registrering.",
        "{n} contributions await review or entry.",
    ),
    "E-G26": (
        "Alla bidrag är inte med i sammanställningen. {n} av {m} saknar tema.",
        "Not all contributions are covered. {n} of {m} have no theme.",
    ),
    "E-G27": (
        "Resultatet är inte politiskt behandlat. Det krävs ett beslut av {organ} med ställningstagande till varje "
        "tema. Saknas: {lista}.",
        "The results have not been handled politically. A decision by {body} with a stance on each theme is required. "
        "Missing: {list}.",
    ),
    "E-G27b": (
        "Motivera ställningstagandet till ”{tema}”.",
        'Give reasons for the stance on "{theme}".',
    ),
    "E-G27c": (
        "Resultatet ska behandlas av {organ}. Ett delegationsbeslut räcker inte.",
        "The results must be handled by {body}. A delegated decision is not enough.",
    ),
    "E-G28": (
        "Protokollet är inte justerat och tillkännagivet.",
        "The minutes have not been approved and announced.",
    ),
    "E-G29": (
        "Återkoppling till deltagarna saknas.",
        "Feedback to the participants is missing.",
    ),
    "E-G30": (
        "Återkoppling till medborgare i stort saknas eller finns inte på {språk}.",
        "Feedback to citizens at large is missing or not available in {languages}.",
    ),
    "E-G31": (
        "Utvärderingen är inte ifylld: {lista}.",
        "The evaluation is incomplete: {list}.",
    ),
    "E-G34": (
        "En dialog kan bara ställas in av {organ}, med skäl och återkoppling till dem som deltagit.",
        "A dialogue can only be cancelled by {body}, with reasons and feedback to those who took part.",
    ),
    "E-G35": (
        "Ange skäl för pausen och när dialogen fortsätter (högst 30 dagar).",
        "Give the reason for the pause and when the dialogue resumes (30 days at most).",
    ),
    "E-ROLE": (
        "Du har inte behörighet att göra detta. Det görs av {roll} i {organ}.",
        "You are not allowed to do this. It is done by {role} in {body}.",
    ),
    "E-STATE": (
        "Steget går inte att ta nu. Dialogen är {status}. Nästa steg är {steg}.",
        "This step is not possible now. The dialogue is {status}. The next step is {step}.",
    ),
    "E-RACE": (
        "Någon annan har ändrat dialogen. Ladda om och försök igen.",
        "Someone else has changed the dialogue. Reload and try again.",
    ),
}
"""Swedish and English. E-G32 and E-G33 come with the archive."""

COMPARED = (
    "Någon annan har ändrat här under tiden. Inget har skrivits över. Jämför de två versionerna nedan.",
    "Someone else has changed this meanwhile. Nothing has been overwritten. Compare the two versions below.",
)
"""E-RACE on a page that shows both versions: whoever reloads it would lose what they wrote."""

Form = dict[str, Any]
Make = Callable[[Place], int]


@dataclass(frozen=True)
class Scene:
    """Somebody sends a page about a dialogue, and is refused with the codes."""

    name: str
    make: Make
    who: str
    page: str
    codes: tuple[str, ...]
    form: Callable[[Place], Form] = field(default=lambda place: {})
    status: int = 409
    meanwhile: Callable[[Place], AbstractContextManager[None]] = field(default=lambda place: nullcontext())


def at(stage: Stage, **changes: Any) -> Make:
    return lambda place: place.dialogue(stage, **changes)


def begun(place: Place) -> int:
    """A draft with nothing but its title."""
    with db.transaction(place.engine):
        return actions.create_dialogue(
            place.town.officer, kind=Kind.COMMITTEE, body=place.town.committee, title="En park"
        ).id


def wide(place: Place) -> int:
    """Outside the period, already decided, mere information, and nothing but a survey to take part in."""
    late = clock.today() + timedelta(days=900)
    return place.dialogue(
        Stage.DRAFT,
        kind=Kind.MUNICIPALITY_WIDE,
        degree_of_influence="information",
        decision_taken_on=clock.today(),
        decision_taken_paragraph="3",
        handling_meeting=late,
        decision_meeting=late,
        feedback_due=late + timedelta(days=20),
        activities=[{"type": ActivityType.SURVEY.value}],
    )


def elsewhere(place: Place) -> int:
    """A question in another committee's area."""
    identity = place.dialogue(Stage.DRAFT)
    with db.transaction(place.engine) as session:
        culture = session.scalars(select(PolicyArea).where(PolicyArea.code == "culture")).one()
        dialogue_by_id(identity).policy_area_id = culture.id
    return identity


def by_law(stage: Stage, days: int, **changes: Any) -> Make:
    """A consultation by the extended procedure, open so many days."""

    def make(place: Place) -> int:
        first = factories.schedule_for(stage).opens_on
        dates = factories.Schedule(first, first + timedelta(days=days - 1))
        more = {"schedule": dates, "legal_basis": "pbl_samrad_extended", **changes}
        return place.dialogue(stage, kind=Kind.STATUTORY, **more)

    return make


def unanswered(place: Place) -> int:
    """The committees are asked, and may answer until the day it opens."""
    identity = place.dialogue(Stage.DECIDED, kind=Kind.DEVELOPMENT)
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(identity)
        first = opens_on(dialogue)
        assert first is not None
        factories.ask_committees(place.town, dialogue, answer_by=first - timedelta(days=1))
        today = clock.today()
        actions.note_minutes(place.town.secretary, dialogue, DecisionKind.INITIATE, announced_on=today)
        for asked in consultations_of(identity):
            asked.answer_by = first
    return identity


def unsorted(place: Place) -> int:
    """Closed, with an idea that nobody has read or sorted."""
    with db.transaction(place.engine):
        dialogue = factories.dialogue(place.town, Stage.CLOSED)
        factories.idea(dialogue, at=factories.noon(factories.schedule_for(Stage.CLOSED).opens_on))
        return dialogue.id


@contextmanager
def unmoderated(place: Place) -> Any:
    """No moderator is assigned to anything."""
    of_role = update(StaffAssignment).where(StaffAssignment.role == Role.MODERATOR.value)
    with db.transaction(place.engine) as session:
        session.execute(of_role.values(valid_to=clock.today() - timedelta(days=1)))
    try:
        yield
    finally:
        with db.transaction(place.engine) as session:
            session.execute(of_role.values(valid_to=None))


def initiating(place: Place, **changes: str) -> Form:
    return {
        "body": str(place.town.committee.id),
        "taken_by": "body",
        "taken_on": clock.today().isoformat(),
        "paragraph": "12",
        "registry_number": "SBN 2026/1",
        "openness_confirmed": "y",
        "degree_of_participation": "contribute",
        "degree_of_influence": "consultation",
        **changes,
    }


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


SOON = factories.Schedule(clock.today() + timedelta(days=5), clock.today() + timedelta(days=40))

SCENES = (
    Scene(
        "an empty draft",
        begun,
        "officer",
        "propose",
        (
            "E-G01",
            "E-G02",
            "E-G02b",
            "E-G03",
            "E-G03c",
            "E-G04",
            "E-G05",
            "E-G06",
            "E-G06b",
            "E-G07",
            "E-G08",
            "E-G16",
            "E-G17",
            "E-G17b",
            "E-G18",
            "E-G19",
            "E-G20",
        ),
    ),
    Scene("a draft for the whole municipality", wide, "officer", "propose", ("E-G03b", "E-G07b", "E-G08b", "E-G11")),
    Scene("a question elsewhere", elsewhere, "officer", "propose", ("E-G14",)),
    Scene("twenty days by law", by_law(Stage.DRAFT, 20), "officer", "propose", ("E-G13b",)),
    Scene(
        "an official's decision",
        at(Stage.PROPOSED),
        "secretary",
        "decision",
        ("E-G09", "E-G15", "E-G03c", "E-G07", "E-G08b"),
        lambda place: initiating(
            place,
            taken_by="employee",
            paragraph="",
            openness_confirmed="",
            degree_of_participation="",
            degree_of_influence="information",
        ),
    ),
    Scene(
        "another body's decision",
        at(Stage.PROPOSED, kind=Kind.MUNICIPALITY_WIDE),
        "secretary",
        "decision",
        ("E-G10", "E-G08"),
        lambda place: initiating(place, degree_of_influence=""),
    ),
    Scene(
        "announced with nothing in place",
        at(Stage.DECIDED, activities=[{"type": "survey"}, {"type": "ideas"}], schedule=SOON),
        "officer",
        "announce",
        ("E-G16", "E-G19", "E-G21", "E-G28"),
        meanwhile=unmoderated,
    ),
    Scene("nobody asked", at(Stage.DECIDED, kind=Kind.DEVELOPMENT), "officer", "announce", ("E-G12a", "E-G28")),
    Scene("nobody answered", unanswered, "officer", "announce", ("E-G12",)),
    Scene(
        "documents by law",
        by_law(Stage.DECIDED, 30, documents=[]),
        "officer",
        "announce",
        ("E-G13c", "E-G28"),
    ),
    Scene(
        "a locked purpose",
        at(Stage.OPEN),
        "officer",
        "sections/goal",
        ("E-G23",),
        lambda place: {"goal": "Ett mål", "goal_followup": "Vi räknar.", "purpose": "Ett annat syfte."},
    ),
    Scene("a step that is not next", at(Stage.OPEN), "officer", "propose", ("E-STATE",)),
    Scene(
        "an officer records",
        at(Stage.PROPOSED),
        "officer",
        "decision",
        ("E-ROLE",),
        initiating,
        status=403,
    ),
    Scene(
        "somebody else has written",
        at(Stage.DRAFT),
        "officer",
        "sections/goal",
        ("E-RACE",),
        lambda place: {"goal": "Mitt", "goal_followup": "Mitt", "purpose": "Mitt eget", "seen": "an earlier state"},
    ),
    Scene(
        "closed before its day",
        at(Stage.OPEN),
        "secretary",
        "extend",
        ("E-G24",),
        lambda place: {
            "closes_on": day(2),
            "results_due": day(40),
            "handling_meeting": day(45),
            "feedback_due": day(60),
            "reason_sv": "Vi hinner.",
        },
    ),
    Scene(
        "a pause without end", at(Stage.OPEN), "coordinator", "pause", ("E-G35",), lambda place: {"resumes_on": day(45)}
    ),
    Scene(
        "cancelled without reasons",
        at(Stage.OPEN),
        "secretary",
        "cancel",
        ("E-G34",),
        lambda place: {k: v for k, v in initiating(place).items() if not k.startswith(("degree", "openness"))},
    ),
    Scene("nothing sorted", unsorted, "officer", "report/publish", ("E-G25", "E-G26")),
    Scene(
        "handled by an official",
        at(Stage.COMPILED),
        "secretary",
        "handling",
        ("E-G27", "E-G27c"),
        lambda place: initiating(place, taken_by="employee"),
    ),
    Scene("no feedback", at(Stage.HANDLED), "officer", "feedback/complete", ("E-G29", "E-G30")),
    Scene("no evaluation", at(Stage.FED_BACK), "officer", "evaluation/publish", ("E-G31",)),
)
"""E-G13 and E-G27b have tests of their own below: a page without a dialogue, and a field named after a theme."""


def pattern(words: str) -> str:
    """What the policy's words look like when they are filled in, as an expression."""
    return re.sub(r"\\\{[^}]*\\\}", r"(.+?)", re.escape(words))


def plain(words: str) -> str:
    """With the policy's plain quotation marks."""
    return words.replace("“", '"').replace("”", '"').replace("’", "'")


def check(page: Page, lang: str, codes: tuple[str, ...]) -> None:
    """The page refuses with the codes at least, each in the policy's words, with nothing left open in them."""
    said: dict[str, list[str]] = {}
    for listed in page.all("ul"):
        if "refusal" in (listed.get("class") or "").split():
            for line in listed:
                said.setdefault(line.get("data-code") or "", []).append(text_of(line))
    assert set(codes) <= set(said), (lang, sorted(said))
    for code in codes:
        beside = code == "E-RACE" and any(e.get("id") == "differs" for e in page.all("h2"))
        words = plain((COMPARED if beside else A5[code])[("sv", "en").index(lang)])
        for sentence in said[code]:
            found = re.match(pattern(words), plain(sentence))
            assert found, f"{code} in {lang}: {sentence!r} instead of {words!r}"
            assert all(part.strip(" –-") for part in found.groups()), sentence


@pytest.fixture(scope="module")
def signed_in(place: Place) -> Callable[[str], CheckingClient]:
    """A person of the town at a browser, signed in once."""
    return cache(place.signed_in)


@pytest.mark.parametrize("scene", SCENES, ids=lambda s: s.name.replace(" ", "-"))
def test_the_guard_is_seen_in_swedish_and_in_english_in_the_policys_words(
    place: Place, signed_in: Callable[[str], CheckingClient], scene: Scene
) -> None:
    identity = scene.make(place)
    client = signed_in(scene.who)
    with scene.meanwhile(place):
        for lang in ("sv", "en"):
            path = f"/{lang}/officials/dialogues/{identity}/{scene.page}"
            page = client.post(path, {"csrf_token": client.token(), **scene.form(place)})
            assert page.status == scene.status, (lang, page.status, page.text[-3000:])
            check(page, lang, scene.codes)


def test_whose_task_it_is_by_law_is_said_in_both_languages(
    place: Place, signed_in: Callable[[str], CheckingClient]
) -> None:
    with db.transaction(place.engine):
        factories.law(place.town.admin)
        factories.person("officer@town.example", Role.OFFICER, body=place.town.other_committee)
        basis = version_of("pbl_samrad_standard")
        assert basis is not None
        sent = {"kind": "statutory", "body": place.town.other_committee.id, "title": "En plan", "legal_basis": basis.id}
    client = signed_in("officer")
    for lang in ("sv", "en"):
        page = client.send(f"/{lang}/officials/dialogues/new", sent)
        assert page.status == 409
        check(page, lang, ("E-G13",))


def test_the_theme_that_lacks_reasons_is_named_in_both_languages(
    place: Place, signed_in: Callable[[str], CheckingClient]
) -> None:
    identity = place.dialogue(Stage.COMPILED)
    client = signed_in("secretary")
    for lang in ("sv", "en"):
        path = f"/{lang}/officials/dialogues/{identity}/handling"
        value = next(n for n in fields_named(client.get(path)) if n.endswith("_value"))
        page = client.post(path, {"csrf_token": client.token(), **initiating(place), value: "not_adopted"})
        assert page.status == 409
        check(page, lang, ("E-G27b",))


def fields_named(page: Page) -> list[str]:
    return [e.get("name") or "" for e in page.all("input", "select", "textarea")]


def test_who_comes_before_it_opens_is_told_on_which_day_it_does(place: Place) -> None:
    with db.transaction(place.engine):
        made = factories.dialogue(place.town, Stage.ANNOUNCED)
        first = opens_on(made)
        with pytest.raises(Refused) as caught:
            factories.idea(made)
        assert [(r.code, r.params) for r in caught.value.reasons] == [("E-G22", {"date": first})]
        address = slug(made)
    resident = CheckingClient(place.app)
    for lang in ("sv", "en"):
        page = resident.get(f"/{lang}/dialogues/{address}/ideas/new")
        assert page.status == 409
        check(page, lang, ("E-G22",))


def test_every_guard_of_the_policy_that_is_built_is_seen() -> None:
    seen = {code for scene in SCENES for code in scene.codes} | {"E-G13", "E-G22", "E-G27b"}
    assert seen == set(A5)


def test_other_words_than_the_policys_are_seen() -> None:
    words = A5["E-G12"][1]
    assert re.match(pattern(words), words.replace("{list}", "The council").replace("{date}", "1 May 2026"))
    assert not re.match(pattern(words), "The consultation is not finished. Waiting for The council until 1 May 2026.")
