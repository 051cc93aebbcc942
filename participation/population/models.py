"""Tables of the population's figures. What has been imported is never changed or removed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.db import Base, Instant
from participation.population.rules import Figures, Variable, bands_of


class PopulationReference(Base):
    """A table as it was imported. ``taken_on``: the day its figures are of. ``is_demo``: made up, no statistics."""

    __tablename__ = "population_reference"

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(200))
    table: Mapped[str] = mapped_column("source_table", String(80))
    taken_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)
    imported_at: Mapped[datetime] = mapped_column(Instant)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    rows: Mapped[list[PopulationFigure]] = relationship(order_by="PopulationFigure.id")

    @property
    def figures(self) -> Figures:
        """The figures by variable and band, in the order of the bands."""
        found = {(row.variable, row.category): row.people for row in self.rows}
        made = {v: {b.value: found[v, b.value] for b in bands_of(v) if (v, b.value) in found} for v in Variable}
        return {v: bands for v, bands in made.items() if bands}


class PopulationFigure(Base):
    """How many people are in one band of one variable of ``Demographics``."""

    __tablename__ = "population_figure"
    __table_args__ = (
        UniqueConstraint("reference_id", "variable", "category"),
        CheckConstraint("people >= 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference_id: Mapped[int] = mapped_column(ForeignKey("population_reference.id"))
    variable: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(40))
    people: Mapped[int] = mapped_column(Integer)
