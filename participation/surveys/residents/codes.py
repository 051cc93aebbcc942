"""Codes that lead into a survey: that of a letter, that of a draft on another device, that of what has been sent."""

from __future__ import annotations

import flask
import segno
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import i18n, page
from participation.access import NotFound, Refused
from participation.contributions.queries import by_return_code
from participation.contributions.taking_part import dialogue_href, may_take_part, moved
from participation.forms import ActionForm
from participation.surveys.answering.drafts import draft_by_code, draft_to_change
from participation.surveys.answering.sending import invitation_is_known, invitation_is_open
from participation.surveys.answering_forms import ChangeForm, InvitationForm, ResumeForm
from participation.surveys.invitation_codes import code_hash, respondent_key
from participation.surveys.models import SurveyResponse
from participation.surveys.residents.sitting import (
    Right,
    Sitting,
    already,
    bp,
    changing,
    let_in,
    let_in_page,
    purpose,
    sit,
    when_closed,
)
from participation.surveys.rules import Access


@bp.route("/code", methods=["POST"])
def code(slug: str, key: str) -> ResponseReturnValue:
    """The code of a letter lets in; it is used up when the answers are sent, not before."""
    sitting = sit(slug, key)
    if sitting.survey.access != Access.INVITED.value:
        raise NotFound
    form = InvitationForm()
    if not form.validate():
        return let_in_page(sitting, form, 422)
    if sitting.right is not Right.NEEDS_CODE:
        return page.see_other(sitting.here("answer"))
    seconds = page.limiter().wait(page.app_settings().rate_limits.codes_per_prefix, "code", page.sender_prefix())
    if seconds:
        form.fail("code", i18n.gettext("Too many codes have been tried from your network. Try again in a minute."))
        response = let_in_page(sitting, form, 429)
        response.headers["Retry-After"] = str(seconds)
        return response
    survey, written = sitting.survey, form.code.data
    hashed, respondent = code_hash(survey.id, written), respondent_key(survey.id, written)
    if invitation_is_open(survey.id, hashed):
        let_in(survey, hashed, respondent)
        return page.see_other(sitting.here("answer"))
    if invitation_is_known(survey.id, hashed):
        form.fail(
            "code",
            i18n.gettext(
                "Somebody has already answered with this code. Was it you? Your return code shows what you sent."
            ),
        )
        return let_in_page(sitting, form, 409)
    form.fail("code", i18n.gettext("There is no such code. Compare it with your letter, letter by letter."))
    return let_in_page(sitting, form, 422)


@bp.route("/later", methods=["GET", "POST"])
def later(slug: str, key: str) -> ResponseReturnValue:
    """The return code of a draft: shown to whoever has one, and asked for by whoever comes with it."""
    sitting = sit(slug, key)
    elsewhere = moved(slug, sitting.dialogue)
    if elsewhere is not None:
        return elsewhere
    form = ResumeForm()
    if request.method == "GET":
        form.code.data = request.args.get("code", "")[:60]
        return _later(sitting, form)
    if not form.validate():
        return _later(sitting, form, 422)
    seconds = page.limiter().wait(page.app_settings().rate_limits.receipts_per_prefix, "receipt", page.sender_prefix())
    if seconds:
        form.fail("code", i18n.gettext("Too many codes have been tried from your network. Try again in a minute."))
        response = _later(sitting, form, 429)
        response.headers["Retry-After"] = str(seconds)
        return response
    found = draft_by_code(form.code.data)
    if found is None or found.survey_id != sitting.survey.id:
        form.fail(
            "code",
            i18n.gettext(
                "There are no answers with this code. Compare it with what you noted: it has no letters I, L, O or U."
            ),
        )
        return _later(sitting, form, 422)
    if found.response_id is not None:
        return page.see_other(flask.url_for("residents.receipts.show", code=found.return_code))
    if sitting.survey.access == Access.OPEN.value:
        sitting.adopt(found)
    elif sitting.survey.access == Access.INVITED.value:
        page.remember_browser_key(purpose(sitting.survey), found.respondent_key)
    return page.see_other(sitting.here("answer"))


def _later(sitting: Sitting, form: ResumeForm, status: int = 200) -> Response:
    draft = sitting.draft if sitting.draft is not None and sitting.draft.response_id is None else None
    address = page.absolute_url(
        "residents.surveys.later",
        slug=sitting.slug,
        key=sitting.survey.key,
        **({"code": draft.return_code} if draft else {}),
    )
    return page.render(
        "residents/surveys/later.html",
        status,
        form=form,
        is_open=sitting.is_open,
        dialogue_href=dialogue_href(sitting.slug),
        code=draft.return_code if draft else "",
        until=draft.expires_at if draft else None,
        address=address,
        qr=segno.make(address, error="m").svg_data_uri(scale=4, border=3, dark="#06323a", light="#ffffff")
        if draft
        else "",
        **sitting.values(),
    )


@bp.route("/change", methods=["POST"])
def change(slug: str, key: str) -> ResponseReturnValue:
    """Whoever has the return code of what was sent may change it, from any device, until the dialogue closes."""
    sitting = sit(slug, key)
    form = ChangeForm()
    response = page.with_code(form.code.data or "", by_return_code)
    if isinstance(response, Response):
        return response
    if not isinstance(response, SurveyResponse) or response.survey_id != sitting.survey.id:
        raise NotFound
    if not may_take_part(page.current_actor(), sitting.dialogue):
        return when_closed(sitting, {})
    if not form.validate():  # the page had been open for too long: whoever has the code presses once more
        return _later(sitting, ResumeForm(formdata=None), 422)
    try:
        draft = draft_to_change(page.current_actor(), sitting.dialogue, sitting.survey, response)
    except Refused as error:
        return when_closed(sitting, {}, error)
    page.remember_browser_key(purpose(sitting.survey), draft.respondent_key)
    changing(sitting.survey, on=True)
    return page.see_other(sitting.here("review"))


@bp.route("/another", methods=["POST"])
def another(slug: str, key: str) -> ResponseReturnValue:
    """Somebody else sits at this browser now. What was begun stays under its return code."""
    sitting = sit(slug, key)
    if not ActionForm().validate():
        return already(sitting, 422)
    page.forget_browser_key(purpose(sitting.survey))
    changing(sitting.survey, on=False)
    flask.session["told"] = [i for i in flask.session.get("told", []) if i != sitting.survey.id]
    return page.see_other(sitting.here("answer"))
