"""The steps of an initiative: to a body, to another channel, and what the body or an official answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import db, i18n, page, refusals
from participation.access import Conflict, Refused, require
from participation.access_log.rules import Shown
from participation.bodies.queries import body_by_id, valid_bodies
from participation.channels.queries import channel_by_id, shown_channels
from participation.contributions.taking_part import Crumb
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.rules import Kind
from participation.forms import options
from participation.i18n import gettext, label
from participation.initiatives.actions import moves
from participation.initiatives.forms import AcceptForm, AnswerForm, DecisionForm, ForwardForm, RedirectForm
from participation.initiatives.models import Initiative
from participation.initiatives.officials.frame import address_of, bp, said, way
from participation.initiatives.permissions import PERMISSION_OF
from participation.initiatives.queries import forwardings_of, initiative_by_id
from participation.initiatives.rules import MOVES, Move, State
from participation.initiatives.views import initiative_view, number_words
from participation.refusals import Refusal
from participation.texts import LANGUAGE_TAGS, direction, language_tag

Send = Callable[[Any], object]


def _step(initiative: Initiative, move: Move, template: str, form: Any, send: Send, **values: Any) -> Response:
    """The page of a step: what it is about, its form, and after a refusal every reason with what was written."""
    actor = page.current_actor()
    require(actor, PERMISSION_OF[move], initiative)
    errors: list[Refusal] = []
    differences: list[Differing] = []
    status = 200
    if not form.is_submitted():
        form.seen.data = moves.version(initiative)
        if initiative.state not in MOVES[move].sources:
            return page.see_other(address_of(initiative))
    elif not form.validate():
        status = 422
    else:
        try:
            send(form)
        except Conflict:
            initiative, differences = _beside(initiative.id, move, form)
            errors, status = refusals.race(compared=True), 409
        except Refused as error:
            if not error.by_guard:
                raise
            errors, status = said(error), 409
            if initiative.state not in MOVES[move].sources and form.seen.data:
                initiative, differences = _beside(initiative.id, move, form)
        else:
            return page.see_other(address_of(initiative))
    title = label(move)
    return page.render(
        template,
        status,
        crumbs=way(Crumb(number_words(initiative), address_of(initiative)), Crumb(title)),
        title=title,
        initiative=initiative_view(initiative, address_of(initiative)),
        form=form,
        errors=errors,
        differences=differences,
        said=gettext("What you wrote is below and has not been saved. Compare it with what is done meanwhile.")
        if initiative.state not in MOVES[move].sources
        else None,
        own_lang=language_tag(initiative.language),
        own_dir=direction(initiative.language),
        own_language=i18n.language_name(initiative.language),
        back_href=address_of(initiative),
        **values,
    )


def _beside(initiative_id: int, move: Move, form: Any) -> tuple[Initiative, list[Differing]]:
    """A colleague has taken a step with it since the form was made: that step and its words, beside this one's."""
    db.start_over()
    initiative = initiative_by_id(initiative_id)
    locale = i18n.current().code
    body = initiative.body.names.in_(locale).text if initiative.body else ""
    done = (label(initiative.state), body) if initiative.state is State.FORWARDED else (label(initiative.state),)
    tag, way_of = language_tag(locale), direction(locale)
    rows = [Differing(gettext("What is done with it"), tuple(filter(None, done)), (label(move),), tag, way_of)]
    kept = _kept(initiative)
    stored = type(form)(formdata=None, data=kept, **({"language": form.language} if "answer" in form else {}))
    for name in ("body", "channel", "kind"):
        if name in form:
            stored[name].choices = form[name].choices
    form.seen.data = moves.version(initiative)
    own = compared(stored, form, {"answer_own"} & set(kept), language=initiative.language)
    return initiative, [*rows, *compared(stored, form, set(kept) - {"answer_own"}), *own]


