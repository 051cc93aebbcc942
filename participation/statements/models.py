"""Tables of written statements: who sent them, kept apart; what the officials make of them; the report of a phase."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.contributions.models import Contribution
from participation.contributions.rules import ContributionKind
from participation.db import Base, Instant


class WrittenStatement(Contribution):
    """A statement as it was sent. It is a public record that the web never shows."""

    __mapper_args__ = {"polymorphic_identity": ContributionKind.WRITTEN_STATEMENT.value}


class StatementSender(Base):
    """Who sent a statement, how they are reached, and which property it is about. Never public."""

    __tablename__ = "statement_sender"
    __table_args__ = (Index("ix_statement_sender_dialogue_id_phase", "dialogue_id", "phase"),)

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    phase: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    postal_address: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    property_name: Mapped[str] = mapped_column(String(120), default="")


class StatementAnswer(Base):
    """What the officials make of a statement: public with the report. ``informed_on``: when the sender was told."""

    __tablename__ = "statement_answer"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    met: Mapped[str | None] = mapped_column(String(12))
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    informed_on: Mapped[date | None] = mapped_column(Date)
    informed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PhaseReport(Base):
    """The report that ends a phase: the consultation report, the review statement."""

    __tablename__ = "phase_report"
    __table_args__ = (UniqueConstraint("dialogue_id", "phase"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    phase: Mapped[str] = mapped_column(String(12))
    how: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
