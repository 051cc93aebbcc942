"""Decisions that stand for many statutory dialogues: listed, recorded, ended."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page
from participation.access import Reason, Refused, Role, allowed
from participation.bodies.models import Body
from participation.bodies.queries import valid_bodies
from participation.bodies.register_page import frame
from participation.dialogues.forms.standing import StandingForm
from participation.dialogues.rules import DECIDING_BODIES, Influence, Kind, Participation, TakenBy
from participation.dialogues.statutory import reads
from participation.dialogues.statutory.models import StandingDecision
from participation.dialogues.statutory.permissions import StandingPermission
from participation.dialogues.statutory.standing import Standing, end_standing_decision, record_standing_decision
from participation.forms import ActionForm, options
from participation.i18n import gettext, label
from participation.legal.queries import in_force, names_of_codes
from participation.legal.rules import LegalPhase
from participation.refusals import Refusal, sentence


@dataclass(frozen=True)
class Listed:
    """A decision in the list."""

    id: int
    body: str
    law: str
    degrees: str
    cited: str
    start: str
    holds: bool
    days: str
    may_end: bool


def standing() -> ResponseReturnValue:
    found = reads.standing_decisions()
    laws = {code: row.names.in_(i18n.current().code).text for code, row in names_of_codes().items()}
    return page.render(
        "officials/dialogues/standing.html",
        frame=frame("dialogues.standing"),
        decisions=[_shown(s, laws) for s in found],
        may=bool(_own_bodies()),
        form=ActionForm(),
    )


def _shown(decision: StandingDecision, laws: dict[str, str]) -> Listed:
    ended = decision.valid_to
    return Listed(
        id=decision.id,
        body=_name(decision.body),
        law=laws.get(decision.legal_code, decision.legal_code),
        degrees=f"{label(Participation(decision.degree_of_participation))} · "
        f"{label(Influence(decision.degree_of_influence))}",
        cited=f"{decision.taken_on.isoformat()} § {decision.paragraph}, {decision.registry_number}",
        start=gettext("An official may start them (%(where)s)", where=decision.delegation_ref)
        if decision.officials_may_start
        else gettext("The body starts each of them itself"),
        holds=ended is None or ended >= clock.today(),
        days=gettext("to %(date)s", date=i18n.format_date(ended)) if ended else gettext("until further notice"),
        may_end=ended is None and allowed(page.current_actor(), StandingPermission.RECORD, decision.body_id),
    )


def _name(body: Body) -> str:
    return body.names.in_(i18n.current().code).text


def _own_bodies() -> list[Body]:
    kinds = DECIDING_BODIES[Kind.STATUTORY]
    actor = page.current_actor()
    return [b for b in valid_bodies() if b.body_kind in kinds and allowed(actor, StandingPermission.RECORD, b.id)]


def new_standing() -> ResponseReturnValue:
    bodies = _own_bodies()
    if not bodies:
        raise Refused(Reason("E-ROLE", {"role": Role.COMMITTEE_SECRETARY}))
    form = StandingForm()
    locale = i18n.current().code
    empty = ("", gettext("Choose …"))
    form.body.choices = options([empty, *((str(b.id), _name(b)) for b in bodies)])
    laws = [(r.code, f"{r.names.in_(locale).text} ({r.provision})") for r in in_force(phase=LegalPhase.SAMRAD)]
    form.legal_code.choices = options([empty, *laws])
    if not form.is_submitted():
        return _show(form)
    if not form.validate():
        return _show(form, 422)
    try:
        record_standing_decision(page.current_actor(), _taken(form, bodies))
    except Refused as error:
        db.start_over()
        said = [Refusal(r.code, sentence(r), f"#{r.field}" if r.field in form else None) for r in error.reasons]
        return _show(form, 409 if error.by_guard else 403, said)
    return page.see_other(url_for("officials.dialogues.standing"))


def _taken(form: StandingForm, bodies: list[Body]) -> Standing:
    return Standing(
        body=next(b for b in bodies if str(b.id) == form.body.data),
        legal_code=form.legal_code.data,
        taken_by=TakenBy(form.taken_by.data) if form.taken_by.data else None,
        taken_on=form.taken_on.data,
        paragraph=form.paragraph.data or "",
        registry_number=form.registry_number.data or "",
        participation=Participation(form.degree_of_participation.data) if form.degree_of_participation.data else None,
        influence=Influence(form.degree_of_influence.data) if form.degree_of_influence.data else None,
        officials_may_start=bool(form.officials_may_start.data),
        delegation_ref=form.delegation_ref.data or "",
    )


def _show(form: StandingForm, status: int = 200, errors: list[Refusal] | None = None) -> ResponseReturnValue:
    title = gettext("Record a standing decision")
    return page.render(
        "officials/dialogues/new_standing.html",
        status,
        frame=frame("dialogues.standing", title),
        title=title,
        form=form,
        errors=errors or [],
    )


def end_standing(decision_id: int) -> ResponseReturnValue:
    decision = reads.standing_by_id(decision_id)
    if not ActionForm().validate():
        abort(400)
    end_standing_decision(page.current_actor(), decision)
    return page.see_other(url_for("officials.dialogues.standing"))
