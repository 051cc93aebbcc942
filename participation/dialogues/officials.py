"""The back office of dialogues: start page, new dialogue, workspace, log. All its addresses are listed here."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page
from participation.access import Actor, Reason, Refused, Role, allowed
from participation.bodies.models import Body
from participation.bodies.queries import bodies_of_kind, valid_bodies
from participation.desk.start_page import start_page
from participation.dialogues import (
    history,
    officials_consultation,
    officials_handover,
    officials_moves,
    officials_papers,
    officials_sections,
    officials_standing,
)
from participation.dialogues.actions import create_dialogue
from participation.dialogues.forms.moves import NewDialogueForm
from participation.dialogues.overview import overview
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.public_page import dialogue_page
from participation.dialogues.public_parts import log_of, parts_of
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.rules import CHOSEN_BODY, DECIDING_BODIES, EXECUTING_BODY_KIND, Kind
from participation.dialogues.words import KIND_MEANS
from participation.dialogues.workspace import desk, state_of
from participation.forms import options
from participation.i18n import capital, gettext
from participation.initiatives.queries import initiative_behind
from participation.initiatives.views import number_words
from participation.legal.queries import in_force
from participation.legal.rules import LegalPhase
from participation.refusals import Refusal, sentence
from participation.surveys.queries import survey_parts

bp = Blueprint("dialogues", __name__)

_ONE = "/dialogues/<int(max=2147483647):dialogue_id>"


def start() -> ResponseReturnValue:
    actor = page.current_actor()
    return page.render("officials/dialogues/start.html", page=start_page(actor))


def new() -> ResponseReturnValue:
    actor = page.current_actor()
    bodies = valid_bodies()
    if not any(allowed(actor, DialoguePermission.CREATE, body.id) for body in bodies):
        raise Refused(Reason("E-ROLE", {"role": Role.OFFICER}))
    form = NewDialogueForm()
    _offer(form, actor, bodies)
    if not form.is_submitted():
        return page.render("officials/dialogues/new.html", form=form)
    if not form.validate():
        return page.invalid("officials/dialogues/new.html", form=form)
    kind = Kind(form.kind.data)
    body = _body_for(kind, form.body.data, bodies)
    basis = next((b for b in in_force() if kind is Kind.STATUTORY and str(b.id) == form.legal_basis.data), None)
    if body is None:
        form.fail("body", gettext("Choose the body whose dialogue it is."))
    if kind is Kind.STATUTORY and basis is None:
        form.fail("legal_basis", gettext("Choose the law that makes the dialogue a duty."))
    if body is None or (kind is Kind.STATUTORY and basis is None):
        return page.invalid("officials/dialogues/new.html", form=form)
    try:
        dialogue = create_dialogue(
            actor, kind=kind, body=body, title=form.title.data, key=form.key(), legal_basis=basis
        )
    except Refused as error:
        if not error.by_guard:
            raise
        db.start_over()
        errors = [Refusal(r.code, sentence(r), f"#{r.field}" if r.field in form else None) for r in error.reasons]
        return page.render("officials/dialogues/new.html", 409, form=form, errors=errors)
    return page.see_other(url_for("officials.dialogues.show", dialogue_id=dialogue.id))


def _fitting(actor: Actor, bodies: list[Body]) -> list[Body]:
    """The bodies that can have a dialogue of their own, and for which the actor may begin one."""
    kinds = DECIDING_BODIES[Kind.COMMITTEE]
    return [b for b in bodies if b.body_kind in kinds and allowed(actor, DialoguePermission.CREATE, b.id)]


def _offer(form: NewDialogueForm, actor: Actor, bodies: list[Body]) -> None:
    locale = i18n.current().code
    own = _fitting(actor, bodies)
    names = [(str(b.id), b.names.in_(locale).text) for b in own]
    form.body.choices = options(names if len(own) == 1 else [("", gettext("Choose …")), *names])
    choices = []
    for value, text in i18n.choices(Kind):
        kind = Kind(value)
        hint = str(KIND_MEANS[kind])
        executing = EXECUTING_BODY_KIND[kind]
        by = own if executing is None else bodies_of_kind([executing])
        open_to_actor = any(allowed(actor, DialoguePermission.CREATE, b.id) for b in by)
        if not open_to_actor:
            hint += " " + gettext("It is begun by the executive board’s officials.")
        choices.append((value, capital(str(text)), {"hint": hint, "disabled": not open_to_actor}))
    form.kind.choices = options(choices)
    laws = [(str(b.id), f"{b.names.in_(locale).text} ({b.provision})") for b in in_force(phase=LegalPhase.SAMRAD)]
    form.legal_basis.choices = options([("", gettext("Choose …")), *laws])


def _body_for(kind: Kind, chosen: str | None, bodies: list[Body]) -> Body | None:
    """The body the form means: chosen for some kinds, given by the kind for the others."""
    if kind not in CHOSEN_BODY:
        return next((b for b in bodies if b.body_kind in DECIDING_BODIES[kind]), None)
    return next((b for b in bodies if str(b.id) == chosen), None)


def show(dialogue_id: int) -> ResponseReturnValue:
    actor = page.current_actor()
    state = state_of(actor, staff_dialogue(actor, dialogue_id))
    origin = initiative_behind(dialogue_id, public=False)
    return page.render(
        "officials/dialogues/show.html",
        desk=desk(state),
        page=overview(state),
        origin=(number_words(origin), url_for("officials.initiatives.show", initiative_id=origin.id))
        if origin
        else None,
    )


def log(dialogue_id: int) -> ResponseReturnValue:
    actor = page.current_actor()
    state = state_of(actor, staff_dialogue(actor, dialogue_id))
    before = request.args.get("before", "")
    refused = request.args.get("refused") == "1"
    start = page.number_in(before)
    entries, older = history.entries(dialogue_id, start, refused=refused)
    here = url_for("officials.dialogues.log", dialogue_id=dialogue_id, refused=1 if refused else None)
    more = "&" if refused else "?"
    return page.render(
        "officials/dialogues/log.html",
        desk=desk(state, tab="log", here=gettext("Log")),
        entries=entries,
        older=f"{here}{more}before={older}" if older else None,
        refused=refused,
        newest=here if before else None,
    )


def preview(dialogue_id: int) -> ResponseReturnValue:
    """The public page as it stands, before anybody else can see it; in the language of the address, like that page."""
    actor = page.current_actor()
    dialogue = staff_dialogue(actor, dialogue_id)
    now = clock.now()
    return page.render(
        "officials/dialogues/preview.html",
        desk=desk(state_of(actor, dialogue), here=gettext("The page as residents see it")),
        dialogue=dialogue_page(dialogue, parts_of(dialogue.id, survey_parts), log_of(dialogue.id), now),
        ideas=[],
        said=[],
    )


for _rule, _view, _methods in (
    ("/", start, ["GET"]),
    ("/dialogues/new", new, ["GET", "POST"]),
    (_ONE, show, ["GET"]),
    (f"{_ONE}/log", log, ["GET"]),
    (f"{_ONE}/preview", preview, ["GET"]),
    (f"{_ONE}/sections/<section>", officials_sections.section, ["GET", "POST"]),
    (f"{_ONE}/languages/<code>", officials_sections.language, ["GET", "POST"]),
    (f"{_ONE}/propose", officials_moves.propose, ["GET", "POST"]),
    (f"{_ONE}/refer-back", officials_moves.refer_back, ["GET", "POST"]),
    (f"{_ONE}/decision", officials_moves.decide, ["GET", "POST"]),
    (f"{_ONE}/minutes", officials_moves.minutes, ["GET", "POST"]),
    (f"{_ONE}/consultation", officials_consultation.consultation, ["GET", "POST"]),
    (f"{_ONE}/consultation/<int(max=2147483647):body_id>", officials_consultation.answer, ["GET", "POST"]),
    ("/handovers", officials_handover.handovers, ["GET"]),
    (f"{_ONE}/handover", officials_handover.hand_over, ["GET", "POST"]),
    (f"{_ONE}/paper", officials_papers.show_paper, ["GET"]),
    (f"{_ONE}/paper.docx", officials_papers.paper_file, ["GET"]),
    (f"{_ONE}/meeting", officials_papers.meeting, ["GET", "POST"]),
    (f"{_ONE}/announce", officials_moves.announce, ["GET", "POST"]),
    ("/registers/standing", officials_standing.standing, ["GET"]),
    ("/registers/standing/new", officials_standing.new_standing, ["GET", "POST"]),
    ("/registers/standing/<int:decision_id>/end", officials_standing.end_standing, ["POST"]),
):
    bp.add_url_rule(_rule, view_func=_view, methods=_methods)
