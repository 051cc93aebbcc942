"""The paper form, for whoever wants to print it."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import NotFound
from participation.contributions.taking_part import Crumb, dialogue_href, moved, way_to
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on, current_stage, public_dialogue
from participation.dialogues.rules import Stage
from participation.i18n import gettext
from participation.offline.paper import Paper, paper_of
from participation.page import absolute_url, app_settings
from participation.surveys.models import Survey
from participation.surveys.queries import definition_of, survey_by_key
from participation.texts import direction, language_tag

bp = Blueprint("offline", __name__, url_prefix="/dialogues/<slug>/surveys/<key>/paper")


@bp.route("", methods=["GET"])
@page.browsing
def form(slug: str, key: str) -> ResponseReturnValue:
    """The survey as a form of paper: in this language, with another beside it, in large type."""
    dialogue = public_dialogue(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    survey = survey_by_key(dialogue.id, key)
    if not survey.questions:
        raise NotFound
    here = i18n.current().code
    others = [code for code in dialogue.languages if code != here]
    also = request.args.get("also", "")
    also = also if also in others else ""
    large = request.args.get("size") == "large"

    def link(**more: str | None) -> str:
        values: dict[str, Any] = {"also": also or None, "size": "large" if large else None, **more}
        return flask.url_for("residents.offline.form", slug=slug, key=key, **values)

    # The questions are only there while they can be answered.
    is_open = current_stage(dialogue) is Stage.OPEN
    on_the_web = flask.url_for("residents.surveys.answer", slug=slug, key=key) if is_open else None
    return page.render(
        "residents/offline/form.html",
        breadcrumbs=way_to(
            slug,
            dialogue,
            Crumb(survey.title.in_(here).text, on_the_web),
            Crumb(gettext("On paper")),
        ),
        paper=paper(dialogue, survey, slug, [here, also] if also else [here]),
        large=large,
        second=(language_tag(also), direction(also)) if also else None,
        languages=[(i18n.language_name(code), link(also=code), code == also) for code in others],
        alone_href=link(also=None),
        sizes=[
            (gettext("Ordinary type"), link(size=None), not large),
            (gettext("Large type"), link(size="large"), large),
        ],
        dialogue_href=dialogue_href(slug),
    )


def paper(dialogue: Dialogue, survey: Survey, slug: str, languages: list[str]) -> Paper:
    """The form in the languages."""
    last = closes_on(dialogue)
    town = app_settings().municipality
    return paper_of(
        survey,
        definition_of(survey),
        languages,
        address=absolute_url("residents.surveys.answer", slug=slug, key=survey.key),
        post=f"{town.name}, {town.address}",
        closes=last.isoformat() if last else "",
    )
