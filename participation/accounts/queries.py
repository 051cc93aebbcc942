"""Reads of accounts and of the roles they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from participation import clock, db
from participation.access import Actor, Assignment, NotFound, Role
from participation.accounts.models import Account, StaffAssignment
from participation.event_log import Event


def account_by_email(email: str) -> Account | None:
    """The active account with the address, however it is capitalised."""
    return db.session().scalar(select(Account).where(Account.email == email.strip().lower(), Account.active.is_(True)))


def account_by_session(key: str) -> Account | None:
    """The active account a session belongs to, unless its sessions have been ended since (``id:generation``)."""
    identity, _, generation = key.partition(":")
    if not (identity.isdigit() and generation.isdigit()):
        return None
    account = db.session().get(Account, int(identity))
    return account if account and account.active and account.generation == int(generation) else None


def actor_for(account: Account, day: date | None = None) -> Actor:
    """The account as an actor, with the assignments valid on the day (today by default)."""
    on = day or clock.today()
    rows = db.session().scalars(
        select(StaffAssignment).where(
            StaffAssignment.account_id == account.id,
            StaffAssignment.valid_from <= on,
            or_(StaffAssignment.valid_to.is_(None), StaffAssignment.valid_to >= on),
        )
    )
    held = frozenset(Assignment(Role(r.role), r.body_id, r.dialogue_id) for r in rows)
    return Actor(account_id=account.id, name=account.name, assignments=held)


def accounts_with_role(role: Role) -> list[Account]:
    """The active accounts that hold the role for anything today, by name."""
    on = clock.today()
    return list(
        db.session().scalars(
            select(Account)
            .join(StaffAssignment, StaffAssignment.account_id == Account.id)
            .where(
                Account.active.is_(True),
                StaffAssignment.role == role.value,
                StaffAssignment.valid_from <= on,
                or_(StaffAssignment.valid_to.is_(None), StaffAssignment.valid_to >= on),
            )
            .distinct()
            .order_by(Account.name, Account.id)
        )
    )


def accounts_for_body(role: Role, body_id: int) -> list[Account]:
    """The active accounts that hold the role for just this body today, by name."""
    on = clock.today()
    return list(
        db.session().scalars(
            select(Account)
            .join(StaffAssignment, StaffAssignment.account_id == Account.id)
            .where(
                Account.active.is_(True),
                StaffAssignment.role == role.value,
                StaffAssignment.body_id == body_id,
                StaffAssignment.valid_from <= on,
                or_(StaffAssignment.valid_to.is_(None), StaffAssignment.valid_to >= on),
            )
            .distinct()
            .order_by(Account.name, Account.id)
        )
    )


def assignments_for_dialogue(dialogue_id: int, role: Role) -> list[tuple[StaffAssignment, Account]]:
    """Who holds the role for this dialogue alone, with from and to, earliest first."""
    rows = db.session().execute(
        select(StaffAssignment, Account)
        .join(Account, Account.id == StaffAssignment.account_id)
        .where(StaffAssignment.dialogue_id == dialogue_id, StaffAssignment.role == role.value)
        .order_by(StaffAssignment.valid_from, StaffAssignment.id)
    )
    return [(assignment, account) for assignment, account in rows]


def periods_of_role(role: Role, dialogue_id: int) -> list[tuple[date, date | None]]:
    """When somebody active holds the role for the dialogue or for the whole municipality: (from, to or None)."""
    rows = db.session().execute(
        select(StaffAssignment.valid_from, StaffAssignment.valid_to)
        .join(Account, Account.id == StaffAssignment.account_id)
        .where(
            Account.active.is_(True),
            StaffAssignment.role == role.value,
            or_(
                StaffAssignment.dialogue_id == dialogue_id,
                (StaffAssignment.dialogue_id.is_(None)) & (StaffAssignment.body_id.is_(None)),
            ),
        )
        .order_by(StaffAssignment.valid_from, StaffAssignment.id)
    )
    return [(start, end) for start, end in rows]


def held_between(roles: Iterable[Role], first: date, last: date) -> list[StaffAssignment]:
    """Every assignment of active accounts to the roles that is valid on some day from the first to the last."""
    return list(
        db.session().scalars(
            select(StaffAssignment)
            .join(Account, Account.id == StaffAssignment.account_id)
            .where(
                Account.active.is_(True),
                StaffAssignment.role.in_([role.value for role in roles]),
                StaffAssignment.valid_from <= last,
                or_(StaffAssignment.valid_to.is_(None), StaffAssignment.valid_to >= first),
            )
            .order_by(StaffAssignment.valid_from, StaffAssignment.id)
        )
    )


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of accounts by id."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}
    rows = db.session().execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {account_id: name for account_id, name in rows}  # noqa: C416 - rows are not pairs to mypy


def other_lasting_admin(account_id: int) -> bool:
    """Whether another active account is a system administrator with no end in sight."""
    found = db.session().scalar(
        select(StaffAssignment.id)
        .join(Account, Account.id == StaffAssignment.account_id)
        .where(
            Account.active.is_(True),
            Account.id != account_id,
            StaffAssignment.role == Role.ADMIN.value,
            StaffAssignment.valid_from <= clock.today(),
            StaffAssignment.valid_to.is_(None),
        )
        .limit(1)
    )
    return found is not None


def accounts_and_assignments() -> list[tuple[Account, StaffAssignment | None]]:
    """Every account with each of its assignments, past ones too, by name; one without any stands alone."""
    rows = db.session().execute(
        select(Account, StaffAssignment)
        .outerjoin(StaffAssignment, StaffAssignment.account_id == Account.id)
        .order_by(Account.name, Account.id, StaffAssignment.valid_from, StaffAssignment.id)
    )
    return [(account, assignment) for account, assignment in rows]


def account_by_id(account_id: int) -> Account:
    """The account, or :class:`NotFound`."""
    found = db.session().get(Account, account_id)
    if found is None:
        raise NotFound
    return found


def assignment_of(account_id: int, assignment_id: int) -> StaffAssignment:
    """The account's assignment, or :class:`NotFound`."""
    found = db.session().get(StaffAssignment, assignment_id)
    if found is None or found.account_id != account_id:
        raise NotFound
    return found


def role_events(limit: int = 50) -> list[Event]:
    """The newest changes of who holds which role, newest first."""
    actions = ("role.assigned", "role.ended")
    return list(
        db.session().scalars(select(Event).where(Event.action.in_(actions)).order_by(Event.id.desc()).limit(limit))
    )
