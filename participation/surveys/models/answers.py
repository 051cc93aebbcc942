"""What was answered: the envelope, its answers, and what it said before it was changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.contributions.models import Contribution
from participation.contributions.rules import ContributionKind
from participation.db import Base, Instant, JsonData


class SurveyResponse(Contribution):
    """The envelope of one person's answers: a contribution like any other."""

    __mapper_args__ = {"polymorphic_identity": ContributionKind.SURVEY_RESPONSE.value}


class Answer(Base):
    """One chosen option, one row of a matrix, one number, day, place, file or text. ``words`` with an option: what
    "Other" was. ``rank``: the option's place in a ranking. ``place``: GeoJSON, perhaps with ``words``. A notice that
    was agreed to is the number 1. ``deletion_id``: counted nowhere while that deletion stands.
    """

    __tablename__ = "answer"
    __table_args__ = (
        CheckConstraint(
            "(option_id IS NOT NULL) OR (number IS NOT NULL) OR (words IS NOT NULL) OR (day IS NOT NULL) "
            "OR (place IS NOT NULL) OR (file_id IS NOT NULL)",
            name="answer_says_something",
        ),
        # Counting and who has answered, each read from its index alone.
        Index("ix_answer_counted", "question_id", "option_id", "row_id", "rank", "number", "deletion_id"),
        Index("ix_answer_answered", "question_id", "response_id", "deletion_id"),
        Index("ix_answer_deletion_id", "deletion_id"),
        Index("ix_answer_response_id", "response_id"),
        Index(
            "uq_answer_one_number_or_text",
            "response_id",
            "question_id",
            unique=True,
            sqlite_where=text("option_id IS NULL"),
            postgresql_where=text("option_id IS NULL"),
        ),
        Index(
            "uq_answer_option_once",
            "response_id",
            "question_id",
            "option_id",
            unique=True,
            sqlite_where=text("option_id IS NOT NULL AND row_id IS NULL"),
            postgresql_where=text("option_id IS NOT NULL AND row_id IS NULL"),
        ),
        Index(
            "uq_answer_one_column_a_row",
            "response_id",
            "row_id",
            unique=True,
            sqlite_where=text("row_id IS NOT NULL"),
            postgresql_where=text("row_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    option_id: Mapped[int | None] = mapped_column(ForeignKey("option.id"))
    row_id: Mapped[int | None] = mapped_column(ForeignKey("matrix_row.id"))
    rank: Mapped[int | None] = mapped_column(Integer)
    number: Mapped[int | None] = mapped_column(Integer)
    words: Mapped[str | None] = mapped_column(Text)
    day: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str | None] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    deletion_id: Mapped[int | None] = mapped_column(ForeignKey("answer_deletion.id"))


class ResponseRevision(Base):
    """What a response said before the person changed it: ``answers`` as ``recording.as_json`` writes them."""

    __tablename__ = "response_revision"
    __table_args__ = (UniqueConstraint("response_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int] = mapped_column(Integer)
    replaced_at: Mapped[datetime] = mapped_column(Instant)
    language: Mapped[str] = mapped_column(String(16))
    answers: Mapped[dict[str, Any]] = mapped_column(JsonData)
