"""Recording that a dialogue goes to another body."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from participation import clock, content_version, db, event_log
from participation.access import Actor, Reason, Refused, require
from participation.bodies.models import Body
from participation.bodies.queries import has_mandate_row
from participation.dialogues.actions import lock, make_visible
from participation.dialogues.handover.models import Handover
from participation.dialogues.handover.permissions import Handing, HandoverPermission
from participation.dialogues.models import Dialogue
from participation.dialogues.public_parts import HANDED_OVER
from participation.dialogues.queries import current_stage
from participation.dialogues.registers import area_owners, right_bodies
from participation.dialogues.rules import DECIDING_BODIES, PUBLIC_STAGES, Kind
from participation.dialogues.statutory.beginning import lacks_mandate
from participation.dialogues.statutory.reads import case_of


def hand_over(
    actor: Actor,
    dialogue: Dialogue,
    *,
    to_body: Body | None,
    taken_on: date | None,
    paragraph: str,
    registry_number: str,
) -> Handover:
    """Record that the dialogue goes to another body, by the decision that says so. Everything else stays as it is.

    Raises Refused: E-ROLE, E-STATE, then together E-G10 or E-G14 for a body that cannot have it, and E-G15.
    """
    lock(dialogue)
    require(actor, HandoverPermission.HAND_OVER, Handing(dialogue, to_body.id if to_body else None))
    reasons = _cannot_have(dialogue, to_body)
    if taken_on is None or taken_on > clock.today() or not (paragraph.strip() and registry_number.strip()):
        reasons.append(Reason("E-G15", field="taken_on"))
    if reasons or to_body is None or taken_on is None:
        raise Refused(*reasons, by_guard=True)
    before = dialogue.responsible_body
    handover = Handover(
        dialogue_id=dialogue.id,
        from_body_id=before.id,
        to_body_id=to_body.id,
        taken_on=taken_on,
        paragraph=paragraph.strip(),
        registry_number=registry_number.strip(),
        recorded_by_id=actor.account_id,
        recorded_at=clock.now(),
    )
    db.session().add(handover)
    dialogue.responsible_body, dialogue.responsible_body_id = to_body, to_body.id
    if dialogue.executing_body_id == before.id:
        dialogue.executing_body_id = to_body.id
    if dialogue.decision_body_id == before.id and dialogue.decision_taken_on is None:
        dialogue.decision_body_id = to_body.id
    db.session().flush()
    event_log.record(
        actor,
        HANDED_OVER,
        dialogue_id=dialogue.id,
        data={
            "handover": handover.id,
            "from": dict(before.names),
            "to": dict(to_body.names),
            "decision": f"{taken_on.isoformat()} § {handover.paragraph}, {handover.registry_number}",
        },
    )
    if current_stage(dialogue) in PUBLIC_STAGES:
        make_visible(dialogue)
    content_version.bump(content_version.SITE)
    return handover


def _cannot_have(dialogue: Dialogue, body: Body | None) -> list[Reason]:
    kind = Kind(dialogue.kind)
    today = clock.today()
    if body is None or body.id == dialogue.responsible_body_id:
        return [Reason("E-G15", field="to_body")]
    if body.body_kind not in DECIDING_BODIES[kind] or not body.exists_on(today):
        right = tuple(b.names for b in right_bodies(kind))
        return [Reason("E-G10", {"body": body.names, "kind": kind, "right_body": right}, field="to_body")]
    case = case_of(dialogue)
    if case is not None:
        for law in case.laws.values():
            if lacks := lacks_mandate(body, law):
                return [replace(reason, field="to_body") for reason in lacks]
    area = dialogue.policy_area_id if kind is Kind.COMMITTEE else None
    if area is not None and not has_mandate_row(body.id, area, None, today):
        owners = tuple(b.names for b in area_owners(area))
        return [Reason("E-G14", {"body": body.names, "committee": owners}, field="to_body")]
    return []
