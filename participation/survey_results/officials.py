"""The back office of survey results: live tables, what people wrote, files, and whether the numbers agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import clock, i18n, page, refusals
from participation.access import NotFound, Refused, allowed, require
from participation.access_log.rules import Shown
from participation.contributions.queries import full_number
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug as slug_of
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.forms import ActionForm
from participation.i18n import gettext, label, ngettext, number
from participation.refusals import Refusal
from participation.survey_results import actions, jobs, results_file
from participation.survey_results import words as _words  # noqa: F401 - names the files
from participation.survey_results.labels import channel_label
from participation.survey_results.numbers import result_of, split_of_result
from participation.survey_results.permissions import SurveyResultsPermission, is_published
from participation.survey_results.queries import (
    check_waits,
    counts_of,
    export_by_id,
    exports_of,
    is_outdated,
    latest_check,
    left_out,
    written_in,
)
from participation.survey_results.represented import representation_of, staff_view
from participation.survey_results.rules import MEDIA_TYPES, FileFormat
from participation.survey_results.views import result_page
from participation.surveys.models import Survey, SurveyCheck, SurveyExport
from participation.surveys.queries import survey_by_id, surveys_of
from participation.surveys.rules import Publication
from participation.texts import direction, language_tag

bp = Blueprint("survey_results", __name__, url_prefix="/dialogues/<int:dialogue_id>/survey-results")


@dataclass(frozen=True)
class CheckView:
    """What the latest comparison said."""

    agrees: bool
    when: str
    sentence: str


@dataclass(frozen=True)
class FileView:
    """A file that was asked for. ``percent``: how far it has come; ``href``: where it is, once it is there."""

    name: str
    when: str
    state: str
    percent: int
    note: str
    href: str


def _opened(dialogue_id: int) -> Dialogue:
    return staff_dialogue(page.current_actor(), dialogue_id)


def _frame(dialogue: Dialogue, here: str) -> dict[str, Any]:
    return {
        "desk": desk(state_of(page.current_actor(), dialogue), tab="results", here=here),
        "may_export": allowed(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue),
        "errors": [],
    }


def _here(name: str, survey: Survey, **more: Any) -> str:
    return flask.url_for(
        f"officials.survey_results.{name}", dialogue_id=survey.dialogue_id, survey_id=survey.id, **more
    )


@bp.route("", methods=["GET"])
def index(dialogue_id: int) -> ResponseReturnValue:
    """The dialogue's surveys, with how many have answered."""
    dialogue = _opened(dialogue_id)
    surveys = [s for s in surveys_of(dialogue.id) if s.every_version]
    return page.render(
        "officials/survey_results/index.html",
        **_frame(dialogue, gettext("Survey results")),
        surveys=[
            (
                s.title.in_(i18n.current().code),
                _here("show", s),
                ngettext("%(n)s response", "%(n)s responses", counts_of(s).responses),
                check_view(latest_check(s.id)),
            )
            for s in surveys
        ],
    )


