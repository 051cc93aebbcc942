"""The demonstration's organs, and the people who can sign in to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from participation.access import SYSTEM, Actor, Role
from participation.accounts.actions import assign_role, register_account
from participation.accounts.models import Account
from participation.accounts.queries import actor_for
from participation.bodies.actions import register_body
from participation.bodies.models import Body
from participation.bodies.rules import BodyKind
from participation.demo.content import Content, texts

PASSWORD = "demo-demo-demo"  # noqa: S105 - shown on the sign-in page of the demonstration
IN_OFFICE_SINCE = date(2023, 1, 1)


@dataclass(frozen=True)
class People:
    """Organs by their ids in the content, accounts by the part of their address before the @."""

    bodies: Mapping[str, Body]
    accounts: Mapping[str, Account]

    def actor(self, name: str) -> Actor:
        """The person as an actor, with the roles held at the present instant."""
        return actor_for(self.accounts[name])

    def secretary_of(self, body: Body) -> Actor:
        """Whoever records what the body decides."""
        return self.actor("council-secretary" if body.body_kind is BodyKind.COUNCIL else "secretary")

    def named(self, name: str) -> Actor | None:
        """The person with the display name, if somebody with an account has it."""
        found = next((a for a in self.accounts.values() if a.name == name), None)
        return actor_for(found) if found else None


def register(content: Content) -> People:
    """Enter the organs and open the accounts."""
    bodies = {
        row["id"]: register_body(
            SYSTEM, kind=BodyKind(row["kind"]), code=row["code"], names=texts(row), valid_from=IN_OFFICE_SINCE
        )
        for row in content.bodies
    }
    accounts = {}
    for row in content.accounts:
        account = register_account(SYSTEM, email=row["email"], name=row["name"], password=PASSWORD)
        for role, places in row["roles"].items():
            for place in [None] if places == "all" else places:
                body_id = bodies[place].id if place else None
                assign_role(SYSTEM, account, Role(role), body_id=body_id, valid_from=IN_OFFICE_SINCE)
        accounts[row["email"].split("@")[0]] = account
    return People(bodies, accounts)
