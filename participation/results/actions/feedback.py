"""The two feedbacks, and completing the dialogue (T10), which takes both."""

from __future__ import annotations

from collections.abc import Sequence

from participation import clock, db, event_log
from participation.access import Actor, Conflict, Reason, Refused, require
from participation.dialogues.actions import lock, log_move, make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Move
from participation.results import emails
from participation.results.guards import fed_back, participants_told, public_told
from participation.results.models import Feedback
from participation.results.permissions import ResultsPermission
from participation.results.queries import contactable, feedback_version, feedbacks, participants_facts, public_facts
from participation.results.rules import FeedbackKind
from participation.results.versions import version_of
from participation.texts import Texts


def save_feedback(
    actor: Actor,
    dialogue: Dialogue,
    kind: FeedbackKind,
    *,
    text: Texts,
    channels: Sequence[str] = (),
    motive: str = "",
    seen: str | None = None,
) -> Feedback:
    """Keep a feedback, complete or not, without sending it. ``seen`` names what the form was made from.

    Raises Refused; Conflict once it is published, or if somebody else has written something else meanwhile.
    """
    lock(dialogue)
    require(actor, ResultsPermission.WRITE_FEEDBACK, dialogue)
    return _write(dialogue, kind, text=text, channels=channels, motive=motive, seen=seen)


def publish_to_participants(
    actor: Actor,
    dialogue: Dialogue,
    *,
    text: Texts,
    channels: Sequence[str] = (),
    motive: str = "",
    seen: str | None = None,
) -> Feedback:
    """Tell everyone who left an address, once, in their language; publish the same on the results page.

    If nobody can be reached, ``motive`` says why, and is published instead. Sent twice with the same words it is sent
    once. Raises Refused (E-ROLE, E-STATE, E-G29); Conflict if it is already out with other words.
    """
    lock(dialogue)
    require(actor, ResultsPermission.WRITE_FEEDBACK, dialogue)
    feedback = _write(dialogue, FeedbackKind.PARTICIPANTS, text=text, channels=channels, motive=motive, seen=seen)
    if feedback.published_at is not None:
        return feedback
    _guard(participants_told(participants_facts(dialogue, feedback)))
    feedback.recipients_count = contactable(dialogue.id)
    emails.feedback(dialogue, feedback.text)
    _publish(actor, dialogue, feedback, recipients=feedback.recipients_count)
    return feedback


def publish_to_public(
    actor: Actor, dialogue: Dialogue, *, text: Texts, channels: Sequence[str], seen: str | None = None
) -> Feedback:
    """Tell citizens at large, in every language of the dialogue; ``channels`` say where else it is told.

    Raises Refused (E-ROLE, E-STATE, E-G30); Conflict if it is already out with other words.
    """
    lock(dialogue)
    require(actor, ResultsPermission.WRITE_FEEDBACK, dialogue)
    feedback = _write(dialogue, FeedbackKind.PUBLIC, text=text, channels=channels, seen=seen)
    if feedback.published_at is not None:
        return feedback
    _guard(public_told(public_facts(dialogue, feedback)))
    _publish(actor, dialogue, feedback, languages=sorted(feedback.text))
    return feedback


def complete(actor: Actor, dialogue: Dialogue) -> None:
    """T10: both feedbacks are out, and the dialogue counts as completed. Raises Refused with every failing guard."""
    lock(dialogue)
    require(actor, ResultsPermission.FEED_BACK, dialogue)
    both = feedbacks(dialogue.id)
    _guard(
        fed_back(
            participants_facts(dialogue, both.get(FeedbackKind.PARTICIPANTS)),
            public_facts(dialogue, both.get(FeedbackKind.PUBLIC)),
        )
    )
    dialogue.fed_back_at = clock.now()
    db.session().flush()
    log_move(actor, dialogue, Move.FEED_BACK, guards=["participants_told", "public_told"])
    make_visible(dialogue)


def _write(
    dialogue: Dialogue,
    kind: FeedbackKind,
    *,
    text: Texts,
    channels: Sequence[str],
    motive: str = "",
    seen: str | None = None,
) -> Feedback:
    named = [c.strip() for c in channels if c.strip()]
    feedback = feedbacks(dialogue.id).get(kind)
    if feedback is not None and feedback.published_at is not None:
        if (feedback.text, feedback.channels, feedback.no_one_contactable_motive) != (text, named, motive.strip()):
            raise Conflict
        return feedback
    changes = feedback is None or feedback_version(feedback) != version_of(text, named, motive.strip())
    if seen is not None and changes and seen != feedback_version(feedback):
        raise Conflict
    if feedback is None:
        feedback = Feedback(dialogue_id=dialogue.id, kind=kind.value)
        db.session().add(feedback)
    feedback.text, feedback.channels, feedback.no_one_contactable_motive = text, named, motive.strip()
    db.session().flush()
    return feedback


def _publish(actor: Actor, dialogue: Dialogue, feedback: Feedback, **data: object) -> None:
    feedback.published_at = clock.now()
    db.session().flush()
    event_log.record(
        actor,
        "results.feedback_published",
        dialogue_id=dialogue.id,
        data={"kind": feedback.kind, "channels": feedback.channels, **data},
    )
    make_visible(dialogue)


def _guard(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(*reasons, by_guard=True)
