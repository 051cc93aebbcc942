"""What a search finds: public dialogues, and contributions that everybody may see. Two queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from participation import db
from participation.contributions.models import Contribution
from participation.contributions.queries import LARGEST_NUMBER, visible
from participation.contributions.rules import ContributionKind
from participation.dialogues.models import Dialogue
from participation.dialogues.public_lists import is_public
from participation.search.index import matching
from participation.search.models import SearchEntry
from participation.texts import Texts

_OPENING = 440


@dataclass(frozen=True)
class Hit:
    """A contribution that holds the words. ``idea`` is the number of the idea that a comment is about."""

    entry: int
    kind: ContributionKind
    number: int
    idea: int
    title: str
    opening: str
    language: str
    display_name: str
    received_at: datetime
    dialogue_id: int
    dialogue_title: Texts
    registry_number: str
    amended_at: datetime | None


def place(text: str) -> int | None:
    """The entry a page begins after; None for the first page and for whatever is not a place."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else 0
    return found if 0 < found <= LARGEST_NUMBER else None


def contributions_with(words: str, now: datetime, *, after: int | None = None, size: int = 20) -> list[Hit]:
    """Visible contributions of public dialogues that hold every word, the newest first, one more than ``size``.

    Whether something may be seen is asked here and now: nothing hidden is found, whatever the index holds.
    """
    entries = matching(words)
    if entries is None:
        return []
    about = aliased(Contribution)
    query = (
        select(
            SearchEntry.id.label("entry"),
            Contribution.kind,
            Contribution.number,
            func.coalesce(about.number, Contribution.number).label("idea"),
            Contribution.title,
            func.substr(Contribution.body, 1, _OPENING).label("opening"),
            Contribution.language,
            Contribution.display_name,
            Contribution.received_at,
            Contribution.dialogue_id,
            Dialogue.title.label("dialogue_title"),
            Dialogue.registry_number,
            Dialogue.amended_at,
        )
        .join(Contribution, Contribution.id == SearchEntry.contribution_id)
        .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
        .outerjoin(about, about.id == Contribution.subject_id)
        .where(SearchEntry.id.in_(entries), visible(), is_public(now))
        .order_by(SearchEntry.id.desc())
        .limit(size + 1)
    )
    if after is not None:
        query = query.where(SearchEntry.id < after)
    return [
        Hit(**{**row._mapping, "kind": ContributionKind(row.kind)})  # the columns are the fields
        for row in db.session().execute(query)
    ]
