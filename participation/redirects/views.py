"""Redirected contributions as residents see them."""

from __future__ import annotations

from collections.abc import Iterable

from participation.channels.views import Redirected, channel_view
from participation.redirects.queries import redirects_of


def redirected_views(contribution_ids: Iterable[int]) -> dict[int, Redirected]:
    """Those of the contributions that were redirected: where to, and why."""
    return {
        identity: Redirected(channel_view(found.channel), found.reason)
        for identity, found in redirects_of(contribution_ids).items()
    }
