"""What the pages of changes share: the blueprint, the dialogue they are about, a refusal in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from participation import db, i18n, page
from participation.access import Permission, Refused, Role, require
from participation.bodies.models import Body
from participation.bodies.queries import valid_bodies
from participation.changes.forms import DecisionRecordForm, texts_from
from participation.changes.recording import ChangeDecision
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.rules import TakenBy
from participation.dialogues.workspace import desk, refused, state_of
from participation.forms import BaseForm, options
from participation.i18n import gettext
from participation.refusals import Refusal
from participation.results.rules import languages_of
from participation.texts import direction, language_tag

bp = Blueprint("changes", __name__, url_prefix="/dialogues/<int(max=2147483647):dialogue_id>")


@dataclass(frozen=True)
class Tongue:
    """A language to write in."""

    code: str
    lang: str
    dir: str
    name: str


def opened(dialogue_id: int) -> Dialogue:
    """The dialogue, if whoever asks may know of it in the back office; else NotFound."""
    return staff_dialogue(page.current_actor(), dialogue_id)


def tongues(dialogue: Dialogue) -> list[Tongue]:
    """The languages residents are told in, Swedish first."""
    return [
        Tongue(code, language_tag(code), direction(code), i18n.language_name(code))
        for code in languages_of(dialogue.languages)
    ]


def show(
    name: str,
    title: str,
    dialogue: Dialogue,
    form: BaseForm,
    status: int = 200,
    errors: list[Refusal] | None = None,
    **values: Any,
) -> ResponseReturnValue:
    """A page of one step."""
    state = state_of(page.current_actor(), dialogue)
    return page.render(
        f"officials/changes/{name}.html",
        status,
        desk=desk(state, here=title),
        title=title,
        form=form,
        errors=errors or [],
        checklist=None,
        body=dialogue.responsible_body.names.in_(i18n.current().code).text,
        **values,
    )


def invalid(permission: Permission, dialogue: Dialogue) -> None:
    """Those whose form it is see what to mend; others are told that it is not theirs."""
    require(page.current_actor(), permission, dialogue)


def stopped(error: Refused, dialogue_id: int, form: BaseForm) -> tuple[Dialogue, int, list[Refusal]]:
    """The dialogue as it is stored, the status, and the reasons in words; those of this form's fields lead to them."""
    db.start_over()
    dialogue = opened(dialogue_id)
    found = []
    for reason in error.reasons:
        [said] = refused(page.current_actor(), dialogue, [reason])
        here = reason.field is not None and reason.field in form
        found.append(Refusal(said.code, said.sentence, f"#{reason.field}" if here else said.href))
    return dialogue, 409 if error.by_guard else 403, found


def back(dialogue_id: int) -> ResponseReturnValue:
    """To the workspace."""
    return page.see_other(url_for("officials.dialogues.show", dialogue_id=dialogue_id))


def offer_bodies(form: DecisionRecordForm, dialogue: Dialogue, *, first: bool) -> None:
    """All bodies: a secretary who chooses the wrong one is told which is right. ``first``: before anything is sent."""
    locale = i18n.current().code
    names = [(str(b.id), b.names.in_(locale).text) for b in valid_bodies()]
    form.body.choices = options([("", gettext("Choose …")), *names])
    if first:
        if page.current_actor().holds(Role.COMMITTEE_SECRETARY, dialogue.responsible_body_id):
            form.body.data = str(dialogue.responsible_body_id)
        form.registry_number.data = dialogue.registry_number


def decision_from(form: DecisionRecordForm) -> ChangeDecision:
    """What the form says was decided."""
    bodies: dict[str, Body] = {str(b.id): b for b in valid_bodies()}
    return ChangeDecision(
        body=bodies.get(form.body.data or ""),
        taken_by=TakenBy(form.taken_by.data) if form.taken_by.data else None,
        taken_on=form.taken_on.data,
        paragraph=form.paragraph.data or "",
        registry_number=form.registry_number.data or "",
        motive=texts_from(form, "motive"),
        effect=texts_from(form, "effect"),
        minutes_url=form.minutes_url.data or "",
        minutes_announced_on=form.minutes_announced_on.data,
    )
