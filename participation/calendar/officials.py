"""The work calendar: what happens when in every body, month by month, and what clashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, i18n, page
from participation.bodies.queries import all_bodies
from participation.calendar.events import Dated, dated
from participation.calendar.queries import activities_of, planned_for, readable_for, spans_of
from participation.calendar.rules import clashes, seasons
from participation.calendar.warnings import address_of, in_words, title_of
from participation.contributions.paging import FilterGroup, FilterLink
from participation.dialogues.models import Dialogue
from participation.dialogues.section_page import Warned
from participation.i18n import capital, gettext, label
from participation.texts import Rendered

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

MONTHS = 3
"""So many months a page."""

_MONTH = re.compile(r"^(20\d\d)-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Entry:
    """Something on a day."""

    what: str
    time: str
    place: Rendered | None
    title: Rendered
    href: str
    body: Rendered


@dataclass(frozen=True)
class Day:
    """A day on which something happens."""

    iso: str
    name: str
    is_today: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Month:
    """A month: its days with something in them, and the holidays it lies in."""

    key: str
    name: str
    days: tuple[Day, ...]
    holidays: tuple[str, ...]


@bp.route("", methods=["GET"])
def index() -> ResponseReturnValue:
    actor = page.current_actor()
    first = _asked(request.args.get("month", "")) or clock.today().replace(day=1)
    last = _months_on(first, MONTHS) - timedelta(days=1)
    every, readable = {d.id: d for d in planned_for(actor)}, readable_for(actor)
    body = next((b for b in all_bodies() if b.code == request.args.get("body")), None)
    shown = [d for d in every.values() if body is None or body.id in (d.responsible_body_id, d.executing_body_id)]
    clashing = [
        c
        for c in clashes(spans_of(list(every.values())))
        if c.last >= clock.today() and (body is None or _concerns(body.id, every[c.one], every[c.other]))
    ]
    return page.render(
        "officials/calendar/index.html",
        months=_months(shown, first, readable),
        warnings=in_words(clashing, every, readable),
        summer=_in_holidays(shown, readable),
        filters=[_bodies(first, body.code if body else None)],
        earlier=_address(_months_on(first, -MONTHS), body.code if body else None),
        later=_address(_months_on(first, MONTHS), body.code if body else None),
        span=gettext("%(first)s to %(last)s", first=i18n.format_date(first), last=i18n.format_date(last)),
    )


def _concerns(body_id: int, *dialogues: Dialogue) -> bool:
    return any(body_id in (d.responsible_body_id, d.executing_body_id) for d in dialogues)


def _asked(month: str) -> date | None:
    found = _MONTH.match(month)
    return date(int(found[1]), int(found[2]), 1) if found else None


def _months_on(first: date, months: int) -> date:
    """The first of the month so many months on."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _address(first: date, body: str | None) -> str:
    return url_for(".index", month=f"{first:%Y-%m}", body=body)


def _bodies(first: date, chosen: str | None) -> FilterGroup:
    locale = i18n.current().code
    links = [FilterLink(gettext("All"), _address(first, None), chosen is None)]
    links += [
        FilterLink(b.names.in_(locale).text, _address(first, b.code), b.code == chosen)
        for b in all_bodies()
        if b.exists_on(clock.today())
    ]
    return FilterGroup(gettext("Body"), links)


def _months(dialogues: list[Dialogue], first: date, readable: frozenset[int]) -> list[Month]:
    activities = activities_of([d.id for d in dialogues])
    by_day: dict[date, list[Entry]] = {}
    for found in dialogues:
        for entry in dated(found, activities.get(found.id, ())):
            by_day.setdefault(entry.day, []).append(_entry(found, entry, readable))
    made = []
    for number in range(MONTHS):
        begins = _months_on(first, number)
        ends = _months_on(first, number + 1) - timedelta(days=1)
        days = sorted(day for day in by_day if begins <= day <= ends)
        made.append(
            Month(
                key=f"{begins:%Y-%m}",
                name=i18n.month_name(begins),
                days=tuple(
                    Day(d.isoformat(), i18n.format_date_long(d), d == clock.today(), tuple(by_day[d])) for d in days
                ),
                holidays=tuple(
                    gettext(
                        "%(season)s: %(first)s to %(last)s",
                        season=capital(label(season)),
                        first=i18n.format_date(start),
                        last=i18n.format_date(end),
                    )
                    for season, start, end in seasons(begins, ends)
                ),
            )
        )
    return made


def _entry(found: Dialogue, entry: Dated, readable: frozenset[int]) -> Entry:
    locale = i18n.current().code
    return Entry(
        what=entry.what,
        time=i18n.format_time(entry.when) if isinstance(entry.when, datetime) else "",
        place=entry.place,
        title=title_of(found),
        href=address_of(found, readable),
        body=found.responsible_body.names.in_(locale),
    )


def _in_holidays(dialogues: list[Dialogue], readable: frozenset[int]) -> list[Warned]:
    """The dialogues still to come or open that lie in holidays."""
    today = clock.today()
    found = []
    for span in spans_of(dialogues):
        if span.last < today:
            continue
        for season, first, last in seasons(max(span.first, today), span.last):
            about = next(d for d in dialogues if d.id == span.id)
            text = gettext(
                "Open during %(season)s, %(first)s to %(last)s.",
                season=label(season),
                first=i18n.format_date(first),
                last=i18n.format_date(last),
            )
            found.append(Warned(text, ((title_of(about), address_of(about, readable)),)))
    return found
