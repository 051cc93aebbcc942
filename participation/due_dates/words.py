"""What the clocks are called."""

from __future__ import annotations

from collections.abc import Mapping

from participation.dialogues.history import name_actions
from participation.due_dates.rules import Step
from participation.i18n import Lazy, lazy, name

name(
    {
        Step.ANNOUNCEMENT: lazy("the dialogue is announced"),
        Step.RESULTS: lazy("the result report is published"),
        Step.HANDLING: lazy("the results are handled politically"),
        Step.FEEDBACK: lazy("the feedback is given"),
    }
)

TITLES: Mapping[Step, Lazy] = {
    Step.ANNOUNCEMENT: lazy("Announcement"),
    Step.RESULTS: lazy("Result report"),
    Step.HANDLING: lazy("Political handling"),
    Step.FEEDBACK: lazy("Feedback to participants and to citizens at large"),
}
"""Each step as the name of a row."""

LATE: Mapping[Step, Lazy] = {
    Step.RESULTS: lazy("The result report is late"),
    Step.HANDLING: lazy("The politicians’ decision is late"),
    Step.FEEDBACK: lazy("The feedback is late"),
}
"""What residents are told of a promise that is broken (POLICY.md A7)."""

name_actions(
    {
        "due_dates.delay_explained": lazy("Said why a step is late"),
        "due_dates.outreach_logged": lazy("Noted what outreach has come to"),
    }
)
