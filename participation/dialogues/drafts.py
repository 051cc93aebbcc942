"""How a draft begins: which body carries it out, and a draft that a body has decided on by saying yes to something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from participation import clock, db, event_log
from participation.access import Actor
from participation.bodies.models import Body
from participation.bodies.queries import bodies_of_kind
from participation.dialogues.models import Dialogue
from participation.dialogues.registers import only_area_of, present_cycle
from participation.dialogues.rules import EXECUTING_BODY_KIND, Kind
from participation.handbook.queries import current_number as current_handbook
from participation.policy.queries import current_number as current_policy
from participation.texts import Texts


def executing_body(kind: Kind) -> Body | None:
    """The body that carries out every dialogue of the kind; None where the body that decides does."""
    wanted = EXECUTING_BODY_KIND[kind]
    if wanted is None:
        return None
    found = bodies_of_kind([wanted])
    return found[0] if found else None


def draft_for(
    actor: Actor,
    *,
    kind: Kind,
    body: Body,
    title: Texts,
    policy_area_id: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Dialogue:
    """Begin a draft because the body has decided so: the caller has checked the right, and records the decision."""
    executing = executing_body(kind)
    dialogue = Dialogue(
        kind=kind.value,
        responsible_body_id=body.id,
        responsible_body=body,
        executing_body_id=executing.id if executing else None,
        title=title,
        question=title,
        decision_body_id=body.id,
        policy_area_id=policy_area_id or (only_area_of(body) if kind is Kind.COMMITTEE else None),
        goal_review_cycle_id=present_cycle() if kind is Kind.MUNICIPALITY_WIDE else None,
        created_at=clock.now(),
        created_by_id=actor.account_id,
        handbook_version=current_handbook(),
        policy_version=current_policy(),
    )
    db.session().add(dialogue)
    db.session().flush()
    log = {"kind": kind.value, "body": body.code, **(data or {})}
    event_log.record(actor, "dialogue.created", dialogue_id=dialogue.id, data=log)
    return dialogue
