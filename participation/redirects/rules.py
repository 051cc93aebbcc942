"""What redirecting a contribution demands. Pure."""

from __future__ import annotations

from participation.access import Reason

MAXIMUM_REASON = 2000


def leads_somewhere(has_channel: bool, reason: str) -> list[Reason]:
    """E-I03: which channel it is redirected to, and why."""
    if has_channel and reason.strip():
        return []
    return [Reason("E-I03", field="reason" if has_channel else "channel")]
