"""Tables of what was held: a record of an activity, and the elected representatives who were there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant
from participation.meetings.rules import MAXIMUM_NOTE


class ActivityRecord(Base):
    """What an activity came to. ``attendance`` is a number of people, never who they were."""

    __tablename__ = "activity_record"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    attendance: Mapped[int | None] = mapped_column(Integer)
    interpreter: Mapped[bool] = mapped_column(Boolean)
    hearing_loop: Mapped[bool] = mapped_column(Boolean)
    step_free: Mapped[bool] = mapped_column(Boolean)
    child_friendly: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(String(MAXIMUM_NOTE), default="")
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    logged_at: Mapped[datetime] = mapped_column(Instant)


class Presence(Base):
    """That an elected representative took part in an activity."""

    __tablename__ = "activity_presence"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    elected_person_id: Mapped[int] = mapped_column(ForeignKey("elected_person.id"), primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    logged_at: Mapped[datetime] = mapped_column(Instant)
