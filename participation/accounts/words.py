"""What the roles are called."""

from participation.access import Role
from participation.i18n import lazy, name

name(
    {
        Role.ELECTED: lazy("elected representative"),
        Role.OFFICER: lazy("case officer"),
        Role.COMMITTEE_SECRETARY: lazy("committee secretary"),
        Role.MODERATOR: lazy("moderator"),
        Role.COORDINATOR: lazy("dialogue coordinator"),
        Role.REGISTRAR: lazy("registrar"),
        Role.ARCHIVIST: lazy("archivist"),
        Role.DPO: lazy("data protection officer"),
        Role.ADMIN: lazy("system administrator"),
    }
)
