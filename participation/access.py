"""Who may do what, as data: roles, permissions, and refusals that carry their reason.

Pure: no database, no web. A permission is a member of an enum whose value says in which ways it can be had;
each way is a list of conditions, each with the reason that is given when it fails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from participation import clock


class Role(StrEnum):
    """The roles of POLICY.md A6 that an account can be assigned."""

    ELECTED = "elected"
    OFFICER = "officer"
    COMMITTEE_SECRETARY = "committee_secretary"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"
    REGISTRAR = "registrar"
    ARCHIVIST = "archivist"
    DPO = "dpo"
    ADMIN = "admin"


@dataclass(frozen=True)
class Assignment:
    """A role held now: for one body, for one dialogue, or (both None) for the whole municipality."""

    role: Role
    body_id: int | None = None
    dialogue_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a visitor, a signed-in person with assignments, or the system itself."""

    account_id: int | None = None
    name: str = ""
    assignments: frozenset[Assignment] = frozenset()
    is_system: bool = False

    @property
    def signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(a.role for a in self.assignments)

    def holds(self, role: Role, body_id: int | None = None, dialogue_id: int | None = None) -> bool:
        """Whether the role is held for the whole municipality, for the body, or for the dialogue."""
        return any(
            a.role is role
            and (
                (a.body_id is None and a.dialogue_id is None)
                or (a.body_id is not None and a.body_id == body_id)
                or (a.dialogue_id is not None and a.dialogue_id == dialogue_id)
            )
            for a in self.assignments
        )

    def bodies_as(self, role: Role) -> frozenset[int] | None:
        """The bodies the role is held for; None means every body."""
        held = [a for a in self.assignments if a.role is role and a.dialogue_id is None]
        if any(a.body_id is None for a in held):
            return None
        return frozenset(a.body_id for a in held if a.body_id is not None)


VISITOR = Actor()
SYSTEM = Actor(name="system", is_system=True)


@dataclass(frozen=True)
class Reason:
    """Why something is refused: a code of POLICY.md A5, what the sentence is filled with, where to mend it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    field: str | None = None


latest_refusal: ContextVar[Refused | None] = ContextVar("participation_latest_refusal", default=None)
"""The refusal that was raised last in this context. A request begins with None."""


class Refused(Exception):
    """A rule or guards say no. ``reasons`` is never empty; ``by_guard`` tells a 409 from a 403.

    The latest is remembered in :data:`latest_refusal`: whoever shows it need not say so for it to be logged.
    """

    def __init__(self, *reasons: Reason, by_guard: bool = False) -> None:
        super().__init__(", ".join(r.code for r in reasons))
        self.reasons = reasons
        self.by_guard = by_guard
        latest_refusal.set(self)


class Conflict(Exception):
    """Somebody else was first: the thing has changed since it was read (E-RACE)."""


def name_of_version(said: object) -> str:
    """A short name for what is stored, from plain values: a form carries that of what it was made from, and where it no
    longer fits somebody else was first (:class:`Conflict`)."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


class NotFound(Exception):
    """There is no such thing, or the actor may not know that there is."""


@dataclass(frozen=True)
class Condition:
    """One thing that must hold. ``test(actor, thing, now)``; ``reason`` is what a refusal says."""

    name: str
    test: Callable[[Actor, Any, datetime], bool]
    reason: Callable[[Actor, Any], Reason]


Way = tuple[Condition, ...]


class Permission(Enum):
    """Base of each feature's permission table: the value is the ways in which the permission is had."""

    @property
    def ways(self) -> tuple[Way, ...]:
        ways: tuple[Way, ...] = self.value[1]
        return ways


def ways(name: str, *alternatives: Iterable[Condition]) -> tuple[str, tuple[Way, ...]]:
    """The value of a permission: its name (so that equal tables stay distinct members) and its ways."""
    return name, tuple(tuple(a) for a in alternatives)


def refusal(actor: Actor, permission: Permission, thing: Any = None, now: datetime | None = None) -> Reason | None:
    """None if any way passes whole; otherwise the first failing condition of the way that came furthest."""
    at = now if now is not None else clock.now()
    furthest, reason = -1, Reason("E-ROLE")
    for way in permission.ways:
        for position, condition in enumerate(way):
            if not condition.test(actor, thing, at):
                if position > furthest:
                    furthest, reason = position, condition.reason(actor, thing)
                break
        else:
            return None
    return reason


def allowed(actor: Actor, permission: Permission, thing: Any = None, now: datetime | None = None) -> bool:
    """Whether the actor has the permission on the thing."""
    return refusal(actor, permission, thing, now) is None


def require(actor: Actor, permission: Permission, thing: Any = None, now: datetime | None = None) -> None:
    """Raise :class:`Refused` unless the actor has the permission: the first line of every action."""
    reason = refusal(actor, permission, thing, now)
    if reason is not None:
        raise Refused(reason, by_guard=reason.code == "E-STATE")
