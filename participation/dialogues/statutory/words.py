"""What the vocabulary of statutory dialogues is called."""

from __future__ import annotations

from participation.dialogues.statutory.rules import Impact, PlanFit
from participation.i18n import lazy, name

name(
    {
        PlanFit.FOLLOWS: lazy("It follows the comprehensive plan"),
        PlanFit.DEVIATES: lazy("It deviates from the comprehensive plan"),
    }
)
name(
    {
        Impact.SIGNIFICANT: lazy("Yes, the environmental impact is significant"),
        Impact.NOT_SIGNIFICANT: lazy("No, the environmental impact is not significant"),
    }
)
