"""What the pages of written statements share: the dialogue, the frame around the page, refusals."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from participation import page
from participation.access import NotFound, Refused, require
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.statutory.models import StatutoryCase
from participation.dialogues.statutory.reads import case_of
from participation.dialogues.workspace import desk, refused, state_of
from participation.forms import BaseForm
from participation.refusals import Refusal
from participation.statements.permissions import StatementPermission

bp = Blueprint("statements", __name__, url_prefix="/dialogues/<int:dialogue_id>/statements")


def opened(dialogue_id: int) -> tuple[Dialogue, StatutoryCase]:
    """The statutory dialogue, if whoever asks may read its statements; NotFound for the other kinds."""
    actor = page.current_actor()
    dialogue = staff_dialogue(actor, dialogue_id)
    case = case_of(dialogue)
    if case is None:
        raise NotFound
    require(actor, StatementPermission.READ, dialogue)
    return dialogue, case


def frame(dialogue: Dialogue, title: str) -> dict[str, Any]:
    state = state_of(page.current_actor(), dialogue)
    return {"desk": desk(state, tab="statements", here=title), "title": title}


def refused_at(error: Refused, dialogue: Dialogue, form: BaseForm) -> list[Refusal]:
    """The reasons, each leading to its field if the form has it."""
    found = []
    for reason in error.reasons:
        [said] = refused(page.current_actor(), dialogue, [reason])
        here = reason.field is not None and reason.field in form
        found.append(Refusal(said.code, said.sentence, f"#{reason.field}" if here else said.href))
    return found
