"""Tables of moderation: reports from anyone, rulings with grounds, complaints decided by somebody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant


class Report(Base):
    """Somebody says that a contribution should not stand. Open until a moderator rules (``settled_at``)."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("contribution_id", "reporter_key"),
        UniqueConstraint("idempotency_key"),
        Index("ix_report_open", "settled_at", "reported_at", "id"),
        Index("ix_report_contribution_id", "contribution_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    ground: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    locale: Mapped[str] = mapped_column(String(16))
    reporter_key: Mapped[str] = mapped_column(String(64))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    receipt_code: Mapped[str] = mapped_column(String(20), unique=True)
    reported_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    ruling_id: Mapped[int | None] = mapped_column(ForeignKey("ruling.id"))


class RulingRecord(Base):
    """A moderator's decision about a contribution, with the statement of reasons that the author is given."""

    __tablename__ = "ruling"
    __table_args__ = (Index("ix_ruling_contribution_id", "contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    ruling: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str | None] = mapped_column(String(40))
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime] = mapped_column(Instant)
    automatic: Mapped[bool] = mapped_column(Boolean, default=False)


class Complained:
    """The columns of a complaint about something hidden, of whatever sort that is: what the author says, and what
    another person than the one who hid it has decided."""

    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(12))
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)


class Complaint(Complained, Base):
    """An author asks for a hidden contribution to be looked at again, by another person."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("ruling_id"),
        Index("ix_complaint_open", "decided_at", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
