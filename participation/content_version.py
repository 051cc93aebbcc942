"""A number per scope that grows with every visible change, in the same transaction: what page caching rests on.

Scopes: ``site`` (lists, bodies, texts of the service) and ``dialogue:<id>``. A page's version is the sum over the
scopes that it shows, so a cached page is right the moment anything on it changes, in every process.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from participation import db
from participation.db import Base

SITE = "site"


class ContentVersion(Base):
    """One row a scope."""

    __tablename__ = "content_version"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, default=1)


def scope_of(dialogue_id: int) -> str:
    """The scope of everything that one dialogue's pages show."""
    return f"dialogue:{dialogue_id}"


def bump(*scopes: str) -> None:
    """Say that something visible in the scopes changes with this transaction."""
    session = db.session()
    for scope in sorted(set(scopes)):
        changed = session.scalar(
            update(ContentVersion)
            .where(ContentVersion.scope == scope)
            .values(version=ContentVersion.version + 1)
            .returning(ContentVersion.version)
            .execution_options(synchronize_session=False)
        )
        if changed is None:
            session.add(ContentVersion(scope=scope, version=1))
            session.flush()


def read(*scopes: str) -> int:
    """The sum of the scopes' versions; 0 where nothing has been said yet."""
    rows = db.session().scalars(select(ContentVersion.version).where(ContentVersion.scope.in_(scopes)))
    return sum(rows)
