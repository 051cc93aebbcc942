"""Reads of the policy's versions, always ordered."""

from __future__ import annotations

from sqlalchemy import func, select

from participation import db
from participation.access import NotFound
from participation.policy.models import PolicyVersion


def current_number() -> int | None:
    """The number of the newest published version; None if none has been loaded."""
    return db.session().scalar(select(func.max(PolicyVersion.number)))


def published(number: int | None = None) -> PolicyVersion | None:
    """The published version of the number, or the newest; None if there is none."""
    query = select(PolicyVersion).where(PolicyVersion.number.is_not(None))
    if number is not None:
        query = query.where(PolicyVersion.number == number)
    return db.session().scalar(query.order_by(PolicyVersion.number.desc()).limit(1))


def published_versions() -> list[PolicyVersion]:
    """Every published version, the newest first."""
    return list(
        db.session().scalars(
            select(PolicyVersion).where(PolicyVersion.number.is_not(None)).order_by(PolicyVersion.number.desc())
        )
    )


def waiting() -> list[PolicyVersion]:
    """The proposed texts that nobody has settled, oldest first."""
    return list(
        db.session().scalars(select(PolicyVersion).where(PolicyVersion.settled_at.is_(None)).order_by(PolicyVersion.id))
    )


def settled() -> list[PolicyVersion]:
    """The settled ones, published or declined, the latest first."""
    return list(
        db.session().scalars(
            select(PolicyVersion)
            .where(PolicyVersion.settled_at.is_not(None))
            .order_by(PolicyVersion.settled_at.desc(), PolicyVersion.id.desc())
        )
    )


def version_by_id(version_id: int) -> PolicyVersion:
    """The version, whatever has become of it; or :class:`NotFound`."""
    found = db.session().get(PolicyVersion, version_id)
    if found is None:
        raise NotFound
    return found
