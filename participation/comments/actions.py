"""Writes of comments."""

from __future__ import annotations

from datetime import datetime

from participation import db
from participation.access import Actor, NotFound
from participation.comments.models import Comment
from participation.comments.rules import path_of
from participation.contributions.actions import receive
from participation.contributions.models import Contribution
from participation.contributions.queries import is_visible
from participation.contributions.rules import Channel, Speaker
from participation.dialogues.models import Dialogue
from participation.texts import Texts


def submit_comment(
    actor: Actor,
    dialogue: Dialogue,
    subject: Contribution,
    *,
    key: str,
    body: str,
    language: str,
    display_name: str = "",
    parent: Comment | None = None,
    speaker: Speaker = Speaker.RESIDENT,
    office: Texts | None = None,
    channel: Channel = Channel.WEB,
    received_at: datetime | None = None,
) -> Comment:
    """Receive a comment on the subject, perhaps in answer to another; the same key gives the same comment.

    ``channel`` other than the web: an official types in what somebody has said, received then. ``speaker`` other than
    resident writes for the body named in ``office``, under the actor's name if no other is given. Raises NotFound if
    subject or parent is not visible or not of this dialogue and thread, Refused: E-STATE unless the dialogue is open,
    E-ROLE for an office one does not hold.
    """
    if subject.dialogue_id != dialogue.id or not is_visible(subject):
        raise NotFound
    if parent is not None and (parent.subject_id != subject.id or not is_visible(parent)):
        raise NotFound
    in_office = speaker is not Speaker.RESIDENT
    comment, is_new = receive(
        actor,
        dialogue,
        Comment,
        key=key,
        language=language,
        body=body,
        display_name=display_name.strip() or (actor.name if in_office else ""),
        speaker=speaker,
        speaker_label=office if in_office else None,
        channel=channel,
        received_at=received_at,
        subject_id=subject.id,
        parent_id=parent.id if parent else None,
        depth=(parent.depth or 1) + 1 if parent else 1,
    )
    if is_new:
        comment.thread_path = path_of(comment.number, parent.thread_path if parent else None)
        db.session().flush()
    return comment
