"""The append-only log: what was done, by whom, when. The database itself refuses to change or delete a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from participation import clock, db
from participation.access import Actor
from participation.db import Base, Instant, JsonData

APPEND_ONLY_TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER event_log_no_update BEFORE UPDATE ON event_log "
        "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
        "CREATE TRIGGER event_log_no_delete BEFORE DELETE ON event_log "
        "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION event_log_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$",
        "CREATE TRIGGER event_log_no_change BEFORE UPDATE OR DELETE ON event_log "
        "FOR EACH ROW EXECUTE FUNCTION event_log_append_only()",
    ),
}
"""What a migration runs after creating the table, by database."""


REFUSED = "refused"
"""The action of an event that says that somebody tried what they may not, or what is not possible now."""


class Event(Base):
    """One thing that happened. ``data`` holds codes and ids, never a person's contact details."""

    __tablename__ = "event_log"
    __table_args__ = (
        Index("ix_event_log_dialogue_id_id", "dialogue_id", "id"),
        Index("ix_event_log_action_id", "action", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[str] = mapped_column(String(120), default="")
    action: Mapped[str] = mapped_column(String(60))
    dialogue_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JsonData, default=dict)


def record(
    actor: Actor,
    action: str,
    *,
    dialogue_id: int | None = None,
    contribution_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Append an event to the log, in the present transaction."""
    event = Event(
        at=clock.now(),
        actor_id=actor.account_id,
        actor_name=actor.name,
        action=action,
        dialogue_id=dialogue_id,
        contribution_id=contribution_id,
        data=data or {},
    )
    db.session().add(event)
    db.session().flush()
    return event
