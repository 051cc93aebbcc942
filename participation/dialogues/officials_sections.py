"""The sections of the workspace and their translations: shown, saved as one goes, never overwritten unseen."""

from __future__ import annotations

from typing import Any

import flask
from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, page, refusals, settings
from participation.access import Conflict, NotFound, Refused, Role
from participation.accounts.queries import account_by_id
from participation.dialogues import sections
from participation.dialogues.actions import save_section, save_translation
from participation.dialogues.comparing import compared
from participation.dialogues.forms.lists import SectionForm, translation_form
from participation.dialogues.forms.sections import SECTION_FORMS
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import section_locked
from participation.dialogues.queries import closes_on, current_stage, opens_on, staff_dialogue
from participation.dialogues.rules import Kind, Section, Stage, sections_of
from participation.dialogues.section_choices import choices_for, fitted, values_for_form
from participation.dialogues.section_page import SectionPage, language_page, section_page
from participation.dialogues.workspace import desk, refused, section_url, state_of
from participation.i18n import gettext, label
from participation.refusals import Refusal


def section(dialogue_id: int, section: str) -> ResponseReturnValue:
    if section not in set(Section):
        raise NotFound
    here = Section(section)
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    if here not in sections_of(Kind(dialogue.kind)):
        raise NotFound
    if request.method == "GET":
        return _show_section(dialogue, here, _suggested(dialogue, here, _stored_form(dialogue, here)))
    form = fitted(SECTION_FORMS[here](), dialogue)
    form.offer(choices_for(dialogue, form))
    if not form.validate():
        return _not_saved(form) if _autosave() else _show_section(dialogue, here, form, status=422)
    try:
        save_section(page.current_actor(), dialogue, here, _values(dialogue, here, form), seen=_seen(form))
    except (Conflict, Refused) as error:
        return _stopped(error, dialogue_id, here, form)
    if _autosave():
        ids = _new_ids(form, sections.stored(dialogue, here))
        return _saved(sections.fingerprint(dialogue, here), fields=ids)
    return page.see_other(_onwards(dialogue, here))


def _values(dialogue: Dialogue, here: Section, form: SectionForm) -> dict[str, Any]:
    values = form.draft_values(sections.stored(dialogue, here)) if _autosave() else form.values()
    if here is Section.PEOPLE:
        for row in values["moderators"]:
            # Whoever moderates does so while it is open, unless other days are written.
            row["valid_from"] = row["valid_from"] or opens_on(dialogue)
            row["valid_to"] = row["valid_to"] or closes_on(dialogue)
    return values


def _autosave() -> bool:
    return request.headers.get("X-Autosave") == "1"


def _seen(form: SectionForm) -> str:
    """The fingerprint that is answered: of what was shown, or of what is knowingly written over."""
    return request.form.get("over") or form.seen.data or ""


def _stored_form(dialogue: Dialogue, here: Section) -> SectionForm:
    form = fitted(SECTION_FORMS[here](formdata=None, data=values_for_form(dialogue, here)), dialogue)
    form.seen.data = sections.fingerprint(dialogue, here)
    form.add_empty_rows()
    form.offer(choices_for(dialogue, form))
    return form


def _new_ids(form: SectionForm, stored: dict[str, Any]) -> dict[str, str]:
    """The ids that new rows got, by the name of the field that carries them: the form goes on with the same rows."""
    found = {}
    for name, rows in form.lists().items():
        shown = [entry.form for entry in rows.entries if not entry.form.removed or entry.form.stored_id]
        for row, saved in zip(shown, stored[name], strict=False):
            if row.stored_id != saved["id"]:
                found[row["id"].name] = str(saved["id"])
    return found


def _saved(seen: str, fields: dict[str, str] | None = None) -> ResponseReturnValue:
    said = gettext("Saved %(time)s", time=clock.local(clock.now()).strftime("%H:%M"))
    return flask.jsonify(saved=said, seen=seen, fields=fields or {})


def _not_saved(form: SectionForm) -> ResponseReturnValue:
    first = next(_messages(form.errors), "")
    return flask.jsonify(message=gettext("Not saved yet. %(reason)s", reason=first)), 422


def _messages(errors: Any) -> Any:
    if isinstance(errors, str):
        yield errors
    elif isinstance(errors, dict):
        for value in errors.values():
            yield from _messages(value)
    elif isinstance(errors, list | tuple):
        for value in errors:
            yield from _messages(value)


def _stopped(error: Conflict | Refused, dialogue_id: int, here: Section, form: SectionForm) -> ResponseReturnValue:
    """Nothing was saved: show what this person wrote, why it was stopped, and what is stored now."""
    status = 403 if isinstance(error, Refused) and not error.by_guard else 409
    dialogue = _read_again(dialogue_id)
    errors = refusals.race() if isinstance(error, Conflict) else refused(page.current_actor(), dialogue, error.reasons)
    if _autosave():
        return flask.jsonify(message=errors[0].sentence), status
    over = sections.fingerprint(dialogue, here) if isinstance(error, Conflict) else None
    errors = [] if over else errors  # the page says it, with both versions
    return _show_section(dialogue, here, form, status=status, errors=errors, over=over)


def _read_again(dialogue_id: int) -> Dialogue:
    """The dialogue as it is stored, without what this request has tried to write."""
    db.start_over()
    return staff_dialogue(page.current_actor(), dialogue_id)


