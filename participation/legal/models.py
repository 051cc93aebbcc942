"""The table of the legal register. A version of a row is never changed once it has been entered, only ended."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant, JsonData, LocalisedText
from participation.legal.rules import Document, LegalPhase, Minimum, NoticeItem, Output, Unit
from participation.texts import Texts


class LegalBasis(Base):
    """A version of what a provision demands. ``next_code``: the provision of the phase that follows, if one does.

    ``minimum`` is None where the law states no figure. Dialogues name the version they were begun with by its id.
    """

    __tablename__ = "legal_basis"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_period"),
        CheckConstraint("minimum IS NULL OR minimum > 0", name="minimum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    phase: Mapped[str] = mapped_column(String(12))
    next_code: Mapped[str | None] = mapped_column(String(40))
    names: Mapped[Texts] = mapped_column(LocalisedText)
    provision: Mapped[str] = mapped_column(String(80))
    minimum: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(8), default=Unit.DAYS.value)
    minimum_provision: Mapped[str] = mapped_column(String(80), default="")
    documents: Mapped[list[str]] = mapped_column(JsonData, default=list)
    other_documents: Mapped[list[str]] = mapped_column(JsonData, default=list)
    notice_items: Mapped[list[str]] = mapped_column(JsonData, default=list)
    output: Mapped[str] = mapped_column(String(24), default=Output.NONE.value)
    web_duty: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    web_days: Mapped[int | None] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def legal_phase(self) -> LegalPhase:
        return LegalPhase(self.phase)

    @property
    def shortest(self) -> Minimum | None:
        """The shortest period the law allows, or None where it states no figure."""
        return Minimum(self.minimum, Unit(self.unit)) if self.minimum else None

    @property
    def demanded(self) -> tuple[Document, ...]:
        """The documents that must be on the website, of those that have a name in every language."""
        return tuple(d for d in Document if d.value in self.documents)

    @property
    def notice(self) -> tuple[NoticeItem, ...]:
        """What the announcement must say."""
        return tuple(i for i in NoticeItem if i.value in self.notice_items)
