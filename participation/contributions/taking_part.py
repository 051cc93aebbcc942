"""What the pages of ideas, comments and surveys share: the terms of taking part, and what happens when it is refused.

Nothing a person wrote is lost: whatever the reason, the answer shows all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import flask
from flask import request
from werkzeug.wrappers import Response

from participation import clock, i18n, page, refusals
from participation.access import Actor, Refused, allowed
from participation.channels.queries import channels_meant
from participation.channels.views import ChannelView, channel_view
from participation.contributions.forms import WritingForm
from participation.contributions.permissions import ContributionPermission
from participation.dialogues import queries as dialogues
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import not_open
from participation.dialogues.rules import Stage
from participation.forms import ContributionForm
from participation.i18n import lazy
from participation.texts import Rendered


@dataclass(frozen=True)
class Crumb:
    """A step of the way here; this page itself has no href."""

    label: str
    href: str | None = None


@dataclass(frozen=True)
class Kept:
    """Something a person wrote, shown for them to copy."""

    label: str
    text: str

    @property
    def rows(self) -> int:
        return min(24, 1 + sum(1 + len(line) // 60 for line in self.text.splitlines()))


def may_take_part(actor: Actor, dialogue: Dialogue) -> bool:
    """Whether the dialogue takes contributions now."""
    return allowed(actor, ContributionPermission.SUBMIT, dialogue)


def title_of(dialogue: Dialogue) -> Rendered:
    """The dialogue's title for this reader."""
    return dialogue.title.in_(i18n.current().code)


def moved(slug: str, dialogue: Dialogue) -> Response | None:
    """301 to this page's own address, from one with other words about the dialogue. A form that is sent is taken where
    it arrives."""
    right = dialogues.slug(dialogue)
    if slug == right or request.method != "GET" or request.endpoint is None:
        return None
    address = flask.url_for(request.endpoint, **{**(request.view_args or {}), "slug": right})
    query = request.query_string.decode("utf-8", "replace")
    return flask.redirect(f"{address}?{query}" if query else address, code=301)


def dialogue_href(slug: str) -> str:
    """The dialogue's page."""
    return flask.url_for("residents.dialogues.show", slug=slug)


def way_to(slug: str, dialogue: Dialogue, *more: Crumb) -> list[Crumb]:
    """The breadcrumbs of a page below a dialogue."""
    return [
        Crumb(i18n.gettext("Start"), flask.url_for("residents.dialogues.start")),
        Crumb(title_of(dialogue).text, dialogue_href(slug)),
        *more,
    ]


def look_automatic(form: ContributionForm) -> None:
    """Tell whoever filled in the field that people do not see how to send all the same."""
    form.website.data = ""
    form.fail(None, i18n.gettext("This looked as if a robot sent it. Everything is still here: send it once more."))


def meant_elsewhere(form: WritingForm, *texts: str | None) -> list[ChannelView]:
    """The other channels that the texts obviously belong to; none once the sender wants to send it here anyway.

    The form is told, so that its page says it first.
    """
    found = [] if form.anyway.data else channels_meant("\n".join(t or "" for t in texts))
    if found:
        names = i18n.join([c.title.in_(i18n.current().code).text for c in found])
        form.fail(
            None,
            i18n.gettext(
                "It looks as if this belongs to another channel: %(list)s. Read below, then choose where to send it.",
                list=names,
            ),
        )
    return [channel_view(c) for c in found]


def closed(slug: str, dialogue: Dialogue, kept: Sequence[Kept] = (), refused: Refused | None = None) -> Response:
    """409: the dialogue takes nothing now; says since when and why, and shows all that was written."""
    reasons = refused.reasons if refused else (not_open(dialogue, clock.now()),)
    stage = dialogues.current_stage(dialogue)
    why = ended(stage, dialogue)
    return page.render(
        "residents/contributions/closed.html",
        409,
        heading=_HEADINGS.get(stage, _CLOSED),
        why=why.text if why else "",
        reason=why.reason if why else None,
        has_opened=stage not in (Stage.ANNOUNCED, Stage.PAUSED, Stage.CANCELLED),
        opens_at=_next_opening(dialogue),
        closed_on=dialogues.closes_on(dialogue),
        results_due=dialogue.results_due,
        feedback_due=dialogue.feedback_due,
        errors=refusals.shown(reasons),
        kept=[k for k in kept if k.text.strip()],
        dialogue_title=title_of(dialogue),
        href=dialogue_href(slug),
    )


_CLOSED = lazy("The dialogue is closed for contributions")
_HEADINGS = {
    Stage.ANNOUNCED: lazy("The dialogue has not opened yet"),
    Stage.PAUSED: lazy("The dialogue is paused"),
    Stage.CANCELLED: lazy("The dialogue is cancelled"),
}


@dataclass(frozen=True)
class Ended:
    """Why nothing is taken that would have been, and the officials' own reason."""

    text: str
    reason: Rendered | None = None


def ended(stage: Stage, dialogue: Dialogue) -> Ended | None:
    """Why a dialogue that would be open is not: it is paused, or cancelled."""
    if stage is Stage.PAUSED and dialogue.resumes_at is not None:
        day = i18n.format_date_long(clock.local_date(dialogue.resumes_at))
        said = i18n.gettext("It goes on by itself on %(date)s. You are welcome back then.", date=day)
        return Ended(said, dialogue.pause_reason.in_(i18n.current().code))
    if stage is Stage.CANCELLED:
        return Ended(i18n.gettext("Nothing more can be sent in. On the dialogue’s page you can read why."))
    return None


def _next_opening(dialogue: Dialogue) -> datetime | None:
    now = clock.now()
    return next((p.opens_at for p in dialogue.phases if p.opens_at > now), None)


def author(display_name: str) -> str:
    """Who wrote it, as shown."""
    return display_name or i18n.gettext("Anonymous")


class Amended(Protocol):
    """A dialogue, or a row that says of one when a new decision last changed it."""

    @property
    def amended_at(self) -> datetime | None: ...


def before_change(dialogue: Amended, received_at: datetime) -> str:
    """Says so of what was sent in before a new decision changed what the dialogue rests on; else ""."""
    if dialogue.amended_at is None or received_at >= dialogue.amended_at:
        return ""
    return i18n.gettext("Before the change")


def short_number(number: int) -> str:
    """A contribution's number where the dialogue is known."""
    return i18n.gettext("No. %(number)s", number=number)


def foreign(language: str) -> str:
    """The name of the language if it is not the reader's; else ""."""
    return "" if language == i18n.current().lang.split("-")[0] else i18n.language_name(language)
