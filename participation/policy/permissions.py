"""Who loads the policy's text and who publishes it: never the same person (POLICY.md A6). Pure."""

from __future__ import annotations

from participation.access import Actor, Condition, Permission, Reason, Role, ways


def _for_the_municipality(role: Role) -> Condition:
    return Condition(
        f"is {role.value} of the whole municipality",
        lambda actor, _thing, _now: actor.is_system or actor.holds(role),
        lambda _actor, _thing: Reason("E-ROLE", {"role": role}),
    )


def _is_another(actor: Actor, version: object) -> bool:
    return bool(actor.account_id != getattr(version, "proposed_by_id", None))


_COORDINATOR = _for_the_municipality(Role.COORDINATOR)
_ADMIN = _for_the_municipality(Role.ADMIN)

_ANOTHER = Condition(
    "is not whoever proposed it",
    lambda actor, version, _now: _is_another(actor, version),
    lambda _actor, _version: Reason("E-P01"),
)


class PolicyPermission(Permission):
    """What can be done with the policy's text. The thing of SETTLE is the version that is proposed."""

    PROPOSE = ways("propose a text of the policy", [_COORDINATOR], [_ADMIN])
    SETTLE = ways("settle a text of the policy", [_COORDINATOR, _ANOTHER], [_ADMIN, _ANOTHER])
