"""Receiving a written statement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from participation import clock, db, event_log
from participation.access import Actor, NotFound, require
from participation.contributions.actions import arrival, leave_address, receive
from participation.contributions.permissions import ContributionPermission
from participation.contributions.rules import Channel, Visibility
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import days_open
from participation.dialogues.rules import Kind
from participation.legal.rules import LegalPhase
from participation.statements.models import StatementSender, WrittenStatement
from participation.statements.rules import SenderKind


def submit_statement(
    actor: Actor,
    dialogue: Dialogue,
    *,
    key: str,
    body: str,
    language: str,
    name: str,
    postal_address: str = "",
    email: str = "",
    property_name: str = "",
    sender_kind: SenderKind = SenderKind.PERSON,
    channel: Channel = Channel.WEB,
    locale: str = "sv",
    received_at: datetime | None = None,
) -> WrittenStatement:
    """Receive a statement; the same key gives the same one. A receipt is sent to an e-mail address, in ``locale``.
    ``received_at``: when it reached the municipality, if that was not now.

    Raises Refused (E-STATE) unless a period is open; NotFound for a dialogue that is not statutory; ValueError for a
    statement without text, name, or any address: it would safeguard nothing.
    """
    if dialogue.kind != Kind.STATUTORY.value:
        raise NotFound
    if not body.strip() or not name.strip() or not (postal_address.strip() or email.strip()):
        raise ValueError("a written statement has a text, a name and an address")
    statement, is_new = receive(
        actor,
        dialogue,
        WrittenStatement,
        key=key,
        language=language,
        body=body,
        channel=channel,
        reviewed_at=clock.now(),
        visibility=Visibility.UNPUBLISHED,
        received_at=received_at,
    )
    if not is_new:
        return statement
    db.session().add(
        StatementSender(
            contribution_id=statement.id,
            dialogue_id=dialogue.id,
            phase=open_phase(dialogue, received_at).value,
            kind=sender_kind.value,
            name=name.strip(),
            postal_address=postal_address.strip(),
            email=email.strip().lower(),
            property_name=property_name.strip(),
        )
    )
    db.session().flush()
    if email.strip():
        leave_address(statement, email=email, locale=locale)
    return statement


def enter_statement(
    actor: Actor, dialogue: Dialogue, *, key: str, received_on: date, sender_kind: SenderKind, values: Mapping[str, str]
) -> WrittenStatement | None:
    """Type in a statement that came on paper; it weighs as much as any. ``values``: ``body``, ``language``, ``name``,
    ``postal_address``, ``email``, ``property_name``. None if no period was open on the day it came.

    Raises Refused (E-ROLE, E-STATE), and what :func:`submit_statement` raises.
    """
    lock(dialogue)
    require(actor, ContributionPermission.ENTER, dialogue)
    if received_on > clock.today() or not any(first <= received_on <= last for first, last in days_open(dialogue)):
        return None
    statement = submit_statement(
        actor,
        dialogue,
        key=key,
        sender_kind=sender_kind,
        channel=Channel.PAPER,
        received_at=arrival(received_on),
        **values,
    )
    event_log.record(
        actor,
        "contribution.enter",
        dialogue_id=dialogue.id,
        contribution_id=statement.id,
        data={"channel": Channel.PAPER.value},
    )
    return statement


def open_phase(dialogue: Dialogue, at: datetime | None = None) -> LegalPhase:
    """The phase that collects at the instant (now), or collected last before it."""
    now = at or clock.now()
    begun = [p for p in dialogue.phases if p.opens_at <= now]
    return LegalPhase(begun[-1].kind) if begun else LegalPhase.SAMRAD
