"""Reads of the legal register. A row has versions; one of them holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from participation import clock, db
from participation.access import NotFound
from participation.legal.models import LegalBasis
from participation.legal.rules import LegalPhase

_ORDER = {phase.value: n for n, phase in enumerate(LegalPhase)}


def in_force(day: date | None = None, phase: LegalPhase | None = None) -> list[LegalBasis]:
    """The versions that hold on the day (today by default), by phase and code."""
    on = day or clock.today()
    query = select(LegalBasis).where(
        LegalBasis.valid_from <= on, or_(LegalBasis.valid_to.is_(None), LegalBasis.valid_to >= on)
    )
    if phase is not None:
        query = query.where(LegalBasis.phase == phase.value)
    found = db.session().scalars(query.order_by(LegalBasis.code, LegalBasis.id))
    return sorted(found, key=lambda row: _ORDER[row.phase])


def version_of(code: str | None, day: date | None = None) -> LegalBasis | None:
    """The version of the row that holds on the day."""
    return next((row for row in in_force(day) if row.code == code), None) if code else None


def by_ids(ids: Iterable[int | None]) -> dict[int, LegalBasis]:
    """The versions with the ids."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}
    return {row.id: row for row in db.session().scalars(select(LegalBasis).where(LegalBasis.id.in_(wanted)))}


def basis_by_id(basis_id: int) -> LegalBasis:
    """The version, or :class:`NotFound`."""
    found = db.session().get(LegalBasis, basis_id)
    if found is None:
        raise NotFound
    return found


def every_version() -> list[LegalBasis]:
    """All that the register holds or has held, by phase and code, the newest version of a row first."""
    query = select(LegalBasis).order_by(LegalBasis.code, LegalBasis.valid_from.desc(), LegalBasis.id)
    return sorted(db.session().scalars(query), key=lambda row: _ORDER[row.phase])


def names_of_codes() -> dict[str, LegalBasis]:
    """The newest version of each row, by code: what the rows are called."""
    found: dict[str, LegalBasis] = {}
    for row in every_version():
        found.setdefault(row.code, row)
    return found
