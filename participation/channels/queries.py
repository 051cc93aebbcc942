"""Reads of the other channels, in the municipality's order."""

from __future__ import annotations

from sqlalchemy import select

from participation import db
from participation.access import NotFound
from participation.channels.models import OtherChannel
from participation.channels.rules import holds


def all_channels() -> list[OtherChannel]:
    """Every channel, hidden ones too."""
    return list(db.session().scalars(select(OtherChannel).order_by(OtherChannel.position, OtherChannel.id)))


def shown_channels() -> list[OtherChannel]:
    """The channels that residents are shown, and that something can be redirected to."""
    return [c for c in all_channels() if c.shown]


def channel_by_id(channel_id: int) -> OtherChannel:
    """The channel, or :class:`NotFound`."""
    found = db.session().get(OtherChannel, channel_id)
    if found is None:
        raise NotFound
    return found


def channels_meant(text: str) -> list[OtherChannel]:
    """The channels that the text obviously belongs to, whichever language its words are in."""
    return [c for c in shown_channels() if any(holds(signs, text) for signs in c.signs.values())]
