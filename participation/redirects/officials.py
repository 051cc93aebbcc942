"""The page where a dialogue's staff redirect one of its contributions."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from participation import i18n, page, refusals
from participation.access import NotFound, Refused, require
from participation.access_log.rules import Shown
from participation.channels.queries import channel_by_id, shown_channels
from participation.contributions.queries import by_number, full_number
from participation.contributions.rules import NEVER_SHOWN, Visibility
from participation.dialogues.queries import staff_dialogue
from participation.dialogues.workspace import desk, state_of
from participation.forms import options
from participation.i18n import gettext
from participation.redirects.actions import redirect_contribution
from participation.redirects.forms import RedirectForm
from participation.redirects.permissions import RedirectPermission
from participation.redirects.queries import redirect_of
from participation.refusals import Refusal
from participation.texts import direction, language_tag

bp = Blueprint("redirects", __name__, url_prefix="/dialogues/<int:dialogue_id>/contributions/<int:number>/redirect")


@bp.route("", methods=["GET", "POST"])
@page.shows_personal_data(Shown.CONTRIBUTIONS)
def new(dialogue_id: int, number: int) -> ResponseReturnValue:
    actor = page.current_actor()
    dialogue = staff_dialogue(actor, dialogue_id)
    contribution = by_number(dialogue.id, number)
    is_sealed = contribution.visibility == Visibility.SEALED.value
    if contribution.contribution_kind in NEVER_SHOWN or is_sealed:
        raise NotFound
    require(actor, RedirectPermission.REDIRECT, dialogue)
    locale = i18n.current().code
    found = redirect_of(contribution.id)
    form = RedirectForm()
    channels = [(str(c.id), c.title.in_(locale).text) for c in shown_channels()]
    form.channel.choices = options([("", gettext("Choose …")), *channels])
    errors: list[Refusal] = []
    status = 200
    if form.is_submitted():
        if not form.validate():
            status = 422
        else:
            try:
                channel = channel_by_id(int(form.channel.data))
                redirect_contribution(actor, dialogue, contribution, channel=channel, reason=form.reason.data)
            except Refused as error:
                if not error.by_guard:
                    raise
                errors, status = refusals.shown(error.reasons), 409
            else:
                return page.see_other(
                    url_for("officials.redirects.new", dialogue_id=dialogue.id, number=contribution.number)
                )
    title = gettext("Redirect %(number)s", number=full_number(dialogue.registry_number, contribution))
    return page.render(
        "officials/redirects/new.html",
        status,
        desk=desk(state_of(actor, dialogue), tab="contributions", here=title),
        title=title,
        form=form,
        errors=errors,
        own_title=contribution.title,
        own_text=contribution.body,
        lang=language_tag(contribution.language),
        dir=direction(contribution.language),
        done_channel=found.channel.title.in_(locale) if found else None,
        done_reason=found.reason if found else "",
        done_on=i18n.format_date(found.at) if found else "",
        back_href=url_for("officials.contributions.index", dialogue_id=dialogue.id),
    )
