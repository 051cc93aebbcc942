"""Writes of the policy: one person proposes a text, another publishes it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from participation import clock, content_version, db, event_log
from participation.access import Actor, require
from participation.policy.models import PolicyVersion
from participation.policy.permissions import PolicyPermission
from participation.policy.queries import current_number
from participation.policy.rules import Outcome
from participation.texts import Texts


def propose(
    actor: Actor, *, text: Texts, adopted_by: str, adopted_on: date, paragraph: str = "", registry_number: str = ""
) -> PolicyVersion:
    """Propose a text of the policy with where it was adopted; it is public when somebody else has published it.

    Proposed twice before it is settled, it is one. Raises Refused (E-ROLE); ValueError without a Swedish text.
    """
    require(actor, PolicyPermission.PROPOSE)
    if not text.sv:
        raise ValueError("the policy is in Swedish at least")
    said = (text, adopted_by.strip(), adopted_on, paragraph.strip(), registry_number.strip())
    for found in db.session().scalars(select(PolicyVersion).where(PolicyVersion.settled_at.is_(None))):
        if (found.text, found.adopted_by, found.adopted_on, found.paragraph, found.registry_number) == said:
            return found
    version = PolicyVersion(
        text=text,
        adopted_by=said[1],
        adopted_on=adopted_on,
        paragraph=said[3],
        registry_number=said[4],
        proposed_by_id=actor.account_id,
        proposed_at=clock.now(),
    )
    db.session().add(version)
    db.session().flush()
    event_log.record(actor, "policy.proposed", data={"version": version.id, "reference": version.reference})
    return version


def settle(actor: Actor, version: PolicyVersion, outcome: Outcome) -> None:
    """Publish a proposed text as the next version, or decline it. Raises Refused (E-P01) for whoever proposed it.

    Settled already, it stays as it was settled.
    """
    require(actor, PolicyPermission.SETTLE, version)
    session = db.session()
    session.refresh(version, with_for_update=True)
    if version.settled_at is not None:
        return
    version.settled_by_id, version.settled_at, version.outcome = actor.account_id, clock.now(), outcome.value
    if outcome is Outcome.PUBLISHED:
        version.number = (current_number() or 0) + 1
    session.flush()
    event_log.record(actor, f"policy.{outcome.value}", data={"version": version.id, "number": version.number})
    if outcome is Outcome.PUBLISHED:
        content_version.bump(content_version.SITE)
