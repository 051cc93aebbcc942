"""The guards of authority: whose question it is, and when it may be asked (POLICY.md A3.1, R2-R8). Pure.

They look at what the registers say of the dialogue (:class:`AuthorityFacts`), when it is proposed and again when the
decision is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from participation.access import Reason
from participation.dialogues.rules import Kind, Section
from participation.dialogues.statutory.guards import STATUTORY_GUARDS


def body_in_office(f: Any, _day: date) -> list[Reason]:
    """E-G10: the responsible body exists; one that a term has ended has handed its dialogues over."""
    if f.authority.body_exists:
        return []
    right = tuple(b.names for b in f.right_bodies)
    params = {"body": f.responsible_body.names, "kind": f.kind, "right_body": right}
    return [Reason("E-G10", params, field="responsible_body")]


def within_policy_area(f: Any, _day: date) -> list[Reason]:
    """E-G14: a committee's dialogue is about an area of activity in its mandate.

    Until the municipality has begun to keep its areas and mandates, there is nothing to compare with.
    """
    known = f.authority
    if f.kind is not Kind.COMMITTEE or not known.areas_kept or known.policy_area_id in known.areas_of_body:
        return []
    params = {"body": f.responsible_body.names, "committee": tuple(b.names for b in known.area_owners)}
    return [Reason("E-G14", params, field="policy_area_id")]


def within_cycle(f: Any, _day: date) -> list[Reason]:
    """E-G11: a municipality-wide dialogue is linked to a goal review period and lies in it, handling included."""
    if f.kind is not Kind.MUNICIPALITY_WIDE:
        return []
    cycle = f.authority.cycle
    dates = [d for d in (f.opens_on, f.closes_on, f.handling_meeting) if d is not None]
    if cycle is not None and all(cycle[0] <= d <= cycle[1] for d in dates):
        return []
    start, end = cycle or f.authority.nearest_cycle or ("–", "–")
    return [Reason("E-G11", {"start": start, "end": end}, field="goal_review_cycle_id")]


AUTHORITY_GUARDS: Sequence[Callable[[Any, date], list[Reason]]] = (body_in_office, within_policy_area, within_cycle)
"""What both the proposal and the recorded decision demand."""

AUTHORITY_FIELDS: Mapping[str, Section] = {
    "policy_area_id": Section.QUESTION,
    "goal_review_cycle_id": Section.SCHEDULE,
}
"""Where in the workspace the fields of these reasons are mended."""

KINDS_OF: Mapping[Callable[[Any, date], list[Reason]], frozenset[Kind]] = {
    within_policy_area: frozenset({Kind.COMMITTEE}),
    within_cycle: frozenset({Kind.MUNICIPALITY_WIDE}),
}
"""Guards that concern some kinds of dialogues only; for the others the checklist says nothing of them."""


def concerns(guard: Callable[[Any, date], list[Reason]], kind: Kind) -> bool:
    """Whether the guard has anything to say of a dialogue of the kind."""
    return kind in {**KINDS_OF, **STATUTORY_GUARDS}.get(guard, frozenset(Kind))
