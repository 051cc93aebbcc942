"""The sections that only a statutory dialogue has, and what it has more in the others: stored and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete

from participation import db
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Section
from participation.dialogues.statutory import reads
from participation.dialogues.statutory.models import StatutoryCase, StatutoryDocument
from participation.dialogues.statutory.rules import BASIS_FIELDS, MAXIMUM_DOCUMENTS
from participation.legal.queries import by_ids
from participation.legal.rules import LegalPhase
from participation.texts import Texts

TEXTS = ("place", "available_at", "send_to")
PLAIN = (*BASIS_FIELDS.values(), "comprehensive_plan", "environment")
DATES = ("review_opens_on", "review_closes_on")


def stored(dialogue: Dialogue, section: Section) -> dict[str, Any]:
    """What the section has for a statutory dialogue, besides what it has for all."""
    case = reads.case_of(dialogue)
    if case is None:
        return {}
    if section is Section.LEGAL_BASIS:
        return {n: getattr(case, n) for n in PLAIN} | {n: getattr(case, n).sv for n in TEXTS}
    if section is Section.SCHEDULE:
        return {n: getattr(case, n) for n in DATES}
    if section is Section.DOCUMENTS:
        return {"documents": [_row(d) for d in reads.documents(dialogue.id)]}
    return {}


def _row(document: StatutoryDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "phase": document.phase,
        "kind": document.kind,
        "title": document.title.sv,
        "url": document.url,
        "file_info": document.file_info,
        "published_on": document.published_on,
    }


def write(dialogue: Dialogue, section: Section, values: Mapping[str, Any]) -> None:
    """Write what only a statutory dialogue has."""
    case = reads.case_of(dialogue)
    if case is None:
        return
    if section is Section.LEGAL_BASIS:
        _write_law(case, values)
        for name in TEXTS:
            if name in values:
                setattr(case, name, getattr(case, name).put("sv", str(values[name] or "").strip()))
        for name in ("comprehensive_plan", "environment"):
            if name in values:
                setattr(case, name, values[name] or None)
    elif section is Section.SCHEDULE:
        for name in DATES:
            if name in values:
                setattr(case, name, values[name])
    elif section is Section.DOCUMENTS:
        _write_documents(dialogue, values.get("documents", ()))
    db.session().flush()


def _write_law(case: StatutoryCase, values: Mapping[str, Any]) -> None:
    """Only versions of the phase they are for can be chosen; the first phase is never without one."""
    rows = by_ids(values.get(n) for n in BASIS_FIELDS.values())
    for phase, name in BASIS_FIELDS.items():
        if name not in values:
            continue
        row = rows.get(values[name] or 0)
        if row is not None and row.legal_phase is phase:
            setattr(case, name, row.id)
        elif phase is not LegalPhase.SAMRAD and not values[name]:
            setattr(case, name, None)
    db.session().flush()
    db.session().refresh(case)


def _write_documents(dialogue: Dialogue, rows: Any) -> None:
    session = db.session()
    existing = {d.id: d for d in reads.documents(dialogue.id)}
    kept: set[int] = set()
    for position, values in enumerate(list(rows)[:MAXIMUM_DOCUMENTS], start=1):
        document = existing.get(values.get("id") or 0)
        if document is None or document.id in kept:
            document = StatutoryDocument(dialogue_id=dialogue.id)
            session.add(document)
        else:
            kept.add(document.id)
        document.position = position
        document.phase = values["phase"]
        document.kind = values.get("kind") or ""
        document.title = (document.title or Texts()).put("sv", str(values.get("title") or "").strip())
        document.url = str(values.get("url") or "").strip()
        document.file_info = str(values.get("file_info") or "").strip()
        document.published_on = values.get("published_on")
    gone = [i for i in existing if i not in kept]
    if gone:
        session.execute(delete(StatutoryDocument).where(StatutoryDocument.id.in_(gone)))
    session.flush()


def translatable(dialogue: Dialogue) -> Iterator[tuple[str, Any, str]]:
    """The texts that residents read: key in forms, the thing that has them, the name they have there."""
    case = reads.case_of(dialogue)
    if case is None:
        return
    for name in TEXTS:
        yield f"case_{name}", case, name
    for document in reads.documents(dialogue.id):
        yield f"document-{document.id}", document, "title"
