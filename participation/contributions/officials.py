"""The back office of contributions: list and export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.engine import Engine

from participation import clock, db, i18n, page
from participation.access import allowed
from participation.access_log.rules import Shown
from participation.contributions import export
from participation.contributions.paging import FilterGroup, FilterLink, Pager
from participation.contributions.queries import full_number
from participation.contributions.register import RegisterRow, export_batches, languages_in, register_page
from participation.contributions.rules import Channel, ContributionKind, Speaker, Visibility
from participation.contributions.taking_part import author, before_change
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug, staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.i18n import gettext
from participation.redirects.permissions import RedirectPermission
from participation.redirects.queries import redirected_among
from participation.survey_results.permissions import SurveyResultsPermission
from participation.surveys.queries import Answered, answers_in
from participation.texts import direction, language_tag

bp = Blueprint("contributions", __name__, url_prefix="/dialogues/<int:dialogue_id>/contributions")

Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True)
class ContributionRow:
    """A contribution in the officials' list."""

    number: str
    kind: str
    channel: str
    language: str
    when: str
    iso: str
    author: str
    capacity: str
    about: str
    title: str
    text: str
    lang: str
    dir: str
    answers: Sequence[tuple[str, str]]
    mark: str
    before_change: str
    href: str | None
    redirect_href: str | None
    redirected: bool


@bp.route("", methods=["GET"])
@page.shows_personal_data(Shown.CONTRIBUTIONS)
def index(dialogue_id: int) -> ResponseReturnValue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    kind = _member(ContributionKind, "kind")
    channel = _member(Channel, "channel")
    languages = languages_in(dialogue.id)
    language = request.args.get("language") if request.args.get("language") in languages else None
    found = register_page(dialogue.id, kind=kind, channel=channel, language=language, token=request.args.get("page"))
    chosen = {"kind": kind.value if kind else None, "channel": channel.value if channel else None, "language": language}
    answers = answers_in(
        (r.id for r in found.rows if r.kind is ContributionKind.SURVEY_RESPONSE), confidential=_reads_all(dialogue)
    )
    redirected = redirected_among(r.id for r in found.rows)
    may = allowed(page.current_actor(), RedirectPermission.REDIRECT, dialogue)
    return page.render(
        "officials/contributions/index.html",
        desk=desk(state_of(page.current_actor(), dialogue), tab="contributions", here=gettext("Contributions")),
        rows=[_row(dialogue, row, answers.get(row.id, []), row.id in redirected, may) for row in found.rows],
        filters=_filters(dialogue.id, chosen, languages),
        is_filtered=any(chosen.values()),
        pager=Pager(
            _address(dialogue.id, chosen, page=found.previous) if found.previous else None,
            _address(dialogue.id, chosen, page=found.next) if found.next else None,
        ),
        export_href=flask.url_for("officials.contributions.export_file", dialogue_id=dialogue.id),
    )


def _reads_all(dialogue: Dialogue) -> bool:
    """Whether whoever asks may read the answers to confidential questions as well."""
    return allowed(page.current_actor(), SurveyResultsPermission.EXPORT, dialogue)


def _member(members: type[Member], name: str) -> Member | None:
    sent = request.args.get(name, "")
    return next((m for m in members if m.value == sent), None)


def _address(dialogue_id: int, chosen: dict[str, str | None], **more: str | None) -> str:
    values: dict[str, Any] = {**chosen, **more}
    return flask.url_for("officials.contributions.index", dialogue_id=dialogue_id, **values)


def _filters(dialogue_id: int, chosen: dict[str, str | None], languages: Sequence[str]) -> list[FilterGroup]:
    def group(label: str, name: str, choices: Sequence[tuple[str, str]]) -> FilterGroup:
        everything: tuple[str | None, str] = (None, gettext("All"))
        links = [
            FilterLink(text, _address(dialogue_id, chosen, **{name: value}), chosen[name] == value)
            for value, text in (everything, *choices)
        ]
        return FilterGroup(label, links)

    groups = [
        group(gettext("Kind"), "kind", [(k.value, i18n.label(k)) for k in ContributionKind]),
        group(gettext("Channel"), "channel", [(c.value, i18n.label(c)) for c in Channel]),
    ]
    if len(languages) > 1:
        groups.append(group(gettext("Language"), "language", [(c, i18n.language_name(c)) for c in languages]))
    return groups


