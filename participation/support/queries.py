"""Reads of questions to the coordinator."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from participation import db
from participation.access import Actor, NotFound, Role, allowed
from participation.support.models import SupportTicket
from participation.support.permissions import SupportPermission

PAGE = 50


def ticket_by_id(actor: Actor, ticket_id: int) -> SupportTicket:
    """The question, if the actor may know of it; else NotFound."""
    found = db.session().get(SupportTicket, ticket_id)
    if found is None or not allowed(actor, SupportPermission.READ, found.body_id):
        raise NotFound
    return found


def tickets(actor: Actor, before: int | None = None) -> tuple[list[SupportTicket], int | None]:
    """A page of the questions that the actor reads, newest first, and where the next begins. One query."""
    query = select(SupportTicket).where(_readable(actor))
    if before is not None:
        query = query.where(SupportTicket.id < before)
    found = list(db.session().scalars(query.order_by(SupportTicket.id.desc()).limit(PAGE + 1)))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def unanswered(actor: Actor) -> list[SupportTicket]:
    """What waits for the actor's answer, as a coordinator; oldest first. No query for anybody else."""
    held = actor.bodies_as(Role.COORDINATOR)
    if held is not None and not held:
        return []
    query = select(SupportTicket).where(SupportTicket.answered_at.is_(None))
    if held is not None:
        query = query.where(SupportTicket.body_id.in_(held))
    return list(db.session().scalars(query.order_by(SupportTicket.asked_at, SupportTicket.id)))


def _readable(actor: Actor) -> Any:
    conditions: list[Any] = []
    for role in (Role.COORDINATOR, Role.OFFICER, Role.COMMITTEE_SECRETARY, Role.ELECTED):
        held = actor.bodies_as(role)
        if held is None:
            return SupportTicket.id.is_not(None)
        if held:
            conditions.append(SupportTicket.body_id.in_(held))
    return or_(SupportTicket.id < 0, *conditions)


def ticket_with(key: str) -> SupportTicket | None:
    """The question that was asked with the key."""
    return db.session().scalar(select(SupportTicket).where(SupportTicket.idempotency_key == key))
