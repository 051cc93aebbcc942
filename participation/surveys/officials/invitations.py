"""One-time codes: planned, handed out once as letters or as a list, withdrawn when letters are lost."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import segno
from flask import Response as FlaskResponse
from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import clock, i18n, page
from participation.access import NotFound, Refused
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.forms import ActionForm
from participation.i18n import gettext
from participation.surveys.building import invitations as codes
from participation.surveys.building.invitations import ExportForm
from participation.surveys.models import InvitationBatch, Survey
from participation.surveys.office_forms import BatchForm
from participation.surveys.officials.frame import bp, frame, here, opened, refused
from participation.surveys.queries import batch_by_id, survey_by_id


@dataclass(frozen=True)
class BatchRow:
    """A batch in the list."""

    label: str
    size: int
    used: int
    made: str
    handed_out: str
    withdrawn: str
    hand_out_href: str
    withdraw_href: str


@dataclass(frozen=True)
class Letter:
    """One letter: the code, where it leads, and the same as a picture."""

    code: str
    href: str
    qr: str


@bp.route("/<int:survey_id>/invitations", methods=["GET", "POST"])
def invitations(dialogue_id: int, survey_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    form = BatchForm()
    values = {
        **frame(dialogue, gettext("Codes")),
        "form": form,
        "token": ActionForm(),
        "survey_title": survey.title.sv,
        "is_invited": survey.access == "invited",
        "settings_href": here("settings", survey),
        "batches": [_row(survey, batch, used) for batch, used in codes.batches_of(survey.id)],
        "back": here("show", survey),
    }
    if request.method == "GET":
        return page.render("officials/surveys/invitations.html", **values)
    if not form.validate():
        return page.invalid("officials/surveys/invitations.html", **values)
    try:
        codes.create_batch(
            page.current_actor(),
            dialogue,
            survey,
            label=form.label.data,
            size=form.size.data,
            key=form.idempotency(),
        )
    except Refused as error:
        return refused("officials/surveys/invitations.html", error, **values)
    return page.see_other(here("invitations", survey) + "#batches")


def _row(survey: Survey, batch: InvitationBatch, used: int) -> BatchRow:
    return BatchRow(
        label=batch.label,
        size=batch.size,
        used=used,
        made=i18n.format_date(clock.local_date(batch.created_at)),
        handed_out=i18n.format_date(clock.local_date(batch.exported_at)) if batch.exported_at else "",
        withdrawn=i18n.format_date(clock.local_date(batch.withdrawn_at)) if batch.withdrawn_at else "",
        hand_out_href=here("hand_out", survey, batch_id=batch.id),
        withdraw_href=here("withdraw", survey, batch_id=batch.id),
    )


@bp.route("/<int:survey_id>/invitations/<int:batch_id>/hand-out", methods=["GET", "POST"])
def hand_out(dialogue_id: int, survey_id: int, batch_id: int) -> ResponseReturnValue:
    """Asks first; then the answer to the button holds the codes, this once: there is no address to see them again."""
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    batch = batch_by_id(survey.id, batch_id)
    form = ActionForm()
    values = {
        **frame(dialogue, gettext("Hand out the codes")),
        "form": form,
        "survey_title": survey.title.sv,
        "batch": _row(survey, batch, 0),
        "back": here("invitations", survey),
    }
    wish = request.form.get("as", "")
    if request.method == "GET":
        return page.render("officials/surveys/hand_out.html", **values)
    if wish not in set(ExportForm) or not form.validate():
        return page.invalid("officials/surveys/hand_out.html", **values)
    try:
        made = codes.hand_out(page.current_actor(), dialogue, survey, batch, form=ExportForm(wish))
    except Refused as error:
        return refused("officials/surveys/hand_out.html", error, **values)
    if wish == ExportForm.LIST.value:
        return _list(dialogue, survey, batch, made)
    return _letters(dialogue, survey, batch, made)


def _address(dialogue: Dialogue, survey: Survey, code: str) -> str:
    return page.absolute_url("residents.surveys.answer", slug=slug(dialogue), key=survey.key, lang="sv", code=code)


def _list(dialogue: Dialogue, survey: Survey, batch: InvitationBatch, made: list[str]) -> Response:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["code", "address"])
    writer.writerows([code, _address(dialogue, survey, code)] for code in made)
    response = FlaskResponse("\ufeff" + written.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="codes-{batch.id}.csv"'
    return response


def _letters(dialogue: Dialogue, survey: Survey, batch: InvitationBatch, made: list[str]) -> Response:
    shown = [code for code in ("sv", *dialogue.languages) if code in i18n.NATIVE_NAMES]
    letters = [_letter(code, _address(dialogue, survey, code)) for code in made]
    return page.render(
        "officials/surveys/letters.html",
        title=gettext("Letters with codes"),
        label=batch.label,
        letters=letters,
        survey_title=survey.title,
        dialogue_title=dialogue.title,
        languages=list(dict.fromkeys(shown)),
        back=here("invitations", survey),
    )


def _letter(code: str, address: str) -> Letter:
    return Letter(code, address, segno.make(address, error="m").svg_data_uri(scale=3, border=2))


@bp.route("/<int:survey_id>/invitations/<int:batch_id>/withdraw", methods=["POST"])
def withdraw(dialogue_id: int, survey_id: int, batch_id: int) -> ResponseReturnValue:
    dialogue = opened(dialogue_id)
    survey = survey_by_id(dialogue.id, survey_id)
    batch = batch_by_id(survey.id, batch_id)
    if not ActionForm().validate():
        raise NotFound
    codes.withdraw_batch(page.current_actor(), dialogue, survey, batch)
    return page.see_other(here("invitations", survey) + "#batches")
