"""What the vocabulary of results is called (CONTEXT.md B7)."""

from __future__ import annotations

from collections.abc import Mapping

from participation.dialogues.history import name_actions
from participation.i18n import Lazy, gettext, label, language_name, lazy, name
from participation.refusals import words
from participation.results.guards import Lack, Language, OtherPerson, SectionIn
from participation.results.rules import (
    EvaluationPart,
    FeedbackKind,
    GoalReached,
    MeasureStatus,
    ReportSection,
    StanceValue,
)

name(
    {
        StanceValue.ADOPTED: lazy("adopted"),
        StanceValue.PARTLY_ADOPTED: lazy("partly adopted"),
        StanceValue.NOT_ADOPTED: lazy("not adopted"),
        StanceValue.ALREADY_IN_PLACE: lazy("already in place"),
        StanceValue.OUTSIDE_MANDATE: lazy("outside the mandate"),
        StanceValue.FORWARDED: lazy("forwarded"),
        MeasureStatus.PLANNED: lazy("planned"),
        MeasureStatus.DOING: lazy("under way"),
        MeasureStatus.DONE: lazy("done"),
        MeasureStatus.DROPPED: lazy("dropped"),
        FeedbackKind.PARTICIPANTS: lazy("feedback to participants"),
        FeedbackKind.PUBLIC: lazy("feedback to citizens at large"),
        ReportSection.SUMMARY: lazy("the summary"),
        ReportSection.HOW: lazy("how the dialogue was carried out"),
        ReportSection.MINORITY_VIEWS: lazy("minority views"),
        ReportSection.SELDOM_HEARD: lazy("perspectives that might not have reached us otherwise"),
        ReportSection.LIMITS: lazy("limits of the material"),
        ReportSection.PRIORITIES: lazy("how the residents ranked the priorities"),
        ReportSection.PARTICIPANTS_DRAFT: lazy("the participants’ own draft"),
        Lack.EFFECT: lazy("how the dialogue shaped the decision"),
        Lack.AFTER_REPORT: lazy("a decision taken after the result report was published"),
        Lack.GOAL_REACHED: lazy("whether the goal was reached"),
        GoalReached.YES: lazy("Yes"),
        GoalReached.PARTLY: lazy("Partly"),
        GoalReached.NO: lazy("No"),
        EvaluationPart.GOAL: lazy("how it was noticed whether the goal was reached"),
        EvaluationPart.HEARD: lazy("whether the participants felt heard"),
        EvaluationPart.UNDERSTOOD: lazy("whether they understood what could be influenced"),
        EvaluationPart.AGAIN: lazy("whether they would take part again"),
        EvaluationPart.LESSONS: lazy("what you learnt"),
        EvaluationPart.BODY_NOTE: lazy("the body’s own note"),
        Lack.OUTSIDE_CHANNEL: lazy("at least one channel outside this website"),
        OtherPerson.NOT_THE_WRITER: lazy("a committee secretary who did not write the result report"),
    }
)

STANCE_MEANS: Mapping[StanceValue, Lazy] = {
    StanceValue.ADOPTED: lazy("What you asked for will be done."),
    StanceValue.PARTLY_ADOPTED: lazy("A part of it will be done."),
    StanceValue.NOT_ADOPTED: lazy("It will not be done. The reasons are stated."),
    StanceValue.ALREADY_IN_PLACE: lazy("It exists already, or was already decided."),
    StanceValue.OUTSIDE_MANDATE: lazy("Somebody else than the municipality decides on it."),
    StanceValue.FORWARDED: lazy("Another body takes it on."),
}
"""Each stance in a sentence anybody understands."""


@words.register
def _(value: SectionIn) -> str:
    return gettext("%(what)s in %(language)s", what=label(value.section), language=language_name(value.locale))


@words.register
def _(value: Language) -> str:
    return language_name(value.locale)


name_actions(
    {
        "results.theme_added": lazy("Made a theme"),
        "results.theme_changed": lazy("Changed a theme"),
        "results.theme_removed": lazy("Took a theme away"),
        "results.theme_sorted": lazy("Sorted contributions into themes"),
        "results.theme_unsorted": lazy("Took contributions out of themes"),
        "results.theme_sorted_wordless": lazy("Sorted survey responses without own words"),
        "results.report_written": lazy("Wrote in the result report"),
        "results.feedback_published": lazy("Published feedback"),
        "results.evaluation_written": lazy("Wrote on the evaluation"),
        "results.body_note_written": lazy("Wrote the body’s note for the evaluation"),
        "results.measure_changed": lazy("Noted how far a measure has come"),
    }
)
