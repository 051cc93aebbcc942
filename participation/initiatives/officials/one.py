"""One initiative in the back office: all of it, the steps that can be taken, why it is late, whether it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import db, i18n, page, refusals
from participation.access import Actor, Conflict, Refused, allowed, require
from participation.access_log.rules import Shown
from participation.accounts.queries import names_of
from participation.contributions.taking_part import Crumb
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import dialogue_by_id
from participation.forms import ActionForm
from participation.i18n import gettext, label
from participation.initiatives.actions import minding, moves
from participation.initiatives.forms import DelayForm
from participation.initiatives.models import Initiative
from participation.initiatives.officials.frame import address_of, bp, said, way
from participation.initiatives.permissions import PERMISSION_OF, InitiativePermission
from participation.initiatives.queries import due_of, forwardings_of, hiding_of, initiative_by_id
from participation.initiatives.rules import MOVES, WAITING, Move, State
from participation.initiatives.views import initiative_view, number_words
from participation.moderation.forms import HideForm
from participation.moderation.rules import GROUNDS_BY_LAW, Ground
from participation.refusals import Refusal
from participation.texts import Texts


@dataclass(frozen=True)
class Step:
    """A step that the reader can take with an initiative."""

    label: str
    href: str
    kind: str


@dataclass(frozen=True)
class Sent:
    """One time it was forwarded."""

    body: str
    when: str
    by: str
    note: str


@bp.route("/<int:initiative_id>", methods=["GET"])
@page.shows_personal_data(Shown.INITIATIVES)
def show(initiative_id: int) -> ResponseReturnValue:
    return _show(initiative_by_id(initiative_id))


def _show(initiative: Initiative, status: int = 200, errors: list[Refusal] | None = None) -> Response:
    actor = page.current_actor()
    require(actor, InitiativePermission.READ_STAFF)
    sent = forwardings_of(initiative.id)
    people = names_of([f.by_id for f in sent] + [initiative.answered_by_id])
    locale = i18n.current().code
    late = initiative.state in WAITING and due_of(initiative).late
    dialogue = dialogue_by_id(initiative.dialogue_id) if initiative.dialogue_id else None
    reads = dialogue is not None and allowed(actor, DialoguePermission.READ_STAFF, dialogue)
    public = url_for("residents.initiatives.show", number=initiative.id)
    hiding, may_hide = hiding_of(initiative), allowed(actor, InitiativePermission.HIDE, initiative)
    return page.render(
        "officials/initiatives/show.html",
        status,
        crumbs=way(Crumb(number_words(initiative))),
        initiative=initiative_view(initiative, public),
        initiative_id=initiative.id,
        errors=errors or [],
        form=ActionForm(),
        may_review=_may(actor, initiative, Move.REVIEW),
        steps=_steps(actor, initiative),
        sent=[
            Sent(f.body.names.in_(locale).text, i18n.format_datetime(f.at), people.get(f.by_id or 0, ""), f.note)
            for f in sent
        ],
        hiding=hiding,
        complaint_href=(
            url_for("officials.initiatives.complaint", initiative_id=initiative.id)
            if hiding is not None and hiding.complaint is not None and may_hide
            else None
        ),
        public_href=public if initiative.is_visible and initiative.state is not State.WITHDRAWN else None,
        dialogue_href=url_for("officials.dialogues.show", dialogue_id=dialogue.id) if dialogue and reads else None,
        may_hide=may_hide,
        explain_href=url_for("officials.initiatives.explain", initiative_id=initiative.id)
        if late and allowed(actor, InitiativePermission.EXPLAIN, initiative)
        else None,
    )


def _may(actor: Actor, initiative: Initiative, move: Move) -> bool:
    return initiative.state in MOVES[move].sources and allowed(actor, PERMISSION_OF[move], initiative)


_PAGES = {
    Move.FORWARD: ("officials.initiatives.forward", "primary"),
    Move.ACCEPT: ("officials.initiatives.accept", "primary"),
    Move.DECLINE: ("officials.initiatives.decline", "secondary"),
    Move.REDIRECT: ("officials.initiatives.redirect", "secondary"),
    Move.DECLINE_OUTSIDE: ("officials.initiatives.decline_outside", "secondary"),
}


def _steps(actor: Actor, initiative: Initiative) -> list[Step]:
    again = initiative.state is State.FORWARDED
    found = []
    for move, (endpoint, kind) in _PAGES.items():
        if _may(actor, initiative, move):
            words = gettext("Forward it to another body") if move is Move.FORWARD and again else label(move)
            secondary = kind if not (move is Move.FORWARD and again) else "secondary"
            found.append(Step(words, url_for(endpoint, initiative_id=initiative.id), secondary))
    return found


@bp.route("/<int:initiative_id>/review", methods=["POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def review(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)
    form = ActionForm()
    if not form.validate():
        return _show(initiative, 422, [Refusal("", message) for e in form.errors.values() for message in e])
    try:
        moves.begin_review(page.current_actor(), initiative)
    except Refused as error:
        if not error.by_guard:
            raise
        return _show(initiative, 409, said(error))
    return page.see_other(address_of(initiative))


@bp.route("/<int:initiative_id>/delay", methods=["GET", "POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def explain(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)
    require(page.current_actor(), InitiativePermission.EXPLAIN, initiative)
    form = DelayForm()
    errors: list[Refusal] = []
    differences: list[Differing] = []
    status = 200
    if not form.is_submitted():
        form = _delay_form(initiative)
    elif not form.validate():
        status = 422
    else:
        try:
            text = Texts(sv=form.text.data.strip())
            minding.explain_delay(
                page.current_actor(), initiative, text=text, expected_on=form.expected_on.data, seen=form.seen.data
            )
        except Conflict:
            db.start_over()
            initiative = initiative_by_id(initiative_id)
            stored = _delay_form(initiative)
            form.seen.data, differences = stored.seen.data, compared(stored, form)
            errors, status = refusals.race(compared=bool(differences)), 409
        except Refused as error:
            if not error.by_guard:
                raise
            errors, status = said(error), 409
        else:
            return page.see_other(address_of(initiative))
    title = gettext("Say why the answer is late")
    return page.render(
        "officials/initiatives/explain.html",
        status,
        crumbs=way(Crumb(number_words(initiative), address_of(initiative)), Crumb(title)),
        title=title,
        initiative=initiative_view(initiative, address_of(initiative)),
        form=form,
        errors=errors,
        differences=differences,
        said=None,
        back_href=address_of(initiative),
    )


def _delay_form(initiative: Initiative) -> DelayForm:
    """What is said of the delay, as the form holds it."""
    said_now = {"text": initiative.delay_reason.sv, "expected_on": initiative.expected_on}
    return DelayForm(formdata=None, data={**said_now, "seen": minding.reason_version(initiative)})


@bp.route("/<int:initiative_id>/hide", methods=["GET", "POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def hide(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)
    require(page.current_actor(), InitiativePermission.HIDE, initiative)
    form = HideForm()
    if form.is_submitted() and form.validate():
        minding.hide_initiative(
            page.current_actor(), initiative, ground=Ground(form.ground.data), reasons=form.reasons.data
        )
        return page.see_other(address_of(initiative))
    title = gettext("Hide the initiative")
    return page.render(
        "officials/initiatives/hide.html",
        422 if form.is_submitted() else 200,
        crumbs=way(Crumb(number_words(initiative), address_of(initiative)), Crumb(title)),
        title=title,
        initiative=initiative_view(initiative, address_of(initiative)),
        form=form,
        errors=[],
        by_law=len(GROUNDS_BY_LAW),
        back_href=address_of(initiative),
    )


@bp.route("/<int:initiative_id>/restore", methods=["POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def restore(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)
    form = ActionForm()
    if not form.validate():
        return _show(initiative, 422, [Refusal("", message) for e in form.errors.values() for message in e])
    try:
        minding.restore_initiative(page.current_actor(), initiative)
    except Refused as error:
        if not error.by_guard:
            raise
        return _show(initiative, 409, said(error))
    return page.see_other(address_of(initiative))
