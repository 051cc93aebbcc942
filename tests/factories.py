"""Things that tests need, made through the product's own actions.

Everything here works inside a unit of work (``with db.transaction(engine):``) and in an assembled program (the ``app``
fixture, or ``settings.install``), because the guards ask for the installation's periods::

    with db.transaction(engine):
        town = factories.town()
        dialogue = factories.dialogue(town, Stage.OPEN)
        idea = factories.idea(dialogue)

A dialogue is brought to its stage at instants in the past (``clock.at``), so that it is in that stage *now*.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from participation import clock
from participation.access import SYSTEM, VISITOR, Actor, Role
from participation.accounts.actions import assign_role, register_account
from participation.accounts.queries import account_by_email, actor_for
from participation.bodies import actions as registers
from participation.bodies.actions import register_body
from participation.bodies.models import Body, GoalReviewCycle
from participation.bodies.queries import body_by_code, goal_review_cycles, has_mandate_row, policy_areas
from participation.bodies.rules import BodyKind, Outcome, last_day_of
from participation.changes.actions import decisions, pauses
from participation.changes.recording import ChangeDecision
from participation.comments.actions import submit_comment
from participation.comments.models import Comment
from participation.contributions.models import Contribution
from participation.dialogues import actions as dialogues
from participation.dialogues import sections
from participation.dialogues.consultation import actions as consultation
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id
from participation.dialogues.rules import (
    ActivityType,
    ClosedReason,
    DecisionKind,
    Influence,
    Kind,
    Participation,
    Section,
    Stage,
    TakenBy,
)
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea
from participation.legal.actions import enter_known
from participation.legal.queries import version_of
from participation.legal.rules import Document, LegalPhase
from participation.moderation import actions as moderation
from participation.results.actions import evaluation, feedback, handling, report, themes
from participation.results.models import Theme
from participation.results.queries import themes_in
from participation.results.rules import OFFICIALS_PARTS, GoalReached, MeasureStatus, ReportSection, StanceValue
from participation.surveys import building
from participation.surveys.actions import submit_response
from participation.surveys.building import QuestionValues, options_of
from participation.surveys.given import Given
from participation.surveys.models import Survey, SurveyResponse
from participation.surveys.rules import QuestionType
from participation.texts import Texts

PASSWORD = "a long enough password"
LONG_AGO = date(2020, 1, 1)
REGISTRY_NUMBER = "SBN 2026/77"

BODIES: dict[str, tuple[BodyKind, str, str]] = {
    "KF": (BodyKind.COUNCIL, "Kommunfullmäktige", "Municipal council"),
    "KS": (BodyKind.EXECUTIVE_BOARD, "Kommunstyrelsen", "Municipal executive board"),
    "SBN": (BodyKind.COMMITTEE, "Samhällsbyggnadsnämnden", "Community development committee"),
    "KFN": (BodyKind.COMMITTEE, "Kultur- och fritidsnämnden", "Culture and leisure committee"),
}

BODY_OF_KIND = {
    Kind.COMMITTEE: "SBN",
    Kind.DEVELOPMENT: "KS",
    Kind.MUNICIPALITY_WIDE: "KF",
    Kind.STATUTORY: "SBN",
}


def body(code: str) -> Body:
    """The organ with the code, registered the first time it is asked for."""
    found = body_by_code(code)
    if found is not None:
        return found
    kind, swedish, english = BODIES[code]
    return register_body(SYSTEM, kind=kind, code=code, names=Texts(sv=swedish, en=english), valid_from=LONG_AGO)


AREAS: dict[str, tuple[str, str]] = {
    "KS": ("development", "Samhällsutveckling"),
    "SBN": ("streets", "Gator och trafik"),
    "KFN": ("culture", "Kultur och fritid"),
}
"""The area of activity of each body that holds dialogues of its own: one each, so that nobody needs to choose."""

RULES_OF_PROCEDURE = "Reglemente § 3"


def mandates(admin: Actor) -> None:
    """Enter the areas of activity and give each body its own: proposed by the system, confirmed by the admin."""
    known = {a.code: a for a in policy_areas()}
    for code, (area_code, name) in AREAS.items():
        area = known.get(area_code) or registers.register_area(
            SYSTEM, code=area_code, names=Texts(sv=name, en=area_code.title())
        )
        change = registers.propose_mandate(
            SYSTEM, body=body(code), policy_area=area, reglemente_ref=RULES_OF_PROCEDURE, valid_from=LONG_AGO
        )
        registers.settle_mandate(admin, change, Outcome.CONFIRMED)


PLAN_LAW = (
    "pbl_samrad_standard",
    "pbl_samrad_extended",
    "pbl_granskning_standard",
    "pbl_granskning_extended",
    "pbl_granskning_env",
    "pbl_adoption_notice",
)
"""What the law demands of plans: the task of SBN."""


def law(admin: Actor) -> None:
    """Enter the legal register, and give SBN what the law demands of plans; once a database."""
    enter_known(SYSTEM)
    if has_mandate_row(body("SBN").id, None, PLAN_LAW[0], clock.today()):
        return
    for code in PLAN_LAW:
        change = registers.propose_mandate(
            SYSTEM, body=body("SBN"), legal_basis=code, reglemente_ref=RULES_OF_PROCEDURE, valid_from=LONG_AGO
        )
        registers.settle_mandate(admin, change, Outcome.CONFIRMED)


def cycle(secretary: Actor, starts: date) -> GoalReviewCycle:
    """A goal review period of three years that the council decided the day before."""
    return registers.record_cycle(
        secretary,
        starts=starts,
        ends=last_day_of(starts, 36),
        taken_on=starts - timedelta(days=1),
        paragraph="9",
        registry_number="KS 2026/9",
    )


def person(email: str, *roles: Role, body: Body | None = None, dialogue: Dialogue | None = None) -> Actor:
    """Whoever signs in with the address (password :data:`PASSWORD`), holding the roles besides those held before.

    Without a body or a dialogue the roles are held for the whole municipality; they hold since long ago.
    """
    account = account_by_email(email) or register_account(
        SYSTEM, email=email, name=email.split("@")[0].replace("-", " ").title(), password=PASSWORD
    )
    for role in roles:
        assign_role(
            SYSTEM,
            account,
            role,
            body_id=body.id if body else None,
            dialogue_id=dialogue.id if dialogue else None,
            valid_from=LONG_AGO,
        )
    return actor_for(account)


@dataclass(frozen=True)
class Town:
    """The organs and people of a small municipality. Sign in as ``<name>@town.example``."""

    council: Body
    board: Body
    committee: Body
    other_committee: Body
    officer: Actor
    secretary: Actor
    council_secretary: Actor
    moderator: Actor
    coordinator: Actor
    elected: Actor
    admin: Actor
    dpo: Actor


def town() -> Town:
    """The organs KF, KS, SBN, KFN, and one person for each role; made once a database.

    The officer and the secretary serve KS and SBN (the officer KF, too, whose dialogues the board carries out); the
    council's secretary serves KF. Nobody serves KFN.
    """
    council, board, committee, other = body("KF"), body("KS"), body("SBN"), body("KFN")
    known = account_by_email("officer@town.example") is not None
    held: list[tuple[str, Role, tuple[Body | None, ...]]] = [
        ("officer", Role.OFFICER, (board, committee)),
        ("secretary", Role.COMMITTEE_SECRETARY, (board, committee)),
        ("council-secretary", Role.COMMITTEE_SECRETARY, (council,)),
        ("moderator", Role.MODERATOR, (None,)),
        ("coordinator", Role.COORDINATOR, (None,)),
        ("elected", Role.ELECTED, (board, committee)),
        ("admin", Role.ADMIN, (None,)),
        ("dpo", Role.DPO, (None,)),
    ]
    people: dict[str, Actor] = {}
    for name, role, places in held:
        for place in places:
            people[name] = person(f"{name}@town.example", *(() if known else (role,)), body=place)
    if not known:
        mandates(people["admin"])
        cycle(people["council-secretary"], clock.today() - timedelta(days=400))
    return Town(
        council=council,
        board=board,
        committee=committee,
        other_committee=other,
        officer=people["officer"],
        secretary=people["secretary"],
        council_secretary=people["council-secretary"],
        moderator=people["moderator"],
        coordinator=people["coordinator"],
        elected=people["elected"],
        admin=people["admin"],
        dpo=people["dpo"],
    )


@dataclass(frozen=True)
class Schedule:
    """The dates of a dialogue, and when its moves were made."""

    opens_on: date
    closes_on: date

    @property
    def drafted_on(self) -> date:
        return self.opens_on - timedelta(days=40)

    @property
    def proposed_on(self) -> date:
        return self.opens_on - timedelta(days=38)

    @property
    def decided_on(self) -> date:
        return self.opens_on - timedelta(days=30)

    @property
    def minutes_on(self) -> date:
        return self.opens_on - timedelta(days=26)

    @property
    def announced_on(self) -> date:
        return self.opens_on - timedelta(days=20)

    @property
    def results_due(self) -> date:
        return self.closes_on + timedelta(days=14)

    @property
    def handling_meeting(self) -> date:
        return self.closes_on + timedelta(days=20)

    @property
    def feedback_due(self) -> date:
        return self.closes_on + timedelta(days=40)


def schedule_for(stage: Stage) -> Schedule:
    """Dates for which a dialogue is in the stage today."""
    today = clock.today()
    first, last = {
        Stage.DRAFT: (35, 65),
        Stage.PROPOSED: (35, 65),
        Stage.DECIDED: (25, 55),
        Stage.ANNOUNCED: (10, 40),
        Stage.OPEN: (-10, 20),
        Stage.CLOSED: (-60, -30),
        Stage.COMPILED: (-60, -30),
        Stage.HANDLED: (-60, -30),
        Stage.FED_BACK: (-60, -30),
        Stage.EVALUATED: (-60, -30),
        Stage.PAUSED: (-10, 20),
        Stage.CANCELLED: (-10, 20),
        Stage.REJECTED: (25, 55),
    }[stage]
    return Schedule(today + timedelta(days=first), today + timedelta(days=last))


def noon(day: date) -> datetime:
    """Noon of the day in the municipality."""
    return datetime.combine(day, time(12), tzinfo=clock.zone())


def _holds(cycle: GoalReviewCycle, schedule: Schedule) -> bool:
    return cycle.starts <= schedule.opens_on and schedule.handling_meeting <= cycle.ends


def contents(
    schedule: Schedule, decision_body: Body, *, kind: Kind = Kind.COMMITTEE, **changes: Any
) -> dict[Section, dict[str, Any]]:
    """Values for every section of a complete dialogue; ``changes`` replace values by their names."""
    area_code = AREAS.get(decision_body.code, ("",))[0]
    values: dict[Section, dict[str, Any]] = {
        Section.QUESTION: {
            "title": "Vägen till skolan",
            "question": "Var känns vägen till skolan otrygg?",
            "summary": "Vi bygger om vägen till skolan och vill veta vad som är viktigast.",
            "policy_area_id": next((a.id for a in policy_areas() if a.code == area_code), None),
        },
        Section.INFLUENCE: {
            "open_items": [{"text": "Ordningen mellan platserna"}, {"text": "Sorten av åtgärd"}],
            "closed_items": [{"text": "Summan pengar", "reason": ClosedReason.BUDGET.value}],
            "everything_open": False,
        },
        Section.GOAL: {
            "goal": "Nämnden har en lista som barnen har varit med och gjort.",
            "goal_followup": "Vi räknar hur många barn som har deltagit.",
            "purpose": "De som går till skolan vet bäst var det är farligt.",
        },
        Section.TARGET_GROUPS: {
            "target_groups": [
                {"label": "Elever", "seldom_heard": True, "outreach": "Besök i klassrummen"},
                {"label": "Vårdnadshavare", "seldom_heard": False, "outreach": ""},
            ],
            "no_seldom_heard_motive": "",
        },
        Section.DEGREES: {
            "degree_of_participation": Participation.CONTRIBUTE.value,
            "degree_of_influence": Influence.CONSULTATION.value,
        },
        Section.DECISION_POINT: {
            "decision_matter": "Åtgärder för skolvägar",
            "decision_body_id": decision_body.id,
            "decision_meeting": schedule.handling_meeting,
            "decision_taken_on": None,
            "decision_taken_paragraph": "",
        },
        Section.PEOPLE: {
            "contact_name": "Kim Handläggare",
            "contact_email": "kim@town.example",
            "contact_phone": "0521-72 10 00",
            "coordinator_name": "Sam Samordnare",
            "representatives": [{"name": "Bo Ledamot", "role": "ordförande i nämnden"}],
        },
        Section.SCHEDULE: {
            "opens_on": schedule.opens_on,
            "closes_on": schedule.closes_on,
            "results_due": schedule.results_due,
            "handling_meeting": schedule.handling_meeting,
            "feedback_due": schedule.feedback_due,
            "goal_review_cycle_id": next((c.id for c in goal_review_cycles() if _holds(c, schedule)), None),
        },
        Section.ACTIVITIES: {
            "activities": [
                {"type": ActivityType.SURVEY.value},
                {"type": ActivityType.IDEAS.value},
                {"type": ActivityType.COMMENTS.value},
                {"type": ActivityType.PAPER_FORM.value, "place": "Biblioteket"},
            ]
        },
        Section.HANDLING: {"handling_plan": "Förvaltningen sammanställer, nämnden behandlar vid sitt möte."},
        Section.SELF_CHECK: {
            "self_check_p1": "Ordföranden ställer frågan och är med på gåturerna.",
            "self_check_p2": "Eleverna får själva bestämma ordningen mellan platserna.",
            "self_check_p3": "De yngsta hörs sällan. Vi besöker deras klassrum.",
            "self_check_p4": "Vi säger när svaret kommer, och håller det.",
            "self_check_p5": "Listan går med till beslutet, plats för plats.",
        },
        Section.DATA_PROTECTION: {
            "legal_basis": "Uppgift av allmänt intresse",
            "privacy_notice": "Vi behandlar det du skriver för att kunna besluta.",
            "retention": "Gallras inte, utom kontaktuppgifter efter återkopplingen.",
            "dpia_screened": True,
        },
        Section.LANGUAGES: {"languages": ["sv", "sv-lattlast"]},
    }
    if kind is Kind.STATUTORY:
        values |= _of_the_law(schedule)
        values[Section.SCHEDULE] |= {
            "review_opens_on": schedule.closes_on + timedelta(days=30),
            "review_closes_on": schedule.closes_on + timedelta(days=60),
            "results_due": schedule.closes_on + timedelta(days=74),
            "handling_meeting": schedule.closes_on + timedelta(days=80),
            "feedback_due": schedule.closes_on + timedelta(days=100),
        }
        values[Section.DECISION_POINT]["decision_meeting"] = schedule.closes_on + timedelta(days=80)
        values[Section.ACTIVITIES]["activities"].insert(0, {"type": ActivityType.WRITTEN_STATEMENT.value})
    for name, value in changes.items():
        owner = next(s for s, v in values.items() if name in v)
        values[owner][name] = value
    return values


def _of_the_law(schedule: Schedule) -> dict[Section, dict[str, Any]]:
    return {
        Section.LEGAL_BASIS: {
            "place": "Kvarteret vid ån",
            "comprehensive_plan": "follows",
            "environment": "not_significant",
            "available_at": "Kommunhuset",
            "send_to": "Nämnden, 462 85 Vänersborg",
        },
        Section.DOCUMENTS: {
            "documents": [
                {
                    "phase": phase.value,
                    "kind": kind.value,
                    "title": f"{kind.value} {phase.value}",
                    "url": f"https://www.example.com/{phase.value}/{kind.value}.pdf",
                    "published_on": schedule.announced_on,
                    "file_info": "PDF, 1 MB",
                }
                for phase in (LegalPhase.SAMRAD, LegalPhase.GRANSKNING)
                for kind in (Document.PLAN_MAP, Document.PLAN_DESCRIPTION, Document.BACKGROUND)
            ]
        },
    }


def dialogue(
    town: Town,
    stage: Stage = Stage.OPEN,
    *,
    kind: Kind = Kind.COMMITTEE,
    schedule: Schedule | None = None,
    languages: Sequence[str] = ("sv", "sv-lattlast"),
    with_survey: bool = True,
    legal_basis: str = "pbl_samrad_standard",
    **changes: Any,
) -> Dialogue:
    """A complete dialogue, in the stage now. ``changes`` replace values of its sections (``title="…"``).

    Texts in other languages than Swedish are the Swedish ones with the language in front (``[en] Vägen till
    skolan``). From COMPILED on there is an idea, sorted into the one theme; later stages come with what they rest on.
    """
    dates = schedule or schedule_for(stage)
    responsible = body(BODY_OF_KIND[kind])
    secretary = town.council_secretary if kind is Kind.MUNICIPALITY_WIDE else town.secretary
    if kind is Kind.STATUTORY:
        law(town.admin)
    with clock.at(noon(dates.drafted_on)):
        basis = version_of(legal_basis) if kind is Kind.STATUTORY else None
        made = dialogues.create_dialogue(
            town.officer, kind=kind, body=responsible, title="Vägen till skolan", legal_basis=basis
        )
        fill(town.officer, made, contents(dates, responsible, kind=kind, languages=list(languages), **changes))
        if with_survey:
            survey(town.officer, made)
    if stage is Stage.DRAFT:
        return made
    with clock.at(noon(dates.proposed_on)):
        dialogues.propose(town.officer, made)
    if stage is Stage.PROPOSED:
        return made
    with clock.at(noon(dates.decided_on)):
        if stage is Stage.REJECTED:
            decisions.reject(secretary, made, change_decision(made))
            return made
        decide(secretary, made)
    if stage is Stage.DECIDED:
        return made
    if kind is Kind.DEVELOPMENT:
        with clock.at(noon(dates.decided_on)):
            ask_committees(town, made, answer_by=dates.minutes_on)
    with clock.at(noon(dates.minutes_on)):
        dialogues.note_minutes(secretary, made, DecisionKind.INITIATE, announced_on=dates.minutes_on)
    with clock.at(noon(dates.announced_on)):
        dialogues.announce(town.officer, made)
    if stage is Stage.PAUSED:
        with clock.at(clock.now() - timedelta(days=2)):
            pause(town.coordinator, made)
    if stage is Stage.CANCELLED:
        with clock.at(clock.now() - timedelta(days=1)):
            decisions.cancel(secretary, made, change_decision(made))
    if stage in CLOSING_THE_LOOP:
        said = idea(made, at=noon(dates.opens_on))
        with clock.at(noon(dates.results_due)):
            compile_results(town, made, said)
    if stage in CLOSING_THE_LOOP[1:]:
        with clock.at(noon(dates.handling_meeting)):
            handle_results(secretary, made)
    if stage in CLOSING_THE_LOOP[2:]:
        with clock.at(noon(dates.handling_meeting + timedelta(days=1))):
            feed_back(town.officer, made)
    if stage is Stage.EVALUATED:
        with clock.at(clock.now() - timedelta(days=1)):
            evaluate(town, made, secretary)
    return made


def evaluate(town: Town, dialogue: Dialogue, secretary: Actor | None = None) -> None:
    """Answer every question, write the body's note, and publish the evaluation."""
    words = in_each_language(dialogue, "Vi frågade i tid.")
    parts = dict.fromkeys(OFFICIALS_PARTS, words)
    evaluation.save_evaluation(town.officer, dialogue, goal_reached=GoalReached.PARTLY, parts=parts)
    evaluation.save_body_note(secretary or town.secretary, dialogue, in_each_language(dialogue, "Nämnden är nöjd."))
    evaluation.publish_evaluation(town.officer, dialogue)


