"""The generated numbers of a result report: what came in, by kind and by channel. Hidden contributions are in none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from participation.contributions.rules import Channel, ContributionKind
from participation.i18n import Lazy, lazy
from participation.results.outcome import Outcome


@dataclass(frozen=True)
class Bar:
    """A row of a chart."""

    label: str
    count: int
    share: float


_KINDS: Mapping[ContributionKind, Lazy] = {
    ContributionKind.SURVEY_RESPONSE: lazy("Survey responses"),
    ContributionKind.IDEA: lazy("Ideas"),
    ContributionKind.COMMENT: lazy("Comments"),
    ContributionKind.WRITTEN_STATEMENT: lazy("Written statements"),
}
_CHANNELS: Mapping[Channel, Lazy] = {
    Channel.WEB: lazy("On the web"),
    Channel.PAPER: lazy("On paper"),
    Channel.PHONE: lazy("By phone"),
    Channel.VISIT: lazy("By visiting us"),
    Channel.MEETING: lazy("At meetings"),
}


def by_kind(outcome: Outcome) -> list[Bar]:
    """How people contributed."""
    return _bars(((str(w), sum(t.count for t in outcome.took_part if t.kind is k)) for k, w in _KINDS.items()), outcome)


def by_channel(outcome: Outcome) -> list[Bar]:
    """Where it came in."""
    rows = ((str(w), sum(t.count for t in outcome.took_part if t.channel is c)) for c, w in _CHANNELS.items())
    return _bars(rows, outcome)


def _bars(rows: Iterable[tuple[str, int]], outcome: Outcome) -> list[Bar]:
    return [Bar(label, n, 100 * n / outcome.total) for label, n in rows if n]
