"""The guards of what the law demands: the task, the shortest period, documents and notice (POLICY.md G13). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from participation.access import Reason
from participation.dialogues.rules import Kind, Section
from participation.dialogues.statutory.facts import Law, StatutoryFacts
from participation.dialogues.statutory.rules import BASIS_FIELDS
from participation.legal.rules import MADE_HERE, Document, LegalPhase, NoticeItem
from participation.texts import Texts


def within_mandate(f: Any, _day: date) -> list[Reason]:
    """E-G13: the body has each of the duties for its task under its rules of procedure."""
    if f.statutory is None:
        return []
    found: list[Reason] = []
    for phase, law in f.statutory.laws.items():
        if not law.mandated:
            reason = no_mandate(f.responsible_body.names, law.owners, field=BASIS_FIELDS[phase])
            if not any(r.params == reason.params for r in found):
                found.append(reason)
    return found


def no_mandate(body: Texts, owners: tuple[Texts, ...], *, field: str) -> Reason:
    """E-G13, which names the responsible committee, if there is one."""
    return Reason("E-G13", {"body": body, "committee": owners or "–"}, field=field)


def too_short(law: Law, opens_on: date | None, closes_on: date | None, field: str) -> list[Reason]:
    """E-G13b: the period is as long as the law demands, its first and last day counted."""
    if law.minimum is None or opens_on is None or closes_on is None or closes_on < opens_on:
        return []
    if closes_on >= law.minimum.last_day(opens_on):
        return []
    days = (closes_on - opens_on).days + 1
    params = {"n": law.minimum, "provision": law.minimum_provision or law.provision, "m": days}
    return [Reason("E-G13b", params, field=field)]


def long_enough(f: Any, _day: date) -> list[Reason]:
    """E-G13b for both periods as they are planned."""
    known: StatutoryFacts | None = f.statutory
    if known is None:
        return []
    reasons = too_short(known.laws[LegalPhase.SAMRAD], f.opens_on, f.closes_on, "closes_on")
    if LegalPhase.GRANSKNING in known.laws:
        law = known.laws[LegalPhase.GRANSKNING]
        reasons += too_short(law, known.review_opens_on, known.review_closes_on, "review_closes_on")
    return reasons


def lacking(known: StatutoryFacts, phase: LegalPhase, first_day: date | None) -> list[Reason]:
    """E-G13c: on the first day of the phase every document can be read, and the notice says all that it must."""
    law = known.laws.get(phase)
    if law is None:
        return []
    there = {d.name for d in known.documents if d.phase is phase and (first_day is None or d.on <= first_day)}
    missing: list[Document | NoticeItem | str] = [
        d for d in law.documents if d not in MADE_HERE and d.value not in there
    ]
    missing += [name for name in law.other_documents if name not in there]
    said = [i for i in law.notice if i not in known.said]
    if not missing and not said:
        return []
    field = "documents" if missing else FIELD_OF_ITEM.get(said[0], "place")
    return [Reason("E-G13c", {"provision": law.provision, "list": (*missing, *said)}, field=field)]


def documents_there(f: Any, _day: date) -> list[Reason]:
    """E-G13c for the first period, before it is announced."""
    return [] if f.statutory is None else lacking(f.statutory, LegalPhase.SAMRAD, f.opens_on)


FIELD_OF_ITEM: Mapping[NoticeItem, str] = {
    NoticeItem.AREA: "place",
    NoticeItem.PURPOSE: "summary",
    NoticeItem.COMPREHENSIVE_PLAN: "comprehensive_plan",
    NoticeItem.ENVIRONMENT: "environment",
    NoticeItem.DOCUMENTS: "available_at",
    NoticeItem.SEND_TO: "send_to",
    NoticeItem.PERIOD: "opens_on",
    NoticeItem.DECIDER: "decision_matter",
    NoticeItem.CONTACT: "contact_name",
}
"""Where each item of the notice is written; the others follow from the law."""

STATUTORY_FIELDS: Mapping[str, Section] = {
    **dict.fromkeys(BASIS_FIELDS.values(), Section.LEGAL_BASIS),
    **dict.fromkeys(("place", "comprehensive_plan", "environment", "available_at", "send_to"), Section.LEGAL_BASIS),
    "documents": Section.DOCUMENTS,
    "review_opens_on": Section.SCHEDULE,
    "review_closes_on": Section.SCHEDULE,
}
"""Where in the workspace the fields of these reasons are mended."""

STATUTORY_GUARDS: Mapping[Callable[[Any, date], list[Reason]], frozenset[Kind]] = {
    guard: frozenset({Kind.STATUTORY}) for guard in (within_mandate, long_enough, documents_there)
}
"""They have nothing to say of the other kinds."""
