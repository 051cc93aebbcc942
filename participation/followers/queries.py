"""Reads of following: by token, how many, whom to tell of what, and what has not been told yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, cast, exists, literal, or_, select

from participation import db
from participation.access import NotFound
from participation.contributions.models import ContactAddress
from participation.dialogues.models import Dialogue, Phase, TargetGroup
from participation.event_log import Event
from participation.followers.models import Follower, Telling
from participation.followers.rules import (
    BY_THE_CLOCK,
    PARTICIPANTS_TOO,
    STOPPED,
    TOLD,
    TOLD_BY_OTHERS,
    News,
    digest,
    event_name,
)
from participation.outbox import Sending, sendings
from participation.results.queries import addressees
from participation.settings import installed
from participation.texts import Texts


def follower_by_token(token: str) -> Follower:
    """The row a link in a letter belongs to; else :class:`NotFound`."""
    known = len(token) <= 48 and token.isascii()
    found = db.session().scalar(select(Follower).where(Follower.token == token)) if known else None
    if found is None:
        raise NotFound
    return found


def takes_part(dialogue_id: int, email: str) -> bool:
    """Whether the address was also left with a contribution to the dialogue."""
    query = select(ContactAddress.id).where(ContactAddress.dialogue_id == dialogue_id, ContactAddress.email == email)
    return db.session().scalar(query.limit(1)) is not None


@dataclass(frozen=True)
class Recipient:
    """Whom to write to. ``follows`` tells a follower from somebody who only left an address when taking part;
    ``group`` is the target group an organisation was named for."""

    email: str
    locale: str
    token: str
    follows: bool
    group: Texts | None = None


def recipients_of(telling: Telling) -> list[Recipient]:
    """Everybody who is to be told, each address once, in the order of the addresses.

    Only who followed when it happened: nobody is told old news for having just begun to follow.
    """
    news = News(telling.what)
    rows = db.session().execute(
        select(Follower.email, Follower.locale, Follower.token).where(
            Follower.dialogue_id == telling.dialogue_id, Follower.confirmed_at <= telling.happened_at
        )
    )
    found = {email: Recipient(email, locale, token, True) for email, locale, token in rows}
    if news is News.OPENED:
        for named in organisations(telling.dialogue_id):
            if named.asked_at <= telling.happened_at:
                found.setdefault(named.email, Recipient(named.email, named.locale, named.token, False, named.group))
    if news in PARTICIPANTS_TOO:
        for left in addressees(telling.dialogue_id):
            found.setdefault(left.email, Recipient(left.email, left.locale, left.unsubscribe_token, False))
    if news in TOLD_BY_OTHERS:
        for left in addressees(telling.dialogue_id):
            found.pop(left.email, None)  # has been told with the receipts
    return [found[email] for email in sorted(found)]


@dataclass(frozen=True)
class Organisation:
    """An organisation that is told that the dialogue opens, and the target group that it speaks for."""

    id: int
    email: str
    locale: str
    token: str
    asked_at: datetime
    group_id: int
    group: Texts


def organisations(dialogue_id: int) -> list[Organisation]:
    """Those that the dialogue names, in the order of their addresses."""
    rows = db.session().execute(
        select(
            Follower.id,
            Follower.email,
            Follower.locale,
            Follower.token,
            Follower.asked_at,
            TargetGroup.id,
            TargetGroup.label,
        )
        .join(TargetGroup, TargetGroup.id == Follower.target_group_id)
        .where(Follower.dialogue_id == dialogue_id)
        .order_by(Follower.email)
    )
    return [Organisation(*row) for row in rows]


def letters_to(organisations: Collection[Organisation], dialogue: Dialogue) -> dict[str, Sending]:
    """How far the latest letter that it opens has come, by address; who has none is not in it."""
    found: dict[str, Sending] = {}
    events = [event_name(dialogue.id, f"{News.OPENED}:{phase.id}") for phase in dialogue.phases]
    sent = sendings(events)
    for event in events:
        found |= {o.email: sent[o.email, event] for o in organisations if (o.email, event) in sent}
    return found


def has_stopped(dialogue_id: int, address: str) -> bool:
    """Whether the owner of the address, named by officials, has asked to be told no more of the dialogue."""
    said = db.session().scalars(select(Event.data).where(Event.dialogue_id == dialogue_id, Event.action == STOPPED))
    return digest(dialogue_id, address, secret=installed().secret_key) in {data.get("digest") for data in said}


@dataclass(frozen=True)
class Untold:
    """Something that has happened and that nobody has begun to tell."""

    key: str
    dialogue_id: int
    news: News
    happened_at: datetime


def untold(now: datetime) -> list[Untold]:
    """What has happened and is not told yet, oldest first: looked for by what is missing, never by when it was."""
    key = literal("event:") + cast(Event.id, String)
    events = db.rows(
        select(Event.id, Event.dialogue_id, Event.action, Event.at)
        .where(Event.action.in_(sorted(TOLD)), Event.dialogue_id.is_not(None), ~exists().where(Telling.key == key))
        .order_by(Event.id)
    )
    found = [Untold(f"event:{e.id}", e.dialogue_id, TOLD[e.action], e.at) for e in events]
    open_now = db.rows(
        select(Phase.id, Phase.dialogue_id, Phase.opens_at, Phase.closes_at)
        .join(Dialogue, Dialogue.id == Phase.dialogue_id)
        .where(Dialogue.announced_at <= now, Phase.opens_at <= now, Phase.closes_at > now)
        .order_by(Phase.id)
    ).all()
    keys = {f"{news}:{p.id}": (p, news) for p in open_now for news in BY_THE_CLOCK}
    told = set(db.session().scalars(select(Telling.key).where(Telling.key.in_(keys)))) if keys else set()
    for name, (phase, news) in keys.items():
        at = phase.opens_at if news is News.OPENED else halfway(phase.opens_at, phase.closes_at)
        if name not in told and at <= now:
            found.append(Untold(name, phase.dialogue_id, news, at))
    return sorted(found, key=lambda u: (u.happened_at, u.key))


def halfway(opens_at: datetime, closes_at: datetime) -> datetime:
    """The instant at which half the time has passed."""
    return opens_at + (closes_at - opens_at) / 2


def is_anything_to_tell(now: datetime) -> bool:
    """Whether there is news, or news that has not reached everybody: asked often, so it only reads."""
    unfinished = db.session().scalar(select(Telling.key).where(Telling.done_at.is_(None)).limit(1))
    return unfinished is not None or bool(untold(now))


def unconfirmed_since(instant: datetime) -> list[Follower]:
    """Addresses that were asked before the instant and that nobody has confirmed; an organisation's once the dialogue
    it was named for has no more period to come."""
    over = or_(Dialogue.compiled_at.is_not(None), Dialogue.cancelled_at.is_not(None), Dialogue.rejected_at.is_not(None))
    query = (
        select(Follower)
        .join(Dialogue, Dialogue.id == Follower.dialogue_id)
        .where(
            Follower.confirmed_at.is_(None),
            Follower.asked_at < instant,
            or_(Follower.target_group_id.is_(None), over),
        )
        .order_by(Follower.id)
    )
    return list(db.session().scalars(query))


def forgotten_before(now: datetime, days: int) -> datetime:
    """Whoever was asked before this instant and has not confirmed is forgotten."""
    return now - timedelta(days=days)
