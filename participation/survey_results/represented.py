"""Who took part against who lives here, of a dialogue that has closed: for pages and files, in the reader's language.

Nobody sees it before, officials neither: each new answer could be told apart from the numbers before it, and the number
of a response would lead from what somebody has told to what they have answered (CONTEXT.md B5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from participation import clock, i18n
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on
from participation.i18n import gettext, label, ngettext, number
from participation.population.models import PopulationReference
from participation.population.queries import compared_with
from participation.population.rules import CHILDREN, Variable, bands_of
from participation.population.words import band_label
from participation.survey_results import words as _own_words  # noqa: F401 - names the labels
from participation.survey_results.permissions import is_published
from participation.survey_results.queries import asking_background, told_in
from participation.survey_results.reading import total_of
from participation.survey_results.representation import MISSING, Band, Compared, compare
from participation.surveys.areas import Area
from participation.surveys.models import Survey
from participation.surveys.rules import Publication


@dataclass(frozen=True)
class Representation:
    """Each thing that people have told and that there are figures of, with the table these stand in.

    ``several``: whether the dialogue has more than one survey; what people tell is kept by dialogue.
    """

    parts: Sequence[tuple[Variable, Compared, PopulationReference]]
    several: bool


def representation_of(dialogue: Dialogue, survey: Survey, *, public: bool) -> Representation | None:
    """Who took part against who lives here, or None where it is not told: while the dialogue has not closed, without
    figures to compare with, and to the public if a survey that it would speak of is never published."""
    if not survey.asks_background or not is_published(dialogue, clock.now()):
        return None
    surveys = asking_background(dialogue.id)
    if public and any(publication is Publication.NEVER for publication in surveys.values()):
        return None
    references = compared_with(closes_on(dialogue) or clock.today())
    if not references:
        return None
    told = told_in(survey, [v.value for v in references])
    responses = sum(total_of(asked) for asked in surveys)
    parts = [
        (
            variable,
            compare(
                variable.value,
                [b.value for b in bands_of(variable)],
                told[variable],
                reference.people,
                responses,
                children=[b.value for b in CHILDREN] if variable is Variable.AGE else (),
            ),
            reference.table,
        )
        for variable, reference in references.items()
    ]
    return Representation(parts, len(surveys) > 1) if any(told.values()) else None


def band_of(variable: Variable, key: str) -> StrEnum | Area:
    """The band with the key."""
    return next(b for b in bands_of(variable) if b.value == key)


@dataclass(frozen=True)
class GroupView:
    """A line of a table and of its chart; "" for what is not told. Widths are of bars."""

    label: str
    count: str
    percent: str
    population: str
    reached: str
    is_missing: bool
    width: str
    population_width: str


@dataclass(frozen=True)
class ComparedView:
    """A table of one thing that people have told. ``missing``: in words, who is. ``table`` to ``is_demo``: where the
    figures of the population stand."""

    id: str
    title: str
    base: str
    others: str
    missing: Sequence[str]
    groups: Sequence[GroupView]
    has_percent: bool
    has_labels: bool
    withheld: bool
    table: str
    source: str
    taken_on: str
    is_demo: bool


@dataclass(frozen=True)
class RepresentationView:
    """Everything about it on a page. ``note``: why there is nothing."""

    parts: Sequence[ComparedView] = ()
    several: bool = False
    note: str = ""


def public_view(dialogue: Dialogue, survey: Survey) -> RepresentationView | None:
    """For the public page; None if there is nothing to tell."""
    found = representation_of(dialogue, survey, public=True)
    return None if found is None else view_of(found)


def staff_view(dialogue: Dialogue, survey: Survey) -> RepresentationView | None:
    """For officials, who are told why there is nothing; None if nobody was asked about themselves."""
    if not survey.asks_background:
        return None
    found = representation_of(dialogue, survey, public=False)
    if found is not None:
        return view_of(found)
    if not is_published(dialogue, clock.now()):
        note = gettext(
            "This is shown when the dialogue has closed, to you as to everybody. While answers come in, each new one "
            "could be told apart from the numbers before it."
        )
    elif not compared_with(clock.today()):
        note = gettext("There are no population figures to compare with. The coordinator imports them.")
    else:
        note = gettext("Nobody has told anything about themselves that can be compared.")
    return RepresentationView(note=note)


def view_of(found: Representation) -> RepresentationView:
    """The comparison in the reader's language."""
    return RepresentationView([_compared(*part) for part in found.parts], found.several)


def _compared(variable: Variable, compared: Compared, table: PopulationReference) -> ComparedView:
    return ComparedView(
        id=variable.value.replace("_", "-"),
        title=label(variable),
        base="" if compared.base is None else _base(compared.base),
        others=_others(compared),
        missing=_missing(variable, compared),
        groups=[_group(variable, band) for band in compared.bands],
        has_percent=any(band.percent is not None for band in compared.bands),
        has_labels=any(band.reached is not None for band in compared.bands),
        withheld=compared.withheld,
        table=table.title,
        source=f"{table.source}, {table.table}" if table.table else table.source,
        taken_on=i18n.format_date(table.taken_on),
        is_demo=table.is_demo,
    )


def _base(base: int) -> str:
    return ngettext("%(n)s person has told this", "%(n)s people have told this", base)


def _others(compared: Compared) -> str:
    if not compared.others:
        return ""
    said = ngettext(
        "%(n)s person has not, or has told something that cannot be compared",
        "%(n)s people have not, or have told something that cannot be compared",
        compared.others,
    )
    share = compared.others_percent
    return said if share is None else f"{said} ({_percent(share)})"


def _missing(variable: Variable, compared: Compared) -> list[str]:
    made = []
    for reached in MISSING:
        groups = [band_label(band_of(variable, b.key)) for b in compared.bands if b.reached is reached]
        if groups:
            made.append(gettext("%(how)s: %(groups)s.", how=label(reached), groups=i18n.join(groups)))
    return made


def _group(variable: Variable, band: Band) -> GroupView:
    return GroupView(
        label=band_label(band_of(variable, band.key)),
        count="" if band.count is None else number(band.count),
        percent=_percent(band.percent),
        population=_percent(band.population),
        reached="" if band.reached is None else label(band.reached),
        is_missing=band.reached in MISSING,
        width=f"{band.percent or 0}%",
        population_width=f"{band.population or 0}%",
    )


def _percent(share: int | None) -> str:
    return "" if share is None else i18n.percent(share)


def in_swedish(variable: Variable, key: str = "") -> str:
    """What the variable or one of its bands is called in files, whoever fetches them."""
    with i18n.using("sv"):
        return band_label(band_of(variable, key)) if key else label(variable)
