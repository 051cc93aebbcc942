"""A receipt as its page shows it: what was sent, where it stands, and what has become of it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote

import flask
import segno

from participation import clock, i18n
from participation.channels.views import Redirected
from participation.comments.queries import subject_and_page
from participation.comments.thread import anchor_of
from participation.contributions.models import Contribution
from participation.contributions.queries import contact_of, full_number, is_visible
from participation.contributions.rules import NEVER_SHOWN, ContributionKind, Visibility
from participation.contributions.taking_part import before_change
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on, current_stage, slug
from participation.dialogues.rules import Stage
from participation.i18n import gettext
from participation.letters import link
from participation.moderation.complaining import HiddenView, hidden_view
from participation.moderation.queries import AuthorsRuling, authors_ruling
from participation.redirects.views import redirected_views
from participation.results.queries import ThemeTrace, Trace, trace_of
from participation.results.rules import MeasureStatus
from participation.surveys.queries import Answered, answers_in, survey_key
from participation.surveys.rules import QuestionType
from participation.texts import Rendered, direction, language_tag


@dataclass(frozen=True)
class Step:
    """A step of the way, as ``components/timeline.html`` draws it: past, now or coming."""

    state: str
    title: str
    when: str
    iso: str = ""
    note: str = ""
    href: str | None = None


@dataclass(frozen=True)
class AnswerView:
    """A question and what was answered, in the reader's language; own words as they were written."""

    question: Rendered
    chosen: Sequence[Rendered]
    words: str


@dataclass(frozen=True)
class ThemeView:
    """A theme the contribution is part of, and what the body said to it."""

    title: Rendered
    stance: str
    motive: Rendered
    measure: str


@dataclass(frozen=True)
class ReceiptView:
    """Everything on the page but the form for an address."""

    thanks: str
    number: str
    code: str
    qr: str
    received: datetime
    changed_on: date | None
    dialogue_title: Rendered
    dialogue_href: str
    shown_href: str | None
    title: str
    body: str
    lang: str
    dir: str
    answers: Sequence[AnswerView]
    steps: Sequence[Step]
    hidden: HiddenView | None
    withdrawn: bool
    redirected: Redirected | None
    themes: Sequence[ThemeView]
    results_href: str | None
    has_address: bool
    takes_address: bool
    is_statement: bool = False
    change_action: str = ""


_THANKS = {
    ContributionKind.IDEA: i18n.lazy("Thank you for your idea"),
    ContributionKind.COMMENT: i18n.lazy("Thank you for your comment"),
    ContributionKind.SURVEY_RESPONSE: i18n.lazy("Thank you for your answers"),
    ContributionKind.WRITTEN_STATEMENT: i18n.lazy("We have received your statement"),
}


def receipt_view(contribution: Contribution, dialogue: Dialogue) -> ReceiptView:
    """The receipt of the contribution, in the reader's language."""
    locale = i18n.current().code
    kind = contribution.contribution_kind
    trace = trace_of(contribution.id)
    ruling = authors_ruling(contribution)
    address = link("residents.receipts.show", code=contribution.return_code)
    is_response = kind is ContributionKind.SURVEY_RESPONSE
    answers = answers_in([contribution.id], confidential=True)[contribution.id] if is_response else []
    return ReceiptView(
        thanks=str(_THANKS[kind]),
        number=full_number(dialogue.registry_number, contribution),
        code=contribution.return_code,
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=3, dark="#06323a", light="#ffffff"),
        received=contribution.received_at,
        changed_on=clock.local_date(dialogue.amended_at)
        if dialogue.amended_at and before_change(dialogue, contribution.received_at)
        else None,
        dialogue_title=dialogue.title.in_(locale),
        dialogue_href=flask.url_for("residents.dialogues.show", slug=slug(dialogue)),
        shown_href=_shown(contribution, dialogue),
        title=contribution.title,
        body=contribution.body,
        lang=language_tag(contribution.language),
        dir=direction(contribution.language),
        answers=[_answer(a, locale) for a in answers],
        steps=_steps(contribution, dialogue, trace, ruling),
        hidden=hidden_view(ruling, flask.url_for("residents.complaints.new", code=contribution.return_code))
        if ruling
        else None,
        withdrawn=contribution.visibility == Visibility.WITHDRAWN.value,
        redirected=redirected_views([contribution.id]).get(contribution.id),
        themes=[_theme(t, locale) for t in trace.themes],
        results_href=flask.url_for("residents.results.show", slug=slug(dialogue))
        if trace.report_published_at
        else None,
        has_address=contact_of(contribution.id) is not None,
        is_statement=kind is ContributionKind.WRITTEN_STATEMENT,
        takes_address=current_stage(dialogue) not in (Stage.FED_BACK, Stage.EVALUATED, Stage.CANCELLED),
        change_action=_change(contribution, dialogue),
    )


def _change(contribution: Contribution, dialogue: Dialogue) -> str:
    """Where the answers to a survey are changed; "" for anything else, and once the dialogue has closed."""
    survey = survey_key(contribution.survey_id) if contribution.survey_id is not None else ""
    if not survey or current_stage(dialogue) is not Stage.OPEN:
        return ""
    return flask.url_for("residents.surveys.change", slug=slug(dialogue), key=survey)


