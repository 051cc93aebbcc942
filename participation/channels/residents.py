"""The page of the other ways to influence."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.channels.queries import shown_channels
from participation.channels.views import channel_view

bp = Blueprint("channels", __name__, url_prefix="/about/other-ways")


@bp.route("", methods=["GET"])
@page.browsing
def index() -> ResponseReturnValue:
    channels = shown_channels()
    changed = max((c.changed_at for c in channels), default=None)
    return page.render(
        "residents/channels/index.html",
        channels=[channel_view(c) for c in channels],
        changed=i18n.format_date(changed) if changed else "",
    )
