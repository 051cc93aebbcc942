"""Paper forms to print, and what can be typed in or waits for a second person."""

from __future__ import annotations

import flask
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.dialogues.queries import current_stage
from participation.dialogues.queries import slug as slug_of
from participation.dialogues.rules import PUBLIC_STAGES
from participation.i18n import gettext
from participation.offline.officials.frame import bp, frame, here, opened
from participation.offline.queries import typist, waiting_entries
from participation.surveys.queries import surveys_of


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
            (
                titles[e.survey_id],
                i18n.format_date(e.filled_on),
                typist(e.entered_by_id),
                gettext("Settle the differences") if e.second_raw is not None else gettext("Type it a second time"),
                here("settle" if e.second_raw is not None else "again", dialogue, entry_id=e.id)
                if shared["may_enter"]
                else "",
            )
            for e in waiting_entries(dialogue.id)
            if e.survey_id in titles
        ],
        idea_href=here("idea", dialogue),
        comment_href=here("comment", dialogue),
    )
