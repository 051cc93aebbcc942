"""Tables of results: themes, the result report, stances, measures, feedback."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.db import Base, Instant, JsonData, LocalisedText
from participation.texts import Texts


class Theme(Base):
    """What several contributions have in common. ``is_other`` marks the one for all that fits nowhere else."""

    __tablename__ = "theme"
    __table_args__ = (Index("ix_theme_dialogue_id_position", "dialogue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[Texts] = mapped_column(LocalisedText)
    text: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    is_other: Mapped[bool] = mapped_column(Boolean, default=False)

    stance: Mapped[Stance | None] = relationship(back_populates="theme", uselist=False)


class ThemeContribution(Base):
    """A contribution sorted into a theme; it may be in several."""

    __tablename__ = "theme_contribution"
    __table_args__ = (Index("ix_theme_contribution_contribution_id", "contribution_id"),)

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)


class ResultReport(Base):
    """What residents said, compiled by officials. ``published_at`` is null while it is being written."""

    __tablename__ = "result_report"
    __table_args__ = (UniqueConstraint("dialogue_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    summary: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    how: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    minority_views: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    seldom_heard: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    limits: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    priorities: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, nullable=True)
    participants_draft: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, nullable=True)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None] = mapped_column(Instant)


class Stance(Base):
    """What the body decided about a theme, and why."""

    __tablename__ = "stance"
    __table_args__ = (UniqueConstraint("theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    value: Mapped[str] = mapped_column(String(20))
    motive: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    forwarded_to_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))

    theme: Mapped[Theme] = relationship(back_populates="stance")
    measure: Mapped[Measure | None] = relationship(back_populates="stance", uselist=False)


class Measure(Base):
    """What is done because of a stance, by when, and how far it has come."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("stance_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stance_id: Mapped[int] = mapped_column(ForeignKey("stance.id"))
    status: Mapped[str] = mapped_column(String(12))
    due: Mapped[date | None] = mapped_column(Date)

    stance: Mapped[Stance] = relationship(back_populates="measure")


class Evaluation(Base):
    """What was learnt of a completed dialogue. ``heard``, ``understood`` and ``again`` sum up what the participants
    said to three questions: whether they were heard, whether they understood what could be influenced, and whether
    they would take part again. Days are from the closing of the dialogue."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("dialogue_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    goal_reached: Mapped[str | None] = mapped_column(String(12))
    goal: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    heard: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    understood: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    again: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    lessons: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    body_note: Mapped[Texts] = mapped_column(LocalisedText, default=Texts, server_default="{}")
    days_to_participants: Mapped[int | None] = mapped_column(Integer)
    days_to_public: Mapped[int | None] = mapped_column(Integer)
    published_at: Mapped[datetime | None] = mapped_column(Instant)


class Feedback(Base):
    """What participants, and what citizens at large, were told that the dialogue led to."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("dialogue_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    channels: Mapped[list[str]] = mapped_column(JsonData, default=list)
    no_one_contactable_motive: Mapped[str] = mapped_column(String(2000), default="")
    recipients_count: Mapped[int] = mapped_column(Integer, default=0)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
