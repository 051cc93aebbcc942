"""Tables of the clocks: why a step is late, and what reaching out to the target groups has come to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant, LocalisedText
from participation.texts import Texts


class DelayReason(Base):
    """What the body says about a step that is late, and when it reckons to be done. One a step; public."""

    __tablename__ = "delay_reason"
    __table_args__ = (UniqueConstraint("dialogue_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    step: Mapped[str] = mapped_column(String(24))
    text: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    expected_on: Mapped[date | None] = mapped_column(Date)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)


class Outreach(Base):
    """What reaching out to a target group has come to so far: whether it was reached, and how many people."""

    __tablename__ = "outreach"
    __table_args__ = (Index("ix_outreach_dialogue_id", "dialogue_id"),)

    target_group_id: Mapped[int] = mapped_column(ForeignKey("target_group.id", ondelete="CASCADE"), primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    reached: Mapped[bool] = mapped_column(Boolean)
    people: Mapped[int | None] = mapped_column(Integer)
    note: Mapped[str] = mapped_column(String(1000), default="")
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    logged_at: Mapped[datetime] = mapped_column(Instant)
