"""What begins a statutory dialogue: its case on a legal basis, and decisions that stand for many."""

from __future__ import annotations

from participation import clock, db
from participation.access import Reason
from participation.bodies.models import Body
from participation.dialogues.models import Activity, Dialogue
from participation.dialogues.rules import ActivityType, Kind
from participation.dialogues.statutory.guards import no_mandate
from participation.dialogues.statutory.models import StandingDecision, StatutoryCase
from participation.dialogues.statutory.reads import case_of, next_versions, owners_of
from participation.legal.models import LegalBasis
from participation.legal.rules import LegalPhase


def lacks_mandate(body: Body, basis: LegalBasis) -> list[Reason]:
    """E-G13 if the duty is not the body's task today."""
    owners = owners_of(basis.code)
    if any(m.body_id == body.id for m in owners):
        return []
    return [no_mandate(body.names, tuple(dict.fromkeys(m.body.names for m in owners)), field="body")]


def begin_case(dialogue: Dialogue, basis: LegalBasis) -> StatutoryCase:
    """Pin the law that holds today, for each phase; whoever wants can always write a statement."""
    laws = next_versions(basis)
    review, adoption = laws.get(LegalPhase.GRANSKNING), laws.get(LegalPhase.ANTAGANDE)
    case = StatutoryCase(
        dialogue_id=dialogue.id,
        samrad_basis_id=basis.id,
        samrad_basis=basis,
        granskning_basis_id=review.id if review else None,
        granskning_basis=review,
        antagande_basis_id=adoption.id if adoption else None,
        antagande_basis=adoption,
    )
    way = Activity(dialogue_id=dialogue.id, position=1, type=ActivityType.WRITTEN_STATEMENT.value)
    db.session().add_all([case, way])
    db.session().flush()
    return case


def stands_for(standing: StandingDecision, dialogue: Dialogue) -> bool:
    """Whether the body's standing decision is about dialogues like this one, and holds today."""
    case = case_of(dialogue)
    return (
        dialogue.kind == Kind.STATUTORY.value
        and case is not None
        and standing.body_id == dialogue.responsible_body_id
        and standing.legal_code == case.samrad_basis.code
        and standing.taken_on <= clock.today()
        and (standing.valid_to is None or standing.valid_to >= clock.today())
    )
