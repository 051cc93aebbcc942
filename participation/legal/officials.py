"""The legal register in the back office: what holds, what has held, and a new version from a day on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page
from participation.access import Conflict, allowed, require
from participation.bodies.forms import LANGUAGE_OF
from participation.bodies.register_page import frame
from participation.forms import options
from participation.i18n import gettext, label
from participation.legal import actions, queries
from participation.legal.actions import Contents
from participation.legal.forms import NewRowForm, VersionForm
from participation.legal.models import LegalBasis
from participation.legal.permissions import LegalPermission
from participation.legal.rules import Document, LegalPhase, NoticeItem, Output, Unit
from participation.legal.words import period
from participation.texts import Texts

bp = Blueprint("legal", __name__, url_prefix="/registers/laws")

_CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Row:
    """A line of the register."""

    cells: tuple[str, ...]
    href: str | None = None


@dataclass(frozen=True)
class Fact:
    """A line about a version."""

    label: str
    value: str


@bp.route("", methods=["GET"])
def index() -> ResponseReturnValue:
    today = clock.today()
    held = {row.id for row in queries.in_force(today)}
    every = queries.every_version()
    return page.render(
        "officials/legal/index.html",
        frame=frame("legal.index"),
        rows=[_row(r) for r in every if r.id in held],
        others=[_row(r) for r in every if r.id not in held],
        may=allowed(page.current_actor(), LegalPermission.KEEP),
    )


def _row(row: LegalBasis) -> Row:
    return Row(
        (
            _name(row),
            row.provision,
            label(row.legal_phase),
            period(row.shortest) if row.shortest else gettext("No figure"),
            _days(row),
        ),
        url_for("officials.legal.show", basis_id=row.id),
    )


def _name(row: LegalBasis) -> str:
    return row.names.in_(i18n.current().code).text


def _days(row: LegalBasis) -> str:
    first = i18n.format_date(row.valid_from)
    if row.valid_to is None:
        return gettext("from %(date)s", date=first)
    return gettext("%(first)s to %(last)s", first=first, last=i18n.format_date(row.valid_to))


@bp.route("/<int:basis_id>", methods=["GET"])
def show(basis_id: int) -> ResponseReturnValue:
    row = queries.basis_by_id(basis_id)
    newest = next(r for r in queries.every_version() if r.code == row.code)
    may = allowed(page.current_actor(), LegalPermission.KEEP) and newest.id == row.id
    return page.render(
        "officials/legal/show.html",
        frame=frame("legal.index", _name(row)),
        title=_name(row),
        facts=_facts(row),
        change_href=url_for("officials.legal.change", basis_id=row.id) if may else None,
        newest_href=url_for("officials.legal.show", basis_id=newest.id) if newest.id != row.id else None,
    )


def _facts(row: LegalBasis) -> list[Fact]:
    documents = [*(label(d) for d in row.demanded), *row.other_documents]
    follower = queries.version_of(row.next_code)
    none = gettext("none")
    return [
        Fact(gettext("Provision"), row.provision),
        Fact(gettext("Phase"), label(row.legal_phase)),
        Fact(
            gettext("The shortest period the law allows"),
            f"{period(row.shortest)} ({row.minimum_provision or row.provision})"
            if row.shortest
            else gettext("No figure"),
        ),
        Fact(gettext("Documents on the website"), i18n.join(documents) if documents else none),
        Fact(gettext("The announcement says"), i18n.join([label(i) for i in row.notice]) if row.notice else none),
        Fact(gettext("Document that ends the phase"), label(Output(row.output))),
        Fact(gettext("What follows"), _name(follower) if follower else none),
        Fact(gettext("Duty to publish on the web"), row.web_duty.in_(i18n.current().code).text or none),
        Fact(gettext("Holds"), _days(row)),
    ]


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(page.current_actor(), LegalPermission.KEEP)
    form = NewRowForm()
    _offer(form, None)
    title = gettext("Enter a legal basis")
    if not form.is_submitted():
        form.valid_from.data = clock.today()
        return _show_form("new", form, title)
    if not form.validate():
        return _show_form("new", form, title, 422)
    code = form.code.data.strip()
    if not _CODE.fullmatch(code) or any(r.code == code for r in queries.every_version()):
        form.fail("code", gettext("Write a code in small letters that is not in the register yet."))
        return _show_form("new", form, title, 422)
    made = actions.enter_version(
        page.current_actor(), code, _contents(form, LegalPhase(form.phase.data), None), valid_from=form.valid_from.data
    )
    return page.see_other(url_for("officials.legal.show", basis_id=made.id))


@bp.route("/<int:basis_id>/change", methods=["GET", "POST"])
def change(basis_id: int) -> ResponseReturnValue:
    """A new version: what is stored is never written over."""
    row = queries.basis_by_id(basis_id)
    require(page.current_actor(), LegalPermission.KEEP)
    form = VersionForm()
    _offer(form, row)
    title = gettext("Change: %(what)s", what=_name(row))
    if not form.is_submitted():
        _fill(form, row)
        return _show_form("change", form, title)
    if not form.validate():
        return _show_form("change", form, title, 422)
    contents = _contents(form, row.legal_phase, row)
    try:
        made = actions.enter_version(page.current_actor(), row.code, contents, valid_from=form.valid_from.data)
    except Conflict:
        db.start_over()
        form.fail("valid_from", gettext("There is a version from that day or later. Choose a later day."))
        return _show_form("change", form, title, 422)
    return page.see_other(url_for("officials.legal.show", basis_id=made.id))


def _offer(form: VersionForm, row: LegalBasis | None) -> None:
    codes = {r.code: _name(r) for r in queries.in_force() if row is None or r.code != row.code}
    if row is not None and row.next_code:
        codes.setdefault(row.next_code, row.next_code)
    form.next_code.choices = options([("", gettext("Nothing")), *codes.items()])


_AS_STORED = (
    "provision",
    "minimum",
    "unit",
    "minimum_provision",
    "documents",
    "notice_items",
    "output",
    "web_days",
)


def _fill(form: VersionForm, row: LegalBasis) -> None:
    form.show(row.names)
    form.valid_from.data = max(clock.today(), row.valid_from)
    for name in _AS_STORED:
        form[name].data = getattr(row, name)
    form.other_documents.data = "\n".join(row.other_documents)
    form.next_code.data = row.next_code or ""
    form.web_duty.data = row.web_duty.sv


def _contents(form: VersionForm, phase: LegalPhase, row: LegalBasis | None) -> Contents:
    duty = (form.web_duty.data or "").strip()
    before = row.web_duty if row is not None else None
    return Contents(
        phase=phase,
        names=form.words(),
        provision=form.provision.data,
        next_code=form.next_code.data or None,
        minimum=form.minimum.data,
        unit=Unit(form.unit.data) if form.unit.data else Unit.DAYS,
        minimum_provision=form.minimum_provision.data or "",
        documents=tuple(Document(d) for d in form.documents.data or ()),
        other_documents=tuple((form.other_documents.data or "").splitlines()),
        notice_items=tuple(NoticeItem(i) for i in form.notice_items.data or ()),
        output=Output(form.output.data) if form.output.data else Output.NONE,
        # Other languages say the same thing as the Swedish words they were written for.
        web_duty=before if before is not None and before.sv == duty else Texts(sv=duty),
        web_days=form.web_days.data,
    )


def _show_form(name: str, form: VersionForm, title: str, status: int = 200) -> ResponseReturnValue:
    values: dict[str, Any] = {"title": title, "form": form, "languages": LANGUAGE_OF}
    return page.render(f"officials/legal/{name}.html", status, frame=frame("legal.index", title), **values)
