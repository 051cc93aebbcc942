"""The table of what has been seen. The database itself refuses to change or delete a row."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base, Instant

APPEND_ONLY_TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log "
        "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
        "CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log "
        "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION access_log_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$",
        "CREATE TRIGGER access_log_no_change BEFORE UPDATE OR DELETE ON access_log "
        "FOR EACH ROW EXECUTE FUNCTION access_log_append_only()",
    ),
}
"""What a migration runs after creating the table, by database."""


class Sighting(Base):
    """That somebody was shown personal data: which sort, of which dialogue, and the key of what it was about in its
    address. Never the data themselves."""

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_actor_id_id", "actor_id", "id"),
        Index("ix_access_log_dialogue_id_id", "dialogue_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str] = mapped_column(String(120))
    what: Mapped[str] = mapped_column(String(40))
    dialogue_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue.id"))
    about: Mapped[str] = mapped_column(String(40), default="")
