"""Reads of what officials have typed in."""

from __future__ import annotations

from sqlalchemy import select

from participation import db
from participation.access import NotFound
from participation.accounts.models import Account
from participation.contributions.models import Contribution
from participation.surveys.building.deletions import is_discarded
from participation.surveys.models import StaffEntry, Survey


def entry_by_id(dialogue_id: int, entry_id: int) -> StaffEntry:
    """An entry of one of the dialogue's surveys; else :class:`NotFound`."""
    found = db.session().scalar(
        select(StaffEntry)
        .join(Survey, Survey.id == StaffEntry.survey_id)
        .where(Survey.dialogue_id == dialogue_id, StaffEntry.id == entry_id)
    )
    if found is None:
        raise NotFound
    return found


def waiting_entries(dialogue_id: int) -> list[StaffEntry]:
    """What waits to be typed a second time, or to be settled, the oldest first; not what has been taken out."""
    return list(
        db.session().scalars(
            select(StaffEntry)
            .join(Survey, Survey.id == StaffEntry.survey_id)
            .where(Survey.dialogue_id == dialogue_id, StaffEntry.response_id.is_(None), ~is_discarded())
            .order_by(StaffEntry.id)
        )
    )


def response_number(response_id: int) -> int:
    """The running number of what an entry became."""
    return int(db.session().scalars(select(Contribution.number).where(Contribution.id == response_id)).one())


def typist(account_id: int | None) -> str:
    """Who has typed it."""
    return (db.session().scalar(select(Account.name).where(Account.id == account_id)) or "") if account_id else ""
