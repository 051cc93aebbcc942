"""A body's papers: the decision paper as a page and as a document, and sending the results to a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import flask
from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import db, i18n, page, refusals
from participation.access import Conflict, Refused, require
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Dialogue
from participation.dialogues.officials_moves import _stopped as stopped
from participation.dialogues.papers.actions import dealing_bodies, send_to_meeting, version
from participation.dialogues.papers.contents import contents_of
from participation.dialogues.papers.decision_paper import Paper, paper
from participation.dialogues.papers.forms import MeetingForm
from participation.dialogues.papers.keeping import agenda_of, paper_of
from participation.dialogues.papers.models import AgendaItem
from participation.dialogues.papers.permissions import PaperPermission
from participation.dialogues.queries import slug, staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.forms import options
from participation.i18n import gettext
from participation.refusals import Refusal

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_paper(dialogue_id: int) -> ResponseReturnValue:
    """The paper as a page, as it was proposed."""
    dialogue, found, _ = _paper(dialogue_id)
    state = state_of(page.current_actor(), dialogue)
    return page.render(
        "officials/dialogues/show_paper.html",
        desk=desk(state, here=gettext("Decision paper")),
        paper=found,
        kept=paper_of(dialogue) is not None,
        files=[
            (i18n.language_name(code), url_for(".paper_file", dialogue_id=dialogue.id, lang=code))
            for code in dict.fromkeys((i18n.current().code, "sv"))
        ],
    )


def paper_file(dialogue_id: int) -> ResponseReturnValue:
    """The paper as a Word document, in the language of its address."""
    # Loaded where a file is made: processes that only show pages do not carry it.
    from participation.dialogues.papers.document import document

    dialogue, found, proposed_at = _paper(dialogue_id)
    made = document(found, proposed_at, page.app_settings().municipality.name)
    response = flask.Response(made, content_type=DOCUMENT)
    name = f"decision-paper-{dialogue.id}-{i18n.current().code}.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _paper(dialogue_id: int) -> tuple[Dialogue, Paper, datetime]:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    require(page.current_actor(), PaperPermission.READ, dialogue)
    if dialogue.proposed_at is None:
        raise AssertionError("whoever may read the paper reads one that is proposed")
    return dialogue, paper(paper_of(dialogue) or contents_of(dialogue), dialogue.proposed_at), dialogue.proposed_at


def meeting(dialogue_id: int) -> ResponseReturnValue:
    """Send the compiled results to a meeting, or note that it is another day."""
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    agenda = agenda_of([dialogue.id])
    form = MeetingForm()
    bodies = {str(b.id): b for b in dealing_bodies(dialogue)}
    locale = i18n.current().code
    form.body.choices = options([(key, b.names.in_(locale).text) for key, b in bodies.items()])
    if request.method == "GET":
        require(page.current_actor(), PaperPermission.SEND_TO_MEETING, dialogue)
        _suggest(form, dialogue, agenda)
        return _show_meeting(dialogue, form, agenda)
    require(page.current_actor(), PaperPermission.SEND_TO_MEETING, dialogue)
    if not form.validate():
        return _show_meeting(dialogue, form, agenda, 422)
    try:
        send_to_meeting(
            page.current_actor(),
            dialogue,
            body=bodies.get(form.body.data or ""),
            meets_on=form.meets_on.data,
            papers=form.linked(),
            seen=_seen(form),
        )
    except Conflict:
        return _overtaken(dialogue_id, form)
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, on_page=frozenset((*form._fields, "papers-0-url")))
        return _show_meeting(dialogue, form, agenda_of([dialogue.id]), status, errors)
    return page.see_other(url_for("officials.dialogues.show", dialogue_id=dialogue_id))


def _versions(dialogue: Dialogue, agenda: list[AgendaItem]) -> str:
    """What is noted of each body's meeting when the form is made, for whichever body is chosen in it."""
    noted = {i.body_id: i for i in agenda}
    return " ".join(f"{b.id}:{version(noted.get(b.id))}" for b in dealing_bodies(dialogue))


def _seen(form: MeetingForm) -> str:
    """What was noted of the chosen body's meeting when the form was made."""
    bodies = dict(part.split(":", 1) for part in (form.seen.data or "").split() if ":" in part)
    return bodies.get(form.body.data or "", "")


def _overtaken(dialogue_id: int, form: MeetingForm) -> ResponseReturnValue:
    """A colleague has noted another day or other papers for the body's meeting: both, side by side."""
    db.start_over()
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    agenda = agenda_of([dialogue.id])
    stored = MeetingForm(formdata=None)
    stored.body.choices = form.body.choices
    stored.body.data = form.body.data
    _fill(stored, next((i for i in agenda if str(i.body_id) == form.body.data), None))
    form.seen.data = _versions(dialogue, agenda)
    differences = compared(stored, form)
    race = refusals.race(compared=bool(differences))
    return _show_meeting(dialogue, form, agenda, 409, race, differences)


def _fill(form: MeetingForm, item: AgendaItem | None) -> None:
    """What is noted, as the form holds it."""
    form.meets_on.data = item.meets_on if item else None
    while item is not None and len(form.papers.entries) < len(item.papers):
        form.papers.append_entry()
    for entry, row in zip(form.papers.entries, item.papers if item else [], strict=False):
        entry.form.title.data, entry.form.url.data = row["title"], row["url"]


def _suggest(form: MeetingForm, dialogue: Dialogue, agenda: list[AgendaItem]) -> None:
    """What is noted; else the promised meeting, the published report and the decision paper."""
    item = next((i for i in agenda if i.body_id == dialogue.responsible_body_id), None)
    form.body.data = str(dialogue.responsible_body_id)
    form.seen.data = _versions(dialogue, agenda)
    if item is not None:
        _fill(form, item)
        return
    form.meets_on.data = dialogue.handling_meeting
    where = slug(dialogue)
    with i18n.using("sv"):
        papers = [
            {"title": gettext("Result report"), "url": page.absolute_url("residents.results.show", slug=where)},
            {"title": gettext("All contributions"), "url": page.absolute_url("residents.ideas.index", slug=where)},
        ]
    for entry, row in zip(form.papers.entries, papers, strict=False):
        entry.form.title.data, entry.form.url.data = row["title"], row["url"]


def _show_meeting(
    dialogue: Dialogue,
    form: MeetingForm,
    agenda: list[AgendaItem],
    status: int = 200,
    errors: list[Refusal] | None = None,
    differences: Sequence[Differing] = (),
) -> ResponseReturnValue:
    title = gettext("Send the results to a meeting")
    locale = i18n.current().code
    return page.render(
        "officials/dialogues/meeting.html",
        status,
        desk=desk(state_of(page.current_actor(), dialogue), here=title),
        title=title,
        form=form,
        errors=errors or [],
        checklist=None,
        differences=differences,
        agenda=[(i.body.names.in_(locale), i.meets_on, i.papers) for i in agenda],
    )