@bp.route("/<int:survey_id>", methods=["GET"])
def show(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    """The survey's results as they are now."""
    dialogue = _opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    by = request.args.get("by", "")
    title = survey.title.in_(i18n.current().code)
    may_read_all = allowed(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue)
    unread = set() if may_read_all else {q.key for q in survey.every_version if q.confidential}
    published = is_published(dialogue, clock.now()) and survey.publication == Publication.AT_CLOSING.value
    return page.render(
        "officials/survey_results/show.html",
        **_frame(dialogue, title.text),
        title=title,
        result=result_page(
            survey,
            public=False,
            by=by,
            address=lambda key: _here("show", survey, by=key or None),
            words_href=lambda key: "" if key in unread else _here("words", survey, question_key=key),
        ),
        represented=staff_view(dialogue, survey),
        check=check_view(latest_check(survey.id)),
        files_href=_here("files", survey),
        csv_href=_here("results_csv", survey, by=by or None),
        public_href=flask.url_for("residents.survey_results.show", slug=slug_of(dialogue), key=survey.key)
        if published
        else "",
        public_note=_public_note(survey, published),
    )


def _public_note(survey: Survey, published: bool) -> str:
    if survey.publication == Publication.NEVER.value:
        return gettext("The public does not see these results.")
    if published:
        return gettext("The public sees these results, without what is confidential and without people’s own words.")
    return gettext("The public sees the results when the dialogue has closed, never a part of them before.")


@bp.route("/<int:survey_id>/results.csv", methods=["GET"])
def results_csv(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    """The numbers of the page as a file."""
    dialogue = _opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    result = result_of(survey, public=False)
    grouped = split_of_result(result, request.args.get("by", ""))
    text = results_file.as_csv(result, grouped, representation_of(dialogue, survey, public=False))
    response = flask.Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="results-{survey_id}.csv"'
    return response


@bp.route("/<int:survey_id>/words/<question_key>", methods=["GET"])
@page.shows_personal_data(Shown.SURVEY_ANSWERS)
def words(dialogue_id: int, survey_id: int, question_key: str) -> ResponseReturnValue:
    """What people wrote in answer to one question, to read and to sort into themes."""
    dialogue = _opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    versions = [q for q in survey.every_version if q.key == question_key]
    if not versions:
        raise NotFound
    if any(q.confidential for q in versions):
        require(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue)
    after = request.args.get("after", 0, type=int)
    found, more = written_in([q.id for q in versions], min(max(after, 0), 2**31 - 1))
    return page.render(
        "officials/survey_results/words.html",
        **_frame(dialogue, gettext("In their own words")),
        question=versions[-1].text.in_(i18n.current().code),
        rows=[
            (
                full_number(dialogue.registry_number, row),
                channel_label(row.channel),
                i18n.language_name(row.language),
                row.words,
                language_tag(row.language),
                direction(row.language),
            )
            for row in found
        ],
        next_href=_here("words", survey, question_key=question_key, after=found[-1].id) if more else "",
        back=_here("show", survey),
        themes_href=flask.url_for("officials.results.themes", dialogue_id=dialogue.id, kind="survey_response"),
    )


@bp.route("/<int:survey_id>/files", methods=["GET", "POST"])
def files(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    """Files with every answer: ask for one, see how far it has come, fetch it. And the comparison of the numbers."""
    dialogue = _opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    form = ActionForm()
    if request.method == "GET":
        return _files(dialogue, survey, form)
    require(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue)
    wish = request.form.get("make", "")
    if not form.validate():
        return _files(dialogue, survey, form, 422)
    try:
        if wish == "check":
            actions.request_check(page.current_actor(), dialogue, survey)
        elif wish in set(FileFormat):
            actions.request_export(page.current_actor(), dialogue, survey, FileFormat(wish))
        else:
            form.fail(None, gettext("Choose which file you want."))
            return _files(dialogue, survey, form, 422)
    except Refused as error:
        return _files(dialogue, survey, form, 403, refusals.shown(error.reasons))
    return page.see_other(_here("files", survey))


def _files(
    dialogue: Dialogue, survey: Survey, form: ActionForm, status: int = 200, errors: Sequence[Refusal] = ()
) -> Response:
    found, without = exports_of(survey.id, clock.now()), left_out(survey.id)
    checking = check_waits(survey.id)
    return page.render(
        "officials/survey_results/files.html",
        status,
        **_frame(dialogue, gettext("Files")) | {"errors": list(errors)},
        form=form,
        title=survey.title.in_(i18n.current().code),
        formats=[(f.value, label(f)) for f in FileFormat],
        files=[_file(survey, export, is_outdated(export, without)) for export in found],
        waits=any(e.finished_at is None or is_outdated(e, without) for e in found) or checking,
        check=check_view(latest_check(survey.id)),
        check_waits=checking,
        again_href=_here("files", survey),
        back=_here("show", survey),
    )


def _file(survey: Survey, export: SurveyExport, outdated: bool) -> FileView:
    percent = 100 if export.finished_at and not outdated else min(99, 100 * export.done // max(1, export.total))
    state, note, href = "waiting", gettext("Waiting for its turn"), ""
    if export.failed:
        state, note = "failed", gettext("It could not be made. Ask for it again.")
    elif outdated:
        note = gettext("It is made anew, because something in it is not to be read any more.")
    elif export.finished_at is not None:
        state, href = "ready", _here("fetch", survey, export_id=export.id)
        size = gettext("%(n)s kB", n=number(max(1, export.size // 1024)))
        until = i18n.format_date(export.expires_at) if export.expires_at else ""
        rows = ngettext("%(n)s response", "%(n)s responses", export.total)
        note = gettext("%(rows)s, %(size)s. It is kept until %(date)s.", rows=rows, size=size, date=until)
    elif export.started_at is not None:
        state = "making"
        note = gettext("%(done)s of %(total)s responses", done=number(export.done), total=number(export.total))
    return FileView(
        label(FileFormat(export.format)), i18n.format_datetime(export.requested_at), state, percent, note, href
    )


@bp.route("/<int:survey_id>/files/<int:export_id>", methods=["GET"])
@page.shows_personal_data(Shown.SURVEY_ANSWERS)
def fetch(dialogue_id: int, survey_id: int, export_id: int) -> ResponseReturnValue:
    """The file, for who may have it."""
    dialogue = _opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    require(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue)
    export = export_by_id(survey.id, export_id)
    is_there = export is not None and export.file_name and export.expires_at and export.expires_at > clock.now()
    if export is None or not is_there or is_outdated(export, left_out(survey.id)) or not jobs.path_of(export).is_file():
        raise NotFound
    kind = FileFormat(export.format)
    ending = "csv" if kind is FileFormat.CODEBOOK else kind.value
    name = f"{'codebook' if kind is FileFormat.CODEBOOK else 'answers'}-{survey.key}-{export.id}.{ending}"
    response = flask.send_file(jobs.path_of(export), mimetype=MEDIA_TYPES[kind], as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def check_view(check: SurveyCheck | None) -> CheckView | None:
    """The comparison in words."""
    if check is None:
        return None
    return CheckView(check.agrees, i18n.format_datetime(check.checked_at), check_sentence(check))


def check_sentence(check: SurveyCheck) -> str:
    """What the comparison said."""
    if check.agrees:
        return gettext(
            "The numbers agree: %(n)s responses received, as many in the file and as many on the result page.",
            n=number(check.received),
        )
    return gettext(
        "The numbers do not agree: %(received)s responses received, %(exported)s in the file, %(shown)s on the "
        "result page. The system administrator must look into it.",
        received=number(check.received),
        exported=number(check.exported),
        shown=number(check.shown),
    )