def ask_committees(town: Town, dialogue: Dialogue, *, answer_by: date) -> None:
    """Ask the other committees about a dialogue on societal development. Nobody answers."""
    consultation.ask_committees(town.coordinator, dialogue, question="Deltar nämnden?", answer_by=answer_by)


CLOSING_THE_LOOP = (Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED)


def change_decision(dialogue: Dialogue, **changes: Any) -> ChangeDecision:
    """A decision of today about a dialogue under way, as it stands in the minutes."""
    values: dict[str, Any] = {
        "body": dialogue.responsible_body,
        "taken_by": TakenBy.BODY,
        "taken_on": clock.today(),
        "paragraph": "56",
        "registry_number": REGISTRY_NUMBER,
        "motive": in_each_language(dialogue, "Pengarna räcker inte."),
        "effect": in_each_language(dialogue, "Tack för det ni har skrivit. Vi sparar det."),
    }
    return ChangeDecision(**(values | changes))


def pause(coordinator: Actor, dialogue: Dialogue, days: int = 10) -> None:
    """Pause an announced or open dialogue for so many days."""
    reason = in_each_language(dialogue, "Vi väntar på ett besked.")
    pauses.pause(coordinator, dialogue, reason=reason, resumes_on=clock.today() + timedelta(days=days))


