"""Table of the other channels: the municipality's list, in its order and its words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant, LocalisedText
from participation.texts import Texts


class OtherChannel(Base):
    """A way to influence that is not a dialogue. ``signs``: words in a text that obviously belongs there, one a line.

    ``changed_at`` is when its words were last changed; residents see it. Nothing is removed: what is not ``shown``
    still names what was redirected to it.
    """

    __tablename__ = "other_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[Texts] = mapped_column(LocalisedText)
    text: Mapped[Texts] = mapped_column(LocalisedText)
    href: Mapped[str] = mapped_column(String(400), default="")
    signs: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    shown: Mapped[bool] = mapped_column(Boolean, default=True)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
