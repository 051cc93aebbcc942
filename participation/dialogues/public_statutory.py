"""What a statutory dialogue's page says besides the others': the law, both periods, the documents. Finished values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import flask

from participation import clock, i18n
from participation.dialogues.models import Dialogue
from participation.dialogues.public_parts import REPORTED, SEPARATOR, Logged, Part, Parts
from participation.dialogues.queries import slug
from participation.dialogues.rules import Kind, Stage
from participation.i18n import capital, gettext, label
from participation.legal.rules import Document, LegalPhase, Minimum, Unit
from participation.legal.words import period
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class LawShown:
    """What one provision decides."""

    name: Rendered
    provision: str
    shortest: str
    web_duty: Rendered


@dataclass(frozen=True)
class PeriodShown:
    """A phase: past, now, coming or planned; the last has no collection period."""

    title: str
    state: str
    state_text: str
    when: str


@dataclass(frozen=True)
class DocumentShown:
    """A document to read. ``kind``: what the law calls it."""

    title: Rendered
    kind: str
    href: str
    note: str


@dataclass(frozen=True)
class Shelf:
    """The documents of a phase."""

    title: str
    documents: list[DocumentShown]


@dataclass(frozen=True)
class Lawful:
    """Everything the page says of the law."""

    laws: list[LawShown]
    place: Rendered
    available_at: Rendered
    periods: list[PeriodShown]
    shelves: list[Shelf]
    notice_href: str
    statement_href: str
    report_href: str
    review_href: str


def _in(texts: Texts) -> Rendered:
    return texts.in_(i18n.current().code)


def lawful(dialogue: Dialogue, parts: Parts, log: Sequence[Logged], stage: Stage, now: datetime) -> Lawful | None:
    """The part of the page that only a statutory dialogue has."""
    if dialogue.kind != Kind.STATUTORY.value:
        return None
    here = slug(dialogue)
    case = parts.cases[0] if parts.cases else None
    reported = any(e.action == REPORTED for e in log)
    return Lawful(
        laws=[_law(part) for part in parts.laws],
        place=_in(case.words if case else Texts()),
        available_at=_in(case.more if case else Texts()),
        periods=_periods(dialogue, parts, now),
        shelves=_shelves(parts),
        notice_href=flask.url_for("residents.statements.notice", slug=here),
        statement_href=flask.url_for("residents.statements.new", slug=here) if stage is Stage.OPEN else "",
        report_href=_report(here, LegalPhase.SAMRAD) if reported else "",
        review_href=_report(here, LegalPhase.GRANSKNING) if _has_review_statement(dialogue, now) else "",
    )


def _report(here: str, phase: LegalPhase) -> str:
    return flask.url_for("residents.statements.report", slug=here, phase=phase.value)


def _has_review_statement(dialogue: Dialogue, now: datetime) -> bool:
    done = dialogue.compiled_at is not None and dialogue.compiled_at <= now
    return done and any(p.kind == LegalPhase.GRANSKNING.value for p in dialogue.phases)


def _law(part: Part) -> LawShown:
    _phase, provision, n, unit, where = part.note.split(SEPARATOR)[:5]
    shortest = ""
    if n:
        shortest = gettext(
            "At least %(period)s (%(provision)s)",
            period=period(Minimum(int(n), Unit(unit))),
            provision=where or provision,
        )
    return LawShown(_in(part.words), provision, shortest, _in(part.more))


def _periods(dialogue: Dialogue, parts: Parts, now: datetime) -> list[PeriodShown]:
    real = {p.kind: p for p in dialogue.phases}
    found = []
    planned = parts.cases[0].note.split(SEPARATOR) if parts.cases else ["", ""]
    for part in parts.laws:
        phase = LegalPhase(part.note.split(SEPARATOR)[0])
        title = capital(label(phase))
        held = real.get(phase.value)
        if held is not None:
            state = "past" if held.closes_at <= now else "now" if held.opens_at <= now else "coming"
            when = _span(clock.local_date(held.opens_at), clock.last_date_before(held.closes_at))
            found.append(PeriodShown(title, state, _STATES[state](), when))
        elif phase is LegalPhase.GRANSKNING and planned[0] and planned[1]:
            when = _span(date.fromisoformat(planned[0]), date.fromisoformat(planned[1]))
            found.append(PeriodShown(title, "coming", gettext("Planned"), when))
        elif phase is LegalPhase.ANTAGANDE and dialogue.decision_meeting is not None:
            done = dialogue.handled_at is not None and dialogue.handled_at <= now
            when = i18n.format_date(dialogue.decision_meeting)
            found.append(
                PeriodShown(title, "past" if done else "coming", gettext("Done") if done else gettext("Planned"), when)
            )
    return found


_STATES = {
    "past": lambda: gettext("Has been"),
    "now": lambda: gettext("Going on now"),
    "coming": lambda: gettext("Coming"),
}


def _span(first: date, last: date) -> str:
    return gettext("%(first)s to %(last)s", first=i18n.format_date(first), last=i18n.format_date(last))


def _shelves(parts: Parts) -> list[Shelf]:
    found: dict[LegalPhase, list[DocumentShown]] = {}
    for part in parts.documents:
        phase, kind, published, info, url = part.note.split(SEPARATOR)[:5]
        if not url:
            continue
        note = [
            info,
            gettext("published %(date)s", date=i18n.format_date(date.fromisoformat(published))) if published else "",
        ]
        found.setdefault(LegalPhase(phase), []).append(
            DocumentShown(
                _in(part.words), capital(label(Document(kind))) if kind else "", url, ", ".join(n for n in note if n)
            )
        )
    return [Shelf(capital(label(phase)), found[phase]) for phase in LegalPhase if phase in found]
