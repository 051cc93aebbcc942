"""The guards of a dialogue until it opens: what must hold, as data (POLICY.md A5). Pure.

A guard takes the facts and the day and returns every reason why it fails. The same guards make the official's
checklist and the refusal of a move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from participation.access import Reason
from participation.dialogues.authority import AUTHORITY_FIELDS, AUTHORITY_GUARDS, within_policy_area
from participation.dialogues.consultation.guards import committees_asked, committees_heard
from participation.dialogues.degree_guards import (
    activities_match,
    demands,
    frame_for,
    frame_stated,
    influence_settled,
    may_promise,
    meets,
    participation_settled,
)
from participation.dialogues.facts import (
    BodyFacts,
    Days,
    DecisionFacts,
    DialogueFacts,
    InLanguage,
    Lack,
)
from participation.dialogues.principles import FIELD_OF, self_check_answered
from participation.dialogues.rules import (
    DECIDING_BODIES,
    DIGITAL,
    ActivityType,
    Influence,
    Kind,
    Move,
    Section,
    TakenBy,
)
from participation.dialogues.statutory.guards import (
    STATUTORY_FIELDS,
    documents_there,
    long_enough,
    within_mandate,
)
from participation.texts import Texts

__all__ = [
    "activities_match",
    "committees_asked",
    "committees_heard",
    "demands",
    "documents_there",
    "long_enough",
    "meets",
    "within_mandate",
]

Guard = Callable[[DialogueFacts, date], list[Reason]]


def question_asked(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G01: there is a question and a name for it, in Swedish."""
    if f.question.sv and f.title.sv:
        return []
    return [Reason("E-G01", field="question" if f.title.sv else "title")]


