"""Things that happened before today, told in the order in which they happened."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from participation import clock
from participation.dialogues.models import Dialogue


class Story:
    """Happenings at instants, each told at its own; telling one may plan later ones. Nothing is later than now."""

    def __init__(self) -> None:
        self.now = clock.now()
        self._planned: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()

    def at(self, instant: datetime, happening: Callable[[], None]) -> None:
        """Plan something; what would be in the future happens now."""
        heapq.heappush(self._planned, (min(instant, self.now), next(self._order), happening))

    def after(self, wait: timedelta, happening: Callable[[], None]) -> None:
        """Plan something so long after what is being told."""
        self.at(clock.now() + wait, happening)

    def tell(self) -> None:
        """Let everything planned happen."""
        while self._planned:
            instant, _, happening = heapq.heappop(self._planned)
            with clock.at(instant):
                happening()

    def ago(self, row: Mapping[str, Any]) -> datetime:
        """When a row with ``days_ago`` or ``hours_ago`` happened."""
        return self.now - timedelta(days=row.get("days_ago", 0), hours=row.get("hours_ago", 0))

    def spread(self, dialogue: Dialogue, n: int, of: int) -> datetime:
        """The n-th of so many instants, over the time the dialogue has been open so far, but for the last days."""
        opens, closes = dialogue.phases[0].opens_at, dialogue.phases[-1].closes_at
        last = min(closes, self.now + timedelta(days=1)) - timedelta(days=4)
        return opens + (last - opens) * n / (of + 1)
