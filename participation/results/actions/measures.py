"""Following up what was promised: a measure's state may change after the decision, a stance never."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from participation import db, event_log
from participation.access import Actor, Conflict, NotFound, require
from participation.dialogues.actions import lock, make_visible
from participation.dialogues.models import Dialogue
from participation.results.models import Measure, Stance, Theme
from participation.results.permissions import ResultsPermission
from participation.results.rules import MeasureStatus


def change_measure(
    actor: Actor,
    dialogue: Dialogue,
    theme_id: int,
    *,
    status: MeasureStatus,
    due: date | None,
    seen: str | None = None,
) -> Measure:
    """Note how far the measure of a theme's stance has come; made if the stance had none. Before and after are logged.

    ``seen`` is :func:`measure_version` of what the form was made from. Raises Refused (E-ROLE, E-STATE); Conflict if
    somebody else has noted something else meanwhile; NotFound for a theme without a stance, or of another dialogue.
    """
    lock(dialogue)
    require(actor, ResultsPermission.FOLLOW_MEASURES, dialogue)
    stance = db.session().scalar(
        select(Stance).join(Theme).where(Theme.id == theme_id, Theme.dialogue_id == dialogue.id)
    )
    if stance is None:
        raise NotFound
    measure = db.session().scalar(
        select(Measure).where(Measure.stance_id == stance.id).execution_options(populate_existing=True)
    )
    before = (measure.status, measure.due) if measure else (None, None)
    if measure is not None and before == (status.value, due):
        return measure
    if seen is not None and seen != measure_version(measure):
        raise Conflict
    if measure is None:
        measure = Measure(stance_id=stance.id, status=status.value, due=due)
        db.session().add(measure)
    measure.status, measure.due = status.value, due
    db.session().flush()
    event_log.record(
        actor,
        "results.measure_changed",
        dialogue_id=dialogue.id,
        data={"theme": theme_id, "before": _plain(*before), "after": _plain(status.value, due)},
    )
    make_visible(dialogue)
    return measure


def measure_version(measure: Measure | None) -> str:
    """Tells how far a measure has come from how far it had."""
    return f"{measure.status}.{measure.due}" if measure else ""


def _plain(status: str | None, due: date | None) -> dict[str, str | None]:
    return {"status": status, "due": due.isoformat() if due else None}
