"""Keeping and finding what was proposed, and where results are on an agenda."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from participation import db
from participation.dialogues.models import Dialogue
from participation.dialogues.papers.contents import Contents, contents_of
from participation.dialogues.papers.models import AgendaItem, DecisionPaper


def keep_paper(dialogue: Dialogue) -> DecisionPaper:
    """Keep what is proposed at this moment; what is changed later does not change the paper."""
    if dialogue.proposed_at is None:
        raise AssertionError("a paper is kept of what is proposed")
    paper = DecisionPaper(dialogue_id=dialogue.id, proposed_at=dialogue.proposed_at, contents=contents_of(dialogue))
    db.session().add(paper)
    db.session().flush()
    return paper


def paper_of(dialogue: Dialogue) -> Contents | None:
    """What the latest proposal said; None for a dialogue that was proposed before papers were kept."""
    return db.session().scalar(
        select(DecisionPaper.contents)
        .where(DecisionPaper.dialogue_id == dialogue.id)
        .order_by(DecisionPaper.proposed_at.desc(), DecisionPaper.id.desc())
        .limit(1)
    )


def agenda_of(dialogue_ids: Iterable[int]) -> list[AgendaItem]:
    """The meetings that the results of the dialogues are sent to, the soonest first; read anew, since two may note one
    at once."""
    wanted = sorted(set(dialogue_ids))
    if not wanted:
        return []
    return list(
        db.session().scalars(
            select(AgendaItem)
            .where(AgendaItem.dialogue_id.in_(wanted))
            .order_by(AgendaItem.meets_on, AgendaItem.body_id, AgendaItem.id)
            .execution_options(populate_existing=True)
        )
    )
