"""Tables of the municipality's organs. Which there are is the municipality's data, valid between dates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.bodies.rules import BodyKind
from participation.db import Base, Instant, LocalisedText
from participation.texts import Texts


class Body(Base):
    """An organ of the municipality. ``code`` begins its registry numbers (``KS 2026/123``)."""

    __tablename__ = "body"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    names: Mapped[Texts] = mapped_column(LocalisedText)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    @property
    def body_kind(self) -> BodyKind:
        return BodyKind(self.kind)

    def exists_on(self, day: date) -> bool:
        """Whether the organ exists on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class PolicyArea(Base):
    """An area of activity that a mandate can give to an organ."""

    __tablename__ = "policy_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    names: Mapped[Texts] = mapped_column(LocalisedText)


class Mandate(Base):
    """What an organ has for its task under its rules of procedure: an area of activity, or a duty of law by code."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_period"),
        CheckConstraint("(policy_area_id IS NULL) <> (legal_basis IS NULL)", name="one_matter"),
        Index("ix_mandate_body_id", "body_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    policy_area_id: Mapped[int | None] = mapped_column(ForeignKey("policy_area.id"))
    legal_basis: Mapped[str | None] = mapped_column(String(40))
    reglemente_ref: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
    policy_area: Mapped[PolicyArea | None] = relationship(lazy="joined")


class MandateChange(Base):
    """A change of the mandate register: proposed by one, settled by another. Never changed afterwards."""

    __tablename__ = "mandate_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(12))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    policy_area_id: Mapped[int | None] = mapped_column(ForeignKey("policy_area.id"))
    legal_basis: Mapped[str | None] = mapped_column(String(40))
    reglemente_ref: Mapped[str] = mapped_column(String(200))
    day: Mapped[date] = mapped_column(Date)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(12))

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
    policy_area: Mapped[PolicyArea | None] = relationship(lazy="joined")


class ElectedPerson(Base):
    """An elected representative in an organ, for a term. The party is said only if the person wants it."""

    __tablename__ = "elected_person"
    __table_args__ = (
        CheckConstraint("term_to IS NULL OR term_to >= term_from", name="term"),
        Index("ix_elected_person_body_id", "body_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    role: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    party: Mapped[str] = mapped_column(String(60), default="")
    term_from: Mapped[date] = mapped_column(Date)
    term_to: Mapped[date | None] = mapped_column(Date)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)


class GoalReviewCycle(Base):
    """A period for the review of orientation goals, as the council has decided it."""

    __tablename__ = "goal_review_cycle"
    __table_args__ = (CheckConstraint("ends > starts", name="starts_before_ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    starts: Mapped[date] = mapped_column(Date)
    ends: Mapped[date] = mapped_column(Date)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    taken_on: Mapped[date] = mapped_column(Date)
    paragraph: Mapped[str] = mapped_column(String(20))
    registry_number: Mapped[str] = mapped_column(String(40))

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
