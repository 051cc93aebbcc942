"""What followers are told, and the limits of following. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from enum import StrEnum


class News(StrEnum):
    """Something that happens in a dialogue and that followers are told once."""

    OPENED = "opened"
    HALFWAY = "halfway"
    EXTENDED = "extended"
    AMENDED = "amended"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    DECISION_MOVED = "decision_moved"
    RESULTS = "results"
    DECISION = "decision"
    FEEDBACK = "feedback"
    MEASURE = "measure"
    REVIEW = "review"


TOLD: Mapping[str, News] = {
    "dialogue.extend": News.EXTENDED,
    "dialogue.amend": News.AMENDED,
    "dialogue.pause": News.PAUSED,
    "dialogue.resume": News.RESUMED,
    "dialogue.cancel": News.CANCELLED,
    "dialogue.decision_moved": News.DECISION_MOVED,
    "dialogue.compile": News.RESULTS,
    "dialogue.handle": News.DECISION,
    "dialogue.feed_back": News.FEEDBACK,
    "results.measure_changed": News.MEASURE,
    "statutory.review_announced": News.REVIEW,
}
"""Events of the log that are told, whoever writes them. What opens by the clock is told besides."""

BY_THE_CLOCK = frozenset({News.OPENED, News.HALFWAY})
"""What is only worth telling while the dialogue is open: later it would not be true any more."""

PARTICIPANTS_TOO = frozenset(
    {
        News.EXTENDED,
        News.AMENDED,
        News.PAUSED,
        News.RESUMED,
        News.DECISION_MOVED,
        News.DECISION,
        News.REVIEW,
    }
)
"""What those who left an address with a contribution are told in the same way."""

TOLD_BY_OTHERS = frozenset({News.RESULTS, News.FEEDBACK, News.CANCELLED})
"""What they are told with their own receipts, by the action that does it (N11, N13, T14)."""

MAXIMUM_LETTERS = 3
"""How many times an address can be asked to confirm, so that nobody can make the municipality write without end."""

BATCH = 100
"""How many letters one transaction writes: other writers wait no longer than that takes."""

STOPPED = "followers.organisation_stopped"
"""The event of the log that says that an organisation wants to be told no more. Its address is deleted; a digest of it
stays, so that nobody names it again for the dialogue."""


def digest(dialogue_id: int, address: str, *, secret: str) -> str:
    """Names an address in one dialogue without telling it: not even to who has the log and a list of addresses."""
    return hmac.new(secret.encode(), f"{dialogue_id}:{address.strip().lower()}".encode(), hashlib.sha256).hexdigest()


def event_name(dialogue_id: int, key: str) -> str:
    """The name of what is told in the outbox: one letter an address. ``key`` is the telling's."""
    return f"told:{dialogue_id}:{key}"


MOST_ORGANISATIONS = 50
"""How many organisations a dialogue names to be told that it opens."""
