"""What a survey asks: questions in versions, their options, rows and conditions."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, true
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from participation.db import Base, Instant, LocalisedText
from participation.surveys.rules import Access, Layout, Match, Publication, Shape, new_key, real, stored
from participation.texts import Texts


class Hundredths(TypeDecorator[int | Decimal]):
    """A number that may have two decimals, exact in every database: a whole number of hundredths."""

    impl = BigInteger().with_variant(Integer(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else stored(value, whole=False)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | Decimal | None:
        return None if value is None else real(value, whole=False)


class Survey(Base):
    """A survey in a dialogue; ``key`` names it in its address.

    ``edition`` counts what officials have saved, so that one does not overwrite another. ``asks_background``: whether
    the voluntary questions about the person follow. ``double_entry``: paper forms are typed by two people.
    """

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("dialogue_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[Texts] = mapped_column(LocalisedText)
    intro: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    created_at: Mapped[datetime] = mapped_column(Instant)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    access: Mapped[str] = mapped_column(String(12), default=Access.OPEN.value)
    layout: Mapped[str] = mapped_column(String(8), default=Layout.PAGES.value)
    publication: Mapped[str] = mapped_column(String(12), default=Publication.AT_CLOSING.value)
    asks_background: Mapped[bool] = mapped_column(Boolean, default=True)
    double_entry: Mapped[bool] = mapped_column(Boolean, default=False)

    every_version: Mapped[list[Question]] = relationship(
        back_populates="survey", order_by="Question.position, Question.id", cascade="all, delete-orphan"
    )

    @property
    def questions(self) -> list[Question]:
        """What is asked now, in order: neither earlier versions nor what was taken out."""
        current = [q for q in self.every_version if q.retired_at is None]
        return sorted(current, key=lambda q: (q.position, q.id or 0))


class Question(Base):
    """One version of a question, a notice or a page break; its key is the same in every version.

    A version that has been answered does not change: an edit retires it and stores the next. ``minimum``/``maximum``:
    ends of a scale, limits of a number, or how many options may be chosen or ranked.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("survey_id", "key", "version"),
        Index("ix_question_survey_id_position", "survey_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    key: Mapped[str] = mapped_column(String(12), default=new_key)
    version: Mapped[int] = mapped_column(Integer, default=1)
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    position: Mapped[int] = mapped_column(Integer)
    type: Mapped[str] = mapped_column(String(20))
    text: Mapped[Texts] = mapped_column(LocalisedText)
    help: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    required: Mapped[bool] = mapped_column(Boolean, default=False)
    confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    minimum: Mapped[int | Decimal | None] = mapped_column(Hundredths)
    maximum: Mapped[int | Decimal | None] = mapped_column(Hundredths)
    low_label: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    high_label: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    maximum_length: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)
    whole: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    shape: Mapped[str] = mapped_column(String(8), default=Shape.POINT.value)
    agrees: Mapped[bool] = mapped_column(Boolean, default=False)
    purpose: Mapped[str] = mapped_column(String(16), default="")
    match: Mapped[str] = mapped_column("condition_match", String(4), default=Match.ALL.value)

    survey: Mapped[Survey] = relationship(back_populates="every_version")
    options: Mapped[list[Option]] = relationship(
        back_populates="question", order_by="Option.position, Option.id", cascade="all, delete-orphan"
    )
    rows: Mapped[list[MatrixRow]] = relationship(
        order_by="MatrixRow.position, MatrixRow.id", cascade="all, delete-orphan"
    )
    conditions: Mapped[list[QuestionCondition]] = relationship(
        order_by="QuestionCondition.position, QuestionCondition.id", cascade="all, delete-orphan"
    )


class Option(Base):
    """Something to choose or rank, or a column of a matrix. Answers refer to it in whatever language they were given.

    ``file_id`` and ``alternative``: a picture, and what it shows in words.
    """

    __tablename__ = "option"
    __table_args__ = (
        UniqueConstraint("question_id", "key"),
        Index("ix_option_question_id_position", "question_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    key: Mapped[str] = mapped_column(String(12), default=new_key)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[Texts] = mapped_column(LocalisedText)
    is_other: Mapped[bool] = mapped_column(Boolean, default=False)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    alternative: Mapped[Texts] = mapped_column(LocalisedText, default=Texts)

    question: Mapped[Question] = relationship(back_populates="options")


class MatrixRow(Base):
    """A row of a matrix: one thing to be answered by choosing a column."""

    __tablename__ = "matrix_row"
    __table_args__ = (UniqueConstraint("question_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    key: Mapped[str] = mapped_column(String(12), default=new_key)
    position: Mapped[int] = mapped_column(Integer)
    text: Mapped[Texts] = mapped_column(LocalisedText)


class QuestionCondition(Base):
    """A condition on the answer to an earlier question of the same survey, which it knows by its key."""

    __tablename__ = "question_condition"
    __table_args__ = (Index("ix_question_condition_question_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    position: Mapped[int] = mapped_column(Integer)
    about_key: Mapped[str] = mapped_column(String(12))
    operator: Mapped[str] = mapped_column(String(16))
    option_key: Mapped[str | None] = mapped_column(String(12))
    number: Mapped[int | Decimal | None] = mapped_column(Hundredths)
