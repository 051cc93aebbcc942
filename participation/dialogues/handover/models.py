"""Table of handovers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant


class Handover(Base):
    """A dialogue went from one body to another, by a decision. Never changed afterwards."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_dialogue_id", "dialogue_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    from_body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    to_body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    taken_on: Mapped[date] = mapped_column(Date)
    paragraph: Mapped[str] = mapped_column(String(20))
    registry_number: Mapped[str] = mapped_column(String(40))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
