"""The page that tells what a dialogue led to."""

from __future__ import annotations

import flask
from flask import Blueprint
from flask.typing import ResponseReturnValue

from participation import clock, i18n
from participation.dialogues.public_lists import boundary
from participation.dialogues.queries import slug as slug_of
from participation.due_dates.delays import delays_of
from participation.page import browsing, current_actor, render, valid_until
from participation.results.outcome import public_outcome
from participation.results.story import story_of
from participation.survey_results.in_report import who_is_missing
from participation.survey_results.permissions import is_published
from participation.survey_results.queries import to_be_published

bp = Blueprint("results", __name__, url_prefix="/dialogues/<slug>/results")


@bp.route("", methods=["GET"])
@browsing
def show(slug: str) -> ResponseReturnValue:
    """You said – we decided – this happens; before the report is published, what happens and when."""
    outcome = public_outcome(slug, current_actor())
    dialogue = outcome.dialogue
    right = slug_of(dialogue)
    if slug != right:
        return flask.redirect(flask.url_for(".show", slug=right), code=301)
    now = clock.now()
    valid_until(boundary([t for p in dialogue.phases for t in (p.opens_at, p.closes_at)], now))
    return render(
        "residents/results/show.html",
        story=(story := story_of(outcome)),
        missing=who_is_missing(dialogue) if story.has_report else None,
        delays=delays_of(dialogue),
        dialogue_href=flask.url_for("residents.dialogues.show", slug=right),
        surveys=[
            (title.in_(i18n.current().code), flask.url_for("residents.survey_results.show", slug=right, key=key))
            for key, title in (to_be_published(dialogue.id) if is_published(dialogue, now) else ())
        ],
    )
