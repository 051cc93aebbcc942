"""Who brings in figures of the population (POLICY.md A6). Pure."""

from __future__ import annotations

from participation.access import Condition, Permission, Reason, Role, ways

_COORDINATES = Condition(
    "is coordinator of the whole municipality",
    lambda actor, _thing, _now: actor.is_system or actor.holds(Role.COORDINATOR),
    lambda _actor, _thing: Reason("E-ROLE", {"role": Role.COORDINATOR}),
)


class PopulationPermission(Permission):
    """Every dialogue is compared with the same figures, so whoever coordinates them all brings them in."""

    IMPORT = ways("import population figures", [_COORDINATES])
