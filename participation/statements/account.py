"""The report of a phase as its readers see it: who is masked, what was said, what is answered. Finished values."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from participation import i18n
from participation.contributions.queries import full_number
from participation.dialogues.models import Dialogue
from participation.i18n import capital, gettext, label
from participation.legal.rules import LegalPhase, Output
from participation.statements.queries import Statement
from participation.statements.rules import SenderKind
from participation.texts import Rendered

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Entry:
    """A statement in the report. A private person has no name on the web."""

    number: str
    sender: str
    summary: str
    comment: str
    proposal: str
    met: str


@dataclass(frozen=True)
class Account:
    """The report. Texts by officials are Swedish."""

    title: str
    dialogue_title: Rendered
    registry_number: str
    body: str
    published: str
    how: str
    received: str
    entries: tuple[Entry, ...]


def account(dialogue: Dialogue, phase: LegalPhase, found: Sequence[Statement], *, how: str, published: str) -> Account:
    """The report of the phase, of the statements in the order of their numbers."""
    output = Output.CONSULTATION_REPORT if phase is LegalPhase.SAMRAD else Output.REVIEW_STATEMENT
    title = label(output)
    locale = i18n.current().code
    return Account(
        title=capital(title),
        dialogue_title=dialogue.title.in_(locale),
        registry_number=dialogue.registry_number,
        body=dialogue.responsible_body.names.in_(locale).text,
        published=published,
        how=how,
        received=i18n.ngettext("%(n)s written statement", "%(n)s written statements", len(found)),
        entries=tuple(_entry(dialogue, s) for s in found),
    )


def _entry(dialogue: Dialogue, found: Statement) -> Entry:
    return Entry(
        number=full_number(dialogue.registry_number, found),
        sender=masked(found),
        summary=found.summary,
        comment=found.comment,
        proposal=found.proposal,
        met=label(found.met) if found.met else "",
    )


def masked(found: Statement) -> str:
    """Who sent it, as the web may say: associations, companies and authorities by name, people not."""
    if found.sender_kind is SenderKind.PERSON:
        return gettext("Private person")
    return found.name


def as_document(report: Account) -> bytes:
    """The report as a document for the agenda and the registry (DOCX), with real headings and a title."""
    # Loaded where a file is made: processes that only show pages do not carry it.
    import docx

    made = docx.Document()
    made.core_properties.title = f"{report.title}: {report.dialogue_title.text}"
    made.core_properties.author = report.body
    made.core_properties.language = report.dialogue_title.lang
    made.add_heading(report.title, level=0)
    made.add_paragraph(report.dialogue_title.text)
    made.add_paragraph(f"{report.body}, {report.registry_number}")
    if report.published:
        made.add_paragraph(report.published)
    made.add_heading(gettext("How was it carried out?"), level=1)
    for paragraph in (report.how or "–").splitlines():
        made.add_paragraph(paragraph)
    made.add_heading(gettext("What was said, and what we answer"), level=1)
    made.add_paragraph(report.received)
    for entry in report.entries:
        made.add_heading(f"{entry.number}: {entry.sender}", level=2)
        for heading, text in (
            (gettext("Summary"), entry.summary),
            (gettext("Comment"), entry.comment),
            (gettext("Proposal"), entry.proposal),
            (gettext("Are the views met?"), entry.met),
        ):
            if text:
                made.add_heading(heading, level=3)
                for paragraph in text.splitlines():
                    made.add_paragraph(paragraph)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
