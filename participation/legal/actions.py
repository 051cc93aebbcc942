"""Writes to the legal register: each change is a new version from a day on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from typing import Any

import yaml
from sqlalchemy import select

from participation import clock, content_version, db, event_log
from participation.access import Actor, Conflict, require
from participation.legal.models import LegalBasis
from participation.legal.permissions import LegalPermission
from participation.legal.rules import Document, LegalPhase, NoticeItem, Output, Unit
from participation.texts import Texts


@dataclass(frozen=True)
class Contents:
    """What a version of a row says."""

    phase: LegalPhase
    names: Texts
    provision: str
    next_code: str | None = None
    minimum: int | None = None
    unit: Unit = Unit.DAYS
    minimum_provision: str = ""
    documents: tuple[Document, ...] = ()
    other_documents: tuple[str, ...] = ()
    notice_items: tuple[NoticeItem, ...] = ()
    output: Output = Output.NONE
    web_duty: Texts = field(default_factory=Texts)
    web_days: int | None = None


def enter_version(actor: Actor, code: str, contents: Contents, *, valid_from: date) -> LegalBasis:
    """Enter what a provision demands from a day on. The version before it ends on the day before; nothing that was
    begun with that one changes. Raises Refused (E-ROLE); Conflict if a version from that day or later is there."""
    require(actor, LegalPermission.KEEP)
    newest = _newest(code)
    if newest is not None and newest.valid_from >= valid_from:
        raise Conflict
    if newest is not None and (newest.valid_to is None or newest.valid_to >= valid_from):
        newest.valid_to = valid_from - timedelta(days=1)
    made = LegalBasis(
        code=code,
        phase=contents.phase.value,
        next_code=contents.next_code,
        names=contents.names,
        provision=contents.provision.strip(),
        minimum=contents.minimum,
        unit=contents.unit.value,
        minimum_provision=contents.minimum_provision.strip(),
        documents=[d.value for d in contents.documents],
        other_documents=[t for d in contents.other_documents if (t := d.strip())],
        notice_items=[i.value for i in contents.notice_items],
        output=contents.output.value,
        web_duty=contents.web_duty,
        web_days=contents.web_days,
        valid_from=valid_from,
        entered_by_id=actor.account_id,
        entered_at=clock.now(),
    )
    db.session().add(made)
    db.session().flush()
    event_log.record(actor, "legal.entered", data={"row": made.id, "code": code, "from": valid_from.isoformat()})
    content_version.bump(content_version.SITE)
    return made


def _newest(code: str) -> LegalBasis | None:
    query = select(LegalBasis).where(LegalBasis.code == code).order_by(LegalBasis.valid_from.desc()).limit(1)
    return db.session().scalar(query)


def enter_known(actor: Actor) -> list[str]:
    """Enter the rows that come with the service and are not in the register yet; returns their codes.

    They were read in a stored copy of the statutes: the municipality's lawyer confirms them before they are used.
    """
    require(actor, LegalPermission.KEEP)
    entered = []
    for row in _known():
        if _newest(row["code"]) is None:
            enter_version(actor, row["code"], _contents(row), valid_from=row["valid_from"])
            entered.append(row["code"])
    return entered


def _known() -> list[dict[str, Any]]:
    text = resources.files("participation.legal").joinpath("known.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)["rows"]
    return rows


def _contents(row: dict[str, Any]) -> Contents:
    return Contents(
        phase=LegalPhase(row["phase"]),
        names=Texts(row["names"]),
        provision=row["provision"],
        next_code=row.get("next"),
        minimum=row.get("minimum"),
        unit=Unit(row.get("unit", Unit.DAYS.value)),
        minimum_provision=row.get("minimum_provision", ""),
        documents=tuple(Document(d) for d in row.get("documents", ())),
        notice_items=tuple(NoticeItem(i) for i in row.get("notice", ())),
        output=Output(row["output"]),
        web_duty=Texts(row.get("web_duty", {})),
        web_days=row.get("web_days"),
    )
