"""The one table of contributions, its running numbers and tallies, and the addresses kept apart from it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.contributions.rules import ContributionKind
from participation.db import Base, Instant, LocalisedText
from participation.texts import Texts


class Contribution(Base):
    """What somebody put in, as they wrote it. Its text never changes; what may be seen of it does.

    ``number`` runs within the dialogue and is never reused. ``shuffle`` is random: lists ordered by it favour nobody.
    ``thread_path`` (comments) sorts a thread: one eight-digit number a step.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "number"),
        UniqueConstraint("dialogue_id", "idempotency_key"),
        UniqueConstraint("survey_id", "respondent_key"),
        Index("ix_contribution_shuffled", "dialogue_id", "kind", "visibility", "shuffle", "id"),
        Index("ix_contribution_newest", "dialogue_id", "kind", "visibility", "id"),
        Index("ix_contribution_thread", "subject_id", "thread_path"),
        Index("ix_contribution_subject_visible", "subject_id", "visibility"),
        Index("ix_contribution_queue", "reviewed_at", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    number: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    display_name: Mapped[str] = mapped_column(String(80), default="")
    speaker: Mapped[str] = mapped_column(String(12), default="resident")
    speaker_label: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    received_at: Mapped[datetime] = mapped_column(Instant)
    return_code: Mapped[str] = mapped_column(String(20), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    visibility: Mapped[str] = mapped_column(String(12), default="visible")
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    shuffle: Mapped[int] = mapped_column(Integer)

    # Comments: what they are about, whom they answer, where they stand in the thread.
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    depth: Mapped[int | None] = mapped_column(Integer)
    thread_path: Mapped[str | None] = mapped_column(String(40))

    # Survey responses: which survey, and a random key of the browser session that answered.
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"))
    respondent_key: Mapped[str | None] = mapped_column(String(64))

    __mapper_args__ = {"polymorphic_on": "kind"}

    @property
    def contribution_kind(self) -> ContributionKind:
        return ContributionKind(self.kind)


class RunningNumber(Base):
    """The last number given in a dialogue."""

    __tablename__ = "running_number"

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), primary_key=True)
    last: Mapped[int] = mapped_column(Integer, default=0)


class Tally(Base):
    """How many contributions of residents are visible in a dialogue, by kind; kept by what changes it."""

    __tablename__ = "contribution_tally"

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    visible: Mapped[int] = mapped_column(Integer, default=0)


class ContactAddress(Base):
    """Where a contributor wants to be told what came of it; apart from the contribution, and only for that."""

    __tablename__ = "contact_address"
    __table_args__ = (UniqueConstraint("contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(16))
    unsubscribe_token: Mapped[str] = mapped_column(String(48), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    unsubscribed_at: Mapped[datetime | None] = mapped_column(Instant)