def _row(
    dialogue: Dialogue, row: RegisterRow, answers: Sequence[Answered], redirected: bool, may_redirect: bool
) -> ContributionRow:
    is_idea = row.kind is ContributionKind.IDEA
    subject = row.number if is_idea else row.about_number
    day = clock.local_date(row.received_at)
    return ContributionRow(
        number=full_number(dialogue.registry_number, row),
        kind=i18n.label(row.kind),
        channel=i18n.label(row.channel),
        language=i18n.language_name(row.language),
        when=i18n.format_date(day),
        iso=day.isoformat(),
        author=author(row.display_name),
        capacity="" if row.speaker is Speaker.RESIDENT else i18n.label(row.speaker),
        about="" if row.about_number is None else f"{dialogue.registry_number}-{row.about_number:04d}",
        title=row.title,
        text=row.body,
        lang=language_tag(row.language),
        dir=direction(row.language),
        answers=[(a.question.in_(i18n.current().code).text, answer_words(a)) for a in answers],
        before_change=before_change(dialogue, row.received_at),
        mark="" if row.visibility is Visibility.VISIBLE else i18n.label(row.visibility),
        href=flask.url_for("residents.ideas.show", slug=slug(dialogue), number=subject) if subject else None,
        redirect_href=flask.url_for("officials.redirects.new", dialogue_id=dialogue.id, number=row.number)
        if may_redirect and subject and row.visibility is not Visibility.SEALED
        else None,
        redirected=redirected,
    )


def answer_words(answer: Answered) -> str:
    """What was answered to one question, on one line where it is chosen."""
    if answer.withheld:
        return gettext("Confidential")
    locale = i18n.current().code
    if answer.number is not None:
        return " ".join(filter(None, (i18n.number(answer.number), answer.unit.in_(locale).text)))
    rows = [f"{row.in_(locale).text}: {column.in_(locale).text}" for row, column in answer.cells]
    said = ", ".join([*(c.in_(locale).text for c in answer.chosen), *rows])
    return ": ".join(filter(None, (said, answer.words)))


@bp.route("/export.csv", methods=["GET"])
@page.shows_personal_data(Shown.CONTRIBUTIONS_FILE)
def export_file(dialogue_id: int) -> ResponseReturnValue:
    """Every visible contribution, streamed. The words of survey answers are in Swedish, whoever downloads it; those
    to confidential questions are there only for those who may read them."""
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    engine = cast(Engine, flask.current_app.extensions["participation_engine"])
    response = flask.Response(_file(engine, dialogue, _reads_all(dialogue)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="contributions-{dialogue.id}.csv"'
    return response


def _file(engine: Engine, dialogue: Dialogue, confidential: bool) -> Iterator[bytes]:
    yield (export.BYTE_ORDER_MARK + export.lines([export.COLUMNS])).encode()
    for rows in export_batches(engine, dialogue.id):
        with db.transaction(engine, write=False), i18n.using("sv"):
            responses = [r.id for r in rows if r.kind is ContributionKind.SURVEY_RESPONSE]
            answers = answers_in(responses, confidential=confidential)
            text = export.lines(_columns(dialogue, row, answers.get(row.id, [])) for row in rows)
        yield text.encode()


def _columns(dialogue: Dialogue, row: RegisterRow, answers: Sequence[Answered]) -> tuple[object, ...]:
    registry_number = dialogue.registry_number

    def numbered(number: int | None) -> str:
        return "" if number is None else f"{registry_number}-{number:04d}"

    return (
        full_number(registry_number, row),
        row.kind.value,
        row.channel.value,
        row.language,
        clock.local_date(row.received_at).isoformat(),
        row.speaker.value,
        row.display_name,
        numbered(row.about_number),
        numbered(row.answers_number),
        row.title,
        row.body or "\n".join(f"{a.question.in_('sv').text}: {answer_words(a)}" for a in answers),
        "yes" if before_change(dialogue, row.received_at) else "",
    )
