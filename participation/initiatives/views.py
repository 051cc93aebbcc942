"""An initiative as pages show it: finished values in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import flask

from participation import clock, i18n
from participation.bodies.queries import policy_areas
from participation.channels.views import ChannelView, channel_view
from participation.contributions.taking_part import Crumb, foreign
from participation.i18n import capital, gettext, label, ngettext
from participation.initiatives.emails import decision_words
from participation.initiatives.models import Initiative
from participation.initiatives.queries import due_of, public_dialogue_of
from participation.initiatives.rules import WAITING, Origin, Sender, State
from participation.initiatives.words import MEANS, TAGS
from participation.texts import Rendered, direction, language_tag


@dataclass(frozen=True)
class Step:
    """A step of the way, as ``components/timeline.html`` draws it: past, now or coming."""

    state: str
    title: str
    when: str
    iso: str = ""
    note: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Card:
    """An initiative in a list."""

    number: str
    href: str
    question: str
    lang: str
    dir: str
    language_name: str
    state: str
    tag: str
    origin: str
    author: str
    body: Rendered | None
    when: str
    iso: str
    promise: str
    late: bool


@dataclass(frozen=True)
class InitiativeView:
    """An initiative's page: what everybody may see."""

    card: Card
    why: str
    concerns: str
    place: str
    area: Rendered | None
    means: str
    steps: Sequence[Step]
    answer: Rendered | None
    decision: str
    outside: bool
    channel: ChannelView | None
    dialogue_title: Rendered | None
    dialogue_href: str
    delay_reason: Rendered | None
    expected: str


def number_words(initiative: Initiative) -> str:
    """What an initiative is called where it has no other name."""
    return gettext("Initiative %(number)s", number=initiative.id)


def promise_of(initiative: Initiative) -> tuple[str, bool]:
    """How the initiative stands to the promise of an answer, in words, and whether that is late."""
    found = due_of(initiative)
    if initiative.state is State.WITHDRAWN:
        return "", False
    if found.answered_on is not None:
        day = i18n.format_date(found.answered_on)
        if found.late:
            return gettext("Got an answer on %(date)s, after the promised day", date=day), True
        return gettext("Got an answer on %(date)s", date=day), False
    day = i18n.format_date(found.due)
    if found.late:
        return gettext("The answer is late: it was promised by %(date)s", date=day), True
    left = ngettext("%(n)s day left", "%(n)s days left", found.days)
    return gettext("Answer promised by %(date)s, %(left)s", date=day, left=left), False


def author_of(initiative: Initiative) -> str:
    """Whoever is behind it, as everybody may know it."""
    office = initiative.office.in_(i18n.current().code).text
    if initiative.show_name and office:
        return f"{initiative.sender_name}, {office}"
    if initiative.show_name:
        return initiative.sender_name
    if office:
        return office
    return gettext("A person who is not named") if initiative.sender == Sender.PERSON.value else ""


def origins_in_words(origins: Sequence[Origin]) -> str:
    """Where it comes from: ``elected representatives and civil society``."""
    return i18n.join([label(o) for o in origins])


def card_of(initiative: Initiative, href: str) -> Card:
    """One initiative as a line of a list."""
    promise, late = promise_of(initiative)
    locale = i18n.current().code
    return Card(
        number=number_words(initiative),
        href=href,
        question=initiative.question,
        lang=language_tag(initiative.language),
        dir=direction(initiative.language),
        language_name=foreign(initiative.language),
        state=capital(label(initiative.state)),
        tag=TAGS[initiative.state],
        origin=capital(origins_in_words(initiative.origins)),
        author=author_of(initiative),
        body=initiative.body.names.in_(locale) if initiative.body else None,
        when=i18n.format_date(initiative.received_at),
        iso=clock.local_date(initiative.received_at).isoformat(),
        promise=promise,
        late=late,
    )


def initiative_view(initiative: Initiative, href: str) -> InitiativeView:
    """Everything of one initiative that everybody may see."""
    locale = i18n.current().code
    grown = public_dialogue_of(initiative)
    waits = initiative.state in WAITING
    return InitiativeView(
        card=card_of(initiative, href),
        why=initiative.why,
        concerns=initiative.concerns,
        place=initiative.place,
        area=initiative.policy_area.names.in_(locale) if initiative.policy_area else None,
        means=str(MEANS[initiative.state]),
        steps=steps_of(initiative),
        answer=initiative.answer.in_(locale) if initiative.answer else None,
        decision=decision_words(initiative),
        outside=initiative.outside_competence,
        channel=channel_view(initiative.channel) if initiative.channel else None,
        dialogue_title=grown.title.in_(locale) if grown else None,
        dialogue_href=flask.url_for("residents.dialogues.show", slug=grown.slug) if grown else "",
        delay_reason=initiative.delay_reason.in_(locale) if waits and initiative.delay_reason else None,
        expected=i18n.format_date(initiative.expected_on) if waits and initiative.expected_on else "",
    )


def steps_of(initiative: Initiative) -> list[Step]:
    """What has happened and what comes: received, looked at, with the body, the answer."""
    locale = i18n.current().code
    body = initiative.body.names.in_(locale).text if initiative.body else ""
    rows: list[tuple[str, datetime | None, str]] = [(gettext("Received"), initiative.received_at, "")]
    if initiative.review_began_at or initiative.state is State.SUBMITTED:
        rows.append((gettext("An official looks at it"), initiative.review_began_at, ""))
    if initiative.forwarded_at or initiative.state in WAITING:
        rows.append((gettext("With the body that decides"), initiative.forwarded_at, body))
    ended = initiative.ended_at
    reached = [(title, at, note) for title, at, note in rows if at is not None]
    steps = [
        Step(
            "past" if ended is not None or number < len(reached) else "now",
            title,
            i18n.format_date(at),
            clock.local_date(at).isoformat(),
            note,
        )
        for number, (title, at, note) in enumerate(reached, 1)
    ]
    if ended is not None:
        title = gettext("Answered: %(state)s", state=label(initiative.state))
        if initiative.state is State.WITHDRAWN:
            title = gettext("Withdrawn by whoever sent it")
        return [*steps, Step("past", title, i18n.format_date(ended), clock.local_date(ended).isoformat())]
    coming = [(title, "") for title, at, _ in rows if at is None]
    due = i18n.format_date(due_of(initiative).due)
    coming.append((gettext("You get an answer with reasons"), gettext("By %(date)s", date=due)))
    return [*steps, *(Step("coming", title, when) for title, when in coming)]


def area_choices() -> list[tuple[str, str]]:
    """The areas of activity as choices of a form."""
    locale = i18n.current().code
    named = [(str(a.id), a.names.in_(locale).text) for a in policy_areas()]
    return sorted(named, key=lambda pair: pair[1].casefold())


def way_to_register(*more: Crumb) -> list[Crumb]:
    """The breadcrumbs of the register and of the pages below it."""
    register = flask.url_for("residents.initiatives.index") if more else None
    start = Crumb(gettext("Start"), flask.url_for("residents.dialogues.start"))
    return [start, Crumb(gettext("Initiatives"), register), *more]
