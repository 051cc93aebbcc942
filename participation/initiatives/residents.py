"""Pages where residents make, read and take back initiatives."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import clock, i18n, page, refusals
from participation.access import NotFound, Refused
from participation.bodies.queries import area_by_id
from participation.channels.views import channel_views
from participation.contributions.paging import FilterGroup, FilterLink, Pager
from participation.contributions.taking_part import Crumb, look_automatic, meant_elsewhere
from participation.forms import ActionForm, one_line
from participation.i18n import gettext
from participation.initiatives.actions.complaints import complain as receive_complaint
from participation.initiatives.actions.moves import withdraw as withdraw_initiative
from participation.initiatives.actions.receiving import Proposal, leave_answer_address, submit_initiative
from participation.initiatives.forms import InitiativeForm
from participation.initiatives.queries import (
    bodies_with_initiatives,
    counts_by_state,
    hiding_of,
    initiative_by_code,
    public_initiative,
    register_page,
)
from participation.initiatives.rules import Sender, State
from participation.initiatives.views import (
    area_choices,
    card_of,
    initiative_view,
    number_words,
    way_to_register,
)
from participation.moderation.complaining import complaint_page

bp = Blueprint("initiatives", __name__, url_prefix="/initiatives")

LONGEST_SEARCH = 200
_SHOWN_STATES = tuple(s for s in State if s is not State.WITHDRAWN)


@bp.route("", methods=["GET"])
@page.browsing
def index() -> ResponseReturnValue:
    _until_midnight()
    bodies = bodies_with_initiatives()
    chosen = request.args.get("body", "")
    body = next((b for b in bodies if b.code == chosen), None)
    sent = request.args.get("state", "")
    state = next((s for s in _SHOWN_STATES if s.value == sent), None)
    words = one_line(request.args.get("q", "")).strip()[:LONGEST_SEARCH]
    asked: dict[str, Any] = {"body_id": body.id if body else None, "words": words}
    found = register_page(**asked, state=state, token=request.args.get("page"))
    counts = counts_by_state(**asked)

    def address(**changes: str | None) -> str:
        kept: dict[str, Any] = {"q": words or None, "body": body.code if body else None, "state": state and state.value}
        return flask.url_for("residents.initiatives.index", **{**kept, **changes})

    states = [FilterLink(gettext("All"), address(state=None), state is None, sum(counts.values()))]
    states += [
        FilterLink(i18n.label(s), address(state=s.value), s is state, counts[s])
        for s in _SHOWN_STATES
        if counts.get(s) or s is state
    ]
    groups = [FilterGroup(gettext("Where they are"), states)]
    if len(bodies) > 1:
        links = [FilterLink(gettext("All"), address(body=None), body is None)]
        name = i18n.current().code
        links += [FilterLink(b.names.in_(name).text, address(body=b.code), b is body) for b in bodies]
        groups.append(FilterGroup(gettext("Body"), links))
    return page.render(
        "residents/initiatives/index.html",
        breadcrumbs=way_to_register(),
        cards=[card_of(i, flask.url_for("residents.initiatives.show", number=i.id)) for i in found.rows],
        filters=groups,
        words=words,
        chosen={"body": body.code if body else "", "state": state.value if state else ""},
        is_filtered=bool(body or state or words),
        days=page.app_settings().clocks.initiative_days,
        pager=Pager(
            address(page=found.previous) if found.previous else None,
            address(page=found.next) if found.next else None,
        ),
    )


def _until_midnight() -> None:
    """How many days are left changes at midnight, and nothing else by the clock."""
    page.valid_until(clock.end_of_day(clock.today()))


@bp.route("/<int:number>", methods=["GET"])
@page.browsing
def show(number: int) -> ResponseReturnValue:
    initiative = public_initiative(number)
    _until_midnight()
    here = flask.url_for("residents.initiatives.show", number=number)
    return page.render(
        "residents/initiatives/show.html",
        breadcrumbs=way_to_register(Crumb(number_words(initiative))),
        initiative=initiative_view(initiative, here),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    form = InitiativeForm(areas=area_choices())
    values: dict[str, Any] = {
        "form": form,
        "channels": [],
        "others": channel_views(),
        "days": page.app_settings().clocks.initiative_days,
        "breadcrumbs": way_to_register(Crumb(gettext("Make an initiative"))),
    }
    if request.method == "GET":
        return page.render("residents/initiatives/new.html", **values)
    if not form.validate():
        return page.invalid("residents/initiatives/new.html", **values)
    if form.looks_automatic:
        look_automatic(form)
        return page.invalid("residents/initiatives/new.html", **values)
    values["channels"] = meant_elsewhere(form, form.question.data, form.why.data)
    if values["channels"]:
        return page.invalid("residents/initiatives/new.html", **values)
    seconds = page.wait_before_contributing()
    if seconds:
        return page.too_many("residents/initiatives/new.html", seconds, **values)
    initiative = submit_initiative(page.current_actor(), _proposal(form), key=_key(form))
    if (form.email.data or "").strip():
        leave_answer_address(initiative, email=form.email.data, locale=i18n.current().code)
    return page.see_other(flask.url_for("residents.receipts.show", code=initiative.return_code))


def _proposal(form: InitiativeForm) -> Proposal:
    return Proposal(
        question=form.question.data,
        why=form.why.data,
        concerns=form.concerns.data,
        place=form.place.data or "",
        language=form.language.data,
        policy_area=area_by_id(int(form.area.data)) if form.area.data else None,
        sender=Sender(form.sender.data),
        sender_name=form.sender_name.data or "",
        show_name=bool(form.show_name.data),
    )


def _key(form: InitiativeForm) -> str:
    """What is sent again after a change is another initiative; with another address it is the same."""
    parts = (form.question, form.why, form.concerns, form.place, form.language, form.area, form.sender)
    shown = "shown" if form.show_name.data else ""
    return form.key("initiative", *(p.data for p in parts), form.sender_name.data, shown)


@bp.route("/withdraw/<code>", methods=["GET", "POST"])
def withdraw(code: str) -> ResponseReturnValue:
    """Taking an initiative back, by whoever has its return code."""
    initiative = page.with_code(code, initiative_by_code)
    if isinstance(initiative, Response):
        return initiative
    form = ActionForm()
    errors: list[refusals.Refusal] = []
    status = 200
    if request.method == "POST" and form.validate():
        try:
            withdraw_initiative(page.current_actor(), initiative)
        except Refused as error:
            errors = refusals.shown(error.reasons)
            status = 409
        else:
            return page.see_other(flask.url_for("residents.receipts.show", code=initiative.return_code))
    return page.render(
        "residents/initiatives/withdraw.html",
        422 if form.errors else status,
        form=form,
        errors=errors,
        question=initiative.question,
        lang=card_of(initiative, "").lang,
        dir=card_of(initiative, "").dir,
        receipt_href=flask.url_for("residents.receipts.show", code=initiative.return_code),
    )


@bp.route("/complaint/<code>", methods=["GET", "POST"])
def complain(code: str) -> ResponseReturnValue:
    """Complaining about the hiding of an initiative, by whoever has its return code."""
    initiative = page.with_code(code, initiative_by_code)
    if isinstance(initiative, Response):
        return initiative
    hiding = hiding_of(initiative)
    if hiding is None:
        raise NotFound
    return complaint_page(
        "residents/initiatives/complain.html",
        hiding,
        number=str(initiative.id),
        code=initiative.return_code,
        here=flask.url_for(".complain", code=initiative.return_code),
        receive=lambda text: receive_complaint(page.current_actor(), initiative, text=text),
    )
