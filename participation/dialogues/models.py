"""Tables of a dialogue: its contract, collection periods, decisions, and whoever and whatever belongs to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.bodies.models import Body
from participation.db import Base, Instant, JsonData, LocalisedText
from participation.dialogues.rules import StageFacts
from participation.texts import Texts

if TYPE_CHECKING:
    from participation.dialogues.consultation.models import CommitteeConsultation


class Dialogue(Base):
    """A question put to residents. The instants ``…_at`` are facts; the stage is derived from them."""

    __tablename__ = "dialogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    responsible_body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    executing_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    title: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    question: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    summary: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    goal: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    goal_followup: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    purpose: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    everything_open: Mapped[bool] = mapped_column(Boolean, default=False)
    no_seldom_heard_motive: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    policy_area_id: Mapped[int | None] = mapped_column(ForeignKey("policy_area.id"))
    goal_review_cycle_id: Mapped[int | None] = mapped_column(ForeignKey("goal_review_cycle.id"))
    degree_of_participation: Mapped[str | None] = mapped_column(String(24))
    degree_of_influence: Mapped[str | None] = mapped_column(String(24))
    frame_money: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, nullable=True)
    frame_place: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, nullable=True)
    frame_law: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, nullable=True)
    decision_matter: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    decision_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    decision_meeting: Mapped[date | None] = mapped_column(Date)
    decision_taken_on: Mapped[date | None] = mapped_column(Date)
    decision_taken_paragraph: Mapped[str] = mapped_column(String(20), default="")
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    coordinator_name: Mapped[str] = mapped_column(String(120), default="")
    results_due: Mapped[date | None] = mapped_column(Date)
    handling_meeting: Mapped[date | None] = mapped_column(Date)
    feedback_due: Mapped[date | None] = mapped_column(Date)
    handling_plan: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    # How it lives up to each of the policy's principles (principles.py).
    self_check_p1: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    self_check_p2: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    self_check_p3: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    self_check_p4: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    self_check_p5: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    # The versions it was begun with: what it is judged by stays the same.
    handbook_version: Mapped[int | None] = mapped_column(ForeignKey("handbook_version.number"))
    policy_version: Mapped[int | None] = mapped_column(ForeignKey("policy_version.number"))
    legal_basis: Mapped[str] = mapped_column(String(2000), default="")
    privacy_notice: Mapped[str] = mapped_column(String(2000), default="")
    retention: Mapped[str] = mapped_column(String(2000), default="")
    dpia_screened: Mapped[bool] = mapped_column(Boolean, default=False)
    languages: Mapped[list[str]] = mapped_column(JsonData, default=lambda: ["sv", "sv-lattlast"])
    registry_number: Mapped[str] = mapped_column(String(40), default="")

    # Dates written before they make a period; empty once there is a phase.
    draft_opens_on: Mapped[date | None] = mapped_column(Date)
    draft_closes_on: Mapped[date | None] = mapped_column(Date)

    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    creation_key: Mapped[str | None] = mapped_column(String(100), unique=True)
    proposed_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    announced_at: Mapped[datetime | None] = mapped_column(Instant)
    consulted_at: Mapped[datetime | None] = mapped_column(Instant)
    compiled_at: Mapped[datetime | None] = mapped_column(Instant)
    handled_at: Mapped[datetime | None] = mapped_column(Instant)
    fed_back_at: Mapped[datetime | None] = mapped_column(Instant)
    evaluated_at: Mapped[datetime | None] = mapped_column(Instant)
    rejected_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)

    # The latest pause, ``[paused_at, resumes_at)``; earlier ones are in the log.
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    resumes_at: Mapped[datetime | None] = mapped_column(Instant)
    pause_reason: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    # When what the decision locked was last amended, and when the decision it informs moved or was taken early.
    amended_at: Mapped[datetime | None] = mapped_column(Instant)
    decision_moved_at: Mapped[datetime | None] = mapped_column(Instant)
    # Whether it grew out of an initiative: which one is asked only of those that did.
    from_initiative: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())

    responsible_body: Mapped[Body] = relationship(foreign_keys=responsible_body_id, lazy="joined", innerjoin=True)
    executing_body: Mapped[Body | None] = relationship(foreign_keys=executing_body_id, lazy="select")
    decision_body: Mapped[Body | None] = relationship(foreign_keys=decision_body_id, lazy="joined")
    phases: Mapped[list[Phase]] = relationship(
        back_populates="dialogue",
        order_by="Phase.position, Phase.id",
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    consultations: Mapped[list[CommitteeConsultation]] = relationship(back_populates="dialogue", lazy="select")

    @property
    def participating_body_ids(self) -> frozenset[int]:
        """The committees that have answered that they take part."""
        return frozenset(c.body_id for c in self.consultations if c.participates)

    @property
    def stage_facts(self) -> StageFacts:
        """What :func:`participation.dialogues.rules.stage` derives the stage from."""
        return StageFacts(
            proposed_at=self.proposed_at,
            decided_at=self.decided_at,
            announced_at=self.announced_at,
            compiled_at=self.compiled_at,
            handled_at=self.handled_at,
            fed_back_at=self.fed_back_at,
            evaluated_at=self.evaluated_at,
            paused_at=self.paused_at,
            resumes_at=self.resumes_at,
            cancelled_at=self.cancelled_at,
            rejected_at=self.rejected_at,
            periods=tuple((p.opens_at, p.closes_at) for p in self.phases),
            consulted_at=self.consulted_at,
        )


class Phase(Base):
    """A collection period, ``[opens_at, closes_at)``. ``kind``: ``collection``, or a statutory dialogue's phase."""

    __tablename__ = "phase"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="opens_before_closes"),
        UniqueConstraint("dialogue_id", "position"),
        Index("ix_phase_dialogue_id_opens_at_closes_at", "dialogue_id", "opens_at", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    position: Mapped[int] = mapped_column(Integer, default=1)
    kind: Mapped[str] = mapped_column(String(12), default="collection", server_default="collection")
    opens_at: Mapped[datetime] = mapped_column(Instant)
    closes_at: Mapped[datetime] = mapped_column(Instant)

    dialogue: Mapped[Dialogue] = relationship(back_populates="phases")


class InfluenceItem(Base):
    """Something that can (``is_open``) or cannot be influenced; then with the reason."""

    __tablename__ = "influence_item"
    __table_args__ = (Index("ix_influence_item_dialogue_id_position", "dialogue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    position: Mapped[int] = mapped_column(Integer)
    is_open: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[Texts] = mapped_column(LocalisedText)
    reason: Mapped[str | None] = mapped_column(String(24))


class TargetGroup(Base):
    """Whom the dialogue wants to hear; groups that are seldom heard say how they are reached."""

    __tablename__ = "target_group"
    __table_args__ = (Index("ix_target_group_dialogue_id_position", "dialogue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    position: Mapped[int] = mapped_column(Integer)
    label: Mapped[Texts] = mapped_column(LocalisedText)
    seldom_heard: Mapped[bool] = mapped_column(Boolean, default=False)
    outreach: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)


class Representative(Base):
    """An elected representative who stands behind the question, by name."""

    __tablename__ = "representative"
    __table_args__ = (Index("ix_representative_dialogue_id_position", "dialogue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    position: Mapped[int] = mapped_column(Integer)
    elected_person_id: Mapped[int | None] = mapped_column(ForeignKey("elected_person.id"))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)


class Activity(Base):
    """A form of taking part: on the web, at a meeting, on paper, by phone."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_dialogue_id_position", "dialogue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    phase_id: Mapped[int | None] = mapped_column(ForeignKey("phase.id"))
    position: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(24))
    place: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    elected_present: Mapped[bool] = mapped_column(Boolean, default=False)


class Decision(Base):
    """A decision that a body has taken, as its secretary recorded it. There is one of each kind, but for amendments,
    of which there is one for each section of the minutes.

    ``motive``: why it rejects, amends or cancels. ``effect``: how the dialogue shaped the decision; when it cancels,
    what those who took part are told.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "uq_decision_one_of_a_kind",
            "dialogue_id",
            "kind",
            unique=True,
            sqlite_where=text("kind != 'amend'"),
            postgresql_where=text("kind != 'amend'"),
        ),
        Index(
            "uq_decision_amendment",
            "dialogue_id",
            "taken_on",
            "paragraph",
            unique=True,
            sqlite_where=text("kind = 'amend'"),
            postgresql_where=text("kind = 'amend'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    kind: Mapped[str] = mapped_column(String(32))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    taken_by: Mapped[str] = mapped_column(String(24))
    taken_on: Mapped[date] = mapped_column(Date)
    paragraph: Mapped[str] = mapped_column(String(20))
    registry_number: Mapped[str] = mapped_column(String(40))
    minutes_url: Mapped[str] = mapped_column(String(500), default="")
    minutes_announced_on: Mapped[date | None] = mapped_column(Date)
    openness_confirmed: Mapped[bool] = mapped_column(Boolean, default=False)
    degree_of_participation: Mapped[str | None] = mapped_column(String(24))
    degree_of_influence: Mapped[str | None] = mapped_column(String(24))
    effect: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    motive: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    standing_decision_id: Mapped[int | None] = mapped_column(ForeignKey("standing_decision.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    body: Mapped[Body] = relationship(lazy="joined", innerjoin=True)
