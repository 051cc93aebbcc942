"""What the vocabulary of dialogues is called. Swedish words are those of the glossary (CONTEXT.md B7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from participation.dialogues.facts import Days, Demand, InLanguage, Lack
from participation.dialogues.principles import Principle
from participation.dialogues.rules import (
    ActivityType,
    ClosedReason,
    DecisionKind,
    Influence,
    Kind,
    Move,
    NextStep,
    Participation,
    PublicGroup,
    Section,
    Stage,
    TakenBy,
)
from participation.i18n import Lazy, gettext, label, language_name, lazy, name, ngettext
from participation.refusals import words

# One call for each enum: members of two string enums with the same value are equal, and would be one key.
name(
    {
        Kind.COMMITTEE: lazy("committee's dialogue"),
        Kind.DEVELOPMENT: lazy("dialogue on societal development"),
        Kind.MUNICIPALITY_WIDE: lazy("municipality-wide dialogue"),
        Kind.STATUTORY: lazy("statutory dialogue"),
    }
)
name(
    {
        Participation.RESPOND: lazy("Respond"),
        Participation.CONTRIBUTE: lazy("Contribute"),
        Participation.DELIBERATE: lazy("Deliberate"),
        Participation.CO_CREATE: lazy("Co-create"),
    }
)
name(
    {
        Influence.INFORMATION: lazy("Information"),
        Influence.CONSULTATION: lazy("Consultation"),
        Influence.DIALOGUE: lazy("Dialogue"),
        Influence.INFLUENCE: lazy("Influence"),
        Influence.CO_DETERMINATION: lazy("Co-determination"),
    }
)
name(
    {
        ActivityType.SURVEY: lazy("Survey"),
        ActivityType.IDEAS: lazy("Ideas"),
        ActivityType.COMMENTS: lazy("Conversation on the web"),
        ActivityType.MAP: lazy("Map"),
        ActivityType.PANEL: lazy("Panel"),
        ActivityType.ONLINE_MEETING: lazy("Online meeting"),
        ActivityType.PHYSICAL_MEETING: lazy("Meeting"),
        ActivityType.WALK: lazy("Walk"),
        ActivityType.WORKSHOP: lazy("Workshop"),
        ActivityType.SCHOOL_ACTIVITY: lazy("School activity"),
        ActivityType.OUTREACH: lazy("Outreach"),
        ActivityType.PAPER_FORM: lazy("Paper form"),
        ActivityType.PHONE: lazy("Phone"),
        ActivityType.CITIZENS_JURY: lazy("Citizens’ jury"),
        ActivityType.WRITTEN_STATEMENT: lazy("Written statement"),
    }
)
name(
    {
        ClosedReason.SAFETY: lazy("Safety"),
        ClosedReason.OWNERSHIP: lazy("Others own it"),
        ClosedReason.LAW: lazy("The law"),
        ClosedReason.BUDGET: lazy("The budget"),
        ClosedReason.OTHER_AUTHORITY: lazy("Another authority decides"),
        ClosedReason.DECIDED_EARLIER: lazy("Already decided"),
        ClosedReason.OTHER_PROCESS: lazy("Decided in another process"),
        ClosedReason.OTHER: lazy("Another reason"),
    }
)
name(
    {
        TakenBy.BODY: lazy("The body itself"),
        TakenBy.SUBCOMMITTEE: lazy("Its subcommittee"),
        TakenBy.PRESIDIUM: lazy("Its presidium"),
        TakenBy.CHAIR_URGENT: lazy("The chair, as an urgent matter"),
        TakenBy.EMPLOYEE: lazy("An employee, by delegation"),
    }
)
name(
    {
        DecisionKind.INITIATE: lazy("Decision to hold the dialogue"),
        DecisionKind.HANDLE_RESULTS: lazy("Decision on the results"),
        DecisionKind.REJECT: lazy("Decision not to hold the dialogue"),
        DecisionKind.AMEND: lazy("Amending decision"),
        DecisionKind.CANCEL: lazy("Decision to cancel the dialogue"),
    }
)
name(
    {
        Stage.DRAFT: lazy("a draft"),
        Stage.PROPOSED: lazy("proposed for decision"),
        Stage.DECIDED: lazy("decided"),
        Stage.ANNOUNCED: lazy("announced"),
        Stage.OPEN: lazy("open"),
        Stage.CLOSED: lazy("closed for contributions"),
        Stage.COMPILED: lazy("compiled"),
        Stage.HANDLED: lazy("handled politically"),
        Stage.FED_BACK: lazy("fed back"),
        Stage.EVALUATED: lazy("evaluated"),
        Stage.PAUSED: lazy("paused"),
        Stage.CANCELLED: lazy("cancelled"),
        Stage.REJECTED: lazy("rejected"),
    }
)
name(
    {
        PublicGroup.OPEN: lazy("Open now"),
        PublicGroup.PLANNED: lazy("Planned"),
        PublicGroup.PROCESSING: lazy("Being processed"),
        PublicGroup.COMPLETED: lazy("Completed"),
        PublicGroup.CANCELLED: lazy("Cancelled"),
    }
)
name(
    {
        Move.PROPOSE: lazy("Propose for decision"),
        Move.REFER_BACK: lazy("Refer back"),
        Move.DECIDE: lazy("Record the decision"),
        Move.ANNOUNCE: lazy("Announce"),
        Move.COMPILE: lazy("Publish the result report"),
        Move.SEND_TO_MEETING: lazy("Send the results to a meeting"),
        Move.HANDLE: lazy("Record the handling decision"),
        Move.FEED_BACK: lazy("Complete the dialogue"),
        Move.EVALUATE: lazy("Publish the evaluation"),
        Move.REJECT: lazy("Record the rejection"),
        Move.EXTEND: lazy("Extend the dialogue"),
        Move.AMEND: lazy("Amend what is locked"),
        Move.PAUSE: lazy("Pause the dialogue"),
        Move.RESUME: lazy("Resume the dialogue"),
        Move.CANCEL: lazy("Cancel the dialogue"),
    }
)
name(
    {
        NextStep.PROPOSE: lazy("to propose it for decision"),
        NextStep.DECIDE: lazy("the body’s decision"),
        NextStep.ANNOUNCE: lazy("to announce it"),
        NextStep.OPENS: lazy("that it opens on its date"),
        NextStep.CLOSES: lazy("that it closes on its date"),
        NextStep.COMPILE: lazy("to publish the result report"),
        NextStep.HANDLE: lazy("the body’s decision on the results"),
        NextStep.FEED_BACK: lazy("feedback to participants and to citizens at large"),
        NextStep.EVALUATE: lazy("to evaluate it"),
        NextStep.RESUMES: lazy("that it resumes on its date"),
        NextStep.NOTHING: lazy("none: it is completed"),
        NextStep.ENDED: lazy("none: it has ended"),
    }
)
name(
    {
        Section.QUESTION: lazy("The question"),
        Section.LEGAL_BASIS: lazy("The law"),
        Section.INFLUENCE: lazy("What can be influenced"),
        Section.GOAL: lazy("Goal and purpose"),
        Section.TARGET_GROUPS: lazy("Target groups"),
        Section.DEGREES: lazy("Participation and influence"),
        Section.DECISION_POINT: lazy("The decision it informs"),
        Section.PEOPLE: lazy("People"),
        Section.SCHEDULE: lazy("Schedule"),
        Section.ACTIVITIES: lazy("Ways to take part"),
        Section.DOCUMENTS: lazy("Documents"),
        Section.HANDLING: lazy("How results are handled"),
        Section.SELF_CHECK: lazy("Self-check"),
        Section.DATA_PROTECTION: lazy("Data protection and records"),
        Section.LANGUAGES: lazy("Languages"),
    }
)
name(
    {
        Principle.RESPONSIBILITY: lazy("The politicians are responsible"),
        Principle.INFLUENCE: lazy("More participation and more influence"),
        Principle.GROUPS: lazy("Different groups are heard"),
        Principle.TRUST: lazy("It deserves trust"),
        Principle.KNOWLEDGE: lazy("What residents know is used"),
    }
)

PROMISE: Mapping[Influence, Lazy] = {
    Influence.CONSULTATION: lazy("We read everything and weigh it in. We tell you what we concluded."),
    Influence.DIALOGUE: lazy(
        "We talk the options through with you and explain how your views did or did not shape the decision."
    ),
    Influence.INFLUENCE: lazy(
        "The proposal is built on your priorities. If we depart from them we give written reasons."
    ),
    Influence.CO_DETERMINATION: lazy(
        "Within the stated limits we follow what you arrive at; the committee takes the formal decision."
    ),
}
"""What each degree of influence promises residents (POLICY.md A3.2)."""

PARTICIPATION_MEANS: Mapping[Participation, Lazy] = {
    Participation.RESPOND: lazy("You answer questions that the municipality asks."),
    Participation.CONTRIBUTE: lazy("You give your own ideas and comments."),
    Participation.DELIBERATE: lazy("You talk with other residents and with politicians."),
    Participation.CO_CREATE: lazy("You help shape the question and the proposals over time."),
}
"""What each degree of participation means for a resident (POLICY.md A3.2)."""

name(
    {
        Demand.ANSWERING: lazy("survey, phone or paper form"),
        Demand.OWN_WORDS: lazy("ideas, map or workshop"),
        Demand.TALKING: lazy("conversation, or meeting where elected representatives take part"),
        Demand.WORKSHOP_SERIES: lazy("workshop or panel, at least twice"),
        Demand.ELECTED_PRESENT: lazy("meeting where elected representatives take part"),
    }
)
name(
    {
        Lack.OPENING_DATE: lazy("the opening date is missing"),
        Lack.CLOSING_DATE: lazy("the closing date is missing"),
        Lack.RESULTS_DATE: lazy("the date when the results are ready is missing"),
        Lack.HANDLING_DATE: lazy("the meeting that handles the results is missing"),
        Lack.FEEDBACK_DATE: lazy("the date for feedback is missing"),
        Lack.CLOSES_BEFORE_OPENS: lazy("it closes before it opens"),
        Lack.RESULTS_BEFORE_CLOSING: lazy("the results are ready before it has closed"),
        Lack.HANDLING_BEFORE_RESULTS: lazy("the meeting is before the results are ready"),
        Lack.FEEDBACK_BEFORE_HANDLING: lazy("the feedback is not after the meeting"),
        Lack.REVIEW_DATES: lazy("the dates of the review are missing"),
        Lack.REVIEW_LAW: lazy("it is not said by which law it is reviewed"),
        Lack.REVIEW_TOO_EARLY: lazy("the review does not follow the consultation"),
        Lack.RESULTS_BEFORE_REVIEW: lazy("the results are ready before the review has closed"),
        Lack.LEGAL_BASIS: lazy("the legal basis"),
        Lack.PRIVACY_NOTICE: lazy("the privacy notice"),
        Lack.RETENTION: lazy("the retention rule"),
        Lack.DPIA: lazy("the screening of privacy risks"),
        Lack.TITLE: lazy("the title"),
        Lack.QUESTION: lazy("the question"),
        Lack.SUMMARY: lazy("the summary"),
        Lack.OPEN_ITEMS: lazy("what can be influenced"),
        Lack.CLOSED_ITEMS: lazy("what cannot be influenced"),
        Lack.FRAME_MONEY: lazy("the money"),
        Lack.FRAME_PLACE: lazy("the place"),
        Lack.FRAME_LAW: lazy("the law"),
        Lack.FRAME: lazy("the frame"),
        Lack.TWO_FORMS: lazy("at least two ways to take part"),
        Lack.NOT_DIGITAL: lazy("a way to take part without a screen"),
        Lack.SURVEY_QUESTIONS: lazy("a survey with questions"),
    }
)


@words.register
def _(value: InLanguage) -> str:
    return gettext("%(what)s in %(language)s", what=label(value.what), language=language_name(value.locale))


@dataclass(frozen=True)
class TextsIn:
    """So many texts that a language lacks."""

    locale: str
    n: int


@words.register
def _(value: TextsIn) -> str:
    return ngettext(
        "%(n)s text in %(language)s", "%(n)s texts in %(language)s", value.n, language=language_name(value.locale)
    )


@words.register
def _(value: Days) -> str:
    if value.what is Lack.OPEN_TOO_SHORT:
        return ngettext("it must be open for at least %(n)s day", "it must be open for at least %(n)s days", value.days)
    return ngettext(
        "it must be announced at least %(n)s day before it opens",
        "it must be announced at least %(n)s days before it opens",
        value.days,
    )


STAGE_NAMES: Mapping[Stage, Lazy] = {
    Stage.DRAFT: lazy("Draft"),
    Stage.PROPOSED: lazy("Proposed for decision"),
    Stage.DECIDED: lazy("Decided"),
    Stage.ANNOUNCED: lazy("Announced"),
    Stage.OPEN: lazy("Open"),
    Stage.CLOSED: lazy("Collection closed"),
    Stage.COMPILED: lazy("Compiled"),
    Stage.HANDLED: lazy("Handled politically"),
    Stage.FED_BACK: lazy("Fed back"),
    Stage.EVALUATED: lazy("Evaluated"),
    Stage.PAUSED: lazy("Paused"),
    Stage.CANCELLED: lazy("Cancelled"),
    Stage.REJECTED: lazy("Rejected"),
}
"""A stage as its officials see it on a badge (POLICY.md A4.2)."""

KIND_MEANS: Mapping[Kind, Lazy] = {
    Kind.COMMITTEE: lazy(
        "A question within one committee’s own area. That committee decides; it also carries it out and handles the "
        "results."
    ),
    Kind.DEVELOPMENT: lazy(
        "A question on how the whole of local society develops. The municipal executive board decides, and carries it "
        "out together with the committees."
    ),
    Kind.MUNICIPALITY_WIDE: lazy(
        "An extensive dialogue for the whole municipality, about its orientation goals. Only the municipal council "
        "decides; the executive board carries it out."
    ),
    Kind.STATUTORY: lazy(
        "A dialogue that the law makes a duty, such as the consultation on a plan. The committee that has it for its "
        "task holds it; the law says for how long, and what must be published."
    ),
}
"""Each kind in plain words, with who decides (POLICY.md A3.1)."""
