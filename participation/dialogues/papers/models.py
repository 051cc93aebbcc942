"""Tables of papers: a proposal as it was when it was made, and the meetings to which results are sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.bodies.models import Body
from participation.db import Base, Instant, JsonData


class DecisionPaper(Base):
    """What was proposed, one row a proposal. ``contents`` are plain data (participation/dialogues/papers/contents.py);
    they never change."""

    __tablename__ = "decision_paper"
    __table_args__ = (UniqueConstraint("dialogue_id", "proposed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    contents: Mapped[dict[str, Any]] = mapped_column(JsonData)


class AgendaItem(Base):
    """That the compiled results are to be dealt with at a body's meeting, with the papers for it as links."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("dialogue_id", "body_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    meets_on: Mapped[date] = mapped_column(Date)
    papers: Mapped[list[dict[str, str]]] = mapped_column(JsonData)
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(Instant)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
