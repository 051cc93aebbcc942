"""The moves of an initiative's machine. Each is locked, guarded, logged and seen at once; twice, it changes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from participation import clock, content_version, db, event_log
from participation.access import SYSTEM, Actor, Conflict, NotFound, Reason, Refused, Role, require
from participation.bodies.models import Body
from participation.channels.models import OtherChannel
from participation.db import NO_TEXTS
from participation.dialogues.drafts import draft_for
from participation.dialogues.registers import right_bodies
from participation.dialogues.rules import DECIDING_BODIES, Kind
from participation.due_dates.queries import staff_of
from participation.initiatives import emails
from participation.initiatives.models import Forwarding, Initiative
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.rules import (
    BodyDecision,
    Move,
    State,
    has_motive,
    in_right_state,
    is_recorded,
    leads_somewhere,
)
from participation.texts import Texts

MOVED = "initiative.{move}"

BEGUN = (Kind.COMMITTEE, Kind.DEVELOPMENT, Kind.MUNICIPALITY_WIDE)
"""What an accepted initiative can become: a statutory dialogue is begun by law, not by an initiative."""


def version(initiative: Initiative) -> str:
    """Tells one position of the initiative from the next: what a form of the staff was made from."""
    forwarded = initiative.forwarded_at.isoformat() if initiative.forwarded_at else ""
    return f"{initiative.state}.{initiative.body_id or 0}.{forwarded}"


def lock(initiative: Initiative) -> None:
    """Read the initiative anew and keep others from changing it until this transaction ends."""
    session = db.session()
    session.flush()  # refreshing forgets what is not written yet
    session.refresh(initiative, with_for_update={"of": Initiative})


def _check(initiative: Initiative, move: Move, seen: str | None, *more: Reason) -> None:
    """Every failing guard together; then that nobody else has moved it since the form was made."""
    reasons = [*in_right_state(move, initiative.state), *more]
    if reasons:
        raise Refused(*reasons, by_guard=True)
    if seen is not None and seen != version(initiative):
        raise Conflict


def _moved(actor: Actor, initiative: Initiative, move: Move, **data: Any) -> None:
    db.session().flush()
    db.session().expire(initiative, ["body", "channel"])
    event_log.record(
        actor,
        MOVED.format(move=move.value),
        dialogue_id=initiative.dialogue_id,
        data={"initiative": initiative.id, **data},
    )
    content_version.bump(content_version.SITE)


def begin_review(actor: Actor, initiative: Initiative) -> Initiative:
    """Note that somebody looks at it. Again changes nothing. Raises Refused (E-ROLE, E-I01)."""
    lock(initiative)
    require(actor, InitiativePermission.REVIEW, initiative)
    if initiative.state is State.UNDER_REVIEW:
        return initiative
    _check(initiative, Move.REVIEW, None)
    initiative.review_began_at = clock.now()
    _moved(actor, initiative, Move.REVIEW)
    return initiative


def forward(actor: Actor, initiative: Initiative, *, body: Body, note: str = "", seen: str | None = None) -> Initiative:
    """Send it to the body that is to decide, or on to another. Its staff get a letter.

    Raises Refused (E-ROLE, E-I01); Conflict if it has moved since ``seen``; NotFound for a body that is no more.
    """
    lock(initiative)
    require(actor, InitiativePermission.FORWARD, initiative)
    if not body.exists_on(clock.today()):
        raise NotFound
    if initiative.state is State.FORWARDED and initiative.body_id == body.id:
        return initiative
    _check(initiative, Move.FORWARD, seen)
    initiative.body_id, initiative.forwarded_at = body.id, clock.now()
    db.session().add(
        Forwarding(
            initiative_id=initiative.id, body_id=body.id, note=note.strip(), at=clock.now(), by_id=actor.account_id
        )
    )
    _moved(actor, initiative, Move.FORWARD, body=body.code)
    emails.forwarded(initiative, note.strip(), staff_of([body.id], 0, (Role.COMMITTEE_SECRETARY, Role.OFFICER)))
    return initiative


def accept(
    actor: Actor,
    initiative: Initiative,
    *,
    decision: BodyDecision,
    kind: Kind,
    answer: Texts = NO_TEXTS,
    seen: str | None = None,
) -> Initiative:
    """Record that the body says yes. A draft dialogue of the body begins, linked both ways; the author is answered.

    Raises Refused (E-ROLE, E-I01, E-G15, E-I04, E-G10); Conflict if it has moved since ``seen``.
    """
    lock(initiative)
    require(actor, InitiativePermission.ACCEPT, initiative)
    if initiative.state is State.ACCEPTED and _recorded(initiative) == _kept(decision):
        return initiative
    body = _its_body(initiative)
    wrong_kind = [] if _fits(kind, body) else [_wrong_kind(kind, body)]
    _check(initiative, Move.ACCEPT, seen, *_decided(initiative, decision), *wrong_kind)
    initiative.accepted_at = clock.now()
    _record(actor, initiative, decision, answer)
    title = initiative.question
    dialogue = draft_for(
        actor,
        kind=kind,
        body=body,
        title=Texts({"sv": title} if initiative.language == "sv" else {initiative.language: title}),
        policy_area_id=initiative.policy_area_id,
        data={"initiative": initiative.id},
    )
    initiative.dialogue_id, dialogue.from_initiative = dialogue.id, True
    _moved(actor, initiative, Move.ACCEPT, body=body.code)
    content_version.bump(content_version.scope_of(dialogue.id))
    emails.answered(initiative)
    return initiative


def _wrong_kind(kind: Kind, body: Body) -> Reason:
    right = tuple(b.names for b in right_bodies(kind)) if kind in BEGUN else ()
    return Reason("E-G10", {"body": body.names, "kind": kind, "right_body": right or "–"}, field="kind")


def _fits(kind: Kind, body: Body) -> bool:
    return kind in BEGUN and body.body_kind in DECIDING_BODIES[kind]


def kinds_for(body: Body) -> list[Kind]:
    """The kinds of dialogue that the body can decide to hold because of an initiative."""
    return [kind for kind in BEGUN if _fits(kind, body)]


def decline(
    actor: Actor, initiative: Initiative, *, decision: BodyDecision, answer: Texts, seen: str | None = None
) -> Initiative:
    """Record that the body says no, with its reason; the author is answered.

    Raises Refused (E-ROLE, E-I01, E-I02, E-G15, E-I04); Conflict if it has moved since ``seen``.
    """
    lock(initiative)
    require(actor, InitiativePermission.DECLINE, initiative)
    if initiative.state is State.DECLINED and _recorded(initiative) == _kept(decision):
        return initiative
    _check(initiative, Move.DECLINE, seen, *has_motive(answer), *_decided(initiative, decision))
    initiative.declined_at = clock.now()
    _record(actor, initiative, decision, answer)
    _moved(actor, initiative, Move.DECLINE, body=_its_body(initiative).code)
    emails.answered(initiative)
    return initiative


def decline_outside(actor: Actor, initiative: Initiative, *, answer: Texts, seen: str | None = None) -> Initiative:
    """Decline what is obviously outside the municipality's competence, with the reason; the author is answered.

    Raises Refused (E-ROLE, E-I01, E-I02); Conflict if it has moved since ``seen``.
    """
    lock(initiative)
    require(actor, InitiativePermission.DECLINE_OUTSIDE, initiative)
    if initiative.state is State.DECLINED and initiative.outside_competence and initiative.answer == answer:
        return initiative
    _check(initiative, Move.DECLINE_OUTSIDE, seen, *has_motive(answer))
    initiative.declined_at, initiative.outside_competence = clock.now(), True
    initiative.answer, initiative.answered_by_id = answer, actor.account_id
    _moved(actor, initiative, Move.DECLINE_OUTSIDE)
    emails.answered(initiative)
    return initiative


def redirect(
    actor: Actor, initiative: Initiative, *, channel: OtherChannel | None, answer: Texts, seen: str | None = None
) -> Initiative:
    """Tell the author which other channel it belongs to, and why. Nothing is sent there: no personal data leave.

    Raises Refused (E-ROLE, E-I01, E-I03); Conflict if it has moved since ``seen``.
    """
    lock(initiative)
    require(actor, InitiativePermission.REDIRECT, initiative)
    channel_id = channel.id if channel else None
    if initiative.state is State.REDIRECTED and (initiative.channel_id, initiative.answer) == (channel_id, answer):
        return initiative
    _check(initiative, Move.REDIRECT, seen, *leads_somewhere(channel is not None and channel.shown, answer))
    initiative.redirected_at, initiative.channel_id = clock.now(), channel_id
    initiative.answer, initiative.answered_by_id = answer, actor.account_id
    _moved(actor, initiative, Move.REDIRECT, channel=channel_id)
    emails.answered(initiative)
    return initiative


def withdraw(actor: Actor, initiative: Initiative) -> Initiative:
    """The author takes it back: it is no longer shown, and stays a public record. Whoever holds the return code may.

    Again changes nothing. Raises Refused (E-I01) once it is answered.
    """
    lock(initiative)
    require(actor, InitiativePermission.WITHDRAW, initiative)
    if initiative.state is State.WITHDRAWN:
        return initiative
    _check(initiative, Move.WITHDRAW, None)
    initiative.withdrawn_at = clock.now()
    _moved(SYSTEM, initiative, Move.WITHDRAW)
    emails.answered(initiative)
    return initiative


def _its_body(initiative: Initiative) -> Body:
    if initiative.body is None:
        raise NotFound
    return initiative.body


def _decided(initiative: Initiative, decision: BodyDecision) -> list[Reason]:
    return is_recorded(decision, clock.local_date(initiative.received_at), clock.today())


def _kept(decision: BodyDecision) -> tuple[date | None, str, str]:
    return decision.taken_on, decision.paragraph.strip(), decision.registry_number.strip()


def _recorded(initiative: Initiative) -> tuple[date | None, str, str]:
    return initiative.decision_on, initiative.decision_paragraph, initiative.decision_number


def _record(actor: Actor, initiative: Initiative, decision: BodyDecision, answer: Texts) -> None:
    initiative.decision_on, initiative.decision_paragraph, initiative.decision_number = _kept(decision)
    initiative.decision_minutes = decision.minutes_url.strip()
    initiative.answer, initiative.answered_by_id = answer, actor.account_id
