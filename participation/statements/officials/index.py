"""The statements of a dialogue, with what is answered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.access import allowed
from participation.access_log.rules import Shown
from participation.contributions.permissions import ContributionPermission
from participation.contributions.queries import full_number
from participation.contributions.rules import Channel
from participation.dialogues.models import Dialogue
from participation.i18n import gettext, label
from participation.statements.officials.frame import bp, frame, opened
from participation.statements.queries import Statement, counts, must_be_told, statements_page


@dataclass(frozen=True)
class Line:
    """A statement in the list."""

    number: str
    href: str
    sender: str
    phase: str
    channel: str
    when: str
    iso: str
    state: str
    done: bool


@bp.route("", methods=["GET"])
@page.shows_personal_data(Shown.WRITTEN_STATEMENTS)
def index(dialogue_id: int) -> ResponseReturnValue:
    dialogue, _case = opened(dialogue_id)
    found, following = statements_page(dialogue.id, page.number_in(request.args.get("after", "")) or 0)
    total = counts(dialogue.id)
    return page.render(
        "officials/statements/index.html",
        **frame(dialogue, gettext("Written statements")),
        lines=[_line(dialogue, s) for s in found],
        total=total,
        enter_href=url_for(".new", dialogue_id=dialogue.id)
        if allowed(page.current_actor(), ContributionPermission.ENTER, dialogue)
        else None,
        to_inform=len(must_be_told(dialogue.id)) if dialogue.compiled_at else 0,
        next_href=url_for(".index", dialogue_id=dialogue.id, after=following) if following else None,
    )


def _line(dialogue: Dialogue, found: Statement) -> Line:
    day = clock.local_date(found.received_at)
    return Line(
        number=full_number(dialogue.registry_number, found),
        href=url_for(".show", dialogue_id=dialogue.id, number=found.number),
        sender=found.name,
        phase=label(found.phase),
        channel="" if found.channel is Channel.WEB else label(found.channel),
        when=i18n.format_date(day),
        iso=day.isoformat(),
        state=label(found.met) if found.answered and found.met else gettext("Not answered yet"),
        done=found.answered,
    )
