"""Writes of ideas."""

from __future__ import annotations

from datetime import datetime

from participation.access import Actor
from participation.contributions.actions import receive
from participation.contributions.rules import Channel
from participation.dialogues.models import Dialogue
from participation.ideas.models import Idea


def submit_idea(
    actor: Actor,
    dialogue: Dialogue,
    *,
    key: str,
    title: str,
    body: str,
    language: str,
    display_name: str = "",
    channel: Channel = Channel.WEB,
    received_at: datetime | None = None,
) -> Idea:
    """Receive a resident's idea; the same key gives the same idea. Raises Refused (E-STATE) unless it is open.

    ``channel`` other than the web: an official types in what somebody has put forward, received then.
    """
    idea, _ = receive(
        actor,
        dialogue,
        Idea,
        key=key,
        language=language,
        title=title.strip(),
        body=body,
        display_name=display_name.strip(),
        channel=channel,
        received_at=received_at,
    )
    return idea
