"""Writes of the list of other channels: dated, logged, seen at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from participation import clock, content_version, db, event_log
from participation.access import Actor, Conflict, require
from participation.channels.models import OtherChannel
from participation.channels.permissions import ChannelPermission
from participation.db import NO_TEXTS
from participation.texts import Texts

ADDED = "channel.added"
CHANGED = "channel.changed"


@dataclass(frozen=True)
class ChannelWords:
    """What the coordinator writes of a channel."""

    title: Texts
    text: Texts
    href: str = ""
    signs: Texts = NO_TEXTS
    position: int = 0
    shown: bool = True


def words_of(channel: OtherChannel) -> ChannelWords:
    """What is stored."""
    return ChannelWords(channel.title, channel.text, channel.href, channel.signs, channel.position, channel.shown)


def version(channel: OtherChannel) -> str:
    """Tells one wording from the next."""
    return hashlib.sha256(repr(words_of(channel)).encode()).hexdigest()[:32]


def add_channel(actor: Actor, words: ChannelWords) -> OtherChannel:
    """Put a channel on the list. Raises Refused (E-ROLE); ValueError without a Swedish title and text."""
    require(actor, ChannelPermission.KEEP)
    channel = OtherChannel()
    _write(actor, channel, words)
    db.session().add(channel)
    db.session().flush()
    _note(actor, ADDED, channel)
    return channel


def change_channel(actor: Actor, channel: OtherChannel, words: ChannelWords, *, seen: str | None) -> OtherChannel:
    """Change a channel. ``seen`` is :func:`version` of what the form was made from; raises Conflict if somebody else
    has changed it since. Raises Refused (E-ROLE); ValueError without a Swedish title and text."""
    require(actor, ChannelPermission.KEEP)
    session = db.session()
    session.flush()
    session.scalars(
        select(OtherChannel)
        .where(OtherChannel.id == channel.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if words == words_of(channel):
        return channel
    if seen is not None and seen != version(channel):
        raise Conflict
    _write(actor, channel, words)
    session.flush()
    _note(actor, CHANGED, channel)
    return channel


def _write(actor: Actor, channel: OtherChannel, words: ChannelWords) -> None:
    if not (words.title.sv and words.text.sv):
        raise ValueError("a channel has a title and a text in Swedish at least")
    channel.title, channel.text, channel.href = words.title, words.text, words.href.strip()
    channel.signs, channel.position, channel.shown = words.signs, words.position, words.shown
    channel.changed_at, channel.changed_by_id = clock.now(), actor.account_id


def _note(actor: Actor, action: str, channel: OtherChannel) -> None:
    data = {"channel": channel.id, "title": dict(channel.title), "text": dict(channel.text), "shown": channel.shown}
    event_log.record(actor, action, data={**data, "href": channel.href, "signs": dict(channel.signs)})
    content_version.bump(content_version.SITE)
