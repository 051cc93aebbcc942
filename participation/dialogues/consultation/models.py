"""Table of the consultation: one row for each other committee, from the decision to hold the dialogue."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.bodies.models import Body
from participation.db import Base, Instant, LocalisedText
from participation.dialogues.models import Dialogue
from participation.texts import Texts


class CommitteeConsultation(Base):
    """What one committee was asked and what it answered. ``participates`` is null until it answers."""

    __tablename__ = "committee_consultation"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "body_id"),
        Index("ix_committee_consultation_body_id_answered_at", "body_id", "answered_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    question: Mapped[str] = mapped_column(String(2000), default="")
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer_by: Mapped[date | None] = mapped_column(Date)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    participates: Mapped[bool | None] = mapped_column(Boolean)
    motive: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    part: Mapped[str] = mapped_column(String(200), default="")
    handles: Mapped[str] = mapped_column(String(2000), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")

    dialogue: Mapped[Dialogue] = relationship(back_populates="consultations")
    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
