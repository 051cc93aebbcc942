"""An other channel as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from participation import i18n
from participation.channels.models import OtherChannel
from participation.channels.queries import shown_channels
from participation.texts import Rendered


@dataclass(frozen=True)
class ChannelView:
    """A channel in the reader's language; ``host`` is where its address leads."""

    id: int
    title: Rendered
    text: Rendered
    href: str
    host: str
    changed: str
    iso: str


@dataclass(frozen=True)
class Redirected:
    """To which channel something belongs, and why, in the words of whoever said so."""

    channel: ChannelView
    reason: str


def channel_view(channel: OtherChannel) -> ChannelView:
    """One channel."""
    locale = i18n.current().code
    return ChannelView(
        id=channel.id,
        title=channel.title.in_(locale),
        text=channel.text.in_(locale),
        href=channel.href,
        host=(urlsplit(channel.href).hostname or "").removeprefix("www."),
        changed=i18n.format_date(channel.changed_at),
        iso=channel.changed_at.date().isoformat(),
    )


def channel_views() -> list[ChannelView]:
    """The list that residents see."""
    return [channel_view(c) for c in shown_channels()]
