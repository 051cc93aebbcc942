"""Calendar files (iCalendar, RFC 5545) of public dialogues, in the reader's language and the municipality's time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from participation import clock, i18n, page
from participation.calendar.events import Dated, dated
from participation.calendar.queries import Revision
from participation.dialogues.models import Activity, Dialogue
from participation.dialogues.queries import current_stage, slug
from participation.dialogues.rules import Stage
from participation.i18n import gettext

if TYPE_CHECKING:
    from icalendar import Event

CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar(
    name: str,
    dialogues: Sequence[Dialogue],
    activities: Mapping[int, Sequence[Activity]],
    revisions: Mapping[int, Revision],
) -> bytes:
    """The file. An event keeps its UID in every language and for ever; its sequence grows with every public change."""
    from icalendar import Calendar  # only where a file is made: it is large, and most workers never make one

    locale = i18n.current()
    made = Calendar()
    municipality = page.app_settings().municipality.name
    made.add("prodid", f"-//{municipality}//Participation//{locale.lang.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", str(clock.zone()))
    made.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for dialogue in dialogues:
        revision = revisions.get(dialogue.id) or Revision(0, dialogue.created_at)
        for entry in dated(dialogue, activities.get(dialogue.id, ())):
            made.add_component(_event(dialogue, entry, revision))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(dialogue: Dialogue, entry: Dated, revision: Revision) -> Event:
    from icalendar import Event, vDate, vDatetime

    title = dialogue.title.in_(i18n.current().code)
    event = Event()
    event.add("uid", f"dialogue-{dialogue.id}-{entry.key}@{_host()}")
    event.add("sequence", revision.number)
    changed = revision.at.astimezone(UTC).replace(microsecond=0)
    event.add("last-modified", changed)
    event.add("dtstamp", changed)
    if isinstance(entry.when, datetime):
        event["dtstart"] = vDatetime(clock.local(entry.when), params={"TZID": str(clock.zone())})
        event.add("transp", "OPAQUE")
    else:
        event["dtstart"] = vDate(entry.when, params={"VALUE": "DATE"})
        event.add("transp", "TRANSPARENT")
    event.add("summary", f"{title.text}: {entry.what}", parameters={"LANGUAGE": title.lang})
    address = page.absolute_url("residents.dialogues.show", slug=slug(dialogue))
    question = dialogue.question.in_(i18n.current().code).text
    event.add("description", "\n\n".join(t for t in (question, address) if t))
    event.add("url", address)
    if entry.place:
        event.add("location", entry.place.text)
    paused = current_stage(dialogue) is Stage.PAUSED
    if current_stage(dialogue) is Stage.CANCELLED:
        event.add("status", "CANCELLED")
    else:
        event.add("status", "TENTATIVE" if paused else "CONFIRMED")
    return event


def _host() -> str:
    return urlsplit(page.app_settings().base_url).hostname or "localhost"


def name_of_all() -> str:
    """What the calendar of the whole site is called."""
    return gettext("Resident dialogue in %(municipality)s", municipality=page.app_settings().municipality.name)
