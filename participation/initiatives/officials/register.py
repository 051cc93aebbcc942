"""The list of what waits, oldest first; the whole register; an initiative of the staff's own."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import Actor, Role, allowed, require
from participation.access_log.rules import Shown
from participation.bodies.models import Body
from participation.bodies.queries import area_by_id, body_by_id, valid_bodies
from participation.contributions.paging import FilterGroup, FilterLink, Pager
from participation.contributions.taking_part import Crumb
from participation.i18n import capital, gettext, label
from participation.initiatives.actions import receiving
from participation.initiatives.forms import OfficeInitiativeForm
from participation.initiatives.models import Initiative
from participation.initiatives.officials.frame import address_of, bp, way
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.queries import (
    bodies_with_initiatives,
    due_of,
    register_page,
    waiting,
    waiting_states_of,
)
from participation.initiatives.rules import WAITING, Origin, State
from participation.initiatives.views import area_choices, card_of


@bp.route("", methods=["GET"])
@page.shows_personal_data(Shown.INITIATIVES)
def index() -> ResponseReturnValue:
    """What waits, oldest first; with ``?all=1`` the whole register, newest first."""
    actor = page.current_actor()
    require(actor, InitiativePermission.READ_STAFF)
    everything = request.args.get("all") == "1"
    bodies = bodies_with_initiatives(public=False)
    chosen = request.args.get("body", "")
    body = next((b for b in bodies if b.code == chosen), None)

    def address(**changes: str | None) -> str:
        kept: dict[str, Any] = {"all": "1" if everything else None, "body": body.code if body else None}
        return url_for("officials.initiatives.index", **{**kept, **changes})

    if everything:
        found = register_page(body_id=body.id if body else None, token=request.args.get("page"), public=False)
        rows = list(found.rows)
        pager = Pager(
            address(page=found.previous) if found.previous else None,
            address(page=found.next) if found.next else None,
        )
    else:
        rows, pager = waiting(frozenset({body.id}) if body else None), Pager(None, None)
    locale = i18n.current().code
    filters = [
        FilterGroup(
            gettext("Show"),
            [
                FilterLink(gettext("Waits for an answer"), address(all=None), not everything),
                FilterLink(gettext("Everything"), address(all="1"), everything),
            ],
        ),
        FilterGroup(
            gettext("Body"),
            [
                FilterLink(gettext("All"), address(body=None), body is None),
                *(FilterLink(b.names.in_(locale).text, address(body=b.code), b is body) for b in bodies),
            ],
        ),
    ]
    return page.render(
        "officials/initiatives/index.html",
        crumbs=way(),
        cards=[(card_of(i, address_of(i)), _next_step(actor, i), not i.is_visible) for i in rows],
        late=sum(due_of(i).late for i in rows if i.state in WAITING),
        everything=everything,
        filters=filters,
        pager=pager,
        may_make=bool(_offices(actor)),
    )


def _next_step(actor: Actor, initiative: Initiative) -> str:
    """What the reader is to do with it next, or whom it waits for."""
    state = initiative.state
    reviews, records = waiting_states_of(actor)
    if state not in WAITING:
        return ""
    if state is State.FORWARDED:
        own = records is None or initiative.body_id in records
        return gettext("Record what the body decides") if own else gettext("Waits for the body’s decision")
    own = reviews is None or initiative.body_id in reviews
    if not own:
        return gettext("Waits for an official to look at it")
    return gettext("Look at it") if state is State.SUBMITTED else gettext("Forward, redirect or answer it")


_OFFICES = (
    (Origin.ELECTED, InitiativePermission.SUBMIT_AS_ELECTED, Role.ELECTED),
    (Origin.OFFICIAL, InitiativePermission.SUBMIT_AS_OFFICIAL, Role.OFFICER),
)


def _offices(actor: Actor) -> list[tuple[str, str]]:
    """In which offices the actor can make an initiative: ``official:3`` and how it reads."""
    locale = i18n.current().code
    return [
        (f"{origin.value}:{body.id}", f"{capital(label(role))}, {body.names.in_(locale).text}")
        for origin, permission, role in _OFFICES
        for body in valid_bodies()
        if allowed(actor, permission, body.id)
    ]


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    actor = page.current_actor()
    offices = _offices(actor)
    if not offices:
        require(actor, InitiativePermission.SUBMIT_AS_OFFICIAL, 0)
    form = OfficeInitiativeForm(areas=area_choices(), offices=offices)
    if not form.is_submitted() or not form.validate():
        return page.render(
            "officials/initiatives/new.html",
            422 if form.is_submitted() else 200,
            crumbs=way(Crumb(gettext("Make an initiative in office"))),
            form=form,
        )
    origin, body_id = form.chosen
    initiative = receiving.submit_initiative(actor, _proposal(form, origin, body_by_id(body_id)), key=_key(form))
    return page.see_other(address_of(initiative))


def _proposal(form: OfficeInitiativeForm, origin: Origin, office: Body) -> receiving.Proposal:
    also = {Origin.CIVIL_SOCIETY} if form.also.data else set()
    return receiving.Proposal(
        question=form.question.data,
        why=form.why.data,
        concerns=form.concerns.data,
        place=form.place.data or "",
        language=form.language.data,
        policy_area=area_by_id(int(form.area.data)) if form.area.data else None,
        origins=frozenset({origin, *also}),
        office=office,
    )


def _key(form: OfficeInitiativeForm) -> str:
    parts = (form.question, form.why, form.concerns, form.place, form.language, form.area, form.office)
    return form.key("office initiative", *(p.data for p in parts), "also" if form.also.data else "")
