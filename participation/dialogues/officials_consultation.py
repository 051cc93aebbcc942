"""The consultation with committees: the officials ask, each committee's secretary answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page, refusals
from participation.access import Conflict, NotFound, Reason, Refused, allowed, refusal, require
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.consultation import actions
from participation.dialogues.consultation.forms import AnswerForm, AskForm
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.consultation.overview import committees, state_of
from participation.dialogues.consultation.permissions import ConsultationPermission
from participation.dialogues.consultation.reads import consultation_with, consultations_of
from participation.dialogues.consultation.rules import Answer, AnswerState
from participation.dialogues.models import Dialogue
from participation.dialogues.officials_moves import _stopped as stopped
from participation.dialogues.queries import influence_items, opens_on, staff_dialogue
from participation.dialogues.rules import Kind
from participation.dialogues.workspace import checklist, desk
from participation.dialogues.workspace import state_of as desk_state_of
from participation.i18n import gettext
from participation.refusals import Refusal, sentence
from participation.texts import Texts


def consultation(dialogue_id: int) -> ResponseReturnValue:
    """Which committees there are, what each has answered, and the form that asks those who have not been asked."""
    dialogue = _opened(dialogue_id)
    form = AskForm()
    if request.method == "GET":
        if not form.question.data:
            form.question.data = _suggested(dialogue)
        return _show(dialogue, form)
    require(page.current_actor(), ConsultationPermission.ASK, dialogue)
    if not form.validate():
        return _show(dialogue, form, 422)
    try:
        actions.ask_committees(
            page.current_actor(), dialogue, question=form.question.data, answer_by=form.answer_by.data
        )
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, on_page=frozenset(form._fields))
        return _show(dialogue, form, status, errors)
    return page.see_other(url_for("officials.dialogues.consultation", dialogue_id=dialogue_id, sent=1))


def answer(dialogue_id: int, body_id: int) -> ResponseReturnValue:
    """One committee's answer: what it is asked about, and the form for its secretary."""
    dialogue = _opened(dialogue_id)
    asked = consultation_with(dialogue.id, body_id)
    form = AnswerForm()
    if request.method == "GET":
        _as_answered(form, asked)
        return _show_answer(dialogue, asked, form)
    require(page.current_actor(), ConsultationPermission.ANSWER, asked)
    if not form.validate():
        return _show_answer(dialogue, asked, form, 422)
    given = Answer(
        participates={"yes": True, "no": False}.get(form.participates.data or ""),
        motive=Texts(sv=form.motive.data or ""),
        part=form.part.data or "",
        handles=form.handles.data or "",
        contact_name=form.contact_name.data or "",
        contact_email=form.contact_email.data or "",
    )
    try:
        actions.answer_for_committee(page.current_actor(), dialogue, body_id, given, seen=form.seen.data or None)
    except Conflict:
        return _overtaken(dialogue_id, body_id, form)
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, on_page=frozenset(form._fields))
        return _show_answer(dialogue, consultation_with(dialogue.id, body_id), form, status, errors)
    return page.see_other(url_for("officials.dialogues.answer", dialogue_id=dialogue_id, body_id=body_id, kept=1))


def _overtaken(dialogue_id: int, body_id: int, form: AnswerForm) -> ResponseReturnValue:
    """Another of the committee's secretaries has answered meanwhile, otherwise: both, side by side."""
    db.start_over()
    dialogue = _opened(dialogue_id)
    asked = consultation_with(dialogue.id, body_id)
    stored = AnswerForm(formdata=None)
    _as_answered(stored, asked)
    form.seen.data = stored.seen.data
    differences = compared(stored, form)
    race = refusals.race(compared=bool(differences))
    return _show_answer(dialogue, asked, form, 409, race, differences)


def _opened(dialogue_id: int) -> Dialogue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    if dialogue.kind != Kind.DEVELOPMENT.value or dialogue.decided_at is None:
        raise NotFound
    return dialogue


def _suggested(dialogue: Dialogue) -> str:
    """A question to begin with, in the language that the municipality's staff write in."""
    with i18n.using("sv"):
        return gettext(
            "Does your committee take part in the dialogue “%(title)s”? Give reasons from its subject and purpose.",
            title=dialogue.title.sv,
        )


def _show(
    dialogue: Dialogue, form: AskForm, status: int = 200, errors: list[Refusal] | None = None
) -> ResponseReturnValue:
    actor = page.current_actor()
    found = consultations_of(dialogue.id)
    first = opens_on(dialogue)
    title = gettext("Consultation with the committees")
    state = desk_state_of(actor, dialogue)
    remains = checklist(state)
    unasked = not found or any(c.asked_at is None for c in found)
    return page.render(
        "officials/dialogues/consultation.html",
        status,
        desk=desk(state, here=title),
        title=title,
        form=form,
        errors=errors or [],
        checklist=remains if remains and remains.left and not errors else None,
        committees=committees(actor, found),
        question=next((c.question for c in found if c.question), ""),
        may_ask=unasked and allowed(actor, ConsultationPermission.ASK, dialogue),
        sent="sent" in request.args,
        opens=i18n.format_date_long(first) if first else "",
        **_counts(found),
    )


def _counts(found: list[CommitteeConsultation]) -> dict[str, Any]:
    states = [state_of(c, clock.today()) for c in found]
    return {
        "asked": sum(s is not AnswerState.NOT_ASKED for s in states),
        "answered": sum(s in (AnswerState.TAKES_PART, AnswerState.STAYS_OUT) for s in states),
    }


def _as_answered(form: AnswerForm, asked: CommitteeConsultation) -> None:
    form.seen.data = actions.version(asked)
    if asked.participates is not None:
        form.participates.data = "yes" if asked.participates else "no"
        form.motive.data = asked.motive.sv
        for name in ("part", "handles", "contact_name", "contact_email"):
            form[name].data = getattr(asked, name)


def _show_answer(
    dialogue: Dialogue,
    asked: CommitteeConsultation,
    form: AnswerForm,
    status: int = 200,
    errors: list[Refusal] | None = None,
    differences: Sequence[Differing] = (),
) -> ResponseReturnValue:
    actor = page.current_actor()
    locale = i18n.current().code
    refused: Reason | None = refusal(actor, ConsultationPermission.ANSWER, asked)
    name = asked.body.names.in_(locale)
    title = gettext("Answer for %(body)s", body=name.text)
    return page.render(
        "officials/dialogues/answer.html",
        status,
        desk=desk(desk_state_of(actor, dialogue), here=title),
        title=title,
        form=form,
        errors=errors or [],
        checklist=None,
        differences=differences,
        committee=committees(actor, [asked])[0],
        body_id=asked.body_id,
        asked_question=asked.question,
        answer_by=i18n.format_date_long(asked.answer_by) if asked.answer_by else "",
        late=state_of(asked, clock.today()) is AnswerState.NO_REPLY,
        locked=sentence(refused) if refused else "",
        kept="kept" in request.args,
        about={
            "question": dialogue.question.in_(locale),
            "purpose": dialogue.purpose.in_(locale),
            "goal": dialogue.goal.in_(locale),
        },
        open_items=[i.text.in_(locale) for i in influence_items(dialogue.id, is_open=True)],
        closed_items=[i.text.in_(locale) for i in influence_items(dialogue.id, is_open=False)],
    )
