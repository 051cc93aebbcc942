"""Writing down what was learnt of a completed dialogue, and publishing it (T11)."""

from __future__ import annotations

from collections.abc import Mapping

from participation import clock, db, event_log
from participation.access import Actor, Conflict, Refused, require
from participation.dialogues.actions import lock, log_move, make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on
from participation.dialogues.rules import Move
from participation.results.evaluation import NOTE_WRITTEN, WRITTEN, evaluation_of, facts_of, fingerprint, part_of
from participation.results.guards import evaluation_complete
from participation.results.models import Evaluation
from participation.results.permissions import ResultsPermission
from participation.results.queries import feedbacks
from participation.results.rules import OFFICIALS_PARTS, EvaluationPart, FeedbackKind, GoalReached
from participation.texts import Texts


def save_evaluation(
    actor: Actor,
    dialogue: Dialogue,
    *,
    goal_reached: GoalReached | None,
    parts: Mapping[EvaluationPart, Texts],
    seen: str | None = None,
) -> Evaluation:
    """Keep the officials' answers, complete or not. ``seen`` is the fingerprint of what the form was made from.

    Raises Refused (E-ROLE, E-STATE); Conflict if somebody else has written something else meanwhile.
    """
    lock(dialogue)
    require(actor, ResultsPermission.WRITE_EVALUATION, dialogue)
    if not set(parts) <= set(OFFICIALS_PARTS):
        raise ValueError("the body writes its note itself")
    reached = goal_reached.value if goal_reached else None
    evaluation = evaluation_of(dialogue.id)
    same = evaluation is not None and evaluation.goal_reached == reached
    if same and all(part_of(evaluation, part) == texts for part, texts in parts.items()) and evaluation is not None:
        return evaluation
    if seen is not None and seen != fingerprint(evaluation, OFFICIALS_PARTS):
        raise Conflict
    found = _begun(dialogue, evaluation)
    found.goal_reached = reached
    for part, texts in parts.items():
        setattr(found, part.value, texts)
    db.session().flush()
    event_log.record(actor, WRITTEN, dialogue_id=dialogue.id)
    return found


def save_body_note(actor: Actor, dialogue: Dialogue, note: Texts, *, seen: str | None = None) -> Evaluation:
    """Keep what the body itself says of the dialogue. Raises Refused (E-ROLE, E-STATE); Conflict as above."""
    lock(dialogue)
    require(actor, ResultsPermission.WRITE_BODY_NOTE, dialogue)
    evaluation = evaluation_of(dialogue.id)
    if evaluation is not None and evaluation.body_note == note:
        return evaluation
    if seen is not None and seen != fingerprint(evaluation, (EvaluationPart.BODY_NOTE,)):
        raise Conflict
    found = _begun(dialogue, evaluation)
    found.body_note = note
    db.session().flush()
    event_log.record(actor, NOTE_WRITTEN, dialogue_id=dialogue.id)
    return found


def _begun(dialogue: Dialogue, evaluation: Evaluation | None) -> Evaluation:
    if evaluation is not None:
        return evaluation
    made = Evaluation(dialogue_id=dialogue.id)
    db.session().add(made)
    return made


def publish_evaluation(actor: Actor, dialogue: Dialogue) -> Evaluation:
    """T11: it is evaluated, and everybody can read what was learnt. Raises Refused (E-ROLE, E-STATE, E-G31)."""
    lock(dialogue)
    require(actor, ResultsPermission.EVALUATE, dialogue)
    evaluation = evaluation_of(dialogue.id)
    reasons = evaluation_complete(facts_of(evaluation))
    if reasons or evaluation is None:
        raise Refused(*reasons, by_guard=True)
    now = clock.now()
    evaluation.days_to_participants = _days(dialogue, FeedbackKind.PARTICIPANTS)
    evaluation.days_to_public = _days(dialogue, FeedbackKind.PUBLIC)
    evaluation.published_at = dialogue.evaluated_at = now
    db.session().flush()
    log_move(actor, dialogue, Move.EVALUATE, guards=["evaluation_complete"])
    make_visible(dialogue)
    return evaluation


def _days(dialogue: Dialogue, kind: FeedbackKind) -> int | None:
    """How many days after its last open day the feedback came."""
    closed = closes_on(dialogue)
    feedback = feedbacks(dialogue.id).get(kind)
    if closed is None or feedback is None or feedback.published_at is None:
        return None
    return max(0, (clock.local_date(feedback.published_at) - closed).days)
