"""The mandate register in the back office: what holds, what is proposed, and who settled what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import abort, g, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page, refusals
from participation.access import allowed, refusal, require
from participation.accounts.queries import names_of
from participation.bodies import actions, queries
from participation.bodies.forms import EndMandateForm, MandateForm
from participation.bodies.models import Mandate, MandateChange
from participation.bodies.permissions import BodyPermission
from participation.bodies.register_page import frame, show_form
from participation.bodies.rules import MandateStep, Outcome
from participation.forms import ActionForm, options
from participation.i18n import gettext, label
from participation.legal.models import LegalBasis
from participation.legal.queries import names_of_codes


@dataclass(frozen=True)
class Held:
    """A mandate that holds, is to come, or has ended."""

    body: str
    matter: str
    reference: str
    days: str
    end_href: str | None


@dataclass(frozen=True)
class Change:
    """A proposed or settled change of the register."""

    id: int
    what: str
    body: str
    matter: str
    reference: str
    day: str
    proposed: str
    settled: str
    may_settle: bool
    why_not: str


def mandates() -> ResponseReturnValue:
    pending, settled = queries.mandate_changes(pending=True), queries.mandate_changes(pending=False)
    people = names_of(i for c in (*pending, *settled) for i in (c.proposed_by_id, c.settled_by_id))
    may = allowed(page.current_actor(), BodyPermission.PROPOSE_MANDATE)
    today = clock.today()
    held = [_held(m, may=may) for m in queries.mandates() if m.valid_to is None or m.valid_to >= today]
    return page.render(
        "officials/bodies/mandates.html",
        frame=frame("mandates"),
        held=held,
        pending=[_change(c, people) for c in pending],
        settled=[_change(c, people) for c in settled],
        may=may,
        form=ActionForm(),
        confirm=Outcome.CONFIRMED.value,
        decline=Outcome.DECLINED.value,
    )


def _matter(thing: Mandate | MandateChange) -> str:
    if thing.policy_area is not None:
        return thing.policy_area.names.in_(i18n.current().code).text
    row = _laws().get(thing.legal_basis or "")
    if row is None:
        return gettext("Duty of law: %(code)s", code=thing.legal_basis or "–")
    return gettext("Duty of law: %(code)s", code=f"{row.names.in_(i18n.current().code).text} ({row.provision})")


def _laws() -> dict[str, LegalBasis]:
    """What the duties of law are called, by code; read once a page."""
    if "laws_by_code" not in g:
        g.laws_by_code = names_of_codes()
    return cast(dict[str, LegalBasis], g.laws_by_code)


def _held(mandate: Mandate, *, may: bool) -> Held:
    first, last = i18n.format_date(mandate.valid_from), mandate.valid_to
    return Held(
        body=mandate.body.names.in_(i18n.current().code).text,
        matter=_matter(mandate),
        reference=mandate.reglemente_ref,
        days=gettext("%(first)s to %(last)s", first=first, last=i18n.format_date(last))
        if last
        else gettext("from %(date)s", date=first),
        end_href=url_for("officials.bodies.end_mandate", mandate_id=mandate.id) if may and not last else None,
    )


def _change(change: MandateChange, people: dict[int, str]) -> Change:
    reason = refusal(page.current_actor(), BodyPermission.SETTLE_MANDATE, change)
    return Change(
        id=change.id,
        what=label(MandateStep(change.step)),
        body=change.body.names.in_(i18n.current().code).text,
        matter=_matter(change),
        reference=change.reglemente_ref,
        day=i18n.format_date(change.day),
        proposed=_by(change.proposed_by_id, people, i18n.format_datetime(change.proposed_at)),
        settled=f"{label(Outcome(change.outcome))}: "
        + _by(change.settled_by_id, people, i18n.format_datetime(change.settled_at))
        if change.outcome and change.settled_at
        else "",
        may_settle=reason is None,
        why_not=refusals.sentence(reason) if reason is not None and reason.code == "E-B01" else "",
    )


def _by(account_id: int | None, people: dict[int, str], when: str) -> str:
    name = people.get(account_id, "–") if account_id else gettext("The system")
    return gettext("%(name)s, %(when)s", name=name, when=when)


def new_mandate() -> ResponseReturnValue:
    require(page.current_actor(), BodyPermission.PROPOSE_MANDATE)
    form = MandateForm()
    locale = i18n.current().code
    bodies, areas = queries.all_bodies(), queries.policy_areas()
    empty = ("", gettext("Choose …"))
    form.body.choices = options([empty, *((str(b.id), b.names.in_(locale).text) for b in bodies)])
    matters = [(f"area:{a.id}", a.names.in_(locale).text) for a in areas]
    matters += [(f"law:{code}", f"{row.names.in_(locale).text} ({row.provision})") for code, row in _laws().items()]
    form.matter.choices = options([empty, *matters])
    if not form.is_submitted():
        return show_form("new_mandate", form)
    if not form.validate():
        return show_form("new_mandate", form, 422)
    sort, _, code = form.matter.data.partition(":")
    actions.propose_mandate(
        page.current_actor(),
        body=next(b for b in bodies if str(b.id) == form.body.data),
        policy_area=next((a for a in areas if sort == "area" and str(a.id) == code), None),
        legal_basis=code if sort == "law" else None,
        reglemente_ref=form.reglemente_ref.data,
        valid_from=form.valid_from.data,
    )
    return page.see_other(url_for("officials.bodies.mandates"))


def end_mandate(mandate_id: int) -> ResponseReturnValue:
    mandate = queries.mandate_by_id(mandate_id)
    require(page.current_actor(), BodyPermission.PROPOSE_MANDATE)
    form = EndMandateForm()
    heading = f"{mandate.body.names.in_(i18n.current().code).text}, {_matter(mandate)}"
    if not form.is_submitted():
        return show_form("end_mandate", form, heading=heading)
    if form.validate():
        if form.last_day.data >= mandate.valid_from:
            actions.propose_end(
                page.current_actor(),
                mandate,
                last_day=form.last_day.data,
                reglemente_ref=form.reglemente_ref.data or "",
            )
            return page.see_other(url_for("officials.bodies.mandates"))
        form.fail("last_day", gettext("The last day is before the first."))
    return show_form("end_mandate", form, 422, heading=heading)


def settle(change_id: int) -> ResponseReturnValue:
    change = queries.change_by_id(change_id)
    require(page.current_actor(), BodyPermission.SETTLE_MANDATE, change)
    outcome = request.form.get("outcome", "")
    if not ActionForm().validate() or outcome not in set(Outcome):
        abort(400)
    actions.settle_mandate(page.current_actor(), change, Outcome(outcome))
    return page.see_other(url_for("officials.bodies.mandates"))
