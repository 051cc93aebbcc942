"""The page where residents comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import i18n, page, refusals
from participation.access import Actor, NotFound, Refused, Role, allowed
from participation.bodies.models import Body
from participation.comments.actions import submit_comment
from participation.comments.forms import CommentForm
from participation.comments.models import Comment
from participation.comments.queries import comment_to_answer
from participation.comments.thread import office_label
from participation.contributions.models import Contribution
from participation.contributions.permissions import ContributionPermission
from participation.contributions.queries import by_number, full_number, is_visible
from participation.contributions.rules import ContributionKind, Speaker
from participation.contributions.taking_part import (
    Crumb,
    Kept,
    author,
    closed,
    look_automatic,
    may_take_part,
    meant_elsewhere,
    moved,
    way_to,
)
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import public_dialogue
from participation.texts import Texts, direction, language_tag

bp = Blueprint("comments", __name__, url_prefix="/dialogues/<slug>/ideas/<int:number>/comments")

_OFFICES = {
    Speaker.OFFICIAL: (ContributionPermission.SPEAK_AS_OFFICIAL, (Role.OFFICER, Role.COORDINATOR)),
    Speaker.ELECTED: (ContributionPermission.SPEAK_AS_ELECTED, (Role.ELECTED,)),
}


@dataclass(frozen=True)
class Quoted:
    """What somebody answers, as the form shows it."""

    author: str
    role_label: str
    number: str
    title: str
    text: str
    lang: str
    dir: str


@bp.route("/new", methods=["GET", "POST"])
def new(slug: str, number: int) -> ResponseReturnValue:
    dialogue = public_dialogue(slug)
    elsewhere = moved(slug, dialogue)
    if elsewhere is not None:
        return elsewhere
    idea = by_number(dialogue.id, number, ContributionKind.IDEA)
    if not is_visible(idea):
        raise NotFound
    parent = _parent(idea)
    actor = page.current_actor()
    offices = _offices(actor, dialogue)
    form = CommentForm(capacities=_capacities(offices))
    if request.method == "GET":
        form.parent.data = str(parent.number) if parent else ""
    values: dict[str, Any] = {
        "form": form,
        "channels": [],
        "has_choice": bool(offices),
        "errors": [],
        "breadcrumbs": _way(slug, dialogue, idea),
        "is_answer": parent is not None,
        "quoted": _quoted(dialogue, parent or idea),
        "idea_href": _idea_href(slug, idea),
    }
    if not may_take_part(actor, dialogue):
        return closed(slug, dialogue, _kept(form))
    if request.method == "GET":
        return page.render("residents/comments/new.html", **values)
    if not form.validate():
        return page.invalid("residents/comments/new.html", **values)
    if form.looks_automatic:
        look_automatic(form)
        return page.invalid("residents/comments/new.html", **values)
    values["channels"] = [] if offices else meant_elsewhere(form, form.body.data)
    if values["channels"]:
        return page.invalid("residents/comments/new.html", **values)
    seconds = page.wait_before_contributing()
    if seconds:
        return page.too_many("residents/comments/new.html", seconds, **values)
    try:
        comment = _send(actor, dialogue, idea, parent, form, offices)
    except Refused as error:
        if error.by_guard:
            return closed(slug, dialogue, _kept(form), error)
        values["errors"] = refusals.shown(error.reasons)
        return page.render("residents/comments/new.html", 403, **values)
    return page.see_other(flask.url_for("residents.receipts.show", code=comment.return_code))


def _send(
    actor: Actor,
    dialogue: Dialogue,
    idea: Contribution,
    parent: Comment | None,
    form: CommentForm,
    offices: dict[Speaker, Texts],
) -> Comment:
    speaker = Speaker(form.speaker.data) if offices else Speaker.RESIDENT
    return submit_comment(
        actor,
        dialogue,
        idea,
        key=form.key(
            "comment",
            str(idea.number),
            form.parent.data or "",
            form.body.data,
            form.display_name.data,
            form.language.data,
            speaker.value,
        ),
        body=form.body.data,
        language=form.language.data,
        display_name=form.display_name.data or "",
        parent=parent,
        speaker=speaker,
        office=offices.get(speaker),
    )


def _parent(idea: Contribution) -> Comment | None:
    """The comment that is answered: ``parent`` in the form, or in the address of the page."""
    sent = request.form.get("parent", "") if request.method == "POST" else request.args.get("parent", "")
    return comment_to_answer(idea.id, sent) if sent else None


def _offices(actor: Actor, dialogue: Dialogue) -> dict[Speaker, Texts]:
    """In which offices the actor may write here, with the names of the body they hold each in."""
    if not actor.signed_in:
        return {}
    bodies: list[Body] = [dialogue.responsible_body]
    if dialogue.executing_body is not None:
        bodies.append(dialogue.executing_body)
    offices = {}
    for speaker, (permission, roles) in _OFFICES.items():
        if allowed(actor, permission, dialogue):
            held = (b for b in bodies if any(actor.holds(role, b.id, dialogue.id) for role in roles))
            offices[speaker] = next(held, bodies[0]).names
    return offices


def _capacities(offices: dict[Speaker, Texts]) -> list[tuple[str, str]]:
    if not offices:
        return []
    return [
        (Speaker.RESIDENT.value, i18n.gettext("Resident, as a private person")),
        *((speaker.value, office_label(speaker, names)) for speaker, names in offices.items()),
    ]


def _quoted(dialogue: Dialogue, answered: Contribution) -> Quoted:
    return Quoted(
        author=author(answered.display_name),
        role_label=office_label(Speaker(answered.speaker), answered.speaker_label),
        number=full_number(dialogue.registry_number, answered),
        title=answered.title,
        text=answered.body,
        lang=language_tag(answered.language),
        dir=direction(answered.language),
    )


def _idea_href(slug: str, idea: Contribution) -> str:
    return flask.url_for("residents.ideas.show", slug=slug, number=idea.number)


def _way(slug: str, dialogue: Dialogue, idea: Contribution) -> list[Crumb]:
    return way_to(
        slug,
        dialogue,
        Crumb(i18n.gettext("Ideas"), flask.url_for("residents.ideas.index", slug=slug)),
        Crumb(idea.title, _idea_href(slug, idea)),
        Crumb(i18n.gettext("Comment")),
    )


def _kept(form: CommentForm) -> list[Kept]:
    if request.method == "GET":
        return []
    return [
        Kept(str(form.body.label.text), form.body.data or ""),
        Kept(str(form.display_name.label.text), form.display_name.data or ""),
    ]
