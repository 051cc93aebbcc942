"""The registers in the back office: bodies, areas of activity, elected representatives, goal review periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page, refusals, settings
from participation.access import Conflict, Permission, Reason, Refused, Role, allowed, require
from participation.bodies import actions, queries
from participation.bodies.forms import LANGUAGE_OF, AreaForm, BodyForm, CycleForm, ElectedForm, NewAreaForm, NewBodyForm
from participation.bodies.models import Body, ElectedPerson, PolicyArea
from participation.bodies.officials import mandates as mandates_pages
from participation.bodies.permissions import BodyPermission
from participation.bodies.register_page import frame, show_form
from participation.bodies.rules import BodyKind
from participation.dialogues.comparing import compared
from participation.dialogues.registers import CycleDialogues, dialogues_of_cycles
from participation.forms import options
from participation.i18n import capital, gettext, label
from participation.refusals import Refusal, sentence

bp = Blueprint("bodies", __name__)


@dataclass(frozen=True)
class Row:
    """A line of a register: its cells, and where its first cell leads."""

    cells: tuple[str, ...]
    href: str | None = None


def index() -> ResponseReturnValue:
    may = allowed(page.current_actor(), BodyPermission.REGISTER)
    today = clock.today()
    rows = [
        Row(
            (_name(b), b.code, capital(label(b.body_kind)), _days(b.valid_from, b.valid_to), _now(b, today)),
            url_for("officials.bodies.body", body_id=b.id) if may else None,
        )
        for b in queries.all_bodies()
    ]
    return page.render("officials/bodies/index.html", frame=frame("index"), rows=rows, may=may)


def _name(body: Body) -> str:
    return body.names.in_(i18n.current().code).text


def _days(first: date, last: date | None) -> str:
    if last is None:
        return gettext("from %(date)s", date=i18n.format_date(first))
    return gettext("%(first)s to %(last)s", first=i18n.format_date(first), last=i18n.format_date(last))


def _now(body: Body, today: date) -> str:
    if body.exists_on(today):
        return gettext("Exists now")
    return gettext("Has ended") if body.valid_to and body.valid_to < today else gettext("Not begun yet")


def new_body() -> ResponseReturnValue:
    require(page.current_actor(), BodyPermission.REGISTER)
    form = NewBodyForm()
    if not form.is_submitted():
        return show_form("new_body", form)
    if form.validate() and queries.body_by_code(form.code.data.strip()) is None:
        actions.register_body(
            page.current_actor(),
            kind=BodyKind(form.kind.data),
            code=form.code.data.strip(),
            names=form.words(),
            valid_from=form.valid_from.data,
            valid_to=form.valid_to.data,
        )
        return _to("index")
    if not form.errors:
        form.fail("code", gettext("There is already one with this code."))
    return show_form("new_body", form, 422)


def body(body_id: int) -> ResponseReturnValue:
    found = queries.body_by_id(body_id)
    require(page.current_actor(), BodyPermission.REGISTER)
    form = BodyForm()
    if not form.is_submitted():
        return show_form("body", _body_form(found), heading=_name(found))
    if not form.validate():
        return show_form("body", form, 422, heading=_name(found))
    try:
        actions.change_body(
            page.current_actor(),
            found,
            names=form.words(),
            valid_from=form.valid_from.data,
            valid_to=form.valid_to.data,
            seen=form.seen.data,
        )
    except Conflict:
        db.start_over()
        found = queries.body_by_id(body_id)
        return _overtaken("body", form, _body_form(found), _name(found))
    return _to("index")


def _body_form(found: Body) -> BodyForm:
    """What is stored, as the form holds it."""
    days = {"valid_from": found.valid_from, "valid_to": found.valid_to}
    form = BodyForm(formdata=None, data={**days, "seen": actions.version(found)})
    form.show(found.names)
    return form


def _overtaken(name: str, form: Any, stored: Any, heading: str) -> ResponseReturnValue:
    """Somebody else has changed it meanwhile: both, side by side. Sent again, it replaces that."""
    form.seen.data = stored.seen.data
    differences = [
        replace(row, lang=LANGUAGE_OF[key][0], dir=LANGUAGE_OF[key][1]) if key in LANGUAGE_OF else row
        for key in form._fields
        for row in compared(stored, form, (key,))
    ]
    race = refusals.race(compared=bool(differences))
    return show_form(name, form, 409, heading=heading, errors=race, differences=differences)


def areas() -> ResponseReturnValue:
    may = allowed(page.current_actor(), BodyPermission.REGISTER)
    held: dict[int, list[str]] = {}
    for mandate in queries.mandates(clock.today()):
        if mandate.policy_area_id is not None:
            held.setdefault(mandate.policy_area_id, []).append(_name(mandate.body))
    rows = [
        Row(
            (
                area.names.in_(i18n.current().code).text,
                i18n.join(held[area.id]) if area.id in held else gettext("No body has it"),
            ),
            url_for("officials.bodies.area", area_id=area.id) if may else None,
        )
        for area in queries.policy_areas()
    ]
    return page.render("officials/bodies/areas.html", frame=frame("areas"), rows=rows, may=may)


def new_area() -> ResponseReturnValue:
    require(page.current_actor(), BodyPermission.REGISTER)
    form = NewAreaForm()
    if not form.is_submitted():
        return show_form("new_area", form)
    if form.validate():
        code = form.code.data.strip().casefold()
        if all(a.code != code for a in queries.policy_areas()):
            actions.register_area(page.current_actor(), code=code, names=form.words())
            return _to("areas")
        form.fail("code", gettext("There is already one with this code."))
    return show_form("new_area", form, 422)


def area(area_id: int) -> ResponseReturnValue:
    found = queries.area_by_id(area_id)
    require(page.current_actor(), BodyPermission.REGISTER)
    form = AreaForm()
    heading = found.names.in_(i18n.current().code).text
    if not form.is_submitted():
        return show_form("area", _area_form(found), heading=heading)
    if not form.validate():
        return show_form("area", form, 422, heading=heading)
    try:
        actions.change_area(page.current_actor(), found, names=form.words(), seen=form.seen.data)
    except Conflict:
        db.start_over()
        return _overtaken("area", form, _area_form(queries.area_by_id(area_id)), heading)
    return _to("areas")


def _area_form(found: PolicyArea) -> AreaForm:
    form = AreaForm(formdata=None, data={"seen": actions.version(found)})
    form.show(found.names)
    return form


def elected() -> ResponseReturnValue:
    actor, today = page.current_actor(), clock.today()
    rows = [
        Row(
            (
                person.name,
                _name(person.body),
                person.role.in_(i18n.current().code).text,
                person.party or "–",
                _days(person.term_from, person.term_to),
            ),
            url_for("officials.bodies.person", person_id=person.id)
            if allowed(actor, BodyPermission.KEEP_ELECTED, person.body_id)
            else None,
        )
        for person in queries.elected_persons()
    ]
    may = any(allowed(actor, BodyPermission.KEEP_ELECTED, b.id) for b in queries.valid_bodies(today))
    return page.render("officials/bodies/elected.html", frame=frame("elected"), rows=rows, may=may)


def _offer_bodies(form: ElectedForm, permission: Permission) -> list[Body]:
    found = [b for b in queries.all_bodies() if allowed(page.current_actor(), permission, b.id)]
    form.body.choices = options([("", gettext("Choose …")), *((str(b.id), _name(b)) for b in found)])
    return found


def new_person() -> ResponseReturnValue:
    form = ElectedForm()
    bodies = _offer_bodies(form, BodyPermission.KEEP_ELECTED)
    if not bodies:
        raise Refused(Reason("E-ROLE", {"role": Role.COMMITTEE_SECRETARY}))
    if not form.is_submitted():
        return show_form("new_person", form)
    if not form.validate():
        return show_form("new_person", form, 422)
    actions.register_elected(
        page.current_actor(),
        body=next(b for b in bodies if str(b.id) == form.body.data),
        name=form.name.data,
        role=form.words(),
        term_from=form.term_from.data,
        term_to=form.term_to.data,
        party=form.party.data or "",
    )
    return _to("elected")


def person(person_id: int) -> ResponseReturnValue:
    found = queries.elected_by_id(person_id)
    require(page.current_actor(), BodyPermission.KEEP_ELECTED, found.body_id)
    form = ElectedForm()
    del form.body
    if not form.is_submitted():
        return show_form("person", _person_form(found), heading=found.name)
    if not form.validate():
        return show_form("person", form, 422, heading=found.name)
    try:
        actions.change_elected(
            page.current_actor(),
            found,
            name=form.name.data,
            role=form.words(),
            term_from=form.term_from.data,
            term_to=form.term_to.data,
            party=form.party.data or "",
            seen=form.seen.data,
        )
    except Conflict:
        db.start_over()
        found = queries.elected_by_id(person_id)
        return _overtaken("person", form, _person_form(found), found.name)
    return _to("elected")


def _person_form(found: ElectedPerson) -> ElectedForm:
    own = {name: getattr(found, name) for name in ("name", "party", "term_from", "term_to")}
    form = ElectedForm(formdata=None, data={**own, "seen": actions.version(found)})
    del form.body
    form.show(found.role)
    return form


def _dialogues_in(found: CycleDialogues) -> str:
    parts = [
        gettext("Decided: %(n)s", n=i18n.number(found.decided)) if found.decided else "",
        gettext("Being prepared: %(n)s", n=i18n.number(found.prepared)) if found.prepared else "",
        gettext("Fell away: %(n)s", n=i18n.number(found.fell_away)) if found.fell_away else "",
    ]
    return " · ".join(filter(None, parts)) or gettext("None yet")


def cycles() -> ResponseReturnValue:
    held = dialogues_of_cycles()
    rows = [
        Row(
            (
                _days(c.starts, c.ends),
                gettext(
                    "%(body)s %(date)s § %(paragraph)s",
                    body=_name(c.body),
                    date=i18n.format_date(c.taken_on),
                    paragraph=c.paragraph,
                ),
                c.registry_number,
                _dialogues_in(held[c.id]),
            )
        )
        for c in queries.goal_review_cycles()
    ]
    return page.render(
        "officials/bodies/cycles.html",
        frame=frame("cycles"),
        rows=rows,
        may=_may_keep_cycles(),
        months=settings.installed().clocks.goal_review_months,
    )


def _may_keep_cycles() -> bool:
    council = queries.council_on(clock.today())
    return allowed(page.current_actor(), BodyPermission.KEEP_CYCLES, council.id if council else None)


def new_cycle() -> ResponseReturnValue:
    council = queries.council_on(clock.today())
    require(page.current_actor(), BodyPermission.KEEP_CYCLES, council.id if council else None)
    form = CycleForm()
    if not form.is_submitted():
        return show_form("new_cycle", form)
    if not form.validate():
        return show_form("new_cycle", form, 422)
    try:
        actions.record_cycle(
            page.current_actor(),
            starts=form.starts.data,
            ends=form.ends.data,
            taken_on=form.taken_on.data,
            paragraph=form.paragraph.data,
            registry_number=form.registry_number.data,
        )
    except Refused as error:
        db.start_over()
        return show_form("new_cycle", form, 409 if error.by_guard else 403, errors=_in_words(error))
    return _to("cycles")


def _in_words(error: Refused) -> list[Refusal]:
    return [Refusal(r.code, sentence(r), f"#{r.field}" if r.field else None) for r in error.reasons]


def _to(name: str, **values: Any) -> ResponseReturnValue:
    return page.see_other(url_for(f"officials.bodies.{name}", **values))


for _rule, _view, _methods in (
    ("/bodies", index, ["GET"]),
    ("/bodies/new", new_body, ["GET", "POST"]),
    ("/bodies/<int:body_id>", body, ["GET", "POST"]),
    ("/areas", areas, ["GET"]),
    ("/areas/new", new_area, ["GET", "POST"]),
    ("/areas/<int:area_id>", area, ["GET", "POST"]),
    ("/elected", elected, ["GET"]),
    ("/elected/new", new_person, ["GET", "POST"]),
    ("/elected/<int:person_id>", person, ["GET", "POST"]),
    ("/cycles", cycles, ["GET"]),
    ("/cycles/new", new_cycle, ["GET", "POST"]),
    ("/mandates", mandates_pages.mandates, ["GET"]),
    ("/mandates/new", mandates_pages.new_mandate, ["GET", "POST"]),
    ("/mandates/<int:mandate_id>/end", mandates_pages.end_mandate, ["GET", "POST"]),
    ("/mandates/changes/<int:change_id>", mandates_pages.settle, ["POST"]),
):
    bp.add_url_rule(f"/registers{_rule}", view_func=_view, methods=_methods)
