"""What has been held: a dialogue's activities, what each came to, and which politicians were there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from participation import clock, db, i18n, page, refusals
from participation.access import Conflict, Refused, allowed, require
from participation.bodies.models import ElectedPerson
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Activity, Dialogue
from participation.dialogues.queries import activities, staff_dialogue
from participation.dialogues.rules import ActivityType
from participation.dialogues.workspace import desk, state_of
from participation.forms import options
from participation.i18n import gettext, label, ngettext
from participation.meetings.actions import log_presence, noted, presence_version, record_activity, version
from participation.meetings.forms import PresenceForm, RecordForm
from participation.meetings.models import ActivityRecord
from participation.meetings.permissions import MeetingPermission
from participation.meetings.queries import activity_in, can_be_present, present_in, records_of
from participation.meetings.rules import Held, Opening
from participation.refusals import Refusal
from participation.texts import Rendered

bp = Blueprint("meetings", __name__, url_prefix="/dialogues/<int:dialogue_id>/activities")


@dataclass(frozen=True)
class Row:
    """An activity in the list."""

    title: str
    planned: str
    place: Rendered
    state: str
    kind: str
    openings: tuple[str, ...]
    present: str
    href: str | None


@bp.route("", methods=["GET"])
def index(dialogue_id: int) -> ResponseReturnValue:
    """Every way to take part, and what is noted of it."""
    actor = page.current_actor()
    dialogue = staff_dialogue(actor, dialogue_id)
    records, present = records_of(dialogue.id), present_in(dialogue.id)
    may = allowed(actor, MeetingPermission.LOG_PRESENCE, dialogue)
    return page.render(
        "officials/meetings/index.html",
        desk=desk(state_of(actor, dialogue), tab="meetings", here=gettext("What has been held")),
        rows=[_row(dialogue, a, records.get(a.id), present.get(a.id, []), may) for a in activities(dialogue.id)],
        saved="saved" in request.args,
    )


def _row(
    dialogue: Dialogue, activity: Activity, record: ActivityRecord | None, present: list[ElectedPerson], may: bool
) -> Row:
    words, kind = gettext("Nothing is noted yet"), "plain"
    openings: tuple[str, ...] = ()
    if record is not None:
        kind = "good"
        words = gettext("Held on %(date)s", date=i18n.format_date(record.held_on))
        if record.attendance is not None:
            words += " · " + ngettext("%(n)s person came", "%(n)s people came", record.attendance)
        openings = tuple(label(o) for o in Opening if o in noted(record).openings)
    return Row(
        title=label(ActivityType(activity.type)),
        planned=i18n.format_datetime(activity.starts_at) if activity.starts_at else "",
        place=activity.place.in_(i18n.current().code),
        state=words,
        kind=kind,
        openings=openings,
        present=i18n.join([p.name for p in present]) if present else "",
        href=flask.url_for(".show", dialogue_id=dialogue.id, activity_id=activity.id) if may else None,
    )


@bp.route("/<int:activity_id>", methods=["GET"])
def show(dialogue_id: int, activity_id: int) -> ResponseReturnValue:
    """One activity: its record for the officials, presence also for elected representatives."""
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    require(page.current_actor(), MeetingPermission.LOG_PRESENCE, dialogue)
    return _show(dialogue, activity_in(dialogue, activity_id))


@bp.route("/<int:activity_id>/record", methods=["POST"])
def record(dialogue_id: int, activity_id: int) -> ResponseReturnValue:
    """Note what it came to."""
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    require(page.current_actor(), MeetingPermission.RECORD, dialogue)
    activity, form = activity_in(dialogue, activity_id), RecordForm()
    if not form.validate():
        return _show(dialogue, activity, record_form=form, status=422)
    held = Held(
        form.held_on.data,
        form.attendance.data,
        frozenset(Opening(value) for value in form.openings.data),
        (form.note.data or "").strip(),
    )
    try:
        record_activity(page.current_actor(), dialogue, activity_id, held, seen=form.seen.data)
    except Conflict:
        dialogue, activity = _read_again(dialogue_id, activity_id)
        stored = _record_form(activity)
        form.seen.data = stored.seen.data
        return _show(dialogue, activity, record_form=form, status=409, differences=compared(stored, form))
    except Refused as error:
        dialogue, activity = _read_again(dialogue_id, activity_id)
        errors = [Refusal(r.code, refusals.sentence(r), f"#{r.field}" if r.field else None) for r in error.reasons]
        status = 409 if error.by_guard else 403
        return _show(dialogue, activity, record_form=form, status=status, errors=errors)
    return page.see_other(flask.url_for(".index", dialogue_id=dialogue_id, saved=1))


@bp.route("/<int:activity_id>/presence", methods=["POST"])
def presence(dialogue_id: int, activity_id: int) -> ResponseReturnValue:
    """Note which elected representatives were there."""
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    require(page.current_actor(), MeetingPermission.LOG_PRESENCE, dialogue)
    activity, form = activity_in(dialogue, activity_id), PresenceForm()
    form.present.choices = _people(dialogue)
    if not form.validate():
        return _show(dialogue, activity, presence_form=form, status=422)
    there = {int(value) for value in form.present.data}
    try:
        log_presence(page.current_actor(), dialogue, activity_id, there, seen=form.seen.data)
    except Conflict:
        dialogue, activity = _read_again(dialogue_id, activity_id)
        stored = _presence_form(dialogue, activity)
        form.seen.data = stored.seen.data
        return _show(dialogue, activity, presence_form=form, status=409, differences=compared(stored, form))
    return page.see_other(flask.url_for(".index", dialogue_id=dialogue_id, saved=1))


def _read_again(dialogue_id: int, activity_id: int) -> tuple[Dialogue, Activity]:
    """As it is stored, without what this request has tried to write."""
    db.start_over()
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    return dialogue, activity_in(dialogue, activity_id)


def _people(dialogue: Dialogue) -> list[SelectChoice]:
    locale = i18n.current().code
    return options(
        (str(p.id), f"{p.name} ({p.body.names.in_(locale).text})", {"hint": p.role.in_(locale).text})
        for p in can_be_present(dialogue)
    )


def _record_form(activity: Activity) -> RecordForm:
    found = records_of(activity.dialogue_id).get(activity.id)
    values: dict[str, object] = {"seen": version(found)}
    if found is None:
        day = clock.local_date(activity.starts_at) if activity.starts_at else None
        return RecordForm(formdata=None, data={**values, "held_on": day if day and day <= clock.today() else None})
    held = noted(found)
    values |= {"held_on": held.held_on, "attendance": held.attendance, "note": held.note}
    return RecordForm(formdata=None, data={**values, "openings": [o.value for o in held.openings]})


def _presence_form(dialogue: Dialogue, activity: Activity) -> PresenceForm:
    there = present_in(dialogue.id).get(activity.id, [])
    seen = presence_version({p.id for p in there})
    form = PresenceForm(formdata=None, data={"present": [str(p.id) for p in there], "seen": seen})
    form.present.choices = _people(dialogue)
    return form


def _show(
    dialogue: Dialogue,
    activity: Activity,
    *,
    record_form: RecordForm | None = None,
    presence_form: PresenceForm | None = None,
    status: int = 200,
    errors: list[Refusal] | None = None,
    differences: Sequence[Differing] | None = None,
) -> ResponseReturnValue:
    """``differences``: a colleague has noted something else meanwhile, and where that differs from the form sent."""
    actor = page.current_actor()
    title = label(ActivityType(activity.type))
    race = refusals.race(compared=bool(differences)) if differences is not None else []
    return page.render(
        "officials/meetings/show.html",
        status,
        desk=desk(state_of(actor, dialogue), tab="meetings", here=title),
        title=title,
        planned=i18n.format_datetime(activity.starts_at) if activity.starts_at else "",
        place=activity.place.in_(i18n.current().code),
        activity_id=activity.id,
        may_record=allowed(actor, MeetingPermission.RECORD, dialogue),
        record_form=record_form or _record_form(activity),
        presence_form=presence_form or _presence_form(dialogue, activity),
        wrong=record_form or presence_form,
        errors=errors or race,
        record_differs=differences if record_form else None,
        presence_differs=differences if presence_form else None,
    )
