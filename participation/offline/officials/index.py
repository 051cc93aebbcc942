"""Paper forms to print, and what can be typed in or waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass

import flask
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage
from participation.dialogues.queries import slug as slug_of
from participation.dialogues.rules import PUBLIC_STAGES
from participation.i18n import gettext
from participation.offline.officials.frame import bp, frame, here, opened
from participation.offline.queries import typist, waiting_entries
from participation.surveys.building.deletions import deletion_of_entry
from participation.surveys.models import StaffEntry
from participation.surveys.queries import surveys_of
from participation.texts import Rendered


@bp.route("", methods=["GET"])
def index(dialogue_id: int) -> ResponseReturnValue:
    """Paper forms to print, and everything that can be typed in or waits for a second person."""
    dialogue = opened(dialogue_id)
    surveys = [s for s in surveys_of(dialogue.id) if s.questions]
    public = current_stage(dialogue) in PUBLIC_STAGES
    titles = {s.id: s.title.in_(i18n.current().code) for s in surveys}
    shared = frame(dialogue, gettext("Paper, phone, meeting"))
    return page.render(
        "officials/offline/index.html",
        **shared,
        surveys=[
            (
                titles[s.id],
                here("answers", dialogue, survey_id=s.id),
                [
                    (
                        i18n.language_name(code),
                        flask.url_for("residents.offline.form", lang=code, slug=slug_of(dialogue), key=s.key),
                    )
                    for code in dialogue.languages
                    if code in page.app_settings().locales
                ]
                if public
                else [],
            )
            for s in surveys
        ],
        waiting=[
            _waiting(dialogue, e, titles[e.survey_id], may_enter=shared["may_enter"])
            for e in waiting_entries(dialogue.id)
            if e.survey_id in titles
        ],
        idea_href=here("idea", dialogue),
        comment_href=here("comment", dialogue),
    )


@dataclass(frozen=True)
class WaitingRow:
    """What waits for a second person. Addresses are "" where there is nothing to do; ``asked``: taking it out is."""

    title: Rendered
    came_on: str
    typed_by: str
    note: str
    next: str
    href: str
    discard_href: str
    asked: str


def _waiting(dialogue: Dialogue, entry: StaffEntry, title: Rendered, *, may_enter: bool) -> WaitingRow:
    differ = entry.second_raw is not None
    asked = deletion_of_entry(entry) is not None
    deletions = flask.url_for("officials.surveys.deletions", dialogue_id=dialogue.id, survey_id=entry.survey_id)
    return WaitingRow(
        title=title,
        came_on=i18n.format_date(entry.filled_on),
        typed_by=typist(entry.entered_by_id),
        note=entry.note,
        next=gettext("Settle the differences") if differ else gettext("Type it a second time"),
        href=here("settle" if differ else "again", dialogue, entry_id=entry.id) if may_enter else "",
        discard_href=here("discard", dialogue, entry_id=entry.id) if may_enter and not asked else "",
        asked=f"{deletions}#deletions" if asked else "",
    )
