"""The one index of what residents can search: the words of each text, reduced to their stems."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class SearchEntry(Base):
    """A text in one language, of a dialogue, of a contribution to it or of an initiative. Whether it may be found is
    asked of what it belongs to, when somebody searches."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("contribution_id", "locale"),
        UniqueConstraint("initiative_id", "locale"),
        CheckConstraint("(dialogue_id IS NULL) <> (initiative_id IS NULL)", name="of_one"),
        Index(
            "uq_search_entry_dialogue",
            "dialogue_id",
            "locale",
            unique=True,
            sqlite_where=text("contribution_id IS NULL"),
            postgresql_where=text("contribution_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"))
    locale: Mapped[str] = mapped_column(String(16))
    tokens: Mapped[str] = mapped_column(Text)
