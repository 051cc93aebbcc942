"""Reads of contributions. ``visible`` is the one rule of what anyone but moderators may see."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from participation import db
from participation.access import NotFound
from participation.contributions.models import ContactAddress, Contribution, Tally
from participation.contributions.rules import ContributionKind, Visibility, tidy_code

LARGEST_NUMBER = 2**31 - 1
"""The largest number an integer column holds; a larger one in an address names nothing."""


def visible() -> ColumnElement[bool]:
    """The condition every list, count, feed, search, export, mail and sitemap uses."""
    return Contribution.visibility == Visibility.VISIBLE.value


def is_visible(contribution: Contribution) -> bool:
    """The same rule for one contribution in hand."""
    return contribution.visibility == Visibility.VISIBLE.value


def by_number(dialogue_id: int, number: int, kind: ContributionKind | None = None) -> Contribution:
    """The dialogue's contribution with the running number, whatever its visibility; else :class:`NotFound`."""
    if not 0 < number <= LARGEST_NUMBER:
        raise NotFound
    query = select(Contribution).where(Contribution.dialogue_id == dialogue_id, Contribution.number == number)
    if kind is not None:
        query = query.where(Contribution.kind == kind.value)
    found = db.session().scalar(query)
    if found is None:
        raise NotFound
    return found


def by_id(contribution_id: int) -> Contribution:
    """The contribution, whatever its visibility; else :class:`NotFound`."""
    found = db.session().get(Contribution, contribution_id) if 0 < contribution_id <= LARGEST_NUMBER else None
    if found is None:
        raise NotFound
    return found


def by_return_code(code: str) -> Contribution:
    """The contribution whose receipt carries the code, however it is typed; else :class:`NotFound`."""
    tidy = tidy_code(code)
    found = db.session().scalar(select(Contribution).where(Contribution.return_code == tidy)) if tidy else None
    if found is None:
        raise NotFound
    return found


def by_key(dialogue_id: int, key: str) -> Contribution | None:
    """What has already been received with the idempotency key."""
    return db.session().scalar(
        select(Contribution).where(Contribution.dialogue_id == dialogue_id, Contribution.idempotency_key == key)
    )


def tallies(dialogue_ids: list[int]) -> dict[int, dict[ContributionKind, int]]:
    """How many visible contributions of each kind the dialogues have."""
    counts: dict[int, dict[ContributionKind, int]] = {i: {} for i in dialogue_ids}
    if dialogue_ids:
        rows = db.session().execute(
            select(Tally.dialogue_id, Tally.kind, Tally.visible).where(Tally.dialogue_id.in_(dialogue_ids))
        )
        for dialogue_id, kind, n in rows:
            counts[dialogue_id][ContributionKind(kind)] = n
    return counts


def comment_counts(subject_ids: list[int]) -> dict[int, int]:
    """How many visible comments each of the contributions has."""
    if not subject_ids:
        return {}
    return {row.subject_id: row.n for row in db.rows(_comment_counts(), {"subjects": subject_ids})}


@cache
def _comment_counts() -> Any:
    return (
        select(Contribution.subject_id, func.count().label("n"))
        .where(Contribution.subject_id.in_(bindparam("subjects", expanding=True)), visible())
        .group_by(Contribution.subject_id)
    )


def contact_of(contribution_id: int) -> ContactAddress | None:
    """Where the author wants to be told, unless they have unsubscribed."""
    return db.session().scalar(
        select(ContactAddress).where(
            ContactAddress.contribution_id == contribution_id, ContactAddress.unsubscribed_at.is_(None)
        )
    )


def contact_by_token(token: str) -> ContactAddress:
    """The address that a link to unsubscribe belongs to; else :class:`NotFound`."""
    known = len(token) <= 48 and token.isascii() and token.isprintable()
    found = (
        db.session().scalar(select(ContactAddress).where(ContactAddress.unsubscribe_token == token)) if known else None
    )
    if found is None:
        raise NotFound
    return found


def full_number(registry_number: str, contribution: Any) -> str:
    """The number a contribution is registered under: ``KS 2026/123-0457``."""
    return f"{registry_number}-{contribution.number:04d}"
