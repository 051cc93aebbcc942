"""Who redirects a contribution. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds


class RedirectPermission(Permission):
    """The officials of the dialogue, its moderators, and the coordinator."""

    REDIRECT = ways("redirect contribution", [holds(Role.OFFICER, Role.COORDINATOR, Role.MODERATOR)])
