"""Handing dialogues over in the back office: which wait for it, and the form that records it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import Refused, allowed, require
from participation.bodies.queries import valid_bodies
from participation.dialogues.handover.actions import hand_over as record_handover
from participation.dialogues.handover.forms import HandoverForm
from participation.dialogues.handover.permissions import Handing, HandoverPermission
from participation.dialogues.handover.queries import to_be_handed_over
from participation.dialogues.models import Dialogue
from participation.dialogues.officials_moves import _stopped as stopped
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.forms import options
from participation.i18n import gettext
from participation.refusals import Refusal
from participation.texts import Rendered


@dataclass(frozen=True)
class Line:
    """A dialogue that waits to be handed over, and why."""

    title: Rendered
    body: Rendered
    why: str
    href: str


def handovers() -> ResponseReturnValue:
    actor, locale = page.current_actor(), i18n.current().code
    lines = [
        Line(
            title=waiting.dialogue.title.in_(locale),
            body=waiting.dialogue.responsible_body.names.in_(locale),
            why=gettext("The body has ended.") if waiting.ended else gettext("The body no longer has this task."),
            href=url_for("officials.dialogues.hand_over", dialogue_id=waiting.dialogue.id),
        )
        for waiting in to_be_handed_over()
        if allowed(actor, DialoguePermission.READ_STAFF, waiting.dialogue)
    ]
    return page.render("officials/dialogues/handovers.html", lines=lines)


def hand_over(dialogue_id: int) -> ResponseReturnValue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    form = HandoverForm()
    locale = i18n.current().code
    others = {str(b.id): b for b in valid_bodies() if b.id != dialogue.responsible_body_id}
    form.to_body.choices = options(
        [("", gettext("Choose …")), *((key, b.names.in_(locale).text) for key, b in others.items())]
    )
    chosen = others.get(form.to_body.data or "")
    if request.method == "GET":
        return _show(dialogue, form)
    if not form.validate():
        require(page.current_actor(), HandoverPermission.HAND_OVER, Handing(dialogue, chosen.id if chosen else None))
        return _show(dialogue, form, 422)
    try:
        record_handover(
            page.current_actor(),
            dialogue,
            to_body=chosen,
            taken_on=form.taken_on.data,
            paragraph=form.paragraph.data or "",
            registry_number=form.registry_number.data or "",
        )
    except Refused as error:
        dialogue, status, errors = stopped(error, dialogue_id, on_page=frozenset(form._fields))
        return _show(dialogue, form, status, errors)
    return page.see_other(url_for("officials.dialogues.show", dialogue_id=dialogue_id))


def _show(
    dialogue: Dialogue, form: HandoverForm, status: int = 200, errors: list[Refusal] | None = None
) -> ResponseReturnValue:
    title = gettext("Hand over to another body")
    return page.render(
        "officials/dialogues/hand_over.html",
        status,
        desk=desk(state_of(page.current_actor(), dialogue), here=title),
        title=title,
        form=form,
        errors=errors or [],
        checklist=None,
        body=dialogue.responsible_body.names.in_(i18n.current().code).text,
    )
