"""Table of support: one row a question."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Account
from participation.bodies.models import Body
from participation.db import Base, Instant
from participation.support.rules import MAXIMUM_SUBJECT, MAXIMUM_TEXT


class SupportTicket(Base):
    """What a body asks the coordinator. Once it is answered, neither the question nor the answer changes."""

    __tablename__ = "support_ticket"
    __table_args__ = (Index("ix_support_ticket_answered_at_asked_at", "answered_at", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    subject: Mapped[str] = mapped_column(String(MAXIMUM_SUBJECT))
    question: Mapped[str] = mapped_column(String(MAXIMUM_TEXT))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    answer: Mapped[str] = mapped_column(String(MAXIMUM_TEXT), default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
    asked_by: Mapped[Account | None] = relationship(foreign_keys=asked_by_id, lazy="joined")
    answered_by: Mapped[Account | None] = relationship(foreign_keys=answered_by_id, lazy="joined")
