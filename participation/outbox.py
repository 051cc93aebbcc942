"""Messages waiting to be sent. They are written in the transaction that causes them; a job sends them.

``UNIQUE (recipient, event)`` makes a message exactly one. The sender claims a message for a while, sends it, and
notes that it is sent. If the process dies after the mail server has acknowledged and before that note is
committed, the claim runs out and the message is sent a second time: with the same Message-ID, so that mail programs
can tell. That is the only case in which somebody can get two; files (``file:``) are named after the Message-ID and
overwrite themselves, so there it cannot happen at all.

A claim is renewed just before each message is sent, so a slow mail server cannot make it run out under the sender's
hands: one sending takes at most :data:`STEP_SECONDS` a step of the protocol, together less than the claim.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, mapped_column

from participation import clock, db
from participation.db import Base, Instant

log = logging.getLogger("participation.outbox")

CLAIM = timedelta(minutes=5)
BATCH = 20
STEP_SECONDS = 20
"""How long one step of sending may take; a transport keeps to it."""

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
MOST_ATTEMPTS = 40
"""After so many attempts, a good week, nobody tries any more; the message stays, with the last error."""


class Message(Base):
    """A message to one recipient about one event."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("recipient", "event"),
        Index("ix_message_due", "sent_at", "not_before", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    event: Mapped[str] = mapped_column(String(120))
    locale: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    unsubscribe_url: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    not_before: Mapped[datetime] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


def enqueue(
    *, recipient: str, event: str, locale: str, subject: str, text: str, html: str, unsubscribe_url: str = ""
) -> bool:
    """Put a message into the outbox with the present transaction; False if this recipient has it already.

    Raises ValueError for what cannot be an address: with white space or control characters in it, or longer than 254.
    """
    session = db.session()
    now = clock.now()
    values = {
        "recipient": _address(recipient),
        "event": event,
        "locale": locale,
        "subject": " ".join(subject.split())[:200],
        "text": text,
        "html": html,
        "unsubscribe_url": unsubscribe_url,
        "created_at": now,
        "not_before": now,
        "attempts": 0,
        "last_error": "",
    }
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    done = session.execute(insert(Message).values(**values).on_conflict_do_nothing().returning(Message.id))
    return done.first() is not None


def _address(recipient: str) -> str:
    address = recipient.strip().lower()
    local, at, domain = address.rpartition("@")
    if (
        not (local and at and domain)
        or len(address) > 254
        or any(ch.isspace() or not ch.isprintable() for ch in address)
    ):
        raise ValueError("a recipient is one address, such as name@example.com")
    if any(ch in '<>,;:"()[]\\' for ch in address):
        raise ValueError("a recipient is a plain address, without a name, quotes or further addresses")
    return address


def count(event: str) -> int:
    """How many recipients there are of messages about the event, sent or not."""
    return db.session().scalar(select(func.count()).select_from(Message).where(Message.event == event)) or 0


def told(event: str, recipients: Sequence[str]) -> set[str]:
    """Those of the recipients that have a message about the event, sent or not: a job need not write it again."""
    known = select(Message.recipient).where(Message.event == event, Message.recipient.in_(recipients))
    return set(db.session().scalars(known)) if recipients else set()


@dataclass(frozen=True)
class Letter:
    """A message as the sender needs it, detached from the database."""

    id: int
    message_id: str
    recipient: str
    subject: str
    text: str
    html: str
    locale: str
    unsubscribe_url: str
    created_at: datetime
    held_until: datetime


class Delivery(StrEnum):
    """How far a message has come. Sent: the mail server has taken it, which is the last that is known here."""

    WAITING = "waiting"
    TRIED = "tried"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Sending:
    """How far a message has come: since ``at`` it waits, or then it was sent."""

    delivery: Delivery
    at: datetime
    attempts: int


def sendings(events: Collection[str]) -> dict[tuple[str, str], Sending]:
    """How far the messages about the events have come, by recipient and event. Whose message was taken back, or never
    written, is not in it."""
    rows = db.rows(
        select(
            Message.recipient,
            Message.event,
            Message.created_at,
            Message.sent_at,
            Message.attempts,
            Message.last_error,
            Message.claimed_until,
        ).where(Message.event.in_(sorted(events)))
    )
    return {(row.recipient, row.event): _sending(row) for row in rows} if events else {}


def _sending(row: Any) -> Sending:
    if row.sent_at is not None:
        return Sending(Delivery.SENT, row.sent_at, row.attempts)
    in_hand = row.claimed_until is not None and row.claimed_until > clock.now()
    if row.attempts >= MOST_ATTEMPTS and not in_hand:
        return Sending(Delivery.FAILED, row.created_at, row.attempts)
    return Sending(Delivery.TRIED if row.last_error else Delivery.WAITING, row.created_at, row.attempts)


def take_back(recipient: str, event: str) -> bool:
    """Delete the message unless it is sent; False if there is none that waits. For what is told in another way."""
    gone = db.session().execute(
        delete(Message)
        .where(Message.recipient == _address(recipient), Message.event == event, Message.sent_at.is_(None))
        .returning(Message.id)
    )
    return gone.first() is not None


class Transport(Protocol):
    """Sends one letter, or raises."""

    def send(self, letter: Letter) -> None: ...


def claim(engine: Engine, limit: int = BATCH) -> list[Letter]:
    """Take up to ``limit`` messages that are due and that nobody else holds, and hold them for five minutes."""
    now = clock.now()
    with db.transaction(engine) as session:
        due = (
            select(Message.id)
            .where(
                Message.sent_at.is_(None),
                Message.not_before <= now,
                Message.attempts < MOST_ATTEMPTS,
                or_(Message.claimed_until.is_(None), Message.claimed_until <= now),
            )
            .order_by(Message.not_before, Message.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = list(session.scalars(due))
        if not ids:
            return []
        session.execute(
            update(Message)
            .where(Message.id.in_(ids))
            .values(claimed_until=now + CLAIM, attempts=Message.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        rows = session.scalars(
            select(Message).where(Message.id.in_(ids)).order_by(Message.id).execution_options(populate_existing=True)
        ).all()
        return [
            Letter(
                id=m.id,
                message_id=_message_id(m),
                recipient=m.recipient,
                subject=m.subject,
                text=m.text,
                html=m.html,
                locale=m.locale,
                unsubscribe_url=m.unsubscribe_url,
                created_at=m.created_at,
                held_until=now + CLAIM,
            )
            for m in rows
        ]


def _message_id(message: Message) -> str:
    digest = hashlib.sha256(f"{message.id}|{message.recipient}|{message.event}".encode()).hexdigest()[:32]
    return f"{digest}@participation.invalid"


def deliver(engine: Engine, transport: Transport, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Send everything that is due; returns how many messages were sent. A failed one waits longer each time, and
    whatever goes wrong with one message leaves the others alone."""
    sent = 0
    while not should_stop():
        letters = claim(engine)
        if not letters:
            break
        for position, letter in enumerate(letters):
            if should_stop():
                _let_go(engine, letters[position:])
                break
            if not _hold(engine, letter):
                continue
            try:
                transport.send(letter)
            except Exception as error:
                if not isinstance(error, OSError | smtplib.SMTPException):
                    log.exception("message %s could not be written as a mail", letter.id)
                _postpone(engine, letter, error)
            else:
                _note_sent(engine, letter)
                sent += 1
    return sent


def _hold(engine: Engine, letter: Letter) -> bool:
    """Renew the claim; False if it has run out and somebody else has taken the message since."""
    with db.transaction(engine) as session:
        held = session.scalar(
            update(Message)
            .where(Message.id == letter.id, Message.sent_at.is_(None), Message.claimed_until == letter.held_until)
            .values(claimed_until=clock.now() + CLAIM)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
    return held is not None


def _let_go(engine: Engine, letters: Sequence[Letter]) -> None:
    """Give back what was claimed and not tried, so that the next worker need not wait for the claim to run out."""
    with db.transaction(engine) as session:
        for letter in letters:
            session.execute(
                update(Message)
                .where(Message.id == letter.id, Message.claimed_until == letter.held_until)
                .values(claimed_until=None, attempts=Message.attempts - 1)
                .execution_options(synchronize_session=False)
            )


def _note_sent(engine: Engine, letter: Letter) -> None:
    with db.transaction(engine) as session:
        session.execute(
            update(Message)
            .where(Message.id == letter.id)
            .values(sent_at=clock.now(), claimed_until=None, last_error="")
            .execution_options(synchronize_session=False)
        )


def _postpone(engine: Engine, letter: Letter, error: Exception) -> None:
    with db.transaction(engine) as session:
        message = session.get(Message, letter.id)
        if message is None:
            return  # taken back meanwhile: its recipient wants no more mail
        wait = min(FIRST_RETRY * 2 ** min(message.attempts - 1, 12), LONGEST_RETRY)
        message.not_before = clock.now() + wait
        message.claimed_until = None
        message.last_error = f"{type(error).__name__}: {error}"[:500]
