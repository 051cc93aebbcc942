"""Reads of the population's figures: all tables, and those that a day is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from participation import db
from participation.access import NotFound
from participation.population.models import PopulationReference
from participation.population.rules import Variable, nearest


@dataclass(frozen=True)
class Reference:
    """The figures of one variable, and the table they stand in."""

    table: PopulationReference
    people: Mapping[str, int]


def tables() -> list[PopulationReference]:
    """Every table that was ever imported, the newest first."""
    found = select(PopulationReference).options(selectinload(PopulationReference.rows))
    return list(db.session().scalars(found.order_by(PopulationReference.id.desc())))


def any_table() -> bool:
    """Whether there are figures of the population at all."""
    return db.session().scalars(select(PopulationReference.id).limit(1)).first() is not None


def table_by_id(table_id: int) -> PopulationReference:
    """The table, or :class:`NotFound`."""
    found = db.session().get(PopulationReference, table_id)
    if found is None:
        raise NotFound
    return found


def compared_with(day: date) -> dict[Variable, Reference]:
    """For each variable that there are figures of, those to compare with who was here on the day."""
    best: dict[Variable, tuple[tuple[bool, bool, int, int], Reference]] = {}
    for table in tables():
        order = nearest(day, taken_on=table.taken_on, is_demo=table.is_demo, n=table.id)
        for variable, people in table.figures.items():
            if variable not in best or order < best[variable][0]:
                best[variable] = order, Reference(table, people)
    return {v: best[v][1] for v in Variable if v in best}