def _shown(contribution: Contribution, dialogue: Dialogue) -> str | None:
    """Where others see it; None if they do not."""
    if not is_visible(contribution):
        return None
    name = slug(dialogue)
    if contribution.contribution_kind is ContributionKind.IDEA:
        return flask.url_for("residents.ideas.show", slug=name, number=contribution.number)
    if contribution.contribution_kind is ContributionKind.COMMENT:
        subject, page = subject_and_page(contribution)
        address = flask.url_for("residents.ideas.show", slug=name, number=subject, page=page)
        return f"{address}#{quote(anchor_of(contribution.number))}"
    return None


def _answer(answer: Answered, locale: str) -> AnswerView:
    chosen = [c.in_(locale) for c in answer.chosen]
    if answer.type is QuestionType.RANKING:
        chosen = [replace(c, text=f"{i18n.number(place)}. {c.text}") for place, c in enumerate(chosen, 1)]
    if answer.number is not None:
        words = i18n.number(answer.number)
        if answer.maximum is not None:
            words = gettext("%(number)s on a scale to %(maximum)s", number=words, maximum=i18n.number(answer.maximum))
        elif answer.unit:
            words = f"{words} {answer.unit.in_(locale).text}"
        chosen = [Rendered(words, locale, False)]
    for row, column in answer.cells:
        said = row.in_(locale)
        chosen.append(Rendered(f"{said.text}: {column.in_(locale).text}", said.locale, said.is_fallback))
    return AnswerView(answer.question.in_(locale), chosen, answer.words)


def _theme(theme: ThemeTrace, locale: str) -> ThemeView:
    measure = ""
    if theme.measure_status is not None:
        state = i18n.label(theme.measure_status)
        measure = (
            gettext("%(state)s, to be ready %(date)s", state=state, date=i18n.format_date(theme.measure_due))
            if theme.measure_due and theme.measure_status in (MeasureStatus.PLANNED, MeasureStatus.DOING)
            else state
        )
    return ThemeView(
        title=theme.title.in_(locale),
        stance=i18n.label(theme.stance) if theme.stance is not None else "",
        motive=theme.motive.in_(locale),
        measure=measure,
    )


def _steps(contribution: Contribution, dialogue: Dialogue, trace: Trace, ruling: AuthorsRuling | None) -> list[Step]:
    steps = [_received(contribution)]
    if contribution.reviewed_at and contribution.contribution_kind not in NEVER_SHOWN:
        steps.append(_past(gettext("Read by a moderator"), contribution.reviewed_at))
    if ruling is not None:
        ground = gettext("Ground: %(ground)s.", ground=i18n.label(ruling.ground))
        steps.append(_past(gettext("Hidden by a moderator"), ruling.decided_on, ground))
        if not is_visible(contribution):
            return steps
    return [*steps, *_ahead(dialogue, trace)]


def _received(contribution: Contribution) -> Step:
    note = ""
    if contribution.reviewed_at is None:
        note = gettext("A moderator reads it soon. It is shown to everybody already.")
    return _past(gettext("Received"), contribution.received_at, note)


def _ahead(dialogue: Dialogue, trace: Trace) -> list[Step]:
    """The dialogue's way on, with the promised dates; the first step that is not done is where it is now."""
    locale = i18n.current().code
    body = (dialogue.decision_body or dialogue.responsible_body).names.in_(locale).text
    decided = trace.decision
    done_note = (
        gettext("%(body)s, § %(paragraph)s", body=decided.body.names.in_(locale).text, paragraph=decided.paragraph)
        if decided
        else ""
    )
    closed_on = closes_on(dialogue)
    has_closed = current_stage(dialogue) not in (Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED)
    rows: list[tuple[str, date | datetime | None, date | None, str]] = [
        (gettext("The dialogue closes"), closed_on if has_closed else None, closed_on, ""),
        (gettext("What everybody has said is compiled"), trace.report_published_at, dialogue.results_due, ""),
        (
            gettext("The politicians decide"),
            decided.taken_on if decided else None,
            dialogue.handling_meeting,
            done_note or body,
        ),
        (gettext("You are told what it led to"), trace.feedback_published_at, dialogue.feedback_due, ""),
    ]
    steps: list[Step] = []
    here = False
    for title, done, planned, note in rows:
        if done is not None:
            steps.append(_past(title, done, note))
        else:
            steps.append(_coming(title, planned, note, "coming" if here else "now"))
            here = True
    return steps


def _past(title: str, at: date | datetime, note: str = "") -> Step:
    day = clock.local_date(at) if isinstance(at, datetime) else at
    return Step("past", title, i18n.format_date(day), day.isoformat(), note)


def _coming(title: str, planned: date | None, note: str, state: str) -> Step:
    if planned is None:
        return Step(state, title, gettext("No date yet"), "", note)
    late = planned < clock.today()
    if state == "now" and planned > clock.today():
        state = "next"
    when = i18n.format_date(planned)
    words = gettext("Promised %(date)s, late", date=when) if late else when
    return Step(state, title, words, planned.isoformat(), note)
