"""Table of redirected contributions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.channels.models import OtherChannel
from participation.db import Base, Instant


class ContributionRedirect(Base):
    """That a contribution belongs to another channel, and why. Nothing of it leaves the service; it still counts."""

    __tablename__ = "contribution_redirect"
    __table_args__ = (UniqueConstraint("contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("other_channel.id"))
    reason: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    channel: Mapped[OtherChannel] = relationship(lazy="joined", innerjoin=True)
