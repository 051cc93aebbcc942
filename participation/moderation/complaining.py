"""Complaining about a hiding, for authors: what their receipt says, and the page where they complain; of whatever sort
the hidden thing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flask
from werkzeug.wrappers import Response

from participation import i18n, page, refusals
from participation.access import Refused
from participation.contributions.taking_part import look_automatic
from participation.moderation.forms import ComplaintForm
from participation.moderation.queries import Hiding, answer_by
from participation.moderation.words import PLAIN


@dataclass(frozen=True)
class HiddenView:
    """On a receipt: on which ground it is hidden, and why; until when the author can complain, or that they have."""

    ground: str
    plain: str
    reasons: str
    decided_on: str
    complain_href: str
    complain_until: str
    has_complained: bool


def hidden_view(hiding: Hiding[Any], complain_href: str) -> HiddenView:
    """The hiding in the reader's language."""
    return HiddenView(
        ground=i18n.label(hiding.ground),
        plain=str(PLAIN[hiding.ground]),
        reasons=hiding.reasons,
        decided_on=i18n.format_date(hiding.decided_on),
        complain_href=complain_href,
        complain_until=i18n.format_date(hiding.complain_until),
        has_complained=hiding.complaint is not None,
    )


def complaint_page(
    template: str, hiding: Hiding[Any], *, number: str, code: str, here: str, receive: Callable[[str], object]
) -> Response:
    """The page where the author complains, and what comes of sending it. ``code``: the return code that has led here;
    ``receive`` keeps what is written, or raises Refused."""
    form = ComplaintForm()
    complaint = hiding.complaint

    def shown(status: int = 200, refused: Refused | None = None) -> Response:
        return page.render(
            template,
            status,
            form=form,
            number=number,
            ground=hiding.ground,
            plain=PLAIN[hiding.ground],
            reasons=hiding.reasons,
            decided_on=hiding.decided_on,
            complain_until=hiding.complain_until,
            may_complain=hiding.may_complain,
            received_at=complaint.received_at if complaint else None,
            answer_by=answer_by(complaint) if complaint else None,
            settled_at=complaint.decided_at if complaint else None,
            answer=complaint.reasons if complaint else "",
            not_sent=form.text.data if complaint and form.is_submitted() else "",
            receipt_href=flask.url_for("residents.receipts.show", code=code),
            errors=refusals.shown(refused.reasons) if refused else [],
        )

    if not form.is_submitted():
        return shown()
    if not form.validate():
        return shown(422)
    if form.looks_automatic:
        look_automatic(form)
        return shown(422)
    try:
        receive(form.text.data or "")
    except Refused as error:
        return shown(409, error)
    return page.see_other(here)
