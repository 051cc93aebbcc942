"""Writes to the registers of organs, mandates, elected representatives and goal review periods."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from participation import clock, content_version, db, event_log, settings
from participation.access import Actor, Conflict, NotFound, Reason, Refused, name_of_version, require
from participation.bodies.models import Body, ElectedPerson, GoalReviewCycle, Mandate, MandateChange, PolicyArea
from participation.bodies.permissions import BodyPermission
from participation.bodies.queries import council_on, has_mandate_row
from participation.bodies.rules import BodyKind, MandateStep, Outcome, last_day_of, months_in
from participation.texts import Texts


def register_body(
    actor: Actor, *, kind: BodyKind, code: str, names: Texts, valid_from: date, valid_to: date | None = None
) -> Body:
    """Enter an organ. Raises :class:`~participation.access.Refused` unless the actor keeps the register."""
    require(actor, BodyPermission.REGISTER)
    body = Body(kind=kind.value, code=code, names=names, valid_from=valid_from, valid_to=valid_to)
    db.session().add(body)
    db.session().flush()
    event_log.record(actor, "body.registered", data={"body": body.id, "code": code})
    return body


def version(kept: Body | PolicyArea | ElectedPerson) -> str:
    """Tells what a register holds from what it held before: what a form that changes it was made from."""
    said: tuple[object, ...]
    if isinstance(kept, Body):
        said = (sorted(kept.names.items()), kept.valid_from.isoformat(), str(kept.valid_to))
    elif isinstance(kept, PolicyArea):
        said = (sorted(kept.names.items()),)
    else:
        days = (kept.term_from.isoformat(), str(kept.term_to))
        said = (kept.name, kept.party, sorted(kept.role.items()), *days)
    return name_of_version(said)


def _holds(kept: Body | PolicyArea | ElectedPerson, seen: str | None, **wanted: object) -> bool:
    """Read it anew, keep others from changing it, and say whether it already is as wanted. Conflict if it is not, and
    somebody else has changed it since the form was made."""
    db.session().refresh(kept, with_for_update={"of": type(kept)})
    if all(getattr(kept, name) == value for name, value in wanted.items()):
        return True
    if seen is not None and seen != version(kept):
        raise Conflict
    return False


def change_body(
    actor: Actor, body: Body, *, names: Texts, valid_from: date, valid_to: date | None, seen: str | None = None
) -> None:
    """Change an organ's names and the days it exists. Its open dialogues stay until they are handed over.

    ``seen`` is :func:`version` of what the form was made from. Raises Refused (E-ROLE); Conflict if somebody else has
    changed it since.
    """
    require(actor, BodyPermission.REGISTER)
    if _holds(body, seen, names=names, valid_from=valid_from, valid_to=valid_to):
        return
    before = {"from": body.valid_from.isoformat(), "to": body.valid_to.isoformat() if body.valid_to else None}
    body.names, body.valid_from, body.valid_to = names, valid_from, valid_to
    db.session().flush()
    event_log.record(actor, "body.changed", data={"body": body.id, "before": before})
    content_version.bump(content_version.SITE)


def register_area(actor: Actor, *, code: str, names: Texts) -> PolicyArea:
    """Enter an area of activity. Raises Refused unless the actor keeps the register."""
    require(actor, BodyPermission.REGISTER)
    area = PolicyArea(code=code, names=names)
    db.session().add(area)
    db.session().flush()
    event_log.record(actor, "area.registered", data={"area": area.id, "code": code})
    return area


def change_area(actor: Actor, area: PolicyArea, *, names: Texts, seen: str | None = None) -> None:
    """Change what an area of activity is called. Raises Refused (E-ROLE); Conflict if somebody else has since."""
    require(actor, BodyPermission.REGISTER)
    if _holds(area, seen, names=names):
        return
    area.names = names
    db.session().flush()
    event_log.record(actor, "area.changed", data={"area": area.id})


def propose_mandate(
    actor: Actor,
    *,
    body: Body,
    policy_area: PolicyArea | None = None,
    legal_basis: str | None = None,
    reglemente_ref: str,
    valid_from: date,
) -> MandateChange:
    """Propose that an organ gets a mandate; it holds when somebody else has confirmed it."""
    require(actor, BodyPermission.PROPOSE_MANDATE)
    if (policy_area is None) == (not legal_basis):
        raise ValueError("a mandate is for an area of activity or for a duty of law, and not for both")
    if not reglemente_ref.strip():
        raise ValueError("a mandate says where in the rules of procedure it stands")
    change = _proposed(actor, MandateStep.ENTER, body, valid_from, reglemente_ref.strip())
    change.policy_area_id = policy_area.id if policy_area else None
    change.legal_basis = legal_basis or None
    return _log_proposal(actor, change)


def propose_end(actor: Actor, mandate: Mandate, *, last_day: date, reglemente_ref: str) -> MandateChange:
    """Propose that a mandate ends; it ends when somebody else has confirmed it."""
    require(actor, BodyPermission.PROPOSE_MANDATE)
    if last_day < mandate.valid_from:
        raise ValueError("a mandate ends after it has begun")
    reference = reglemente_ref.strip() or mandate.reglemente_ref
    change = _proposed(actor, MandateStep.END, mandate.body, last_day, reference)
    change.mandate_id = mandate.id
    change.policy_area_id, change.legal_basis = mandate.policy_area_id, mandate.legal_basis
    return _log_proposal(actor, change)


def _proposed(actor: Actor, step: MandateStep, body: Body, day: date, reference: str) -> MandateChange:
    return MandateChange(
        step=step.value,
        body_id=body.id,
        body=body,
        reglemente_ref=reference,
        day=day,
        proposed_by_id=actor.account_id,
        proposed_at=clock.now(),
    )


def _log_proposal(actor: Actor, change: MandateChange) -> MandateChange:
    db.session().add(change)
    db.session().flush()
    event_log.record(actor, "mandate.proposed", data={"change": change.id, "step": change.step, "body": change.body_id})
    return change


def settle_mandate(actor: Actor, change: MandateChange, outcome: Outcome) -> None:
    """Confirm or decline a proposed change of the register. Raises Refused (E-B01) for whoever proposed it.

    Settled already, it stays as it was settled.
    """
    require(actor, BodyPermission.SETTLE_MANDATE, change)
    db.session().refresh(change, with_for_update={"of": MandateChange})
    if change.settled_at is not None:
        return
    change.settled_by_id, change.settled_at, change.outcome = actor.account_id, clock.now(), outcome.value
    if outcome is Outcome.CONFIRMED:
        _carry_out(change)
    db.session().flush()
    event_log.record(actor, f"mandate.{outcome.value}", data={"change": change.id, "body": change.body_id})


def _carry_out(change: MandateChange) -> None:
    if MandateStep(change.step) is MandateStep.END:
        mandate = db.session().get(Mandate, change.mandate_id)
        if mandate is None:
            raise NotFound
        mandate.valid_to = max(change.day, mandate.valid_from)
        return
    if has_mandate_row(change.body_id, change.policy_area_id, change.legal_basis, change.day):
        return
    mandate = Mandate(
        body_id=change.body_id,
        policy_area_id=change.policy_area_id,
        legal_basis=change.legal_basis,
        reglemente_ref=change.reglemente_ref,
        valid_from=change.day,
    )
    db.session().add(mandate)
    db.session().flush()
    change.mandate_id = mandate.id


def register_elected(
    actor: Actor,
    *,
    body: Body,
    name: str,
    role: Texts,
    term_from: date,
    term_to: date | None = None,
    party: str = "",
) -> ElectedPerson:
    """Enter an elected representative of an organ, for a term. Raises Refused (E-ROLE)."""
    require(actor, BodyPermission.KEEP_ELECTED, body.id)
    person = ElectedPerson(
        body_id=body.id,
        body=body,
        name=name.strip(),
        role=role,
        party=party.strip(),
        term_from=term_from,
        term_to=term_to,
    )
    db.session().add(person)
    db.session().flush()
    event_log.record(actor, "elected.registered", data={"person": person.id, "body": body.id})
    return person


def change_elected(
    actor: Actor,
    person: ElectedPerson,
    *,
    name: str,
    role: Texts,
    term_from: date,
    term_to: date | None,
    party: str,
    seen: str | None = None,
) -> None:
    """Change an elected representative's name, role, party or term. Dialogues keep the name they were written with.

    Raises Refused (E-ROLE); Conflict if somebody else has changed it since.
    """
    require(actor, BodyPermission.KEEP_ELECTED, person.body_id)
    name, party = name.strip(), party.strip()
    if _holds(person, seen, name=name, role=role, party=party, term_from=term_from, term_to=term_to):
        return
    person.name, person.role, person.party = name, role, party
    person.term_from, person.term_to = term_from, term_to
    db.session().flush()
    event_log.record(actor, "elected.changed", data={"person": person.id})


def record_cycle(
    actor: Actor, *, starts: date, ends: date, taken_on: date, paragraph: str, registry_number: str
) -> GoalReviewCycle:
    """Record a period for the review of orientation goals that the council has decided.

    The same decision recorded twice is one. Raises Refused: E-ROLE, E-G11b for one that is too long, E-G15.
    """
    council = council_on(taken_on)
    require(actor, BodyPermission.KEEP_CYCLES, council.id if council else None)
    most = settings.installed().clocks.goal_review_months
    reasons = []
    if ends > last_day_of(starts, most):
        reasons.append(Reason("E-G11b", {"most": most, "months": months_in(starts, ends)}, field="ends"))
    if council is None or taken_on > clock.today() or not (paragraph.strip() and registry_number.strip()):
        reasons.append(Reason("E-G15", field="taken_on"))
    if reasons or council is None:
        raise Refused(*reasons, by_guard=True)
    if ends <= starts:
        raise ValueError("a period ends after it starts")
    same = select(GoalReviewCycle).where(GoalReviewCycle.starts == starts, GoalReviewCycle.ends == ends)
    found = db.session().scalars(same.order_by(GoalReviewCycle.id)).first()
    if found is not None and (found.taken_on, found.paragraph) == (taken_on, paragraph.strip()):
        return found
    cycle = GoalReviewCycle(
        starts=starts,
        ends=ends,
        body_id=council.id,
        body=council,
        taken_on=taken_on,
        paragraph=paragraph.strip(),
        registry_number=registry_number.strip(),
    )
    db.session().add(cycle)
    db.session().flush()
    event_log.record(actor, "cycle.recorded", data={"cycle": cycle.id, "from": starts.isoformat()})
    return cycle
