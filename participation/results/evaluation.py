"""What was learnt of a completed dialogue: reading it, and showing it to residents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from participation import db, i18n
from participation.i18n import Lazy, lazy, ngettext
from participation.results.guards import EvaluationFacts
from participation.results.models import Evaluation
from participation.results.rules import EvaluationPart, GoalReached
from participation.results.versions import version_of
from participation.texts import Rendered, Texts

WRITTEN = "results.evaluation_written"
NOTE_WRITTEN = "results.body_note_written"


def evaluation_of(dialogue_id: int) -> Evaluation | None:
    """The dialogue's evaluation as far as it is written; read anew, since officer and secretary write in it."""
    return db.session().scalar(
        select(Evaluation).where(Evaluation.dialogue_id == dialogue_id).execution_options(populate_existing=True)
    )


def part_of(evaluation: Evaluation | None, part: EvaluationPart) -> Texts:
    """What it says in the part."""
    texts: Texts = getattr(evaluation, part.value) if evaluation is not None else Texts()
    return texts


def facts_of(evaluation: Evaluation | None) -> EvaluationFacts:
    """The evaluation as its guard looks at it."""
    reached = evaluation.goal_reached if evaluation is not None else None
    return EvaluationFacts(
        goal_reached=GoalReached(reached) if reached else None,
        parts={part: part_of(evaluation, part) for part in EvaluationPart},
    )


def fingerprint(evaluation: Evaluation | None, parts: Iterable[EvaluationPart]) -> str:
    """A short name for what the parts say now, to notice that somebody else has written in them."""
    texts: dict[str, object] = {part.value: dict(part_of(evaluation, part)) for part in parts}
    if EvaluationPart.GOAL.value in texts:
        texts["goal_reached"] = evaluation.goal_reached if evaluation is not None else None
    return version_of(texts)


HEADINGS: dict[EvaluationPart, Lazy] = {
    EvaluationPart.GOAL: lazy("Was the goal reached?"),
    EvaluationPart.HEARD: lazy("Did those who took part feel heard?"),
    EvaluationPart.UNDERSTOOD: lazy("Did they understand what could be influenced?"),
    EvaluationPart.AGAIN: lazy("Would they take part again?"),
    EvaluationPart.LESSONS: lazy("What we learnt"),
    EvaluationPart.BODY_NOTE: lazy("What the politicians say"),
}


@dataclass(frozen=True)
class PartShown:
    """A question and its answer; ``word`` is the answer in short."""

    heading: str
    text: Rendered
    word: str = ""


@dataclass(frozen=True)
class EvaluationShown:
    """The evaluation as residents read it."""

    parts: Sequence[PartShown]
    times: Sequence[str]


def shown(evaluation: Evaluation | None) -> EvaluationShown | None:
    """The evaluation in the reader's language; None until it is published."""
    if evaluation is None or evaluation.published_at is None:
        return None
    locale = i18n.current().code
    reached = i18n.label(GoalReached(evaluation.goal_reached)) if evaluation.goal_reached else ""
    parts = [
        PartShown(str(heading), part_of(evaluation, part).in_(locale), reached if part is EvaluationPart.GOAL else "")
        for part, heading in HEADINGS.items()
    ]
    return EvaluationShown(parts, tuple(times(evaluation)))


def times(evaluation: Evaluation) -> Iterable[str]:
    """How long people waited for their answer, in words."""
    if evaluation.days_to_participants is not None:
        yield ngettext(
            "Those who took part had their answer %(n)s day after it closed.",
            "Those who took part had their answer %(n)s days after it closed.",
            evaluation.days_to_participants,
        )
    if evaluation.days_to_public is not None:
        yield ngettext(
            "Everybody else was told %(n)s day after it closed.",
            "Everybody else was told %(n)s days after it closed.",
            evaluation.days_to_public,
        )
