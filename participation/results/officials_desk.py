"""What the back office's pages of results share: the blueprint, the dialogue they are about, words for refusals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import flask
from flask import Blueprint

from participation import i18n, refusals
from participation.access import Permission, Reason, Role, refusal
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.rules import Stage
from participation.dialogues.workspace import desk, state_of
from participation.i18n import lazy
from participation.page import current_actor
from participation.refusals import Refusal
from participation.results.rules import languages_of
from participation.texts import Rendered, Texts, direction, language_tag

bp = Blueprint("results", __name__, url_prefix="/dialogues/<int:dialogue_id>")

FIELD_PAGES = {
    "queue": "moderators.queue.index",
    "offline": "officials.offline.index",
    "themes": "officials.results.themes",
    "statements": "officials.statements.index",
    "review": "officials.statements.review",
}
"""Where a reason is mended that is not mended on the page that is refused."""


_STEPS = (
    ("themes", lazy("Sort into themes")),
    ("report", lazy("Write the report")),
    ("handling", lazy("Record the decision")),
    ("feedback", lazy("Feed back")),
    ("evaluation", lazy("Evaluate")),
    ("measures", lazy("Follow up")),
)
_REACHED = dict.fromkeys(Stage, 0) | {Stage.COMPILED: 2, Stage.HANDLED: 3, Stage.FED_BACK: 4, Stage.EVALUATED: 5}


@dataclass(frozen=True)
class LoopStep:
    """A step of closing the loop: done, now or todo; ``current`` is the page one is on."""

    label: str
    href: str
    state: str
    current: bool


@dataclass(frozen=True)
class Tongue:
    """A language to write in."""

    code: str
    lang: str
    dir: str
    name: str


@dataclass(frozen=True)
class Step:
    """A line of a checklist."""

    code: str
    sentence: str
    done: bool
    href: str | None = None


def opened(dialogue_id: int) -> Dialogue:
    """The dialogue, if whoever asks may know of it in the back office; else NotFound."""
    return staff_dialogue(current_actor(), dialogue_id)


def here(texts: Texts) -> Rendered:
    """The texts as the reader of the page gets them."""
    return texts.in_(i18n.current().code)


def frame(dialogue: Dialogue, title: str, step: str = "") -> dict[str, Any]:
    """What surrounds a page: the dialogue's road, and the steps of closing the loop, of which one is this page."""
    state = state_of(current_actor(), dialogue)
    at = _REACHED[state.stage]
    steps = tuple(
        LoopStep(
            label=str(label),
            href=flask.url_for(f".{name}", dialogue_id=dialogue.id),
            state="done" if n < at else "now" if n == at else "todo",
            current=name == step,
        )
        for n, (name, label) in enumerate(_STEPS)
    )
    return {"desk": desk(state, here=title), "title": title, "loop_of_steps": steps}


def tongues(dialogue: Dialogue) -> list[Tongue]:
    """The languages results are written in, Swedish first."""
    return [
        Tongue(code, language_tag(code), direction(code), i18n.language_name(code))
        for code in languages_of(dialogue.languages)
    ]


def why_not(permission: Permission, dialogue: Dialogue) -> str | None:
    """Why the reader may not do it now, in words; None if they may."""
    reason = refusal(current_actor(), permission, dialogue)
    return refusals.sentence(reason) if reason else None


def said(reasons: Iterable[Reason], dialogue: Dialogue, page: str = "") -> list[Refusal]:
    """The reasons in words, each leading to where it is mended; ``page`` has the fields if this one has not."""
    return [Refusal(r.code, refusals.sentence(r), _where(r, dialogue, page)) for r in reasons]


def _where(reason: Reason, dialogue: Dialogue, page: str) -> str | None:
    if reason.field is None:
        return None
    endpoint = FIELD_PAGES.get(reason.field)
    if endpoint is None:
        return (flask.url_for(page, dialogue_id=dialogue.id) if page else "") + f"#{reason.field}"
    if endpoint.startswith("moderators."):
        may_go_there = current_actor().roles & {Role.MODERATOR, Role.COORDINATOR}
        return flask.url_for(endpoint) if may_go_there else None
    return flask.url_for(endpoint, dialogue_id=dialogue.id)
