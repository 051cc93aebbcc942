"""Tables of initiatives: what was proposed, whom it was forwarded to, and the addresses kept apart."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.bodies.models import Body, PolicyArea
from participation.channels.models import OtherChannel
from participation.contributions.rules import Visibility
from participation.db import Base, Instant, LocalisedText
from participation.initiatives.rules import Origin, State, StateFacts, state
from participation.moderation.models import Complained
from participation.texts import Texts

_ENDS = ("accepted_at", "declined_at", "redirected_at", "withdrawn_at")


class Initiative(Base):
    """A proposal that the municipality asks its residents about something. Its text never changes; its id is its
    number, which is never given twice. The instants ``…_at`` are facts; the state is derived from them.

    ``body_id`` is the body it lies with: the one that has the area for its task, else the executive board, until it is
    forwarded. ``sender_name`` is shown if it is an organisation, somebody in office, or if the person agrees.
    """

    __tablename__ = "initiative"
    __table_args__ = (
        CheckConstraint("from_elected OR from_official OR from_civil_society", name="origin"),
        CheckConstraint(
            " AND ".join(f"({a} IS NULL OR {b} IS NULL)" for i, a in enumerate(_ENDS) for b in _ENDS[i + 1 :]),
            name="one_end",
        ),
        Index("ix_initiative_body_id_id", "body_id", "id"),
        Index("ix_initiative_visibility_id", "visibility", "id"),
        Index("ix_initiative_dialogue_id", "dialogue_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    concerns: Mapped[str] = mapped_column(String(500))
    place: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(16))
    policy_area_id: Mapped[int | None] = mapped_column(ForeignKey("policy_area.id"))
    from_elected: Mapped[bool] = mapped_column(Boolean, default=False)
    from_official: Mapped[bool] = mapped_column(Boolean, default=False)
    from_civil_society: Mapped[bool] = mapped_column(Boolean, default=False)
    sender: Mapped[str] = mapped_column(String(16), default="")
    sender_name: Mapped[str] = mapped_column(String(120), default="")
    show_name: Mapped[bool] = mapped_column(Boolean, default=False)
    office: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    received_at: Mapped[datetime] = mapped_column(Instant)
    return_code: Mapped[str] = mapped_column(String(20), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)

    visibility: Mapped[str] = mapped_column(String(12), default="visible")
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    hidden_ground: Mapped[str | None] = mapped_column(String(40))
    hidden_reasons: Mapped[str] = mapped_column(String(2000), default="")

    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    review_began_at: Mapped[datetime | None] = mapped_column(Instant)
    forwarded_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    declined_at: Mapped[datetime | None] = mapped_column(Instant)
    redirected_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    outside_competence: Mapped[bool] = mapped_column(Boolean, default=False)
    answer: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision_on: Mapped[date | None] = mapped_column(Date)
    decision_paragraph: Mapped[str] = mapped_column(String(20), default="")
    decision_number: Mapped[str] = mapped_column(String(40), default="")
    decision_minutes: Mapped[str] = mapped_column(String(400), default="")
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("other_channel.id"))
    dialogue_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue.id"))
    delay_reason: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    expected_on: Mapped[date | None] = mapped_column(Date)

    body: Mapped[Body | None] = relationship(lazy="joined")
    policy_area: Mapped[PolicyArea | None] = relationship(lazy="joined")
    channel: Mapped[OtherChannel | None] = relationship(lazy="joined")

    @property
    def state(self) -> State:
        """Where it is."""
        return state(
            StateFacts(
                review_began_at=self.review_began_at,
                forwarded_at=self.forwarded_at,
                accepted_at=self.accepted_at,
                declined_at=self.declined_at,
                redirected_at=self.redirected_at,
                withdrawn_at=self.withdrawn_at,
            )
        )

    @property
    def ended_at(self) -> datetime | None:
        """When it was answered or withdrawn."""
        return self.accepted_at or self.declined_at or self.redirected_at or self.withdrawn_at

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Whose it is, in the policy's order."""
        found = (
            (Origin.ELECTED, self.from_elected),
            (Origin.OFFICIAL, self.from_official),
            (Origin.CIVIL_SOCIETY, self.from_civil_society),
        )
        return tuple(origin for origin, there in found if there)

    @property
    def is_visible(self) -> bool:
        """Whether everybody may see it."""
        return self.visibility == Visibility.VISIBLE.value


class Forwarding(Base):
    """One time an initiative was forwarded: to whom, by whom, with what note. Staff read the note."""

    __tablename__ = "initiative_forwarding"
    __table_args__ = (Index("ix_initiative_forwarding_initiative_id", "initiative_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    note: Mapped[str] = mapped_column(String(2000), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)


class InitiativeAddress(Base):
    """Where the author wants the answer; apart from the initiative, and only for that."""

    __tablename__ = "initiative_address"
    __table_args__ = (UniqueConstraint("initiative_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(16))
    unsubscribe_token: Mapped[str] = mapped_column(String(48), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    unsubscribed_at: Mapped[datetime | None] = mapped_column(Instant)


class InitiativeComplaint(Complained, Base):
    """The author asks for a hidden initiative to be looked at again, by another person. One for each time it is
    hidden, which ``hidden_at`` tells from the others."""

    __tablename__ = "initiative_complaint"
    __table_args__ = (
        UniqueConstraint("initiative_id", "hidden_at"),
        Index("ix_initiative_complaint_open", "decided_at", "received_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    hidden_at: Mapped[datetime] = mapped_column(Instant)

    initiative: Mapped[Initiative] = relationship(lazy="joined", innerjoin=True)
