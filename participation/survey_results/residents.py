"""The public page of a survey's results, once the dialogue has closed; the same numbers as files."""

from __future__ import annotations

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.access import NotFound
from participation.contributions.taking_part import Crumb, dialogue_href, moved, title_of, way_to
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on, current_stage, public_dialogue
from participation.dialogues.rules import Stage
from participation.i18n import gettext, number
from participation.survey_results import results_file
from participation.survey_results.numbers import Grouped, Result, result_of, split_of_result
from participation.survey_results.permissions import is_published
from participation.survey_results.queries import latest_check
from participation.survey_results.represented import public_view, representation_of
from participation.survey_results.views import result_page
from participation.surveys.models import Survey
from participation.surveys.queries import survey_by_key
from participation.surveys.rules import Publication

bp = Blueprint("survey_results", __name__, url_prefix="/dialogues/<slug>/surveys/<key>/results")


def _survey(dialogue: Dialogue, key: str) -> Survey:
    """The survey, if its results are ever public; else :class:`NotFound`."""
    survey = survey_by_key(dialogue.id, key)
    if survey.publication != Publication.AT_CLOSING.value or not survey.every_version:
        raise NotFound
    return survey


@bp.route("", methods=["GET"])
@page.browsing
def show(slug: str, key: str) -> ResponseReturnValue:
    """The results, or when they come."""
    dialogue = public_dialogue(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    survey = _survey(dialogue, key)
    published = is_published(dialogue, clock.now())
    title = survey.title.in_(i18n.current().code)
    by = request.args.get("by", "")

    def address(name: str) -> str:
        return flask.url_for("residents.survey_results.show", slug=slug, key=key, by=name or None)

    last = closes_on(dialogue)
    check = latest_check(survey.id) if published else None
    result = result_page(survey, public=True, by=by, address=address) if published else None
    stage = current_stage(dialogue)
    return page.render(
        "residents/survey_results/show.html",
        breadcrumbs=way_to(slug, dialogue, Crumb(title.text)),
        title=title,
        dialogue_title=title_of(dialogue),
        dialogue_href=dialogue_href(slug),
        results_href=flask.url_for("residents.results.show", slug=slug),
        result=result,
        represented=public_view(dialogue, survey),
        closes=i18n.format_date_long(last) if last and not published and stage is not Stage.CANCELLED else "",
        csv_href=flask.url_for("residents.survey_results.table", slug=slug, key=key, kind="csv", by=by or None),
        json_href=flask.url_for("residents.survey_results.table", slug=slug, key=key, kind="json", by=by or None),
        checked=gettext(
            "Checked on %(date)s: %(n)s responses were received, and as many are counted here.",
            date=i18n.format_date(check.checked_at),
            n=number(check.received),
        )
        # A check of fewer or more responses than the page counts says nothing about what is shown here.
        if check is not None and result is not None and check.agrees and check.received == result.responses
        else "",
    )


@bp.route("/results.<any(csv, json):kind>", methods=["GET"])
@page.browsing
def table(slug: str, key: str, kind: str) -> ResponseReturnValue:
    """The numbers of the page as a file."""
    dialogue = public_dialogue(slug)
    survey = _survey(dialogue, key)
    if not is_published(dialogue, clock.now()):
        raise NotFound
    result, grouped = _numbers(survey)
    write = results_file.as_csv if kind == "csv" else results_file.as_json
    text = write(result, grouped, representation_of(dialogue, survey, public=True))
    response = flask.Response(text, mimetype="text/csv" if kind == "csv" else "application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="results-{survey.key}.{kind}"'
    return response


def _numbers(survey: Survey) -> tuple[Result, Grouped | None]:
    result = result_of(survey, public=True)
    return result, split_of_result(result, request.args.get("by", ""))
