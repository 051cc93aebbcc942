"""Bringing in a table of the population: always a new one, never a change of one that is there."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from participation import clock, content_version, db, event_log
from participation.access import Actor, require
from participation.population.csv_file import read
from participation.population.models import PopulationFigure, PopulationReference
from participation.population.permissions import PopulationPermission
from participation.population.rules import EARLIEST, About, Figures, checked
from participation.surveys.models import Demographics


def import_table(
    actor: Actor, about: About, figures: Figures, *, key: str, is_demo: bool = False
) -> PopulationReference:
    """Keep the figures as a new table; the same ``key`` gives the same table.

    Raises Refused (E-ROLE), ValueError for figures that are not of our bands and for a day that has not been.
    """
    require(actor, PopulationPermission.IMPORT)
    figures = checked(figures)
    if not EARLIEST <= about.taken_on <= clock.today():
        raise ValueError("the figures are of a day that has been")
    known = _table_with(key)
    if known is not None:
        return known
    made = PopulationReference(
        idempotency_key=key,
        title=about.title.strip(),
        source=about.source.strip(),
        table=about.table.strip(),
        taken_on=about.taken_on,
        note=about.note.strip(),
        is_demo=is_demo,
        imported_at=clock.now(),
        imported_by_id=actor.account_id,
        rows=[
            PopulationFigure(variable=variable.value, category=band, people=people)
            for variable, bands in figures.items()
            for band, people in bands.items()
        ],
    )
    session = db.session()
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Sent twice at once: the other was first.
        same = _table_with(key)
        if same is None:
            raise
        return same
    event_log.record(actor, "population.imported", data={"table": made.id, "of": about.taken_on.isoformat()})
    # Each dialogue that somebody has told something in is compared anew.
    told_in = session.scalars(select(Demographics.dialogue_id).distinct())
    content_version.bump(*(content_version.scope_of(dialogue_id) for dialogue_id in told_in))
    return made


def _table_with(key: str) -> PopulationReference | None:
    return db.session().scalar(select(PopulationReference).where(PopulationReference.idempotency_key == key))


def enter_demonstration(actor: Actor, about: About) -> PopulationReference:
    """Keep the made-up figures that come with the service, marked as such wherever they are shown.

    Raises Refused (E-ROLE).
    """
    require(actor, PopulationPermission.IMPORT)
    content = resources.files("participation.population").joinpath("demonstration.csv").read_bytes()
    return import_table(actor, about, read(content).figures, key="demonstration", is_demo=True)
