"""Typing in ideas, and comments on them."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import clock, page
from participation.access import NotFound, Refused
from participation.contributions.rules import Channel
from participation.i18n import gettext
from participation.offline import actions
from participation.offline.forms import CommentEntryForm, IdeaEntryForm, channel_of
from participation.offline.officials.frame import between, bp, frame, here, key, opened, refused


@bp.route("/ideas/new", methods=["GET", "POST"])
def idea(dialogue_id: int) -> ResponseReturnValue:
    """Type in an idea."""
    return _words(dialogue_id, IdeaEntryForm, gettext("Type in an idea"))


@bp.route("/comments/new", methods=["GET", "POST"])
def comment(dialogue_id: int) -> ResponseReturnValue:
    """Type in a comment on an idea."""
    return _words(dialogue_id, CommentEntryForm, gettext("Type in a comment"))


def _words(dialogue_id: int, kind: Any, title: str) -> Response:
    dialogue = opened(dialogue_id)
    form = between(kind(), dialogue)
    if not form.is_submitted():
        form.channel.data = request.args.get("channel") or Channel.PAPER.value
        form.language.data = request.args.get("language") or "sv"
        form.received_on.data = clock.today()
    values = {**frame(dialogue, title), "form": form, "title": title}
    template = "officials/offline/words.html"
    if request.method == "GET":
        return page.render(template, **values)
    if not (bool(form.validate()) & form.check_day()):
        return page.invalid(template, **values)
    said = {name: form[name].data or "" for name in ("title", "body", "display_name", "language") if name in form}
    try:
        if "about" in form:
            made: Any = actions.enter_comment(
                page.current_actor(),
                dialogue,
                key=key(form, said | {"about": form.about.data}),
                channel=channel_of(form),
                received_on=form.received_on.data,
                about=form.about.data,
                values=said,
            )
        else:
            made = actions.enter_idea(
                page.current_actor(),
                dialogue,
                key=key(form, said),
                channel=channel_of(form),
                received_on=form.received_on.data,
                values=said,
            )
    except Refused as error:
        return refused(template, error, values)
    except NotFound:
        form.fail("about", gettext("There is no idea with that number to comment on."))
        return page.invalid(template, **values)
    return page.see_other(here("slip", dialogue, slip=made.number))