def _onwards(dialogue: Dialogue, here: Section) -> str:
    """Where a saved section leads: on to the next, or back to itself, at the row to fill in next."""
    order = sections_of(Kind(dialogue.kind))
    if request.form.get("then") == "next":
        if here is order[-1]:
            return url_for("officials.dialogues.show", dialogue_id=dialogue.id)
        return section_url(dialogue, order[order.index(here) + 1])
    more = request.form.get("add", "")
    stored = sections.stored(dialogue, here)
    anchor = f"{more}-{len(stored[more])}-row" if isinstance(stored.get(more), list) else None
    return url_for("officials.dialogues.section", dialogue_id=dialogue.id, section=here.value, saved=1, _anchor=anchor)


def _suggested(dialogue: Dialogue, here: Section, form: SectionForm) -> SectionForm:
    """The form of people with whoever prepares the draft as its contact, until somebody is written there. Nothing is
    stored before it is saved."""
    actor = page.current_actor()
    contact = ("contact_name", "contact_email", "contact_phone")
    mine = actor.account_id is not None and actor.holds(Role.OFFICER, dialogue.responsible_body_id, dialogue.id)
    if here is not Section.PEOPLE or not mine or current_stage(dialogue) is not Stage.DRAFT:
        return form
    if not any((form[name].data or "").strip() for name in contact):
        account = account_by_id(actor.account_id or 0)
        form["contact_name"].data, form["contact_email"].data = account.name, account.email
    return form


def _show_section(
    dialogue: Dialogue,
    here: Section,
    form: SectionForm,
    *,
    status: int = 200,
    errors: list[Refusal] | None = None,
    over: str | None = None,
) -> ResponseReturnValue:
    state = state_of(page.current_actor(), dialogue)
    stored = _stored_form(dialogue, here)
    shown: SectionPage = section_page(state, here, form, stored)
    differences = compared(stored, form) if over else []
    errors = refusals.race(compared=bool(differences)) if over else errors
    return page.render(
        "officials/dialogues/section.html",
        status,
        desk=desk(state, here=label(here), section=here),
        page=shown,
        form=form,
        errors=errors or [],
        over=over,
        differences=differences,
        saved=status == 200 and bool(request.args.get("saved")),
        # A form that was refused is shown with what it holds, though the section cannot be changed.
        editable=shown.editable or bool(errors),
    )


def language(dialogue_id: int, code: str) -> ResponseReturnValue:
    if code not in settings.LOCALES or code == "sv":
        raise NotFound
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    form = _translation(dialogue, code)
    if request.method == "GET":
        return _show_language(dialogue, code, form)
    if not form.validate():
        return _not_saved(form) if _autosave() else _show_language(dialogue, code, form, status=422)
    try:
        save_translation(page.current_actor(), dialogue, code, form.values(), seen=_seen(form))
    except (Conflict, Refused) as error:
        status = 403 if isinstance(error, Refused) and not error.by_guard else 409
        dialogue = _read_again(dialogue_id)
        errors = (
            refusals.race() if isinstance(error, Conflict) else refused(page.current_actor(), dialogue, error.reasons)
        )
        if _autosave():
            return flask.jsonify(message=errors[0].sentence), status
        over = sections.translation_fingerprint(dialogue, code) if isinstance(error, Conflict) else None
        errors = [] if over else errors  # the page says it, with both versions
        return _show_language(dialogue, code, form, status=status, errors=errors, over=over)
    if _autosave():
        return _saved(sections.translation_fingerprint(dialogue, code))
    if request.form.get("then") == "next":
        return page.see_other(section_url(dialogue, Section.LANGUAGES))
    return page.see_other(url_for("officials.dialogues.language", dialogue_id=dialogue.id, code=code, saved=1))


def _translation(dialogue: Dialogue, code: str, *, stored: bool = False) -> SectionForm:
    """What is sent, or (``stored``, or before anything is) what is stored."""
    texts = sections.translatable(dialogue)
    made = translation_form({t.key: sections.name_and_limit(t.key) for t in texts})
    if request.method == "POST" and not stored:
        return made()
    form = made(formdata=None, data={t.key: t.texts.get(code, "") for t in texts})
    form.seen.data = sections.translation_fingerprint(dialogue, code)
    return form


def _show_language(
    dialogue: Dialogue,
    code: str,
    form: SectionForm,
    *,
    status: int = 200,
    errors: list[Refusal] | None = None,
    over: str | None = None,
) -> ResponseReturnValue:
    state = state_of(page.current_actor(), dialogue)
    locked = section_locked(dialogue, Section.LANGUAGES, clock.now())
    shown = language_page(state, code, form)
    differences = compared(_translation(dialogue, code, stored=True), form, language=code) if over else []
    errors = refusals.race(compared=bool(differences)) if over else errors
    return page.render(
        "officials/dialogues/language.html",
        status,
        desk=desk(state, here=shown.title, section=Section.LANGUAGES),
        page=shown,
        form=form,
        errors=errors or [],
        over=over,
        differences=differences,
        saved=status == 200 and bool(request.args.get("saved")),
        editable=bool(errors) or (locked is None and state.may_edit),
        locked=refused(page.current_actor(), dialogue, [locked]) if locked else [],
    )
