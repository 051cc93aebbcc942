"""Writes to accounts: registering, passwords, assignments, ending sessions."""

from __future__ import annotations

from datetime import date

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from participation import clock, db, event_log
from participation.access import Actor, Condition, Permission, Reason, Refused, Role, require, ways
from participation.accounts.models import Account, StaffAssignment
from participation.accounts.queries import other_lasting_admin

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_ABSENT = _hasher.hash("nobody has this password")

MINIMUM_PASSWORD = 12

_ADMIN = Condition(
    "is admin",
    lambda actor, _thing, _now: actor.is_system or actor.holds(Role.ADMIN),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.ADMIN}),
)


_DPO = Condition(
    "is dpo",
    lambda actor, _thing, _now: actor.holds(Role.DPO),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.ADMIN}),
)


class AccountPermission(Permission):
    """Who registers accounts and gives roles."""

    REGISTER = ways("register", [_ADMIN])
    ASSIGN = ways("assign", [_ADMIN])
    READ = ways("read who holds which role", [_ADMIN], [_DPO])


def register_account(actor: Actor, *, email: str, name: str, password: str) -> Account:
    """Open an account. Raises ValueError if the password is shorter than twelve characters."""
    require(actor, AccountPermission.REGISTER)
    if len(password) < MINIMUM_PASSWORD:
        raise ValueError(f"a password has at least {MINIMUM_PASSWORD} characters")
    account = Account(
        email=email.strip().lower(),
        name=name.strip(),
        password_hash=_hasher.hash(password),
        created_at=clock.now(),
    )
    db.session().add(account)
    db.session().flush()
    event_log.record(actor, "account.registered", data={"account": account.id})
    return account


def assign_role(
    actor: Actor,
    account: Account,
    role: Role,
    *,
    body_id: int | None = None,
    dialogue_id: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> StaffAssignment:
    """Give the account a role, for a body, a dialogue or everywhere, from a date (today) to a date (open)."""
    require(actor, AccountPermission.ASSIGN)
    return add_assignment(
        actor,
        account,
        role,
        body_id=body_id,
        dialogue_id=dialogue_id,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def end_assignment(actor: Actor, assignment: StaffAssignment, *, last_day: date) -> None:
    """Let an assignment end with a day, never before it began. Kept and logged; nothing is taken away in silence.

    Raises Refused (E-ROLE, E-A01 for the last system administrator's), ValueError for a day before its first.
    """
    require(actor, AccountPermission.ASSIGN)
    if last_day < assignment.valid_from:
        raise ValueError("an assignment ends on its first day or later")
    if assignment.role == Role.ADMIN.value and not other_lasting_admin(assignment.account_id):
        raise Refused(Reason("E-A01"), by_guard=True)
    assignment.valid_to = last_day
    db.session().flush()
    event_log.record(
        actor,
        "role.ended",
        dialogue_id=assignment.dialogue_id,
        data={"account": assignment.account_id, "role": assignment.role, "on": last_day.isoformat()},
    )


def add_assignment(
    actor: Actor,
    account: Account,
    role: Role,
    *,
    body_id: int | None = None,
    dialogue_id: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> StaffAssignment:
    """Store an assignment whose right another action has checked (an officer names a dialogue's moderators)."""
    assignment = StaffAssignment(
        account_id=account.id,
        role=role.value,
        body_id=body_id,
        dialogue_id=dialogue_id,
        valid_from=valid_from or clock.today(),
        valid_to=valid_to,
    )
    db.session().add(assignment)
    db.session().flush()
    event_log.record(
        actor,
        "role.assigned",
        dialogue_id=dialogue_id,
        data={"account": account.id, "role": role.value, "body": body_id},
    )
    return assignment


def password_fits(account: Account | None, password: str) -> bool:
    """Whether the password is the account's. Takes as long when there is no such account."""
    try:
        return _hasher.verify(account.password_hash if account else _ABSENT, password) and account is not None
    except (VerificationError, InvalidHashError):
        return False
