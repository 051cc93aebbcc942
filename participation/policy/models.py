"""The table of the policy's versions. A version that is published never changes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant, LocalisedText
from participation.texts import Texts


class PolicyVersion(Base):
    """A text of the policy with where it was adopted. ``number`` is given when it is published."""

    __tablename__ = "policy_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None] = mapped_column(Integer, unique=True)
    text: Mapped[Texts] = mapped_column(LocalisedText)
    adopted_by: Mapped[str] = mapped_column(String(120))
    adopted_on: Mapped[date] = mapped_column(Date)
    paragraph: Mapped[str] = mapped_column(String(20), default="")
    registry_number: Mapped[str] = mapped_column(String(40), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(12))

    @property
    def reference(self) -> str:
        """Where it was adopted: ``Kommunfullmäktige 2026-06-17 § 85``, as decisions are cited."""
        section = f" § {self.paragraph}" if self.paragraph else ""
        return f"{self.adopted_by} {self.adopted_on.isoformat()}{section}"
