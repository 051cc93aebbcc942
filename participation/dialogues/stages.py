"""Where a dialogue is: its stages, derived from recorded instants and the clock, and how residents see them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where a dialogue is (POLICY.md A4.2). Derived, never stored."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    COMPILED = "compiled"
    HANDLED = "handled"
    FED_BACK = "fed_back"
    EVALUATED = "evaluated"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


ROAD = (
    Stage.DRAFT,
    Stage.PROPOSED,
    Stage.DECIDED,
    Stage.ANNOUNCED,
    Stage.OPEN,
    Stage.CLOSED,
    Stage.COMPILED,
    Stage.HANDLED,
    Stage.FED_BACK,
    Stage.EVALUATED,
)
"""The stages of an ordinary life, in order. A dialogue can stop beside the road: paused, cancelled or rejected."""


class PublicGroup(StrEnum):
    """How the public lists group the stages; also the values of ``?stage=``."""

    OPEN = "open"
    PLANNED = "planned"
    PROCESSING = "processing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


GROUP_OF: Mapping[Stage, PublicGroup] = {
    Stage.ANNOUNCED: PublicGroup.PLANNED,
    Stage.OPEN: PublicGroup.OPEN,
    Stage.CLOSED: PublicGroup.PROCESSING,
    Stage.COMPILED: PublicGroup.PROCESSING,
    Stage.HANDLED: PublicGroup.PROCESSING,
    Stage.FED_BACK: PublicGroup.COMPLETED,
    Stage.EVALUATED: PublicGroup.COMPLETED,
    Stage.PAUSED: PublicGroup.OPEN,
    Stage.CANCELLED: PublicGroup.CANCELLED,
}
"""The public stages and their group; a stage that is missing here is not public. What is cancelled is public only if it
ever was: see :func:`is_public`."""

PUBLIC_STAGES = frozenset(GROUP_OF)


@dataclass(frozen=True)
class StageFacts:
    """The recorded instants a stage follows from; None means that it has not happened.

    ``periods`` are the collection periods as half-open intervals ``[opens, closes)``, in order. It is paused from
    ``paused_at`` up to ``resumes_at``. ``consulted_at`` is when every committee that was asked has answered or had its
    time; nothing opens before (POLICY.md G12).
    """

    proposed_at: datetime | None = None
    decided_at: datetime | None = None
    announced_at: datetime | None = None
    compiled_at: datetime | None = None
    handled_at: datetime | None = None
    fed_back_at: datetime | None = None
    evaluated_at: datetime | None = None
    paused_at: datetime | None = None
    resumes_at: datetime | None = None
    cancelled_at: datetime | None = None
    rejected_at: datetime | None = None
    periods: tuple[tuple[datetime, datetime], ...] = ()
    consulted_at: datetime | None = None


def stage(facts: StageFacts, now: datetime) -> Stage:
    """The stage at the instant: an end, or the furthest recorded fact; once announced, the clock opens and closes, and
    brings back what is paused."""

    def happened(instant: datetime | None) -> bool:
        return _happened(instant, now)

    if happened(facts.rejected_at):
        return Stage.REJECTED
    if happened(facts.cancelled_at):
        return Stage.CANCELLED
    if happened(facts.evaluated_at):
        return Stage.EVALUATED
    if happened(facts.fed_back_at):
        return Stage.FED_BACK
    if happened(facts.handled_at):
        return Stage.HANDLED
    if happened(facts.compiled_at):
        return Stage.COMPILED
    if happened(facts.announced_at):
        if happened(facts.paused_at) and facts.resumes_at is not None and now < facts.resumes_at:
            return Stage.PAUSED
        if facts.consulted_at is not None and now < facts.consulted_at:
            return Stage.ANNOUNCED
        if any(opens <= now < closes for opens, closes in facts.periods):
            return Stage.OPEN
        return Stage.CLOSED if any(opens <= now for opens, _ in facts.periods) else Stage.ANNOUNCED
    if happened(facts.decided_at):
        return Stage.DECIDED
    if happened(facts.proposed_at):
        return Stage.PROPOSED
    return Stage.DRAFT


def _happened(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


def is_public(facts: StageFacts, now: datetime) -> bool:
    """Whether residents may know of it: it has been announced, and was not rejected. Being cancelled hides nothing."""
    published = (facts.announced_at, facts.compiled_at, facts.handled_at, facts.fed_back_at, facts.evaluated_at)
    return any(_happened(instant, now) for instant in published) and not _happened(facts.rejected_at, now)
