"""Taking answers out of the results: asked for by one person, decided by another, undone within 30 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page
from participation.access import Refused, allowed
from participation.forms import ActionForm
from participation.i18n import gettext
from participation.surveys.building import deletions as acts
from participation.surveys.models import AnswerDeletion, StaffEntry, Survey
from participation.surveys.office_forms import DecisionForm, deletion_form
from participation.surveys.officials.frame import bp, frame, here, opened, refused
from participation.surveys.permissions import SurveyPermission
from participation.surveys.queries import (
    definition_of,
    deletion_by_id,
    names_of_staff,
    response_by_number,
    survey_by_id,
    versions_of,
)
from participation.surveys.sentences import name_of, short


@dataclass(frozen=True)
class DeletionRow:
    """A deletion in the list."""

    id: int
    about: str
    reason: str
    answers: int
    asked: str
    decided: str
    decision_reason: str
    state: str
    waits: bool
    is_own: bool
    can_undo: bool
    decide_href: str
    undo_href: str


@bp.route("/<int:survey_id>/deletions", methods=["GET", "POST"])
def deletions(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    form = deletion_form(_questions(survey))
    actor = page.current_actor()
    values = {
        **frame(dialogue, gettext("Take out answers")),
        "form": form,
        "token": ActionForm(),
        "survey_title": survey.title.sv,
        "may_ask": allowed(actor, SurveyPermission.ASK_DELETION, dialogue),
        "may_decide": allowed(actor, SurveyPermission.DECIDE_DELETION, dialogue),
        "deletions": _rows(survey),
        "back": here("show", survey),
    }
    if request.method == "GET":
        if asked_for := request.args.get("number", type=int):
            form.about.data, form.number.data = "response", asked_for
        return page.render("officials/surveys/deletions.html", **values)
    number = form.number.data if form.about.data == "response" else None
    response = response_by_number(survey.id, number) if number else None
    valid = form.validate()
    if valid and form.about.data == "response" and response is None:
        form.fail("number", gettext("There is no response with that number in this survey."))
        valid = False
    if not valid:
        return page.invalid("officials/surveys/deletions.html", **values)
    about = form.about.data
    try:
        acts.ask_deletion(
            actor,
            dialogue,
            survey,
            reason=form.reason.data,
            question_key=about.removeprefix("q-") if about.startswith("q-") else "",
            response_id=response.id if response is not None else None,
        )
    except Refused as error:
        return refused("officials/surveys/deletions.html", error, **values)
    return page.see_other(here("deletions", survey) + "#deletions")


def _questions(survey: Survey) -> list[tuple[str, str]]:
    """Every question that is or was asked, as choices."""
    definition = definition_of(survey)
    return [
        (f"q-{key}", f"{name_of(definition, key)}: {short(versions[-1].text.sv)}")
        for key, versions in versions_of(survey).items()
        if versions[-1].takes_answers
    ]


def _rows(survey: Survey) -> list[DeletionRow]:
    found = acts.deletions_of(survey.id)
    names = names_of_staff({i for d in found for i in (d.requested_by_id, d.decided_by_id, d.undone_by_id)})
    questions = dict(_questions(survey))
    return [_row(survey, d, names, questions) for d in found]


def _row(
    survey: Survey, deletion: AnswerDeletion, names: dict[int | None, str], questions: dict[str, str]
) -> DeletionRow:
    about = gettext("The whole survey")
    if deletion.question_key:
        about = questions.get(f"q-{deletion.question_key}", gettext("A question"))
    elif deletion.response_id is not None:
        about = gettext("One response")
    elif deletion.entry_id is not None:
        about = _typed(deletion.entry_id)
    return DeletionRow(
        id=deletion.id,
        about=about,
        reason=deletion.reason,
        answers=deletion.answers,
        asked=_who_when(names.get(deletion.requested_by_id), deletion.requested_at),
        decided=_who_when(names.get(deletion.decided_by_id), deletion.decided_at),
        decision_reason=deletion.decision_reason,
        state=_state(deletion),
        waits=deletion.decided_at is None,
        is_own=deletion.requested_by_id == page.current_actor().account_id,
        can_undo=acts.can_undo(deletion),
        decide_href=here("decide_deletion", survey, deletion_id=deletion.id),
        undo_href=here("undo_deletion", survey, deletion_id=deletion.id),
    )


def _typed(entry_id: int) -> str:
    """What was typed in, by what stands on it: never by what it says."""
    entry = db.session().get_one(StaffEntry, entry_id)
    said = gettext(
        "Typed in and not counted yet: by %(who)s",
        who=_who_when(names_of_staff({entry.entered_by_id}).get(entry.entered_by_id), entry.entered_at),
    )
    return f"{said} ({entry.note})" if entry.note else said


def _who_when(name: str | None, instant: datetime | None) -> str:
    return "" if instant is None else f"{name or '–'}, {i18n.format_date(clock.local_date(instant))}"


def _state(deletion: AnswerDeletion) -> str:
    if deletion.decided_at is None:
        return gettext("Waits for another person")
    if not deletion.accepted:
        return gettext("Declined")
    return gettext("Undone") if deletion.undone_at else gettext("Taken out")


@bp.route("/<int:survey_id>/deletions/<int:deletion_id>", methods=["GET", "POST"])
def decide_deletion(dialogue_id: int, survey_id: int, deletion_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    deletion = deletion_by_id(survey.id, deletion_id)
    form = DecisionForm()
    values = {
        **frame(dialogue, gettext("Decide on taking out answers")),
        "form": form,
        "survey_title": survey.title.sv,
        "deletion": next(row for row in _rows(survey) if row.id == deletion.id),
        "back": here("deletions", survey),
    }
    if request.method == "GET":
        return page.render("officials/surveys/decide_deletion.html", **values)
    wish = request.form.get("do", "")
    if not form.validate() or wish not in ("accept", "decline"):
        return page.invalid("officials/surveys/decide_deletion.html", **values)
    try:
        acts.decide_deletion(
            page.current_actor(), dialogue, survey, deletion, accept=wish == "accept", reason=form.reason.data
        )
    except Refused as error:
        return refused("officials/surveys/decide_deletion.html", error, **values)
    return page.see_other(here("deletions", survey) + "#deletions")


@bp.route("/<int:survey_id>/deletions/<int:deletion_id>/undo", methods=["GET", "POST"])
def undo_deletion(dialogue_id: int, survey_id: int, deletion_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    deletion = deletion_by_id(survey.id, deletion_id)
    values = {
        **frame(dialogue, gettext("Bring the answers back?")),
        "form": ActionForm(),
        "survey_title": survey.title.sv,
        "deletion": next(row for row in _rows(survey) if row.id == deletion.id),
        "back": here("deletions", survey),
    }
    if request.method == "GET" or not values["form"].validate():
        return page.render("officials/surveys/undo_deletion.html", 200 if request.method == "GET" else 422, **values)
    try:
        acts.undo_deletion(page.current_actor(), dialogue, survey, deletion)
    except Refused as error:
        return refused("officials/surveys/undo_deletion.html", error, **values)
    return page.see_other(here("deletions", survey) + "#deletions")
