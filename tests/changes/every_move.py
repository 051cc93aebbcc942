"""Every move as its own people make it, with everything it needs: what tests of all moves call by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from participation import clock
from participation.changes.actions import amendments, decisions, pauses
from participation.dialogues import actions
from participation.dialogues.models import Dialogue
from participation.dialogues.papers import actions as papers
from participation.dialogues.papers.rules import LinkedPaper
from participation.dialogues.queries import closes_on
from participation.dialogues.rules import DecisionKind, Move, Section
from participation.results.actions import evaluation, feedback
from participation.texts import Texts
from tests import factories

Make = Callable[[factories.Town, Dialogue], object]


def extend(town: factories.Town, dialogue: Dialogue) -> None:
    """Five days more, within what is promised for later."""
    last = closes_on(dialogue) or clock.today()
    pauses.extend(
        town.secretary,
        dialogue,
        closes_on=last + timedelta(days=5),
        results_due=dialogue.results_due,
        handling_meeting=dialogue.handling_meeting,
        feedback_due=dialogue.feedback_due,
    )


def amend(town: factories.Town, dialogue: Dialogue) -> None:
    """Another goal than the one that stands there."""
    values = {
        "goal": f"{dialogue.goal.sv} Ändrat.",
        "goal_followup": dialogue.goal_followup.sv,
        "purpose": dialogue.purpose.sv,
    }
    taken = factories.change_decision(dialogue, paragraph=str(len(dialogue.goal.sv)))
    amendments.amend(town.secretary, dialogue, taken, {Section.GOAL: values})


def pause(town: factories.Town, dialogue: Dialogue) -> None:
    """For five days."""
    pauses.pause(
        town.coordinator, dialogue, reason=Texts(sv="Vi väntar."), resumes_on=clock.today() + timedelta(days=5)
    )


def announce(town: factories.Town, dialogue: Dialogue) -> None:
    """The minutes of the decision are out, and so is the dialogue."""
    if dialogue.decided_at is not None and dialogue.announced_at is None and dialogue.cancelled_at is None:
        actions.note_minutes(town.secretary, dialogue, DecisionKind.INITIATE, announced_on=clock.today())
    actions.announce(town.officer, dialogue)


def send_to_meeting(town: factories.Town, dialogue: Dialogue) -> None:
    """To the meeting that was promised, each time with another paper."""
    paper = LinkedPaper(f"Bilaga {factories.key()}", "https://dialog.example/report")
    papers.send_to_meeting(
        town.officer, dialogue, body=dialogue.responsible_body, meets_on=dialogue.decision_meeting, papers=[paper]
    )


def whole_feedback(town: factories.Town, dialogue: Dialogue) -> None:
    """Both feedbacks, if it is their time, and the end."""
    if dialogue.handled_at is not None and dialogue.fed_back_at is None:
        factories.feed_back(town.officer, dialogue)
    else:
        feedback.complete(town.officer, dialogue)


def whole_evaluation(town: factories.Town, dialogue: Dialogue) -> None:
    """Every answer, if it is their time, and publishing them."""
    if dialogue.fed_back_at is not None and dialogue.evaluated_at is None:
        factories.evaluate(town, dialogue)
    else:
        evaluation.publish_evaluation(town.officer, dialogue)


MAKE: Mapping[Move, Make] = {
    Move.PROPOSE: lambda town, d: actions.propose(town.officer, d),
    Move.REFER_BACK: lambda town, d: actions.refer_back(town.secretary, d, note="Mer om målgruppen."),
    Move.DECIDE: lambda town, d: factories.decide(town.secretary, d),
    Move.ANNOUNCE: announce,
    Move.COMPILE: lambda town, d: factories.compile_results(town, d),
    Move.SEND_TO_MEETING: send_to_meeting,
    Move.HANDLE: lambda town, d: factories.handle_results(town.secretary, d),
    Move.FEED_BACK: whole_feedback,
    Move.EVALUATE: whole_evaluation,
    Move.REJECT: lambda town, d: decisions.reject(town.secretary, d, factories.change_decision(d, paragraph="91")),
    Move.EXTEND: extend,
    Move.AMEND: amend,
    Move.PAUSE: pause,
    Move.RESUME: lambda town, d: pauses.resume(town.coordinator, d),
    Move.CANCEL: lambda town, d: decisions.cancel(town.secretary, d, factories.change_decision(d, paragraph="92")),
}

PAGES: Mapping[Move, tuple[str, str]] = {
    Move.PROPOSE: ("officer", "propose"),
    Move.REFER_BACK: ("secretary", "refer-back"),
    Move.DECIDE: ("secretary", "decision"),
    Move.ANNOUNCE: ("officer", "announce"),
    Move.COMPILE: ("officer", "report/publish"),
    Move.SEND_TO_MEETING: ("officer", "meeting"),
    Move.HANDLE: ("secretary", "handling"),
    Move.FEED_BACK: ("officer", "feedback/complete"),
    Move.EVALUATE: ("officer", "evaluation/publish"),
    Move.REJECT: ("secretary", "reject"),
    Move.EXTEND: ("secretary", "extend"),
    Move.AMEND: ("secretary", "amend/new"),
    Move.PAUSE: ("coordinator", "pause"),
    Move.RESUME: ("coordinator", "resume"),
    Move.CANCEL: ("secretary", "cancel"),
}
"""Who makes each move, and where."""
