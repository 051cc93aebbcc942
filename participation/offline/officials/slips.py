"""The receipt of what was typed in, to print and hand out."""

from __future__ import annotations

import segno
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, page
from participation.access import NotFound
from participation.access_log.rules import Shown
from participation.contributions.queries import by_number, full_number
from participation.contributions.rules import Channel, ContributionKind
from participation.dialogues.models import Dialogue
from participation.i18n import gettext
from participation.offline.officials.frame import bp, frame, here, opened_to_enter


@bp.route("/slips/<int:slip>", methods=["GET"])
@page.shows_personal_data(Shown.RECEIPTS)
def slip(dialogue_id: int, slip: int) -> ResponseReturnValue:
    """The receipt to print and hand out: the return code leads to what becomes of it."""
    dialogue = opened_to_enter(dialogue_id)
    kinds = {ContributionKind.IDEA: "idea", ContributionKind.COMMENT: "comment"}
    found = by_number(dialogue.id, slip)
    name = kinds.get(found.contribution_kind)
    following = here(name, dialogue, channel=found.channel, language=found.language) if name else ""
    return receipt_of(dialogue, slip, following)


def receipt_of(dialogue: Dialogue, number: int, following: str, discard: str = "") -> Response:
    """The receipt, with where to go on typing, and to take out what was typed by mistake. Only of what an official has
    typed in: the codes of others are theirs alone, so that theirs is :class:`NotFound`."""
    found = by_number(dialogue.id, number)
    is_typed = found.contribution_kind is not ContributionKind.WRITTEN_STATEMENT
    if found.channel == Channel.WEB.value or not is_typed:
        raise NotFound
    address = page.absolute_url("residents.receipts.show", code=found.return_code)
    return page.render(
        "officials/offline/slip.html",
        **frame(dialogue, gettext("Receipt")),
        number=full_number(dialogue.registry_number, found),
        code=found.return_code,
        channel=i18n.label(Channel(found.channel)),
        received=i18n.format_date(found.received_at),
        dialogue_title=dialogue.title.in_(i18n.current().code),
        address=page.absolute_url("residents.receipts.find"),
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=3, dark="#06323a", light="#ffffff"),
        following=following,
        discard=discard,
    )