def in_each_language(dialogue: Dialogue, swedish: str) -> Texts:
    """The text in every language that the dialogue promises."""
    return Texts({code: swedish if code == "sv" else f"[{code}] {swedish}" for code in dialogue.languages})


def compile_results(town: Town, dialogue: Dialogue, *said: Contribution) -> Theme:
    """Approve and sort what was said into one theme, write the report and publish it."""
    for contribution in said:
        moderation.approve(town.moderator, contribution)
    theme = themes.add_theme(town.officer, dialogue, title=in_each_language(dialogue, "Farten"), text=Texts())
    themes.sort(town.officer, dialogue, [c.id for c in said], [theme.id])
    words = in_each_language(dialogue, "Många pekar på farten.")
    report.save_report(town.officer, dialogue, dict.fromkeys(ReportSection, words), seen=None)
    report.publish_report(town.officer, dialogue)
    return theme


def handle_results(secretary: Actor, dialogue: Dialogue) -> None:
    """Record the body's decision of today on the results: every theme in the report is adopted."""
    handling.record_handling_decision(
        secretary,
        dialogue,
        handling.HandlingDecision(
            body=dialogue.responsible_body,
            taken_by=TakenBy.BODY,
            taken_on=clock.today(),
            paragraph="34",
            registry_number=REGISTRY_NUMBER,
            effect=in_each_language(dialogue, "Nämnden valde det som deltagarna satte först."),
            stances={
                theme.id: handling.StanceChoice(
                    value=StanceValue.ADOPTED,
                    motive=in_each_language(dialogue, "Det är det viktigaste."),
                    measure_status=MeasureStatus.PLANNED,
                )
                for theme in themes_in(dialogue.id)
                if not theme.is_other
            },
            minutes_announced_on=clock.today(),
        ),
    )


