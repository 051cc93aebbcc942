"""Reads of redirected contributions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from participation import db
from participation.redirects.models import ContributionRedirect


def redirect_of(contribution_id: int) -> ContributionRedirect | None:
    """Where the contribution was redirected to, if it was."""
    return db.session().scalar(
        select(ContributionRedirect).where(ContributionRedirect.contribution_id == contribution_id)
    )


def redirects_of(contribution_ids: Iterable[int]) -> dict[int, ContributionRedirect]:
    """Where those of the contributions were redirected to that were. At most one query."""
    ids = list(contribution_ids)
    if not ids:
        return {}
    found = select(ContributionRedirect).where(ContributionRedirect.contribution_id.in_(ids))
    return {redirect.contribution_id: redirect for redirect in db.session().scalars(found)}


def redirected_among(contribution_ids: Iterable[int]) -> set[int]:
    """Which of the contributions have been redirected."""
    ids = list(contribution_ids)
    if not ids:
        return set()
    found = select(ContributionRedirect.contribution_id).where(ContributionRedirect.contribution_id.in_(ids))
    return set(db.session().scalars(found))
