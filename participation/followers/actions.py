"""Writes of following: ask, name, confirm, stop, forget; and telling what has happened, once to each."""

from __future__ import annotations

import logging
import secrets

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from participation import clock, db, event_log
from participation.access import VISITOR, Actor, NotFound, require
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue, TargetGroup
from participation.dialogues.queries import current_stage, dialogue_by_id
from participation.dialogues.rules import PUBLIC_STAGES, Stage
from participation.followers import emails
from participation.followers.models import Follower, Telling
from participation.followers.permissions import FollowPermission
from participation.followers.queries import (
    forgotten_before,
    has_stopped,
    is_anything_to_tell,
    organisations,
    recipients_of,
    takes_part,
    unconfirmed_since,
    untold,
)
from participation.followers.rules import (
    BATCH,
    BY_THE_CLOCK,
    MAXIMUM_LETTERS,
    MOST_ORGANISATIONS,
    STOPPED,
    News,
    digest,
)
from participation.outbox import Message
from participation.settings import installed

log = logging.getLogger("participation.followers")


def follow(actor: Actor, dialogue: Dialogue, *, email: str, locale: str, key: str) -> None:
    """Ask the owner of the address to confirm. Says nothing about whether it was known; sent twice, it asks once.

    Raises Refused unless the dialogue is public; ValueError for what is no address.
    """
    require(actor, FollowPermission.FOLLOW, dialogue)
    follower = _kept(dialogue, email.strip().lower(), locale)
    if follower.letters >= MAXIMUM_LETTERS:
        return
    if follower.confirmed_at is None:
        follower.locale = locale
    if emails.asked(follower, key):
        follower.letters += 1
    db.session().flush()


