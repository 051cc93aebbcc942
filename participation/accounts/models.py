"""Tables of accounts and the roles they are assigned."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant


class Account(Base):
    """A person who signs in. ``generation`` grows when every session of theirs must end."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    generation: Mapped[int] = mapped_column(Integer, default=1)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class StaffAssignment(Base):
    """A role held by an account between dates: for a body, for a dialogue, or (both null) everywhere."""

    __tablename__ = "staff_assignment"
    __table_args__ = (
        Index("ix_staff_assignment_account_id", "account_id"),
        Index("ix_staff_assignment_dialogue_id_role", "dialogue_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(24))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    dialogue_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
