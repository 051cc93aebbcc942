"""Dialogues as cards to choose among, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import flask

from participation import clock, i18n
from participation.dialogues.public_lists import Line
from participation.dialogues.public_time import Period, badge
from participation.dialogues.queries import slug_of
from participation.dialogues.rules import ActivityType, PublicGroup
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Card:
    """What a card shows; ``effect`` is what a completed dialogue led to."""

    href: str
    title: str
    lang: str
    dir: str
    question: str
    badge_text: str
    badge_kind: str
    when: str
    ways: list[str]
    counts: str
    languages: list[str]
    effect: Rendered


def card(
    line: Line,
    now: datetime,
    *,
    forms: Mapping[int, Sequence[str]] | None = None,
    contributions: Mapping[int, int] | None = None,
    effects: Mapping[int, Texts] | None = None,
) -> Card:
    """The card of a dialogue; what is not given is left out."""
    locale = i18n.current().code
    title, question = line.title.in_(locale), line.question.in_(locale)
    text, kind = badge(line.stage)
    n = (contributions or {}).get(line.id, 0)
    open_or_planned = line.group in (PublicGroup.OPEN, PublicGroup.PLANNED)
    return Card(
        href=flask.url_for("residents.dialogues.show", slug=slug_of(line.id, line.title)),
        title=title.text,
        lang=title.lang,
        dir=title.dir,
        question=question.text if question.locale == title.locale else "",
        badge_text=text,
        badge_kind=kind,
        when=_period(line, now).left,
        ways=[i18n.label(ActivityType(f)) for f in (forms or {}).get(line.id, ())] if open_or_planned else [],
        counts=i18n.ngettext("%(n)s contribution", "%(n)s contributions", n) if n else "",
        languages=[i18n.Locale(code).name for code in line.languages] if open_or_planned else [],
        effect=(effects or {}).get(line.id, Texts()).in_(locale),
    )


def _period(line: Line, now: datetime) -> Period:
    return Period(
        line.stage,
        clock.local_date(line.opens_at) if line.opens_at else None,
        clock.last_date_before(line.closes_at) if line.closes_at else None,
        clock.local_date(now),
        clock.local_date(line.fed_back_at) if line.fed_back_at else None,
        clock.local_date(line.resumes_at) if line.resumes_at else None,
        clock.local_date(line.cancelled_at) if line.cancelled_at else None,
    )
