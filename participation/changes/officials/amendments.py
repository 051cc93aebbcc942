"""Recording that the body has decided anew: first what it changes, then the new words together with the decision."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import db, page, refusals
from participation.access import Conflict, Refused, require
from participation.changes.actions.amendments import amend as record
from participation.changes.forms import PartsForm, amendment_form, fields_of, section_values
from participation.changes.officials.frame import back, bp, decision_from, invalid, offer_bodies, opened, show, stopped
from participation.changes.officials.frame import tongues as tongues_of
from participation.dialogues import sections
from participation.dialogues.comparing import compared
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import current_stage
from participation.dialogues.rules import CORE_SECTIONS, Section, Stage
from participation.dialogues.section_choices import choices_for, fitted, values_for_form
from participation.i18n import gettext, label
from participation.refusals import Refusal
from participation.results.queries import contactable

EMPTY_ROWS = 2
"""How many empty rows a list has, to write new things in: here nothing is saved until all of it is."""


@bp.route("/amend", methods=["GET"])
def amend(dialogue_id: int) -> ResponseReturnValue:
    """What the decision changes."""
    dialogue = opened(dialogue_id)
    require(page.current_actor(), DialoguePermission.AMEND, dialogue)
    form = PartsForm(formdata=request.args)
    if request.args.get("none"):
        form.validate()
    return show("amend", _title(), dialogue, form)


@bp.route("/amend/new", methods=["GET", "POST"])
def amendment(dialogue_id: int) -> ResponseReturnValue:
    """The new words, and the decision."""
    dialogue = opened(dialogue_id)
    parts = [s for s in Section if s in CORE_SECTIONS and s.value in request.values.getlist("part")]
    if not parts:
        return page.see_other(url_for(".amend", dialogue_id=dialogue_id, none=1))
    form = _form(dialogue, parts)
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.AMEND, dialogue)
        return _show(dialogue, form, parts)
    if not form.validate():
        invalid(DialoguePermission.AMEND, dialogue)
        return _show(dialogue, form, parts, 422)
    values = {part: section_values(form, part) for part in parts}
    seen = {part: request.form.get(f"over_{part.value}") or form[f"seen_{part.value}"].data or "" for part in parts}
    try:
        record(page.current_actor(), dialogue, decision_from(form), values, seen=seen)
    except Conflict:
        db.start_over()
        dialogue = opened(dialogue_id)
        return _show(dialogue, form, parts, 409, overtaken=True)
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, form)
        return _show(dialogue, form, parts, status, errors)
    return back(dialogue_id)


def _title() -> str:
    return gettext("Record an amending decision")


def _form(dialogue: Dialogue, parts: list[Section]) -> Any:
    made = amendment_form(parts, dialogue.languages)
    if request.method == "POST":
        form = fitted(made(), dialogue)
        offer_bodies(form, dialogue, first=False)
    else:
        form = fitted(made(formdata=None, data=_stored(dialogue, parts)), dialogue)
        offer_bodies(form, dialogue, first=True)
        for part in parts:
            form[f"seen_{part.value}"].data = sections.fingerprint(dialogue, part)
        for _ in range(EMPTY_ROWS):
            form.add_empty_rows()
    form.offer(choices_for(dialogue, form))
    return form


def _stored(dialogue: Dialogue, parts: list[Section]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in parts:
        values |= values_for_form(dialogue, part)
    return values


def _show(
    dialogue: Dialogue,
    form: Any,
    parts: list[Section],
    status: int = 200,
    errors: list[Refusal] | None = None,
    *,
    overtaken: bool = False,
) -> ResponseReturnValue:
    differences = []
    if overtaken:
        stored = fitted(
            amendment_form(parts, dialogue.languages)(formdata=None, data=_stored(dialogue, parts)), dialogue
        )
        stored.offer(choices_for(dialogue, stored))
        names = {name for part in parts for name in fields_of(part)}
        differences = compared(stored, form, names)
        errors = refusals.race(compared=bool(differences))
    return show(
        "amendment",
        _title(),
        dialogue,
        form,
        status,
        errors,
        parts=[
            {
                "code": part.value,
                "title": label(part),
                "fields": [form[name] for name in fields_of(part) if name in form],
                "over": sections.fingerprint(dialogue, part) if overtaken else "",
            }
            for part in parts
        ],
        differences=differences,
        tongues=tongues_of(dialogue),
        is_open=current_stage(dialogue) is Stage.OPEN,
        contactable=contactable(dialogue.id),
    )
