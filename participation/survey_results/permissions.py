"""Who may have a survey's answers as a file, and when the public sees the results. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, stage_of
from participation.dialogues.rules import Stage

PUBLISHED = (Stage.CLOSED, Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED)
"""Never while the dialogue is open, nor while it could open again: parts could be subtracted from each other."""


class SurveyResultsPermission(Permission):
    """Results are read by whoever may read the dialogue in the back office; a file holds what each person wrote."""

    EXPORT = ways("export survey answers", [holds(Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY)])


def is_published(dialogue: Any, now: datetime) -> bool:
    """Whether the dialogue has closed for good, so that its results may be seen: not between two periods."""
    return stage_of(dialogue, now) in PUBLISHED and all(closes <= now for _, closes in dialogue.stage_facts.periods)