def _kept(dialogue: Dialogue, address: str, locale: str) -> Follower:
    session = db.session()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(Follower)
        .values(
            dialogue_id=dialogue.id,
            email=address,
            locale=locale,
            token=secrets.token_urlsafe(24),
            asked_at=clock.now(),
            letters=0,
        )
        .on_conflict_do_nothing()
    )
    return session.scalars(
        select(Follower)
        .where(Follower.dialogue_id == dialogue.id, Follower.email == address)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


class TooMany(Exception):
    """The dialogue names as many organisations as it may."""


class Stopped(Exception):
    """The organisation has asked to be told no more of the dialogue. It can still follow it by itself."""


def name_organisation(actor: Actor, dialogue: Dialogue, group_id: int, *, email: str) -> None:
    """Have an organisation that speaks for the target group told when the dialogue opens. Named twice, it is one.

    Raises Refused (E-ROLE, E-STATE); NotFound for another dialogue's group; TooMany for one too many; Stopped if it
    wants to be told no more.
    """
    lock(dialogue)
    require(actor, FollowPermission.NAME, dialogue)
    group = db.session().get(TargetGroup, group_id)
    if group is None or group.dialogue_id != dialogue.id:
        raise NotFound
    address, named = email.strip().lower(), organisations(dialogue.id)
    if len(named) >= MOST_ORGANISATIONS and address not in {o.email for o in named}:
        raise TooMany
    follower = _kept(dialogue, address, "sv")
    if follower.confirmed_at is None and has_stopped(dialogue.id, address):  # asked once whoever stopped has let go
        raise Stopped
    follower.target_group_id = group.id
    db.session().flush()


def unname_organisation(actor: Actor, dialogue: Dialogue, follower_id: int) -> None:
    """Have it told no more. Its address is deleted, unless its owner follows the dialogue. Again changes nothing.

    Raises Refused (E-ROLE, E-STATE).
    """
    lock(dialogue)
    require(actor, FollowPermission.NAME, dialogue)
    follower = db.session().get(Follower, follower_id)
    if follower is None or follower.dialogue_id != dialogue.id or follower.target_group_id is None:
        return
    if follower.confirmed_at is None and not follower.letters:
        stop(follower)
    else:
        follower.target_group_id = None
        db.session().flush()


def confirm(follower: Follower) -> None:
    """Begin to follow. Whoever holds the link may; again changes nothing."""
    if follower.confirmed_at is None:
        follower.confirmed_at = clock.now()
        db.session().flush()


def stop(follower: Follower) -> None:
    """Follow no more: the address is deleted, and with it the letters that were written to it for following."""
    session = db.session()
    ours = Message.event.startswith(f"follow:{follower.id}:", autoescape=True)
    session.execute(delete(Message).where(Message.recipient == follower.email, ours))
    if not takes_part(follower.dialogue_id, follower.email):
        told = Message.event.startswith(f"told:{follower.dialogue_id}:", autoescape=True)
        session.execute(delete(Message).where(Message.recipient == follower.email, told))
    session.delete(follower)
    session.flush()


def stop_by_owner(follower: Follower) -> None:
    """Follow no more, for whoever holds the letter. An organisation that officials had named stays unnamed."""
    if follower.target_group_id is not None:
        named = digest(follower.dialogue_id, follower.email, secret=installed().secret_key)
        data = {"digest": named, "group": follower.target_group_id}
        event_log.record(VISITOR, STOPPED, dialogue_id=follower.dialogue_id, data=data)
    stop(follower)


def forget_unconfirmed() -> int:
    """Delete the addresses that nobody has confirmed in time. Returns how many."""
    late = unconfirmed_since(forgotten_before(clock.now(), installed().clocks.follow_confirm_days))
    for follower in late:
        stop(follower)
    return len(late)


def tell(engine: Engine) -> int:
    """Tell everything that is not told yet. Returns how many letters that made. A job: any number of workers may.

    What happened is noted first, by a key of its own; then each is told in steps, a transaction each, so that a
    worker that is killed loses nothing and repeats nothing, and other writers need not wait.
    """
    now = clock.now()
    with db.transaction(engine, write=False):
        if not is_anything_to_tell(now):
            return 0
    with db.transaction(engine):
        note_news()
    written = 0
    failed: set[str] = set()
    while True:
        key = ""
        try:
            with db.transaction(engine) as session:
                unfinished = select(Telling).where(Telling.done_at.is_(None), Telling.key.not_in(failed))
                telling = session.scalar(
                    unfinished.order_by(Telling.happened_at, Telling.key).limit(1).with_for_update(skip_locked=True)
                )
                if telling is None:
                    return written
                key = telling.key
                written += _tell_some(telling)
        except Exception:
            if not key:
                raise
            # One that cannot be told must not keep the others from being told.
            log.exception("news %s could not be told", key)
            failed.add(key)


def note_news() -> int:
    """Note what has happened and is to be told. Returns how many things that were."""
    session = db.session()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    found = untold(clock.now())
    for news in found:
        values = {
            "key": news.key,
            "dialogue_id": news.dialogue_id,
            "what": news.news.value,
            "happened_at": news.happened_at,
            "reached": "",
            "recipients": 0,
        }
        session.execute(insert(Telling).values(**values).on_conflict_do_nothing())
    return len(found)


def _tell_some(telling: Telling) -> int:
    dialogue = dialogue_by_id(telling.dialogue_id)
    if not _is_true(telling, current_stage(dialogue)):
        telling.done_at = clock.now()
        return 0
    left = [r for r in recipients_of(telling) if r.email > telling.reached]
    written = 0
    for recipient in left[:BATCH]:
        written += emails.news(telling, dialogue, recipient)
        telling.reached = recipient.email
    telling.recipients += written
    if len(left) <= BATCH:
        telling.done_at = clock.now()
    return written


def _is_true(telling: Telling, stage: Stage) -> bool:
    """Whether it can still be said: of a dialogue that is public; that it is open, only while it is."""
    if News(telling.what) in BY_THE_CLOCK:
        return stage is Stage.OPEN
    return stage in PUBLIC_STAGES
