"""The population's figures in the back office: every table there has been, and bringing in a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import clock, i18n, page
from participation.access import allowed, require
from participation.accounts.queries import names_of
from participation.bodies.register_page import frame
from participation.i18n import gettext, label, number
from participation.population import actions, queries
from participation.population.forms import FiguresForm, FileForm
from participation.population.models import PopulationReference
from participation.population.permissions import PopulationPermission
from participation.population.reading import read
from participation.population.rules import LARGEST_FILE, Figures, Unreadable, Variable, bands_of
from participation.population.words import band_label, fault_sentence

EXAMPLE = "age;sex;people\n0-12;;5500\n13-15;;1500\n16-19;;2000\n;woman;20000\n;man;20000\n"
"""How a file of one's own can begin."""

bp = Blueprint("population", __name__, url_prefix="/registers/population")


@dataclass(frozen=True)
class Row:
    """A table in the list."""

    cells: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class Group:
    """The figures of one variable: a line for each band with the number and its share, "" where there is none."""

    id: str
    title: str
    rows: Sequence[tuple[str, str, str]]


@bp.route("", methods=["GET"])
def index() -> ResponseReturnValue:
    """Every table, the newest first, and what is compared with today."""
    now = queries.compared_with(clock.today())
    return page.render(
        "officials/population/index.html",
        frame=frame("population.index"),
        rows=[_row(table, now) for table in queries.tables()],
        may=allowed(page.current_actor(), PopulationPermission.IMPORT),
    )


def _row(table: PopulationReference, now: dict[Variable, queries.Reference]) -> Row:
    used = [label(v) for v, reference in now.items() if reference.table.id == table.id]
    return Row(
        (
            table.title,
            table.source,
            i18n.format_date(table.taken_on),
            i18n.join([label(v) for v in table.figures]),
            i18n.join(used) if used else gettext("Nothing"),
        ),
        url_for("officials.population.show", table_id=table.id),
    )


@bp.route("/<int:table_id>", methods=["GET"])
def show(table_id: int) -> ResponseReturnValue:
    """A table as it was imported."""
    table = queries.table_by_id(table_id)
    people = names_of([table.imported_by_id])
    name = people.get(table.imported_by_id, "–") if table.imported_by_id else gettext("The system")
    return page.render(
        "officials/population/show.html",
        frame=frame("population.index", table.title),
        table=table,
        taken_on=i18n.format_date(table.taken_on),
        imported=gettext("%(name)s, %(when)s", name=name, when=i18n.format_datetime(table.imported_at)),
        groups=_groups(table.figures),
    )


def _groups(figures: Figures) -> list[Group]:
    return [Group(v.value, label(v), _lines(v, people)) for v, people in figures.items()]


def _lines(variable: Variable, people: Mapping[str, int]) -> list[tuple[str, str, str]]:
    whole = sum(people.values())
    return [
        (
            band_label(band),
            number(n) if (n := people.get(band.value)) is not None else gettext("No figure"),
            i18n.percent((200 * n + whole) // (2 * whole)) if n is not None and whole else "",
        )
        for band in bands_of(variable)
    ]


@bp.route("/new", methods=["GET", "POST"])
@page.takes_files(LARGEST_FILE)
def new() -> ResponseReturnValue:
    """Choose a file; what was understood of it is shown, and nothing is kept yet."""
    require(page.current_actor(), PopulationPermission.IMPORT)
    form = FileForm()
    if not form.is_submitted():
        return _form(form)
    fine = form.validate()
    figures = _read(form)
    if not fine or figures is None:
        return _form(form, 422)
    return _preview(form, figures)


def _read(form: FileForm) -> Figures | None:
    """What the file says, which the form then carries along: the one chosen now, else the one chosen before."""
    if not form.is_chosen():
        return form.kept_figures()
    form.keep(None)
    try:
        figures = read(form.content()).figures
    except Unreadable as error:
        form.fail("file", fault_sentence(error))
        return None
    form.keep(figures)
    return figures


def _form(form: FileForm, status: int = 200) -> Response:
    title = gettext("Import population figures")
    return page.render(
        "officials/population/new.html",
        status,
        frame=frame("population.index", title),
        title=title,
        form=form,
        kept_name=form.kept_name.data if form.kept_figures() else "",
        example=EXAMPLE,
    )


def _preview(form: FileForm, figures: Figures) -> Response:
    about, told = form.about(), FiguresForm(formdata=None, obj=form.about())
    told.show(figures)
    title = gettext("Is this right?")
    return page.render(
        "officials/population/preview.html",
        frame=frame("population.index", title),
        title=title,
        form=told,
        table=about,
        taken_on=i18n.format_date(about.taken_on),
        groups=_groups(figures),
        absent=[label(v) for v in Variable if v not in figures],
        some_are_without=any(band.value not in people for v, people in figures.items() for band in bands_of(v)),
    )


@bp.route("/import", methods=["POST"])
def keep() -> ResponseReturnValue:
    """Keep the figures that were shown. Sent twice, it is one table."""
    require(page.current_actor(), PopulationPermission.IMPORT)
    told = FiguresForm()
    figures = told.read()
    if not told.validate() or figures is None:
        form = FileForm(data={name: told[name].data for name in ("title", "source", "table", "taken_on", "note")})
        form.fail(None, gettext("What was shown could not be read again. Choose the file once more."))
        return _form(form, 422)
    table = actions.import_table(page.current_actor(), told.about(), figures, key=told.idempotency())
    return page.see_other(url_for("officials.population.show", table_id=table.id))
