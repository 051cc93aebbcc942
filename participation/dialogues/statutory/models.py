"""Tables of statutory dialogues: the case and its law, its documents, and decisions that stand for many of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.bodies.models import Body
from participation.db import Base, Instant, LocalisedText
from participation.legal.models import LegalBasis
from participation.legal.rules import LegalPhase
from participation.texts import Texts


class StatutoryCase(Base):
    """What a statutory dialogue has besides the others. The law is pinned: versions of the register, by their ids.

    ``review_opens_on`` and ``review_closes_on`` are planned; the review becomes a collection period when it is
    announced.
    """

    __tablename__ = "statutory_case"

    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), primary_key=True)
    samrad_basis_id: Mapped[int] = mapped_column(ForeignKey("legal_basis.id"))
    granskning_basis_id: Mapped[int | None] = mapped_column(ForeignKey("legal_basis.id"))
    antagande_basis_id: Mapped[int | None] = mapped_column(ForeignKey("legal_basis.id"))
    place: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    comprehensive_plan: Mapped[str | None] = mapped_column(String(16))
    environment: Mapped[str | None] = mapped_column(String(16))
    available_at: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    send_to: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    review_opens_on: Mapped[date | None] = mapped_column(Date)
    review_closes_on: Mapped[date | None] = mapped_column(Date)

    samrad_basis: Mapped[LegalBasis] = relationship(foreign_keys=samrad_basis_id, lazy="joined", innerjoin=True)
    granskning_basis: Mapped[LegalBasis | None] = relationship(foreign_keys=granskning_basis_id, lazy="joined")
    antagande_basis: Mapped[LegalBasis | None] = relationship(foreign_keys=antagande_basis_id, lazy="joined")

    @property
    def laws(self) -> dict[LegalPhase, LegalBasis]:
        """The law of each phase that there is, in order."""
        each = (self.samrad_basis, self.granskning_basis, self.antagande_basis)
        return {phase: row for phase, row in zip(LegalPhase, each, strict=True) if row is not None}


class StatutoryDocument(Base):
    """A document on the municipality's website or in its registry. ``kind`` is empty for what no law names."""

    __tablename__ = "statutory_document"
    __table_args__ = (Index("ix_statutory_document_dialogue_id_position", "dialogue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    position: Mapped[int] = mapped_column(Integer)
    phase: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(24), default="")
    title: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    url: Mapped[str] = mapped_column(String(500), default="")
    file_info: Mapped[str] = mapped_column(String(60), default="")
    published_on: Mapped[date | None] = mapped_column(Date)


class StandingDecision(Base):
    """What a body has decided once for all its dialogues on one legal basis (POLICY.md A10): the degrees, and whether
    its delegation lets an official start them. Never changed, only ended."""

    __tablename__ = "standing_decision"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= taken_on", name="valid_period"),
        Index("ix_standing_decision_body_id", "body_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    legal_code: Mapped[str] = mapped_column(String(40))
    taken_by: Mapped[str] = mapped_column(String(24))
    taken_on: Mapped[date] = mapped_column(Date)
    paragraph: Mapped[str] = mapped_column(String(20))
    registry_number: Mapped[str] = mapped_column(String(40))
    degree_of_participation: Mapped[str] = mapped_column(String(24))
    degree_of_influence: Mapped[str] = mapped_column(String(24))
    officials_may_start: Mapped[bool] = mapped_column(Boolean, default=False)
    delegation_ref: Mapped[str] = mapped_column(String(200), default="")
    valid_to: Mapped[date | None] = mapped_column(Date)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
