"""How people come to answer: drafts, their files, invitations, what staff typed in; and what is taken out again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant, JsonData


class SurveyDraft(Base):
    """What somebody has answered so far: one for each respondent and survey.

    ``raw``: what was sent, byte for byte, ``{field name: [texts]}`` (see ``given``). ``seen``: which version of each
    question was on the page, ``{question key: version}``. ``page``: the key of the page last saved.
    ``response_id``: the response it became; such a draft is kept only to change the answers until closing.
    """

    __tablename__ = "survey_draft"
    __table_args__ = (
        UniqueConstraint("survey_id", "respondent_key"),
        Index("ix_survey_draft_expires_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    respondent_key: Mapped[str] = mapped_column(String(64))
    return_code: Mapped[str] = mapped_column(String(20), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(16))
    raw: Mapped[dict[str, Any]] = mapped_column(JsonData, default=dict)
    seen: Mapped[dict[str, Any]] = mapped_column(JsonData, default=dict)
    page: Mapped[str] = mapped_column(String(12), default="")
    saves: Mapped[int] = mapped_column(Integer, default=0)
    started_at: Mapped[datetime] = mapped_column(Instant)
    saved_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))


class StoredFile(Base):
    """A file in the private store: an official's picture, or what somebody attached.

    ``name`` is random and is the only name it has on disk; ``original_name`` is shown as text and used for nothing.
    ``draft_id``: belongs to a draft and goes with it unless an answer refers to it.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_survey_id", "survey_id"), Index("ix_stored_file_draft_id", "draft_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("survey_draft.id"))
    question_key: Mapped[str] = mapped_column(String(12), default="")
    original_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[datetime] = mapped_column(Instant)


class InvitationBatch(Base):
    """One-time codes made together. They are made, and handed out in clear text, once: when they are exported."""

    __tablename__ = "invitation_batch"
    __table_args__ = (
        Index("ix_invitation_batch_survey_id", "survey_id"),
        UniqueConstraint("survey_id", "idempotency_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    label: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(Integer)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    exported_at: Mapped[datetime | None] = mapped_column(Instant)
    exported_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    exported_as: Mapped[str] = mapped_column(String(8), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Invitation(Base):
    """One code, known only by its hash. ``used`` says that somebody has answered with it, not who or when."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("code_hash"), Index("ix_invitation_batch_id", "batch_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("invitation_batch.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used: Mapped[bool] = mapped_column(Boolean, default=False)


class StaffEntry(Base):
    """Answers typed in by staff from paper, telephone or a meeting; with double entry, by two people.

    ``raw`` and ``second_raw``: what each typed, as in a draft. ``response_id``: the response it became, once the two
    agree or somebody has settled the differences.
    """

    __tablename__ = "staff_entry"
    __table_args__ = (
        UniqueConstraint("response_id"),
        UniqueConstraint("survey_id", "idempotency_key"),
        Index("ix_staff_entry_survey_id", "survey_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(16))
    filled_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(200), default="")
    raw: Mapped[dict[str, Any]] = mapped_column(JsonData)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    second_raw: Mapped[dict[str, Any] | None] = mapped_column(JsonData)
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    second_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))


class ResponseFlag(Base):
    """Something unusual about a response, such as many within a minute: marked and reported, never deleted."""

    __tablename__ = "response_flag"

    response_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    flagged_at: Mapped[datetime] = mapped_column(Instant)


class AnswerDeletion(Base):
    """Taking answers out of every result: asked for with a reason, decided by somebody else, undone within 30 days.

    About one question (``question_key``, every version), one response, or (all empty) the whole survey. The rows stay
    as a public record; they are counted and shown nowhere while ``decided_at`` is set and ``undone_at`` is not.
    ``entry_id``: about what was typed in and is no response yet; nobody waits for a second person's typing then.
    """

    __tablename__ = "answer_deletion"
    __table_args__ = (
        CheckConstraint("(question_key = '') OR (response_id IS NULL)", name="answer_deletion_about_one_thing"),
        CheckConstraint(
            "entry_id IS NULL OR ((question_key = '') AND (response_id IS NULL))",
            name="answer_deletion_about_typed_alone",
        ),
        Index("ix_answer_deletion_entry_id", "entry_id"),
        Index("ix_answer_deletion_survey_id", "survey_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    question_key: Mapped[str] = mapped_column(String(12), default="")
    response_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("staff_entry.id"))
    reason: Mapped[str] = mapped_column(Text)
    answers: Mapped[int] = mapped_column(Integer, default=0)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    accepted: Mapped[bool | None] = mapped_column(Boolean)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