def feed_back(officer: Actor, dialogue: Dialogue) -> None:
    """Publish both feedbacks and complete the dialogue."""
    told = in_each_language(dialogue, "Tack. Övergången byggs först.")
    feedback.publish_to_participants(officer, dialogue, text=told, motive="Ingen har lämnat en adress.")
    feedback.publish_to_public(officer, dialogue, text=told, channels=["anslag på biblioteket"])
    feedback.complete(officer, dialogue)


def fill(actor: Actor, dialogue: Dialogue, values: dict[Section, dict[str, Any]]) -> None:
    """Save the sections, and every text in every promised language."""
    for section, content in values.items():
        dialogues.save_section(actor, dialogue, section, content, seen=None)
    for locale in dialogue.languages:
        if locale != "sv":
            texts = {t.key: f"[{locale}] {t.texts.sv}" for t in sections.translatable(dialogue)}
            dialogues.save_translation(actor, dialogue, locale, texts)


def decide(secretary: Actor, dialogue: Dialogue, **changes: Any) -> None:
    """Record the decision to hold a proposed dialogue, today."""
    values: dict[str, Any] = {
        "body": dialogue.responsible_body,
        "taken_by": TakenBy.BODY,
        "taken_on": clock.today(),
        "paragraph": "12",
        "registry_number": REGISTRY_NUMBER,
        "openness_confirmed": True,
        "participation": Participation(dialogue.degree_of_participation or ""),
        "influence": Influence(dialogue.degree_of_influence or ""),
    }
    dialogues.record_initiating_decision(secretary, dialogue, **(values | changes))