def _kept(initiative: Initiative) -> dict[str, Any]:
    """What the latest step has written, by the names of the forms' fields."""
    if initiative.state is State.FORWARDED:
        sent = forwardings_of(initiative.id)
        return {"body": str(initiative.body_id), "note": sent[-1].note if sent else ""}
    if initiative.state not in (State.ACCEPTED, State.DECLINED, State.REDIRECTED):
        return {}
    kept: dict[str, Any] = {
        "answer": initiative.answer.sv,
        "answer_own": initiative.answer.get(initiative.language, ""),
        "taken_on": initiative.decision_on,
        "paragraph": initiative.decision_paragraph,
        "registry_number": initiative.decision_number,
    }
    return kept | ({"channel": str(initiative.channel_id)} if initiative.channel_id else {})


def _own_language(initiative: Initiative) -> str:
    """The initiative's language if the site is in it, too; otherwise the answer is in Swedish alone."""
    offered = {code for code in page.app_settings().locales if code not in LANGUAGE_TAGS}
    return initiative.language if initiative.language in offered else "sv"


@bp.route("/<int:initiative_id>/forward", methods=["GET", "POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def forward(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)
    form = ForwardForm()
    locale = i18n.current().code
    bodies = [(str(b.id), b.names.in_(locale).text) for b in valid_bodies()]
    form.body.choices = options([("", gettext("Choose …")), *bodies])
    if not form.is_submitted() and initiative.body_id is not None and initiative.state is not State.FORWARDED:
        form.body.data = str(initiative.body_id)

    def send(sent: ForwardForm) -> object:
        body = body_by_id(int(sent.body.data))
        return moves.forward(
            page.current_actor(), initiative, body=body, note=sent.note.data or "", seen=sent.seen.data or None
        )

    return _step(initiative, Move.FORWARD, "officials/initiatives/forward.html", form, send)


@bp.route("/<int:initiative_id>/accept", methods=["GET", "POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def accept(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)
    form = AcceptForm(language=_own_language(initiative))
    kinds = moves.kinds_for(initiative.body) if initiative.body else []
    choices = [(value, str(words)) for value, words in i18n.choices(kinds)]
    form.kind.choices = options(choices if len(choices) == 1 else [("", gettext("Choose …")), *choices])

    def send(sent: AcceptForm) -> object:
        return moves.accept(
            page.current_actor(),
            initiative,
            decision=sent.decision,
            kind=Kind(sent.kind.data),
            answer=sent.texts,
            seen=sent.seen.data or None,
        )

    return _step(initiative, Move.ACCEPT, "officials/initiatives/accept.html", form, send)


@bp.route("/<int:initiative_id>/decline", methods=["GET", "POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def decline(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)

    def send(sent: DecisionForm) -> object:
        return moves.decline(
            page.current_actor(),
            initiative,
            decision=sent.decision,
            answer=sent.texts,
            seen=sent.seen.data or None,
        )

    form = DecisionForm(language=_own_language(initiative))
    return _step(initiative, Move.DECLINE, "officials/initiatives/decline.html", form, send)


@bp.route("/<int:initiative_id>/decline-outside", methods=["GET", "POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def decline_outside(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)

    def send(sent: AnswerForm) -> object:
        return moves.decline_outside(page.current_actor(), initiative, answer=sent.texts, seen=sent.seen.data or None)

    form = AnswerForm(language=_own_language(initiative))
    return _step(initiative, Move.DECLINE_OUTSIDE, "officials/initiatives/decline_outside.html", form, send)


@bp.route("/<int:initiative_id>/redirect", methods=["GET", "POST"])
@page.shows_personal_data(Shown.INITIATIVES)
def redirect(initiative_id: int) -> ResponseReturnValue:
    initiative = initiative_by_id(initiative_id)
    form = RedirectForm(language=_own_language(initiative))
    locale = i18n.current().code
    channels = [(str(c.id), c.title.in_(locale).text) for c in shown_channels()]
    form.channel.choices = options([("", gettext("Choose …")), *channels])

    def send(sent: RedirectForm) -> object:
        channel = channel_by_id(int(sent.channel.data)) if sent.channel.data else None
        return moves.redirect(
            page.current_actor(), initiative, channel=channel, answer=sent.texts, seen=sent.seen.data or None
        )

    return _step(initiative, Move.REDIRECT, "officials/initiatives/redirect.html", form, send)
