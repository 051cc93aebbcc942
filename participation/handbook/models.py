"""Tables of the handbook. What a published version says is never changed: the next version is a copy."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant, LocalisedText
from participation.texts import Texts


class HandbookVersion(Base):
    """A version of the handbook. The one that is not published yet is the draft: there is at most one, because its
    number is the next."""

    __tablename__ = "handbook_version"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(500), default="")


class HandbookText(Base):
    """A chapter of a part, or a screen of the elected representatives' path (``place``). The text is Markdown."""

    __tablename__ = "handbook_text"
    __table_args__ = (
        UniqueConstraint("version", "key"),
        Index("ix_handbook_text_version_place_position", "version", "place", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(ForeignKey("handbook_version.number"))
    place: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[Texts] = mapped_column(LocalisedText)
    body: Mapped[Texts] = mapped_column(LocalisedText)


class HandbookItem(Base):
    """A line of a part's checklist."""

    __tablename__ = "handbook_item"
    __table_args__ = (
        UniqueConstraint("version", "key"),
        Index("ix_handbook_item_version_place_position", "version", "place", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(ForeignKey("handbook_version.number"))
    place: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[Texts] = mapped_column(LocalisedText)