def summary_written(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G19 for the Swedish summary, before the decision locks it: without it the dialogue could not be announced."""
    return [] if f.summary.sv else [Reason("E-G19", {"list": (InLanguage(Lack.SUMMARY, "sv"),)}, field="summary")]


def body_has_authority(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G10: the responsible body is one that decides on this kind."""
    return authority(f, f.responsible_body, f.responsible_body.id)


def authority(f: DialogueFacts, body: BodyFacts, responsible_id: int) -> list[Reason]:
    """E-G10 for any body: its kind may decide, and it is the dialogue's own."""
    if body.kind in DECIDING_BODIES[f.kind] and body.id == responsible_id:
        return []
    right = [f.responsible_body] if f.responsible_body.kind in DECIDING_BODIES[f.kind] else list(f.right_bodies)
    return [
        Reason(
            "E-G10",
            {"body": body.names, "kind": f.kind, "right_body": tuple(b.names for b in right)},
            field="responsible_body",
        )
    ]


def something_open(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G02: at least one thing can be influenced."""
    return [] if any(t.sv for t in f.open_items) else [Reason("E-G02", field="open_items")]


def limits_stated(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G02b: what cannot be influenced is listed with reasons, or everything can."""
    if f.closed_items:
        fine = all(text.sv and reason for text, reason in f.closed_items) and not f.everything_open
    else:
        fine = f.everything_open
    return [] if fine else [Reason("E-G02b", field="closed_items")]


def decision_ahead(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G03, E-G03b: the decision it informs is named, not yet taken, and not before the results are handled."""
    reasons = []
    named = bool(f.decision_matter.sv and f.decision_body and f.decision_meeting)
    too_early = bool(f.decision_meeting and f.handling_meeting and f.decision_meeting < f.handling_meeting)
    if not named or too_early:
        reasons.append(Reason("E-G03", field="decision_meeting" if too_early else "decision_matter"))
    if f.decision_taken_on is not None:
        reasons.append(
            Reason(
                "E-G03b",
                {
                    "body": f.decision_body.names if f.decision_body else Texts(),
                    "date": f.decision_taken_on,
                    "paragraph": f.decision_taken_paragraph or "–",
                },
                field="decision_taken_on",
            )
        )
    return reasons


def somebody_stands_for_it(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G03c, before the decision: a named elected representative stands behind the question."""
    if f.representatives:
        return []
    return [Reason("E-G03c", {"body": f.responsible_body.names}, field="representatives")]


def goal_settled(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G04: a goal, and how it will be noticed."""
    if f.goal.sv and f.goal_followup.sv:
        return []
    return [Reason("E-G04", field="goal" if not f.goal.sv else "goal_followup")]


def purpose_settled(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G05: a purpose that is not the goal over again."""
    purpose, goal = f.purpose.sv.strip().casefold(), f.goal.sv.strip().casefold()
    return [] if purpose and purpose != goal else [Reason("E-G05", field="purpose")]


def target_group_settled(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G06, E-G06b: a target group, and one that is seldom heard with outreach, or a motive."""
    reasons = []
    if not f.target_groups:
        reasons.append(Reason("E-G06", field="target_groups"))
    reached = any(g.seldom_heard and g.outreach.sv for g in f.target_groups)
    if not reached and not f.no_seldom_heard_motive.sv:
        reasons.append(Reason("E-G06b", field="target_groups"))
    return reasons


def schedule_adds_up(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G16: opens < closes < results due <= meeting < feedback due, and open long enough."""
    missing = [
        (lack, name)
        for lack, name, value in (
            (Lack.OPENING_DATE, "opens_on", f.opens_on),
            (Lack.CLOSING_DATE, "closes_on", f.closes_on),
            (Lack.RESULTS_DATE, "results_due", f.results_due),
            (Lack.HANDLING_DATE, "handling_meeting", f.handling_meeting),
            (Lack.FEEDBACK_DATE, "feedback_due", f.feedback_due),
        )
        if value is None
    ]
    reasons = [Reason("E-G16", {"explanation": lack}, field=name) for lack, name in missing]
    if f.opens_on and f.closes_on:
        if f.closes_on <= f.opens_on:
            reasons.append(Reason("E-G16", {"explanation": Lack.CLOSES_BEFORE_OPENS}, field="closes_on"))
        elif f.kind is not Kind.STATUTORY and (f.closes_on - f.opens_on).days + 1 < f.periods.minimum_open_days:
            explanation = Days(Lack.OPEN_TOO_SHORT, f.periods.minimum_open_days)
            reasons.append(Reason("E-G16", {"explanation": explanation}, field="closes_on"))
    reasons += _review(f)
    if f.closes_on and f.results_due and f.results_due <= f.closes_on:
        reasons.append(Reason("E-G16", {"explanation": Lack.RESULTS_BEFORE_CLOSING}, field="results_due"))
    if f.results_due and f.handling_meeting and f.handling_meeting < f.results_due:
        reasons.append(Reason("E-G16", {"explanation": Lack.HANDLING_BEFORE_RESULTS}, field="handling_meeting"))
    if f.handling_meeting and f.feedback_due and f.feedback_due <= f.handling_meeting:
        reasons.append(Reason("E-G16", {"explanation": Lack.FEEDBACK_BEFORE_HANDLING}, field="feedback_due"))
    return reasons


def _review(f: DialogueFacts) -> list[Reason]:
    """The second period of a statutory dialogue: after the first, and before the results."""
    known = f.statutory
    if known is None or not known.reviewed:
        return []
    if not known.reviewed_by_law:
        return [Reason("E-G16", {"explanation": Lack.REVIEW_LAW}, field="granskning_basis_id")]
    opens, closes = known.review_opens_on, known.review_closes_on
    if opens is None or closes is None:
        return [Reason("E-G16", {"explanation": Lack.REVIEW_DATES}, field="review_opens_on")]
    reasons = []
    if closes < opens or (f.closes_on and opens <= f.closes_on):
        reasons.append(Reason("E-G16", {"explanation": Lack.REVIEW_TOO_EARLY}, field="review_opens_on"))
    if f.results_due and f.results_due <= closes:
        reasons.append(Reason("E-G16", {"explanation": Lack.RESULTS_BEFORE_REVIEW}, field="results_due"))
    return reasons


def announced_in_time(f: DialogueFacts, day: date) -> list[Reason]:
    """E-G16 at announcing: people get the set number of days' notice before it opens."""
    if f.opens_on is None or f.opens_on >= day + timedelta(days=f.periods.announce_days):
        return []
    explanation = Days(Lack.ANNOUNCED_TOO_LATE, f.periods.announce_days)
    return [Reason("E-G16", {"explanation": explanation}, field="opens_on")]


def handling_planned(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G17: who handles the results, when, and how the decision reports them."""
    return [] if f.handling_plan.sv else [Reason("E-G17", field="handling_plan")]


def data_protected(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G18: legal basis, privacy notice, impact screening and retention are stated."""
    missing = tuple(
        lack
        for lack, there in (
            (Lack.LEGAL_BASIS, f.legal_basis.strip()),
            (Lack.PRIVACY_NOTICE, f.privacy_notice.strip()),
            (Lack.RETENTION, f.retention.strip()),
            (Lack.DPIA, f.dpia_screened),
        )
        if not there
    )
    return [Reason("E-G18", {"list": missing}, field=missing[0].value)] if missing else []


def _frame(f: DialogueFacts) -> tuple[Texts, ...]:
    """What is written of the frame, where one is promised."""
    if f.influence is not Influence.CO_DETERMINATION:
        return ()
    return tuple(text for text in (f.frame_money, f.frame_place, f.frame_law) if text)


_IN_EVERY_LANGUAGE: dict[str, Lack] = {
    "title": Lack.TITLE,
    "question": Lack.QUESTION,
    "summary": Lack.SUMMARY,
    "open_item": Lack.OPEN_ITEMS,
    "closed_item": Lack.CLOSED_ITEMS,
    "frame_money": Lack.FRAME,
    "frame_place": Lack.FRAME,
    "frame_law": Lack.FRAME,
}
"""What E-G19 asks for in each language, by what the texts are called (``sections.translatable``)."""


def asked_in_every_language(key: str, influence: Influence | None) -> bool:
    """Whether E-G19 asks for the text in each promised language before the dialogue is announced; ``key`` names it."""
    lack = _IN_EVERY_LANGUAGE.get(key.split("-", 1)[0])
    return lack is not None and (lack is not Lack.FRAME or influence is Influence.CO_DETERMINATION)


def open_to_everybody(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G19: every promised language (always Swedish and easy-read), two forms, one of them not digital."""
    lacks: list[Lack | InLanguage] = []
    for locale in dict.fromkeys(("sv", "sv-lattlast", *f.languages)):
        for lack, texts in (
            (Lack.TITLE, (f.title,)),
            (Lack.QUESTION, (f.question,)),
            (Lack.SUMMARY, (f.summary,)),
            (Lack.OPEN_ITEMS, f.open_items),
            (Lack.CLOSED_ITEMS, tuple(text for text, _ in f.closed_items)),
            (Lack.FRAME, _frame(f)),
        ):
            if any(locale not in t for t in texts):
                lacks.append(InLanguage(lack, locale))
    types = {a.type for a in f.activities}
    if len(types) < 2:
        lacks.append(Lack.TWO_FORMS)
    if not types - DIGITAL:
        lacks.append(Lack.NOT_DIGITAL)
    if ActivityType.SURVEY in types and (not f.has_survey or f.surveys_without_questions):
        lacks.append(Lack.SURVEY_QUESTIONS)
    if not lacks:
        return []
    first = lacks[0]
    where = "languages" if isinstance(first, InLanguage) else "activities"
    return [Reason("E-G19", {"list": tuple(lacks)}, field=where)]


def people_named(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G20: a contact person and a coordinator."""
    if f.contact and f.coordinator:
        return []
    return [Reason("E-G20", field="coordinator_name" if f.contact else "contact_name")]


def moderated(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G21: a moderator for every day it is open."""
    if f.first_day_without_moderator is None:
        return []
    return [Reason("E-G21", {"date": f.first_day_without_moderator}, field="moderators")]


def minutes_announced(f: DialogueFacts, day: date) -> list[Reason]:
    """E-G28: the minutes of the decision are approved and announced."""
    if f.minutes_announced_on is not None and f.minutes_announced_on <= day:
        return []
    return [Reason("E-G28", field="minutes_announced_on")]


def decision_stands(f: DialogueFacts, decision: DecisionFacts, day: date) -> list[Reason]:
    """E-G03c, E-G07, E-G08, E-G08b, E-G09, E-G10, E-G15: the decision to hold the dialogue is complete and lawful."""
    reasons: list[Reason] = []
    if decision.body is None:
        reasons.append(Reason("E-G15", field="body"))
    else:
        reasons += authority(f, decision.body, f.responsible_body.id)
    started = f.kind is Kind.STATUTORY and decision.may_be_started and decision.taken_by is TakenBy.EMPLOYEE
    if not started:
        reasons += may_promise(decision.taken_by, decision.influence, f.responsible_body.names)
    if not (decision.taken_on and decision.paragraph.strip() and decision.registry_number.strip()):
        empty = (
            "taken_on"
            if not decision.taken_on
            else "paragraph"
            if not decision.paragraph.strip()
            else "registry_number"
        )
        reasons.append(Reason("E-G15", field=empty))
    elif decision.taken_on > day:
        reasons.append(Reason("E-G15", field="taken_on"))
    if not decision.openness_confirmed or not f.representatives:
        reasons.append(Reason("E-G03c", {"body": f.responsible_body.names}, field="openness_confirmed"))
    if decision.participation is None:
        reasons.append(Reason("E-G07", field="degree_of_participation"))
    if decision.influence is None:
        reasons.append(Reason("E-G08", field="degree_of_influence"))
    elif decision.influence is Influence.INFORMATION:
        reasons.append(Reason("E-G08b", field="degree_of_influence"))
    return reasons + frame_for(f, decision.influence)


PROPOSAL_GUARDS: Sequence[Guard] = (
    question_asked,
    summary_written,
    body_has_authority,
    *AUTHORITY_GUARDS,
    within_mandate,
    something_open,
    limits_stated,
    decision_ahead,
    somebody_stands_for_it,
    goal_settled,
    purpose_settled,
    target_group_settled,
    participation_settled,
    activities_match,
    influence_settled,
    frame_stated,
    schedule_adds_up,
    long_enough,
    handling_planned,
    self_check_answered,
    data_protected,
    people_named,
)

SETTLED_GUARDS: Sequence[Guard] = (
    question_asked,
    summary_written,
    within_policy_area,
    something_open,
    limits_stated,
    decision_ahead,
    goal_settled,
    purpose_settled,
    target_group_settled,
    participation_settled,
    activities_match,
    influence_settled,
    frame_stated,
    self_check_answered,
)
"""What the decision has settled and locked: it holds until the end, also after an amendment (POLICY.md S16)."""

ANNOUNCEMENT_GUARDS: Sequence[Guard] = (
    data_protected,
    open_to_everybody,
    people_named,
    moderated,
    minutes_announced,
    committees_asked,
    committees_heard,
    activities_match,
    schedule_adds_up,
    within_mandate,
    long_enough,
    documents_there,
    announced_in_time,
)

GUARDS: dict[Move, Sequence[Guard]] = {Move.PROPOSE: PROPOSAL_GUARDS, Move.ANNOUNCE: ANNOUNCEMENT_GUARDS}
"""What each move of the planning half demands; deciding has :func:`decision_stands` besides."""

SECTION_OF_FIELD: dict[str, Section] = {
    **AUTHORITY_FIELDS,
    **STATUTORY_FIELDS,
    "title": Section.QUESTION,
    "question": Section.QUESTION,
    "summary": Section.QUESTION,
    "responsible_body": Section.QUESTION,
    "open_items": Section.INFLUENCE,
    "closed_items": Section.INFLUENCE,
    "goal": Section.GOAL,
    "goal_followup": Section.GOAL,
    "purpose": Section.GOAL,
    "target_groups": Section.TARGET_GROUPS,
    "degree_of_participation": Section.DEGREES,
    "degree_of_influence": Section.DEGREES,
    "frame_money": Section.DEGREES,
    "frame_place": Section.DEGREES,
    "frame_law": Section.DEGREES,
    "decision_matter": Section.DECISION_POINT,
    "decision_meeting": Section.DECISION_POINT,
    "decision_taken_on": Section.DECISION_POINT,
    "representatives": Section.PEOPLE,
    "contact_name": Section.PEOPLE,
    "coordinator_name": Section.PEOPLE,
    "moderators": Section.PEOPLE,
    "opens_on": Section.SCHEDULE,
    "closes_on": Section.SCHEDULE,
    "results_due": Section.SCHEDULE,
    "handling_meeting": Section.SCHEDULE,
    "feedback_due": Section.SCHEDULE,
    "activities": Section.ACTIVITIES,
    "handling_plan": Section.HANDLING,
    **dict.fromkeys(FIELD_OF.values(), Section.SELF_CHECK),
    "legal_basis": Section.DATA_PROTECTION,
    "privacy_notice": Section.DATA_PROTECTION,
    "retention": Section.DATA_PROTECTION,
    "dpia": Section.DATA_PROTECTION,
    "languages": Section.LANGUAGES,
}
"""Where in the workspace each field of a reason is mended."""


def failing(guards: Iterable[Guard], facts: DialogueFacts, day: date) -> list[Reason]:
    """Every reason of every failing guard, in the guards' order."""
    return [reason for guard in guards for reason in guard(facts, day)]
