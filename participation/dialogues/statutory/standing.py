"""Recording and ending decisions that stand for many statutory dialogues (POLICY.md A10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from participation import clock, db, event_log
from participation.access import Actor, Reason, Refused, require
from participation.bodies.models import Body
from participation.bodies.queries import has_mandate_row
from participation.dialogues.degree_guards import may_promise
from participation.dialogues.rules import Influence, Participation, TakenBy
from participation.dialogues.statutory.guards import no_mandate
from participation.dialogues.statutory.models import StandingDecision
from participation.dialogues.statutory.permissions import StandingPermission
from participation.dialogues.statutory.reads import owners_of


@dataclass(frozen=True)
class Standing:
    """A decision as it stands in the minutes. None and "" mean that the field was left empty."""

    body: Body
    legal_code: str
    taken_by: TakenBy | None
    taken_on: date | None
    paragraph: str
    registry_number: str
    participation: Participation | None
    influence: Influence | None
    officials_may_start: bool = False
    delegation_ref: str = ""


def record_standing_decision(actor: Actor, taken: Standing) -> StandingDecision:
    """Record it; the same decision recorded twice is one. Raises Refused: E-ROLE, then together E-G09 for what was
    delegated, E-G13 for a body whose task it is not, E-G15, E-G07, E-G08 and E-G08b."""
    require(actor, StandingPermission.RECORD, taken.body.id)
    reasons = _lacks(taken)
    if reasons or taken.taken_by is None or taken.taken_on is None:
        raise Refused(*reasons, by_guard=True)
    if taken.participation is None or taken.influence is None:
        raise AssertionError("the guards let an incomplete decision pass")
    same = select(StandingDecision).where(
        StandingDecision.body_id == taken.body.id,
        StandingDecision.legal_code == taken.legal_code,
        StandingDecision.taken_on == taken.taken_on,
        StandingDecision.paragraph == taken.paragraph.strip(),
    )
    found = db.session().scalars(same.order_by(StandingDecision.id)).first()
    if found is not None:
        return found
    made = StandingDecision(
        body_id=taken.body.id,
        body=taken.body,
        legal_code=taken.legal_code,
        taken_by=taken.taken_by.value,
        taken_on=taken.taken_on,
        paragraph=taken.paragraph.strip(),
        registry_number=taken.registry_number.strip(),
        degree_of_participation=taken.participation.value,
        degree_of_influence=taken.influence.value,
        officials_may_start=taken.officials_may_start,
        delegation_ref=taken.delegation_ref.strip(),
        recorded_by_id=actor.account_id,
        recorded_at=clock.now(),
    )
    db.session().add(made)
    db.session().flush()
    event_log.record(actor, "standing.recorded", data={"standing": made.id, "body": taken.body.id})
    return made


def _lacks(taken: Standing) -> list[Reason]:
    today = clock.today()
    if has_mandate_row(taken.body.id, None, taken.legal_code, today):
        return lacks(taken, today)
    owners = tuple(dict.fromkeys(m.body.names for m in owners_of(taken.legal_code)))
    return [no_mandate(taken.body.names, owners, field="legal_code"), *lacks(taken, today)]


def lacks(taken: Standing, day: date) -> list[Reason]:
    """E-G09, E-G15, E-G15b, E-G07, E-G08, E-G08b: what the decision lacks, whoever has the task. Pure."""
    reasons = may_promise(taken.taken_by, taken.influence, taken.body.names)
    if taken.taken_on is None or taken.taken_on > day:
        reasons.append(Reason("E-G15", field="taken_on"))
    elif not (taken.paragraph.strip() and taken.registry_number.strip()):
        reasons.append(Reason("E-G15", field="registry_number" if taken.paragraph.strip() else "paragraph"))
    if taken.officials_may_start and not taken.delegation_ref.strip():
        reasons.append(Reason("E-G15b", field="delegation_ref"))
    if taken.participation is None:
        reasons.append(Reason("E-G07", field="degree_of_participation"))
    if taken.influence is None:
        reasons.append(Reason("E-G08", field="degree_of_influence"))
    elif taken.influence is Influence.INFORMATION:
        reasons.append(Reason("E-G08b", field="degree_of_influence"))
    return reasons


def end_standing_decision(actor: Actor, standing: StandingDecision) -> None:
    """Say that it no longer stands, from tomorrow on. What was decided with it stays. Raises Refused (E-ROLE)."""
    require(actor, StandingPermission.RECORD, standing.body_id)
    if standing.valid_to is not None:
        return
    standing.valid_to = max(clock.today(), standing.taken_on)
    db.session().flush()
    event_log.record(actor, "standing.ended", data={"standing": standing.id, "body": standing.body_id})
