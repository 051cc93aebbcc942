"""Reads of what has been held."""

from __future__ import annotations

from sqlalchemy import select

from participation import clock, db
from participation.access import NotFound
from participation.bodies.models import ElectedPerson
from participation.bodies.queries import elected_persons
from participation.dialogues.models import Activity, Dialogue
from participation.meetings.models import ActivityRecord, Presence


def activity_in(dialogue: Dialogue, activity_id: int) -> Activity:
    """The dialogue's activity; NotFound for another's."""
    found = db.session().get(Activity, activity_id)
    if found is None or found.dialogue_id != dialogue.id:
        raise NotFound
    return found


def records_of(dialogue_id: int) -> dict[int, ActivityRecord]:
    """What is noted, by activity."""
    rows = db.session().scalars(select(ActivityRecord).where(ActivityRecord.dialogue_id == dialogue_id))
    return {r.activity_id: r for r in rows}


def present_in(dialogue_id: int) -> dict[int, list[ElectedPerson]]:
    """The elected representatives who were there, by activity, each list by name."""
    rows = db.session().execute(
        select(Presence.activity_id, ElectedPerson)
        .join(ElectedPerson, ElectedPerson.id == Presence.elected_person_id)
        .where(Presence.dialogue_id == dialogue_id)
        .order_by(ElectedPerson.name, ElectedPerson.id)
    )
    found: dict[int, list[ElectedPerson]] = {}
    for activity_id, person in rows:
        found.setdefault(activity_id, []).append(person)
    return found


def can_be_present(dialogue: Dialogue) -> list[ElectedPerson]:
    """The elected representatives in office today in the bodies that have to do with the dialogue."""
    bodies = {dialogue.responsible_body_id, *dialogue.participating_body_ids}
    if dialogue.executing_body_id is not None:
        bodies.add(dialogue.executing_body_id)
    return elected_persons(sorted(bodies), clock.today())
