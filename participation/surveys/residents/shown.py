"""A page of a survey as it is shown: its questions, what was answered to them, and what can be done there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request

from participation.i18n import gettext, ngettext, number
from participation.surveys.answering import steps
from participation.surveys.answering.steps import FIRST, Step
from participation.surveys.answering_forms import PageForm
from participation.surveys.definition import Asked
from participation.surveys.given import Raw, field_name
from participation.surveys.residents.sitting import Sitting
from participation.surveys.rules import Access, Direction, Layout, QuestionType
from participation.surveys.sentences import changed_since_answered, shown_if
from participation.surveys.views import QuestionView, question_views

TEMPLATE = "residents/surveys/answer.html"


def page_values(sitting: Sitting, form: PageForm, shown: Step, raw: Raw) -> dict[str, Any]:
    """Everything the page shows, with ``raw`` as what was answered."""
    draft = sitting.draft
    takes_files = any(q.type is QuestionType.FILE for q in shown.questions)
    later = draft.page if draft and draft.page not in (FIRST, shown.key) and shown.number == 1 else ""
    on_way = later and sitting.way().step(later)
    return {
        **sitting.values(),
        "form": form,
        "questions": page_views(sitting, form, shown, raw),
        "asked": " ".join(q.key for q in shown.questions),
        "draft_code": draft.return_code if draft else "",
        "is_first": shown.number == 1,
        "step_number": shown.number,
        "step_total": shown.total,
        "progress": gettext("Step %(n)s of %(total)s", n=number(shown.number), total=number(shown.total)),
        "has_previous": bool(shown.previous),
        "is_last": not shown.following,
        "takes_files": takes_files,
        "action": sitting.here("attach_file", page_key=shown.key)
        if takes_files
        else sitting.step_href(shown.key, first=shown.number == 1),
        "question_count": sum(1 for q in sitting.definition if sitting.definition.number_of(q.key)),
        "more": _more(request.args.get("more", "")),
        "go_on_href": sitting.step_href(later) if on_way else "",
        "has_begun": draft is not None and shown.number == 1 and request.method == "GET",
        "is_changing": sitting.is_changing,
        "asks_invitation": bool(form.invitation.errors),
        "another_action": sitting.here("another") if sitting.survey.access == Access.OPEN.value else "",
        "answered_before": False,
    }


def _more(text: str) -> str:
    """That an answer has led to more questions on the same page."""
    if not (text.isdecimal() and text.isascii() and len(text) < 3):
        return ""
    return ngettext(
        "Your answer leads to %(n)s more question on this page.",
        "Your answers lead to %(n)s more questions on this page.",
        int(text),
    )


def page_views(sitting: Sitting, form: PageForm, shown: Step, raw: Raw) -> list[QuestionView]:
    """The page's questions with what was answered and what is wrong."""
    errors = {f.name: [str(e) for e in f.errors] for f in form}
    views = question_views(
        sitting.definition,
        raw,
        errors,
        only=shown.questions,
        picture_href=picture_hrefs(sitting, shown.questions),
        shown_if=_conditions(sitting) if sitting.layout is Layout.WHOLE else {},
        file_names=sitting.called,
    )
    changed = {field_name(q) for q in steps.changed_since(sitting.draft.seen if sitting.draft else {}, shown.questions)}
    asked = {field_name(q): q for q in shown.questions}
    return [
        replace(_with_moves(asked[v.id], v, raw), note=changed_since_answered() if v.id in changed else "")
        for v in views
    ]


def _conditions(sitting: Sitting) -> dict[str, str]:
    """Where everything is on one page, each question says when it is asked, its page's conditions included."""
    definition = sitting.definition
    found = {}
    for part in definition.pages:
        page_says = shown_if(definition, part.start) if part.start else ""
        for question in part.questions:
            found[question.key] = f"{page_says} {shown_if(definition, question)}".strip()
    return found


def picture_hrefs(sitting: Sitting, questions: Sequence[Asked]) -> dict[str, str]:
    """Where the pictures of the questions are, by their names in the store."""
    names = {o.picture for q in questions for o in q.options if o.picture}
    return {name: sitting.here("picture", name=name) for name in names}


def _with_moves(question: Asked, view: QuestionView, raw: Raw) -> QuestionView:
    """A ranking in the order it has, each line with the buttons that move it."""
    if question.type is not QuestionType.RANKING:
        return view
    order = steps.ranked(question, raw)
    most = min(question.maximum or len(question.options), len(question.options))
    place = {field_name(question, key): n for n, key in enumerate(order)}
    keys = {field_name(question, o.key): o.key for o in question.options}
    lines = sorted(view.lines, key=lambda line: place.get(line.id, len(keys)))
    moves = []
    for line in lines:
        value = f"move:{question.key}:{keys[line.id]}"
        here = place.get(line.id)
        can_rise = here != 0 if here is not None else len(order) < most
        moves.append(
            replace(
                line,
                up=f"{value}:{Direction.UP.value}" if can_rise else "",
                down=f"{value}:{Direction.DOWN.value}" if here is not None else "",
            )
        )
    return replace(view, lines=moves)