def key() -> str:
    """A new idempotency key."""
    return secrets.token_urlsafe(18)


def idea(
    dialogue: Dialogue,
    *,
    title: str = "Bänkar vid vattnet",
    body: str = "Det finns ingenstans att sitta.",
    language: str = "sv",
    display_name: str = "",
    at: datetime | None = None,
) -> Idea:
    """An idea of a resident in an open dialogue; ``at`` when it was open."""
    with clock.at(at or clock.now()):
        return submit_idea(
            VISITOR, dialogue, key=key(), title=title, body=body, language=language, display_name=display_name
        )


def comment(
    subject: Idea,
    *,
    body: str = "Ja, gärna i skuggan.",
    language: str = "sv",
    display_name: str = "",
    parent: Comment | None = None,
    at: datetime | None = None,
) -> Comment:
    """A comment of a resident on the idea, or in answer to another comment."""
    with clock.at(at or clock.now()):
        return submit_comment(
            VISITOR,
            dialogue_by_id(subject.dialogue_id),
            subject,
            key=key(),
            body=body,
            language=language,
            display_name=display_name,
            parent=parent,
        )


def survey(officer: Actor, dialogue: Dialogue, *, title: str = "Enkät") -> Survey:
    """A survey with one question of each sort in a draft; the first must be answered. ``Enkät`` has the key enkat."""
    made = building.create_survey(officer, dialogue, title=title)

    def ask(type: QuestionType, text: str, **more: Any) -> None:
        building.save_question(officer, dialogue, made, None, QuestionValues(text, **more), type=type)

    ask(
        QuestionType.SINGLE_CHOICE,
        "Hur tar du dig till skolan?",
        required=True,
        options=options_of("Går", "Cyklar", "Åker buss"),
    )
    ask(
        QuestionType.MULTIPLE_CHOICE,
        "Vad är otryggt?",
        maximum=2,
        options=options_of("Farten", "Mörkret", "Sikten"),
    )
    ask(QuestionType.SCALE, "Hur trygg är vägen?", minimum=1, maximum=5, low_label="Inte alls", high_label="Helt")
    ask(QuestionType.LONG_TEXT, "Vad mer vill du säga?", maximum_length=1000)
    return made


def response(
    dialogue: Dialogue, survey: Survey, *, choice: int = 0, words: str = "", at: datetime | None = None
) -> SurveyResponse:
    """Somebody's answers to a survey of :func:`survey`: the first question by the place of the option, and words."""
    first, _, scale, own_words = survey.questions
    with clock.at(at or clock.now()):
        return submit_response(
            VISITOR,
            dialogue,
            survey,
            key=key(),
            respondent_key=key(),
            language="sv",
            answers={
                first.key: Given(options=(first.options[choice].key,)),
                scale.key: Given(number=3),
                own_words.key: Given(words=words),
            },
        )
