"""What results need besides the answers: who answered in coarse bands, files made, checks."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant, JsonData


class Demographics(Base):
    """What one person chose to tell about themselves, on its own: it refers to the dialogue and to nothing else.

    The week is the finest time, ``2026-W48``; the key is random and the table is ordered by it, so that neither time
    nor order leads to an answer. An empty text: not answered; ``no_answer``: would rather not say. ``relation``: keys,
    sorted, with spaces between.
    """

    __tablename__ = "demographics"
    __table_args__ = (
        Index("ix_demographics_dialogue_id_week", "dialogue_id", "week"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=partial(secrets.token_hex, 16))
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    week: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(12))
    age_band: Mapped[str] = mapped_column(String(12), default="")
    sex: Mapped[str] = mapped_column(String(12), default="")
    area: Mapped[str] = mapped_column(String(40), default="")
    born: Mapped[str] = mapped_column(String(12), default="")
    relation: Mapped[str] = mapped_column(String(200), default="")
    taken_part_before: Mapped[str] = mapped_column(String(12), default="")


class SurveyExport(Base):
    """A file with a survey's answers, made in the background. ``done``/``total``: responses written so far.
    ``options``: ``left_out``, what was hidden or taken out when it was made (``survey_results.queries.left_out``)."""

    __tablename__ = "survey_export"
    __table_args__ = (
        Index("ix_survey_export_survey_id", "survey_id"),
        Index("ix_survey_export_finished_at", "finished_at", "requested_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    format: Mapped[str] = mapped_column(String(8))
    options: Mapped[dict[str, Any]] = mapped_column(JsonData, default=dict)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    failed: Mapped[bool] = mapped_column(Boolean, default=False)
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    file_name: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(Integer, default=0)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)


class SurveyCheck(Base):
    """One comparison of what was received with what the export and the result page say."""

    __tablename__ = "survey_check"
    __table_args__ = (Index("ix_survey_check_survey_id_checked_at", "survey_id", "checked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    checked_at: Mapped[datetime] = mapped_column(Instant)
    received: Mapped[int] = mapped_column(Integer)
    exported: Mapped[int] = mapped_column(Integer)
    shown: Mapped[int] = mapped_column(Integer)
    agrees: Mapped[bool] = mapped_column(Boolean)
    detail: Mapped[dict[str, Any]] = mapped_column(JsonData, default=dict)
