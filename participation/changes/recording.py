"""A decision about a dialogue under way: what stands in the minutes, whether it stands, and putting it on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from participation import clock, db
from participation.access import Actor, Reason, Refused
from participation.bodies.models import Body
from participation.changes import guards
from participation.changes.guards import ChangeFacts, Guard
from participation.dialogues.actions import require_secretary
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import body_facts
from participation.dialogues.rules import DecisionKind, Kind, TakenBy
from participation.texts import Texts


@dataclass(frozen=True)
class ChangeDecision:
    """The decision as it stands in the minutes. None and "" mean that the field was left empty.

    ``motive``: why. ``effect``: what those who took part are told when it is cancelled.
    """

    body: Body | None
    taken_by: TakenBy | None
    taken_on: date | None
    paragraph: str
    registry_number: str
    motive: Texts = field(default_factory=Texts)
    effect: Texts = field(default_factory=Texts)
    minutes_url: str = ""
    minutes_announced_on: date | None = None


def guard(dialogue: Dialogue, taken: ChangeDecision, asked: Sequence[Guard], *, besides: Sequence[Reason] = ()) -> None:
    """Raise Refused with every reason why the decision does not stand, and those there are ``besides``."""
    facts = ChangeFacts(
        kind=Kind(dialogue.kind),
        responsible=body_facts(dialogue.responsible_body),
        body=body_facts(taken.body) if taken.body else None,
        taken_by=taken.taken_by,
        taken_on=taken.taken_on,
        paragraph=taken.paragraph,
        registry_number=taken.registry_number,
        minutes_announced_on=taken.minutes_announced_on,
        motive=taken.motive,
        effect=taken.effect,
    )
    reasons = [*guards.failing(asked, facts, clock.today()), *besides]
    if reasons:
        raise Refused(*reasons, by_guard=True)


def record(actor: Actor, dialogue: Dialogue, kind: DecisionKind, taken: ChangeDecision) -> Decision:
    """Put a decision that stands on record. Raises Refused (E-ROLE) for a secretary of another body."""
    if taken.body is None or taken.taken_by is None or taken.taken_on is None:
        raise AssertionError("the guards let an incomplete decision pass")
    require_secretary(actor, taken.body)
    decision = Decision(
        dialogue_id=dialogue.id,
        kind=kind.value,
        body_id=taken.body.id,
        body=taken.body,
        taken_by=taken.taken_by.value,
        taken_on=taken.taken_on,
        paragraph=taken.paragraph.strip(),
        registry_number=taken.registry_number.strip(),
        minutes_url=taken.minutes_url.strip(),
        minutes_announced_on=taken.minutes_announced_on,
        motive=taken.motive,
        effect=taken.effect,
        recorded_by_id=actor.account_id,
        recorded_at=clock.now(),
    )
    db.session().add(decision)
    db.session().flush()
    return decision


def is_same(found: Decision, taken: ChangeDecision) -> bool:
    """Whether what is sent is what is recorded."""
    if taken.body is None or taken.taken_by is None:
        return False
    sent = (
        taken.body.id,
        taken.taken_by.value,
        taken.taken_on,
        taken.paragraph.strip(),
        taken.registry_number.strip(),
        taken.motive,
        taken.effect,
    )
    return sent == (
        found.body_id,
        found.taken_by,
        found.taken_on,
        found.paragraph,
        found.registry_number,
        found.motive,
        found.effect,
    )
