"""Writes: what an activity came to, and which elected representatives took part in it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete

from participation import clock, db, event_log
from participation.access import Actor, Conflict, NotFound, Refused, name_of_version, require
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.meetings.models import ActivityRecord, Presence
from participation.meetings.permissions import MeetingPermission
from participation.meetings.queries import activity_in, can_be_present, present_in
from participation.meetings.rules import Held, Opening, has_been_held

RECORDED = "meetings.recorded"
PRESENCE = "meetings.presence"


def record_activity(
    actor: Actor, dialogue: Dialogue, activity_id: int, held: Held, *, seen: str | None = None
) -> ActivityRecord:
    """Note what the activity came to, or correct it; each time stays in the log.

    ``seen`` is :func:`version` of what the form was made from. Raises Refused (E-ROLE, E-STATE, E-V01); Conflict if
    somebody else has noted something else meanwhile; NotFound for another dialogue's activity.
    """
    lock(dialogue)
    require(actor, MeetingPermission.RECORD, dialogue)
    activity = activity_in(dialogue, activity_id)
    reasons = has_been_held(held.held_on, clock.today())
    if reasons:
        raise Refused(*reasons, by_guard=True)
    found = db.session().get(ActivityRecord, activity.id, populate_existing=True)
    if found is not None and noted(found) == held:
        return found
    if seen is not None and seen != version(found):
        raise Conflict
    if found is None:
        found = ActivityRecord(activity_id=activity.id, dialogue_id=dialogue.id)
        db.session().add(found)
    found.held_on, found.attendance, found.note = held.held_on, held.attendance, held.note
    for opening in Opening:
        setattr(found, opening.value, opening in held.openings)
    found.logged_by_id, found.logged_at = actor.account_id, clock.now()
    db.session().flush()
    data = {
        "activity": activity.id,
        "held_on": held.held_on.isoformat(),
        "attendance": held.attendance,
        "openings": sorted(held.openings),
    }
    event_log.record(actor, RECORDED, dialogue_id=dialogue.id, data=data)
    return found


def noted(record: ActivityRecord) -> Held:
    """What is noted, as it was given."""
    openings = frozenset(o for o in Opening if getattr(record, o.value))
    return Held(record.held_on, record.attendance, openings, record.note)


def version(record: ActivityRecord | None) -> str:
    """Tells what is noted of an activity from what was noted before, and from nothing."""
    held = noted(record) if record is not None else None
    said = (held.held_on.isoformat(), held.attendance, sorted(held.openings), held.note) if held else ()
    return name_of_version(said)


def log_presence(
    actor: Actor, dialogue: Dialogue, activity_id: int, person_ids: Collection[int], *, seen: str | None = None
) -> None:
    """Note that just these elected representatives took part. Those whose term has ended since stay as they were noted.

    ``seen`` is :func:`presence_version` of what the form was made from. Raises Refused (E-ROLE, E-STATE); Conflict if
    somebody else has noted others meanwhile; NotFound for another dialogue's activity, or somebody who is no elected
    representative of its bodies.
    """
    lock(dialogue)
    require(actor, MeetingPermission.LOG_PRESENCE, dialogue)
    activity = activity_in(dialogue, activity_id)
    can = {p.id for p in can_be_present(dialogue)}
    if not set(person_ids) <= can:
        raise NotFound
    before = {p.id for p in present_in(dialogue.id).get(activity.id, [])}
    added, gone = set(person_ids) - before, (before & can) - set(person_ids)
    if not added and not gone:
        return
    if seen is not None and seen != presence_version(before):
        raise Conflict
    if gone:
        db.session().execute(
            delete(Presence).where(Presence.activity_id == activity.id, Presence.elected_person_id.in_(gone))
        )
    for person in sorted(added):
        db.session().add(
            Presence(
                activity_id=activity.id,
                elected_person_id=person,
                dialogue_id=dialogue.id,
                logged_by_id=actor.account_id,
                logged_at=clock.now(),
            )
        )
    db.session().flush()
    data = {"activity": activity.id, "added": sorted(added), "removed": sorted(gone)}
    event_log.record(actor, PRESENCE, dialogue_id=dialogue.id, data=data)


def presence_version(person_ids: Collection[int]) -> str:
    """Tells who is noted as present from who was noted before."""
    return name_of_version(sorted(person_ids))
