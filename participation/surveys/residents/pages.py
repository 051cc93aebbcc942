"""The pages on which a survey is answered: shown as they stand in the draft, sent to be kept there."""

from __future__ import annotations

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import page
from participation.access import NotFound
from participation.contributions.taking_part import moved
from participation.surveys.answering.steps import FIRST
from participation.surveys.answering_forms import page_form
from participation.surveys.residents.sent import Sent
from participation.surveys.residents.shown import TEMPLATE, page_values
from participation.surveys.residents.sitting import (
    Right,
    already,
    bp,
    let_in_page,
    sit,
    when_closed,
)
from participation.surveys.rules import MAXIMUM_UPLOAD_BYTES


@bp.route("", methods=["GET", "POST"])
def answer(slug: str, key: str) -> ResponseReturnValue:
    """The first page, and where the right to answer is asked for."""
    return _page(slug, key, FIRST)


@bp.route("/pages/<page_key>", methods=["GET", "POST"])
def step(slug: str, key: str, page_key: str) -> ResponseReturnValue:
    return _page(slug, key, page_key)


@bp.route("/pages/<page_key>/files", methods=["POST"])
@page.takes_files(MAXIMUM_UPLOAD_BYTES)
def attach_file(slug: str, key: str, page_key: str) -> ResponseReturnValue:
    """A page with a file on it is sent here, where more may be sent than to any other page."""
    return _page(slug, key, page_key)


def _page(slug: str, key: str, page_key: str) -> ResponseReturnValue:
    sitting = sit(slug, key)
    elsewhere = moved(slug, sitting.dialogue)
    if elsewhere is not None:
        return elsewhere
    if page_key != FIRST and all(p.key != page_key for p in sitting.definition.pages):
        raise NotFound
    if request.method == "POST":
        return Sent(sitting, page_key).answer()
    if not sitting.is_open:
        return when_closed(sitting, sitting.raw)
    if sitting.right is not Right.MAY:
        return let_in_page(sitting)
    if sitting.has_answered and not sitting.is_changing:
        return already(sitting)
    shown = sitting.way().step(page_key)
    if shown is None:  # what was answered since leads past it
        return flask.redirect(sitting.here("review"), code=302)
    form = page_form(shown.questions)
    form.draft.data = sitting.draft.return_code if sitting.draft else ""
    return page.render(TEMPLATE, **page_values(sitting, form, shown, sitting.raw))
