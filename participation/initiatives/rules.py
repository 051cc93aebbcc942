"""The small machine of an initiative (POLICY.md A4.1): where it is, what can be done with it, by when. Pure.

The state is derived from what people did and when; nothing is stored that the clock makes untrue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from participation.access import Reason, Role
from participation.texts import Texts

MAXIMUM_QUESTION = 160
MAXIMUM_WHY = 4000
MAXIMUM_CONCERNS = 500
MAXIMUM_PLACE = 120
MAXIMUM_NAME = 120
MAXIMUM_NOTE = 2000
MAXIMUM_ANSWER = 4000
PAGE = 20


class Origin(StrEnum):
    """Whose initiative it is (policy, R9). An initiative can have several origins."""

    ELECTED = "elected"
    OFFICIAL = "official"
    CIVIL_SOCIETY = "civil_society"


class Sender(StrEnum):
    """Who of civil society sends it."""

    PERSON = "person"
    ORGANISATION = "organisation"


class State(StrEnum):
    """Where an initiative is."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


WAITING = (State.SUBMITTED, State.UNDER_REVIEW, State.FORWARDED)
ENDED = (State.ACCEPTED, State.DECLINED, State.REDIRECTED, State.WITHDRAWN)


@dataclass(frozen=True)
class StateFacts:
    """The instants that the state is derived from. At most one of the ends is there."""

    review_began_at: datetime | None = None
    forwarded_at: datetime | None = None
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    redirected_at: datetime | None = None
    withdrawn_at: datetime | None = None


def state(facts: StateFacts) -> State:
    """An end wins over everything before it."""
    for found, at in (
        (State.ACCEPTED, facts.accepted_at),
        (State.DECLINED, facts.declined_at),
        (State.REDIRECTED, facts.redirected_at),
        (State.WITHDRAWN, facts.withdrawn_at),
        (State.FORWARDED, facts.forwarded_at),
        (State.UNDER_REVIEW, facts.review_began_at),
    ):
        if at is not None:
            return found
    return State.SUBMITTED


class Move(StrEnum):
    """What can be done with an initiative."""

    REVIEW = "review"
    FORWARD = "forward"
    ACCEPT = "accept"
    DECLINE = "decline"
    DECLINE_OUTSIDE = "decline_outside"
    REDIRECT = "redirect"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class MoveRule:
    """From where a move leads where, and who of the staff makes it; none: the author, who has the return code."""

    sources: tuple[State, ...]
    target: State
    roles: tuple[Role, ...]


_REVIEWERS = (Role.OFFICER, Role.COORDINATOR)

MOVES: Mapping[Move, MoveRule] = {
    Move.REVIEW: MoveRule((State.SUBMITTED,), State.UNDER_REVIEW, _REVIEWERS),
    Move.FORWARD: MoveRule((State.UNDER_REVIEW, State.FORWARDED), State.FORWARDED, _REVIEWERS),
    Move.ACCEPT: MoveRule((State.FORWARDED,), State.ACCEPTED, (Role.COMMITTEE_SECRETARY,)),
    Move.DECLINE: MoveRule((State.FORWARDED,), State.DECLINED, (Role.COMMITTEE_SECRETARY,)),
    Move.DECLINE_OUTSIDE: MoveRule((State.UNDER_REVIEW, State.FORWARDED), State.DECLINED, _REVIEWERS),
    Move.REDIRECT: MoveRule((State.UNDER_REVIEW, State.FORWARDED), State.REDIRECTED, _REVIEWERS),
    Move.WITHDRAW: MoveRule(WAITING, State.WITHDRAWN, ()),
}
"""The whole machine. What is not here does not exist. Accepting and declining take the body's decision, which its
secretary records; an official may decline only what is obviously outside the municipality's competence."""


def in_right_state(move: Move, present: State) -> list[Reason]:
    """E-I01: whether the move can be made from where the initiative is."""
    if present in MOVES[move].sources:
        return []
    return [Reason("E-I01", {"status": present})]


def has_motive(answer: Texts) -> list[Reason]:
    """E-I02: an initiative cannot be declined without a reason."""
    return [] if answer.sv.strip() else [Reason("E-I02", field="answer")]


def leads_somewhere(has_channel: bool, answer: Texts) -> list[Reason]:
    """E-I03: which channel it is redirected to, and why."""
    if has_channel and answer.sv.strip():
        return []
    return [Reason("E-I03", field="answer" if has_channel else "channel")]


@dataclass(frozen=True)
class BodyDecision:
    """A body's decision on an initiative, as its secretary has recorded it."""

    taken_on: date | None
    paragraph: str
    registry_number: str
    minutes_url: str = ""


def is_recorded(decision: BodyDecision, received_on: date, today: date) -> list[Reason]:
    """E-G15: date, section and registry number are there. E-I04: the day is between receipt and today."""
    reasons = []
    for name, value in (
        ("taken_on", decision.taken_on),
        ("paragraph", decision.paragraph.strip()),
        ("registry_number", decision.registry_number.strip()),
    ):
        if not value:
            reasons.append(Reason("E-G15", field=name))
            break
    if decision.taken_on is not None and not received_on <= decision.taken_on <= today:
        reasons.append(Reason("E-I04", {"date": received_on}, field="taken_on"))
    return reasons


def answer_due(received_on: date, days: int) -> date:
    """The last day on which an answer is in time."""
    return received_on + timedelta(days=days)


@dataclass(frozen=True)
class Clock:
    """How an initiative stands to its promise. ``days``: left, or late by now, or late when it was answered."""

    due: date
    days: int
    late: bool
    answered_on: date | None


def clock_of(present: State, ended_on: date | None, due: date, today: date) -> Clock:
    """What is withdrawn needs no answer and is never late."""
    if present is State.WITHDRAWN:
        return Clock(due, 0, False, ended_on)
    if ended_on is not None:
        return Clock(due, max((ended_on - due).days, 0), ended_on > due, ended_on)
    return Clock(due, abs((due - today).days), today > due, None)
