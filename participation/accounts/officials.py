"""Who holds which role, for what and until when: the system administrator's page; the data protection officer reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.access import Refused, Role, allowed, require
from participation.access_log.rules import Shown
from participation.accounts.actions import AccountPermission, assign_role, end_assignment
from participation.accounts.forms import AssignForm, EndForm
from participation.accounts.models import StaffAssignment
from participation.accounts.queries import (
    account_by_id,
    accounts_and_assignments,
    assignment_of,
    names_of,
    role_events,
)
from participation.bodies.queries import all_bodies
from participation.forms import options
from participation.i18n import gettext, label
from participation.refusals import sentence

bp = Blueprint("accounts", __name__, url_prefix="/people")


@dataclass(frozen=True)
class Held:
    """An assignment in words."""

    role: str
    where: str
    when: str
    over: bool
    end_href: str | None


@dataclass
class Person:
    """Somebody who signs in, and the roles they hold or have held."""

    name: str
    email: str
    active: bool
    href: str | None
    held: list[Held] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    """A change of who holds which role."""

    when: str
    who: str
    what: str


@bp.route("/", methods=["GET"])
@page.shows_personal_data(Shown.ACCOUNTS)
def index() -> ResponseReturnValue:
    """Everybody, and the newest changes."""
    actor = page.current_actor()
    require(actor, AccountPermission.READ)
    may = allowed(actor, AccountPermission.ASSIGN)
    bodies = _bodies()
    people: dict[int, Person] = {}
    for account, assignment in accounts_and_assignments():
        href = url_for(".person", account_id=account.id) if may else None
        person = people.setdefault(account.id, Person(account.name, account.email, account.active, href))
        if assignment is not None:
            person.held.append(_held(assignment, bodies, may))
    return page.render("officials/accounts/index.html", people=list(people.values()), changes=_changes())


@bp.route("/<int:account_id>", methods=["GET", "POST"])
@page.shows_personal_data(Shown.ACCOUNTS)
def person(account_id: int) -> ResponseReturnValue:
    """Give somebody a role."""
    actor = page.current_actor()
    require(actor, AccountPermission.ASSIGN)
    account = account_by_id(account_id)
    bodies = _bodies()
    form = AssignForm()
    form.body.choices = options([("", gettext("The whole municipality")), *((str(i), n) for i, n in bodies.items())])
    values: dict[str, Any] = {"account": account, "form": form}
    if not form.is_submitted():
        return page.render("officials/accounts/person.html", **values)
    if form.validate() and form.valid_to.data and form.valid_to.data < (form.valid_from.data or clock.today()):
        form.fail("valid_to", gettext("The last day is before the first."))
    if form.errors:
        return page.invalid("officials/accounts/person.html", **values)
    assign_role(
        actor,
        account,
        Role(form.role.data),
        body_id=int(form.body.data) if form.body.data else None,
        valid_from=form.valid_from.data,
        valid_to=form.valid_to.data,
    )
    return page.see_other(url_for(".index"))


@bp.route("/<int:account_id>/roles/<int:assignment_id>", methods=["GET", "POST"])
@page.shows_personal_data(Shown.ACCOUNTS)
def end(account_id: int, assignment_id: int) -> ResponseReturnValue:
    """Let a role end."""
    actor = page.current_actor()
    require(actor, AccountPermission.ASSIGN)
    account, assignment = account_by_id(account_id), assignment_of(account_id, assignment_id)
    form = EndForm()
    values: dict[str, Any] = {"account": account, "held": _held(assignment, _bodies(), False), "form": form}
    if not form.is_submitted():
        form.last_day.data = clock.today()
        return page.render("officials/accounts/end.html", **values)
    if form.validate() and form.last_day.data < assignment.valid_from:
        form.fail("last_day", gettext("The last day is before the first."))
    if form.errors:
        return page.invalid("officials/accounts/end.html", **values)
    try:
        end_assignment(actor, assignment, last_day=form.last_day.data)
    except Refused as error:
        form.fail(None, sentence(error.reasons[0]))
        return page.render("officials/accounts/end.html", 409 if error.by_guard else 403, **values)
    return page.see_other(url_for(".index"))


def _bodies() -> dict[int, str]:
    locale = i18n.current().code
    return {b.id: b.names.in_(locale).text for b in all_bodies()}


def _held(assignment: StaffAssignment, bodies: dict[int, str], may: bool) -> Held:
    today, last = clock.today(), assignment.valid_to
    over = last is not None and last < today
    where = gettext("The whole municipality")
    if assignment.dialogue_id is not None:
        where = gettext("Dialogue %(n)s", n=assignment.dialogue_id)
    elif assignment.body_id is not None:
        where = bodies.get(assignment.body_id, "–")
    first = i18n.format_date(assignment.valid_from)
    when = (
        gettext("from %(date)s", date=first)
        if last is None
        else gettext("%(first)s to %(last)s", first=first, last=i18n.format_date(last))
    )
    href = url_for(".end", account_id=assignment.account_id, assignment_id=assignment.id) if may and not over else None
    return Held(label(Role(assignment.role)), where, when, over, href)


def _changes() -> list[Change]:
    found = role_events()
    named = names_of(e.data.get("account") for e in found)
    changes = []
    for event in found:
        name, role = named.get(int(event.data["account"]), "–"), label(Role(event.data["role"]))
        if event.action == "role.assigned":
            what = gettext("gave %(name)s the role %(role)s", name=name, role=role)
        else:
            what = gettext("ended for %(name)s the role %(role)s", name=name, role=role)
        changes.append(Change(i18n.format_datetime(event.at), event.actor_name or gettext("The system"), what))
    return changes
