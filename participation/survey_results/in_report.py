"""Whom a dialogue reached, as its result report tells it: in short, with the way to all the numbers (B5, K8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flask

from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.i18n import gettext, number
from participation.population.queries import any_table
from participation.survey_results.queries import asking_background
from participation.survey_results.representation import as_in_population
from participation.survey_results.represented import ComparedView, representation_of, view_of
from participation.surveys.queries import survey_by_id


@dataclass(frozen=True)
class WhoIsMissing:
    """``reached``: the indicator in words, "" if no group can be measured. ``href``: where all the numbers are."""

    parts: Sequence[ComparedView]
    reached: str
    several: bool
    href: str

    @property
    def one_source(self) -> bool:
        """Whether all figures of the population are from one table."""
        return len({(part.table, part.source, part.taken_on, part.is_demo) for part in self.parts}) == 1


def who_is_missing(dialogue: Dialogue) -> WhoIsMissing | None:
    """Who took part against who lives here, as everybody may see it; None where it is not told, or where there are no
    figures to compare with."""
    asking = next(iter(asking_background(dialogue.id)), None) if any_table() else None
    if asking is None:
        return None
    survey = survey_by_id(dialogue.id, asking)
    found = representation_of(dialogue, survey, public=True)
    if found is None:
        return None
    reached, measurable = as_in_population(compared for _, compared, _ in found.parts)
    view = view_of(found)
    return WhoIsMissing(
        parts=view.parts,
        reached=gettext(
            "%(n)s of the %(all)s groups that can be measured took part as they are in the population, or more.",
            n=number(reached),
            all=number(measurable),
        )
        if measurable
        else "",
        several=view.several,
        href=flask.url_for("residents.survey_results.show", slug=slug(dialogue), key=survey.key) + "#represented",
    )
