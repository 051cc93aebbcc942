"""Everything somebody has answered, each with a way to change it; and the one place where it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import db, i18n, page
from participation.access import Refused
from participation.contributions.forms import page_language
from participation.contributions.taking_part import look_automatic, moved
from participation.i18n import gettext, number
from participation.surveys.actions import AlreadyAnswered, Changed
from participation.surveys.answering import steps
from participation.surveys.answering.said import Said, as_typed, said
from participation.surveys.answering.sending import CodeUsed, Incomplete, send
from participation.surveys.answering.steps import Way
from participation.surveys.answering_forms import ReviewForm
from participation.surveys.definition import Asked
from participation.surveys.given import Given, readable
from participation.surveys.models import SurveyDraft
from participation.surveys.residents.sitting import (
    Right,
    Sitting,
    already,
    bp,
    changing,
    draft_sent,
    invitation_of,
    let_in_page,
    sit,
    when_closed,
    wrong_with,
)
from participation.surveys.rules import WRITTEN, Access, QuestionType
from participation.surveys.sentences import changed_since_answered, fault_sentence
from participation.texts import Rendered

TEMPLATE = "residents/surveys/review.html"


@dataclass(frozen=True)
class ReviewRow:
    """A question and its answer. ``href``: where it is changed; ``errors``: what keeps it from being sent."""

    id: str
    question: Rendered
    said: Said
    href: str
    errors: Sequence[str]
    note: str


@bp.route("/review", methods=["GET", "POST"])
def review(slug: str, key: str) -> ResponseReturnValue:
    sitting = sit(slug, key)
    elsewhere = moved(slug, sitting.dialogue)
    if elsewhere is not None:
        return elsewhere
    known = draft_sent(sitting, request.form.get("draft"))
    if sitting.survey.access != Access.OPEN.value or sitting.draft is not None:
        known = None
    if known is not None:
        sitting.show(known)
    if not sitting.is_open:
        return when_closed(sitting, sitting.raw)
    if sitting.right is not Right.MAY:
        return let_in_page(sitting, status=401 if request.method == "POST" else 200)
    if request.method == "POST":
        return _sent(sitting, known)
    if sitting.has_answered and not sitting.is_changing:
        return already(sitting)
    return _review(sitting, _form(sitting))


def _form(sitting: Sitting) -> ReviewForm:
    return ReviewForm(asks_language=has_own_words(sitting))


def has_own_words(sitting: Sitting) -> bool:
    """Whether something of what is sent is in somebody's own words, so that its language must be known."""
    answers = sitting.way().path.answers(readable(sitting.definition, sitting.raw, sitting.files))
    kinds = {q.key: q.type for q in sitting.definition}
    return any(g.other or (g.words and kinds[k] in {*WRITTEN, QuestionType.MAP}) for k, g in answers.items())


def _sent(sitting: Sitting, known: SurveyDraft | None) -> ResponseReturnValue:
    """``known``: the draft whose return code came with the form, if it is to be gone on with here."""
    form = _form(sitting)
    if not form.validate():
        return _review(sitting, form, 422)
    if known is not None:
        sitting.adopt(known)
    if form.looks_automatic:
        look_automatic(form)
        return _review(sitting, form, 422)
    seconds = page.wait_before_contributing()
    if seconds:
        return page.too_many(TEMPLATE, seconds, **_values(sitting, form))
    if sitting.respondent is None or sitting.draft is None:
        return _review(sitting, form, 422)
    language = form.language.data if form.language is not None else page_language()
    limits = page.app_settings().rate_limits
    seen = page.number_in(form.edition.data or "")
    try:
        response = send(
            page.current_actor(),
            sitting.dialogue,
            sitting.survey,
            sitting.respondent,
            language=language,
            edition=-1 if seen is None else seen,
            invitation=invitation_of(sitting.survey),
            from_one_network=page.limiter().wait(limits.one_network, "one-network", page.sender_prefix()) > 0,
        )
    except Changed:
        return _once_more(sitting, _just_changed(), 409)
    except Incomplete:
        return _review(sitting, form, 422)
    except CodeUsed:
        return _once_more(
            sitting, gettext("Somebody has already answered with this code. Each code can be used once."), 409
        )
    except AlreadyAnswered:
        return already(sitting, 409)
    except Refused as error:
        return when_closed(sitting, sitting.raw, error)
    return _received(sitting, response.return_code)


def _just_changed() -> str:
    return gettext("The survey has just been changed. Look through your answers and send once more.")


def _received(sitting: Sitting, code: str) -> Response:
    """To the receipt; the first time by way of what people may tell about themselves."""
    was_changing = sitting.is_changing
    changing(sitting.survey, on=False)
    told = flask.session.get("told", [])
    if sitting.survey.asks_background and not was_changing and sitting.survey.id not in told:
        flask.session["sent"] = {**flask.session.get("sent", {}), str(sitting.survey.id): code}
        return page.see_other(sitting.here("about_you"))
    return page.see_other(flask.url_for("residents.receipts.show", code=code))


def _once_more(sitting: Sitting, message: str, status: int) -> Response:
    """Read everything anew, for somebody to look through it again."""
    db.start_over()
    sitting = sit(sitting.slug, sitting.survey.key)
    form = ReviewForm(asks_language=has_own_words(sitting))
    form.edition.data = str(sitting.survey.edition)
    form.fail(None, message)
    return _review(sitting, form, status)


def _review(sitting: Sitting, form: ReviewForm, status: int = 200) -> Response:
    return page.render(TEMPLATE, status, **_values(sitting, form))


def _values(sitting: Sitting, form: ReviewForm) -> dict[str, Any]:
    way = sitting.way()
    rows = _rows(sitting, way)
    form.edition.data = str(sitting.survey.edition)
    form.draft.data = sitting.draft.return_code if sitting.draft else ""
    last = way.pages[-1].key if way.pages else ""
    return {
        **sitting.values(),
        "form": form,
        "rows": rows,
        "wrong": [r for r in rows if r.errors],
        "changed": [r for r in rows if r.note],
        "is_empty": not any(r.said for r in rows),
        "has_language": form.language is not None,
        "is_changing": sitting.is_changing,
        "progress": gettext("Step %(n)s of %(total)s", n=number(way.total), total=number(way.total)),
        "step_number": way.total,
        "step_total": way.total,
        "back_href": sitting.step_href(last, first=len(way.pages) == 1) if last else sitting.here("answer"),
    }


def _rows(sitting: Sitting, way: Way) -> list[ReviewRow]:
    questions = [q for q in way.path.questions if q.takes_answers]
    raw, files = sitting.raw, sitting.files
    understood = readable(sitting.definition, raw, files)
    wrong = wrong_with(questions, raw, files)
    seen = sitting.draft.seen if sitting.draft else {}
    changed = {q.key for q in steps.changed_since(seen, questions)}
    first = way.pages[0].key if way.pages else ""

    def row(asked: Asked) -> ReviewRow:
        on = way.page_of(asked.key)
        faults = wrong.get(asked.key, [])
        target = faults[0].name if faults else f"q-{asked.key}"
        given = understood.get(asked.key, Given())
        words = as_typed(asked, raw) if faults and not given else said(asked, given, sitting.called)
        return ReviewRow(
            id=f"row-{asked.key}",
            question=asked.text.in_(i18n.current().code),
            said=words,
            href=f"{sitting.step_href(on, first=on == first)}#{target}",
            errors=list(dict.fromkeys(fault_sentence(f) for f in faults)),
            note=changed_since_answered() if asked.key in changed else "",
        )

    return [row(q) for q in questions]
