"""The table of what is ticked. Which lines there are is the handbook's to say, in the version the dialogue has."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant


class ChecklistTick(Base):
    """The latest that somebody has said of a line: done or not, with a note. What was said before is in the log."""

    __tablename__ = "checklist_tick"
    __table_args__ = (UniqueConstraint("dialogue_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    key: Mapped[str] = mapped_column(String(60))
    ticked: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(Instant)
