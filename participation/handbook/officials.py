"""The back office of the handbook: the draft of a new version, its texts and lists, the preview, publishing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from participation import db, i18n, page, refusals
from participation.access import Conflict, NotFound, Refused, allowed, require
from participation.accounts.queries import names_of
from participation.forms import ActionForm
from participation.handbook import actions, queries
from participation.handbook.editions import edition, only_in, parts, path, said
from participation.handbook.forms import LANGUAGES, ItemsForm, PublishForm, TextForm
from participation.handbook.models import HandbookText, HandbookVersion
from participation.handbook.permissions import HandbookPermission
from participation.handbook.rules import LINKED, PARTS, Place
from participation.i18n import gettext, label
from participation.texts import Texts, direction, language_tag

bp = Blueprint("handbook", __name__, url_prefix="/handbook")

_TONGUES = tuple(
    (code, language_tag(code), direction(code), "" if code == "sv" else "_" + code.replace("-", "_"))
    for code in LANGUAGES
)
"""Each language with its tag, its direction, and how the names of its fields end."""


def _draft() -> HandbookVersion:
    found = queries.draft()
    if found is None:
        raise NotFound
    return found


@bp.route("", methods=["GET"])
def index() -> ResponseReturnValue:
    draft = queries.draft()
    published = queries.published_versions()
    people = names_of(i for v in published for i in (v.published_by_id,))
    newest = queries.current_number() or 0
    texts = queries.texts(draft.number) if draft else []
    lists = queries.items(draft.number) if draft else []
    may = allowed(page.current_actor(), HandbookPermission.EDIT)
    return page.render(
        "officials/handbook/index.html",
        draft=draft,
        places=[
            {
                "place": place.value,
                "title": label(place),
                "texts": [t for t in texts if t.place == place.value],
                "items": sum(i.place == place.value for i in lists) if place in PARTS else None,
            }
            for place in Place
        ]
        if may and draft
        else [],
        said=said,
        missing=_missing,
        versions=[
            (edition(v, v.number, newest), people.get(v.published_by_id or 0, gettext("Came with the service")))
            for v in published
        ],
        may=may,
        form=ActionForm(),
    )


def _missing(texts: Texts) -> str:
    """Which languages the text lacks, in words."""
    lacking = texts.missing(LANGUAGES)
    return i18n.join([i18n.language_name(code) for code in lacking]) if lacking else ""


@bp.route("/draft", methods=["POST"])
def begin() -> ResponseReturnValue:
    require(page.current_actor(), HandbookPermission.EDIT)
    if not ActionForm().validate():
        return page.see_other(url_for("officials.handbook.index"))
    actions.begin_draft(page.current_actor())
    return page.see_other(url_for("officials.handbook.index"))


@bp.route("/texts/<int:text_id>", methods=["GET", "POST"])
def text(text_id: int) -> ResponseReturnValue:
    require(page.current_actor(), HandbookPermission.EDIT)
    found = queries.draft_text(text_id)
    total = len(queries.texts(found.version, (Place(found.place),)))
    form = TextForm()
    form.offer_positions(total, found.position)
    if request.method == "GET":
        form.show(found.title, found.body)
        form.seen.data = actions.fingerprint(found)
        return _show_text(form, found)
    if not form.validate():
        return _show_text(form, found, status=422)
    try:
        actions.save_text(
            page.current_actor(),
            found,
            title=form.words("title"),
            body=form.words("body"),
            position=int(form.position.data),
            seen=request.form.get("over") or form.seen.data or "",
        )
    except Conflict:
        db.start_over()
        found = queries.draft_text(text_id)
        return _show_text(form, found, status=409, over=actions.fingerprint(found))
    return page.see_other(url_for("officials.handbook.index", _anchor=found.key))


def _show_text(
    form: TextForm, found: HandbookText, *, status: int = 200, over: str | None = None
) -> ResponseReturnValue:
    return page.render(
        "officials/handbook/text.html",
        status,
        form=form,
        heading=said(found.title),
        place=label(Place(found.place)),
        tongues=_TONGUES,
        languages=i18n.language_name,
        stored=[
            (i18n.language_name(code), language_tag(code), direction(code), found.title[code], found.body.get(code, ""))
            for code in found.title
        ]
        if over
        else [],
        over=over,
        errors=refusals.race(compared=True) if over else [],
        remove_href=None if found.key in LINKED else url_for("officials.handbook.remove", text_id=found.id),
        text_id=found.id,
    )


@bp.route("/new/<place>", methods=["GET", "POST"])
def new(place: str) -> ResponseReturnValue:
    require(page.current_actor(), HandbookPermission.EDIT)
    if place not in set(Place):
        raise NotFound
    version = _draft()
    form = TextForm()
    del form.position
    values: dict[str, Any] = {
        "form": form,
        "place": label(Place(place)),
        "tongues": _TONGUES,
        "languages": i18n.language_name,
    }
    if request.method == "GET":
        return page.render("officials/handbook/new.html", errors=[], **values)
    if not form.validate():
        return page.invalid("officials/handbook/new.html", errors=[], **values)
    try:
        made = actions.add_text(
            page.current_actor(), version, Place(place), title=form.words("title"), body=form.words("body")
        )
    except Refused as error:
        errors = refusals.shown(error.reasons)
        return page.render("officials/handbook/new.html", 409, errors=errors, **values)
    return page.see_other(url_for("officials.handbook.index", _anchor=made.key))


@bp.route("/texts/<int:text_id>/remove", methods=["GET", "POST"])
def remove(text_id: int) -> ResponseReturnValue:
    require(page.current_actor(), HandbookPermission.EDIT)
    found = queries.draft_text(text_id)
    form = ActionForm()
    if request.method == "GET" or not form.validate():
        status = 200 if request.method == "GET" else 422
        return page.render(
            "officials/handbook/remove.html", status, form=form, heading=said(found.title), linked=found.key in LINKED
        )
    actions.remove_text(page.current_actor(), found)
    return page.see_other(url_for("officials.handbook.index"))


@bp.route("/lists/<place>", methods=["GET", "POST"])
def items(place: str) -> ResponseReturnValue:
    require(page.current_actor(), HandbookPermission.EDIT)
    if place not in {p.value for p in PARTS}:
        raise NotFound
    version, part = _draft(), Place(place)
    if request.method == "GET":
        return _show_items(_stored_items(version, part), part)
    form = ItemsForm()
    if not form.validate():
        return _show_items(form, part, status=422)
    try:
        actions.save_items(
            page.current_actor(), version, part, form.rows(), seen=request.form.get("over") or form.seen.data or ""
        )
    except Conflict:
        db.start_over()
        version = _draft()
        return _show_items(form, part, status=409, over=actions.items_fingerprint(version.number, part))
    if request.form.get("then") == "stay":
        return page.see_other(url_for("officials.handbook.items", place=place, saved=1))
    return page.see_other(url_for("officials.handbook.index", _anchor=place))


def _stored_items(version: HandbookVersion, part: Place) -> ItemsForm:
    rows = []
    for item in queries.items(version.number, (part,)):
        row = {"key": item.key, "text": item.text.sv}
        for code, _, _, end in _TONGUES[1:]:
            row[f"text{end}"] = item.text.get(code, "")
        rows.append(row)
    form = ItemsForm(formdata=None, data={"items": rows})
    form.seen.data = actions.items_fingerprint(version.number, part)
    form.add_empty()
    return form


def _show_items(form: ItemsForm, part: Place, *, status: int = 200, over: str | None = None) -> ResponseReturnValue:
    return page.render(
        "officials/handbook/items.html",
        status,
        form=form,
        place=part.value,
        title=label(part),
        tongues=_TONGUES,
        stored=[said(i.text) for i in queries.items(_draft().number, (part,))] if over else [],
        over=over,
        errors=refusals.race(compared=True) if over else [],
        saved=status == 200 and bool(request.args.get("saved")),
    )


@bp.route("/preview", methods=["GET"])
def preview() -> ResponseReturnValue:
    """The draft as its readers will see it, in the language of the address."""
    require(page.current_actor(), HandbookPermission.EDIT)
    version = _draft()
    texts = queries.texts(version.number)
    return page.render(
        "officials/handbook/preview.html",
        number=version.number,
        parts=parts(texts, None, items=queries.items(version.number), whole=True),
        path=path(texts, None, whole=True),
        only_in=only_in(said(t.title) for t in texts),
    )


@bp.route("/publish", methods=["GET", "POST"])
def publish() -> ResponseReturnValue:
    require(page.current_actor(), HandbookPermission.PUBLISH)
    version = _draft()
    form = PublishForm()
    if request.method == "GET":
        return page.render("officials/handbook/publish.html", form=form, number=version.number)
    if not form.validate():
        return page.invalid("officials/handbook/publish.html", form=form, number=version.number)
    actions.publish(page.current_actor(), version, note=form.note.data)
    return page.see_other(url_for("officials.handbook.index"))
