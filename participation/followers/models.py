"""Tables of following: the addresses, kept apart from everything else, and what has been told so far."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant


class Follower(Base):
    """An address that follows a dialogue. Nothing is sent to it until its owner has confirmed; gone when unfollowed.

    ``target_group_id``: officials have named it, as that of an organisation that speaks for the group. It is told that
    the dialogue opens, and nothing else unless its owner confirms.

    ``token`` is the only key to the row from outside: whoever holds the letter may confirm and stop.
    """

    __tablename__ = "follower"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "email"),
        Index("ix_follower_asked_at", "asked_at"),
        Index("ix_follower_target_group_id", "target_group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(16))
    token: Mapped[str] = mapped_column(String(48), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    letters: Mapped[int] = mapped_column(Integer, default=0)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    target_group_id: Mapped[int | None] = mapped_column(ForeignKey("target_group.id", ondelete="SET NULL"))


class Telling(Base):
    """Something that has happened in a dialogue, and how far telling it has come.

    ``key`` names what happened (``event:123``, ``opened:45``), so that it is told once however many workers look.
    ``reached`` is the last address written to; ``done_at`` is set when there is nobody left.
    """

    __tablename__ = "telling"
    __table_args__ = (Index("ix_telling_done_at_happened_at", "done_at", "happened_at"),)

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    what: Mapped[str] = mapped_column(String(24))
    happened_at: Mapped[datetime] = mapped_column(Instant)
    reached: Mapped[str] = mapped_column(String(254), default="")
    recipients: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
