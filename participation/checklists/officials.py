"""A dialogue's checklists in its workspace: all three on one page, to tick and to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from participation import db, i18n, page, refusals
from participation.access import Conflict, Reason, Refused, Role, allowed
from participation.checklists import words as words
from participation.checklists.actions import Said, tick
from participation.checklists.forms import checklist_form
from participation.checklists.permissions import ChecklistPermission
from participation.checklists.queries import Line, lines_of, version_of
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.handbook.rules import PARTS
from participation.handbook.words import IN_SHORT
from participation.i18n import gettext, label, ngettext
from participation.refusals import Refusal
from participation.texts import Rendered

bp = Blueprint("checklists", __name__, url_prefix="/dialogues/<int:dialogue_id>/checklists")


@dataclass(frozen=True)
class Row:
    """A line as it is shown. ``stored`` only where somebody else has said something else of it."""

    text: Rendered
    ticked: bool
    facts: str
    note: str
    tick: Any
    field: Any
    seen: str
    seen_name: str
    stored: str


@dataclass(frozen=True)
class List:
    """The list of a part."""

    place: str
    title: str
    text: str
    count: str
    rows: tuple[Row, ...]


@bp.route("", methods=["GET", "POST"])
def show(dialogue_id: int) -> ResponseReturnValue:
    actor = page.current_actor()
    dialogue = staff_dialogue(actor, dialogue_id)
    lines = lines_of(dialogue)
    form = checklist_form([(line.item.key, _text(line).text) for line in lines])()
    if request.method == "GET":
        return _show(dialogue, lines, form)
    if not form.validate():
        return _show(dialogue, lines, form, status=422)
    said = {
        line.item.key: Said(
            ticked=bool(form[f"ticked-{line.item.key}"].data),
            note=form[f"note-{line.item.key}"].data or "",
            seen=form[f"seen-{line.item.key}"].data or "",
        )
        for line in lines
        if f"seen-{line.item.key}" in request.form
    }
    try:
        tick(actor, dialogue, said)
    except Conflict:
        db.start_over()
        dialogue = staff_dialogue(actor, dialogue_id)
        race = refusals.race(compared=True)
        return _show(dialogue, lines_of(dialogue), form, status=409, errors=race, said=said)
    except Refused as error:
        found = refusals.shown(error.reasons)
        return _show(dialogue, lines, form, status=409 if error.by_guard else 403, errors=found)
    return page.see_other(url_for("officials.checklists.show", dialogue_id=dialogue_id, saved=1))


def _text(line: Line) -> Rendered:
    return line.item.text.in_(i18n.current().code)


def _show(
    dialogue: Dialogue,
    lines: Sequence[Line],
    form: Any,
    *,
    status: int = 200,
    errors: Sequence[Refusal] = (),
    said: dict[str, Said] | None = None,
) -> ResponseReturnValue:
    actor = page.current_actor()
    may = allowed(actor, ChecklistPermission.TICK, dialogue)
    reason = Reason("E-ROLE", {"role": Role.OFFICER, "body": dialogue.responsible_body.names})
    rows = {line.item.key: _row(line, form, sent=status == 422, said=(said or {}).get(line.item.key)) for line in lines}
    return page.render(
        "officials/checklists/show.html",
        status,
        desk=desk(state_of(actor, dialogue), tab="checklists", here=gettext("Checklists")),
        lists=[
            List(
                place=place.value,
                title=label(place),
                text=str(IN_SHORT[place]),
                count=_count([line for line in lines if line.place is place]),
                rows=tuple(rows[line.item.key] for line in lines if line.place is place),
            )
            for place in PARTS
        ],
        version=version_of(dialogue),
        pinned=dialogue.handbook_version,
        form=form,
        errors=list(errors),
        may=may,
        why_not=None if may else Refusal(reason.code, refusals.sentence(reason)),
        saved=status == 200 and bool(request.args.get("saved")),
    )


def _count(lines: Sequence[Line]) -> str:
    done = sum(line.ticked for line in lines)
    return ngettext("%(done)s of %(n)s is done", "%(done)s of %(n)s are done", len(lines), done=i18n.number(done))


def _row(line: Line, form: Any, *, sent: bool, said: Said | None) -> Row:
    """What is stored; after a refused form what was sent; after a race what this person has changed."""
    key = line.item.key
    box, field, seen = form[f"ticked-{key}"], form[f"note-{key}"], form[f"seen-{key}"]
    fingerprint = line.fingerprint
    mine = said is not None and said.touches(line)
    if sent:
        fingerprint = seen.data or fingerprint
    elif not mine:
        box.data, field.data = line.ticked, line.note
    box.flags.unmarked = field.flags.unmarked = True
    return Row(
        text=_text(line),
        ticked=line.ticked,
        facts=_facts(line),
        note=line.note,
        tick=box,
        field=field,
        seen=fingerprint,
        seen_name=seen.name,
        stored=_stored(line) if mine and said is not None and said.seen != line.fingerprint else "",
    )


def _facts(line: Line) -> str:
    found = line.tick
    if found is None:
        return ""
    who, when = found.by_name or gettext("The system"), i18n.format_datetime(found.at)
    if line.ticked:
        return gettext("Ticked by %(name)s, %(when)s", name=who, when=when)
    return gettext("Changed by %(name)s, %(when)s", name=who, when=when)


def _stored(line: Line) -> str:
    state = gettext("done") if line.ticked else gettext("not done")
    said = gettext("Stored now: %(state)s. %(facts)s", state=state, facts=_facts(line))
    return f"{said} “{line.note}”" if line.note else said
