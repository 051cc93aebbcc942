"""Receiving initiatives: once for each key, routed to the body that has the task, with a receipt for who wants one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from participation import clock, content_version, db, event_log
from participation.access import SYSTEM, Actor, require
from participation.bodies.models import Body, PolicyArea
from participation.contributions.actions import new_code
from participation.contributions.rules import Visibility
from participation.initiatives import emails
from participation.initiatives.models import Initiative, InitiativeAddress
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.queries import body_for_area, initiative_by_key
from participation.initiatives.rules import Origin, Sender
from participation.search import index as search_index
from participation.texts import Texts

SUBMITTED = "initiative.submitted"


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes, and who they say they are. ``office``: the body of an elected person or an official."""

    question: str
    why: str
    concerns: str
    language: str
    origins: frozenset[Origin] = frozenset({Origin.CIVIL_SOCIETY})
    sender: Sender = Sender.PERSON
    sender_name: str = ""
    show_name: bool = False
    place: str = ""
    policy_area: PolicyArea | None = None
    office: Body | None = None


def submit_initiative(actor: Actor, proposal: Proposal, *, key: str) -> Initiative:
    """Receive an initiative; it lies with the body that has the area for its task, else with the executive board.

    The same ``key`` again gives the same initiative, also when both are sent at once. Raises Refused (E-ROLE) for an
    office one does not hold; ValueError without an origin.
    """
    if not proposal.origins:
        raise ValueError("an initiative has an origin")
    earlier = initiative_by_key(key)
    if earlier is not None:
        return earlier
    require(actor, InitiativePermission.SUBMIT)
    office_id = proposal.office.id if proposal.office else 0
    if Origin.ELECTED in proposal.origins:
        require(actor, InitiativePermission.SUBMIT_AS_ELECTED, office_id)
    if Origin.OFFICIAL in proposal.origins:
        require(actor, InitiativePermission.SUBMIT_AS_OFFICIAL, office_id)
    initiative = _received(actor, proposal, key)
    try:
        with db.session().begin_nested():
            db.session().add(initiative)
    except IntegrityError:
        earlier = initiative_by_key(key)
        if earlier is None:
            raise
        return earlier
    words = (initiative.question, initiative.why, initiative.concerns, initiative.place)
    search_index.put_initiative(initiative.id, initiative.language, "\n".join(words))
    data = {"initiative": initiative.id, "origins": sorted(proposal.origins), "body": initiative.body_id}
    event_log.record(actor if actor.signed_in else SYSTEM, SUBMITTED, data=data)
    content_version.bump(content_version.SITE)
    return initiative


def _received(actor: Actor, proposal: Proposal, key: str) -> Initiative:
    in_office = bool(proposal.origins & {Origin.ELECTED, Origin.OFFICIAL})
    is_organisation = proposal.sender is Sender.ORGANISATION
    by_elected = Origin.ELECTED in proposal.origins
    lies_with = body_for_area(proposal.policy_area.id if proposal.policy_area else None)
    name = proposal.sender_name.strip()
    return Initiative(
        question=proposal.question.strip(),
        why=proposal.why.strip(),
        concerns=proposal.concerns.strip(),
        place=proposal.place.strip(),
        language=proposal.language,
        policy_area_id=proposal.policy_area.id if proposal.policy_area else None,
        from_elected=by_elected,
        from_official=Origin.OFFICIAL in proposal.origins,
        from_civil_society=Origin.CIVIL_SOCIETY in proposal.origins,
        sender="" if in_office else proposal.sender.value,
        sender_name=actor.name if by_elected else ("" if in_office else name),
        # An elected representative acts in public; an official speaks for the office and is not named.
        show_name=by_elected or (not in_office and bool(name) and (is_organisation or proposal.show_name)),
        office=proposal.office.names if in_office and proposal.office else Texts(),
        account_id=actor.account_id if in_office else None,
        received_at=clock.now(),
        return_code=new_code(),
        idempotency_key=key,
        body_id=lies_with.id if lies_with else None,
        visibility=Visibility.VISIBLE.value,
    )


def leave_answer_address(initiative: Initiative, *, email: str, locale: str) -> InitiativeAddress:
    """Keep an address for the answer, apart from the initiative, and send the receipt to it (N01).

    Whoever holds the return code may: the page has checked it. A later address replaces an earlier one.
    """
    session = db.session()
    found = session.scalar(
        select(InitiativeAddress).where(InitiativeAddress.initiative_id == initiative.id).with_for_update()
    )
    address = email.strip().lower()
    if found is None:
        found = InitiativeAddress(
            initiative_id=initiative.id,
            email=address,
            locale=locale,
            unsubscribe_token=secrets.token_urlsafe(24),
            created_at=clock.now(),
        )
        session.add(found)
    else:
        if found.email != address:
            found.unsubscribe_token = secrets.token_urlsafe(24)  # the link in an earlier letter is not this person's
        found.email, found.locale, found.unsubscribed_at = address, locale, None
    session.flush()
    emails.receipt(initiative, found)
    return found


def write_no_more(address: InitiativeAddress) -> None:
    """Write no more to the address. Whoever holds the link may; again changes nothing."""
    if address.unsubscribed_at is None:
        address.unsubscribed_at = clock.now()
        db.session().flush()
