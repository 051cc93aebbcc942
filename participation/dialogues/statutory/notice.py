"""The announcement of a period: every item that the law demands, put together of what is written. Finished values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from participation import clock, i18n
from participation.dialogues.models import Dialogue
from participation.dialogues.statutory.models import StatutoryCase
from participation.dialogues.statutory.rules import Impact, PlanFit
from participation.i18n import capital, gettext, label
from participation.legal.rules import LegalPhase, NoticeItem
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Item:
    """A part of the announcement: the officials' words in the language they have, then what the service says."""

    heading: str
    words: Rendered | None
    text: str


@dataclass(frozen=True)
class Announcement:
    """The announcement of a phase, on the page and as plain text for the notice board and the paper."""

    title: str
    lead: str
    items: tuple[Item, ...]

    @property
    def plain(self) -> str:
        """The whole as text without markup."""
        parts = [self.title, self.lead]
        for item in self.items:
            said = "\n".join(t for t in (item.words.text if item.words else "", item.text) if t)
            parts.append(f"{item.heading}\n{said}")
        return "\n\n".join(p for p in parts if p)


def announced_phase(dialogue: Dialogue) -> LegalPhase:
    """The phase whose announcement is the latest."""
    return LegalPhase.GRANSKNING if len(dialogue.phases) > 1 else LegalPhase.SAMRAD


def announcement(
    dialogue: Dialogue, case: StatutoryCase, phase: LegalPhase, address: str, municipality: str
) -> Announcement:
    """The announcement of the phase, in the reader's language. ``address``: of the dialogue's page."""
    law = case.laws.get(phase, case.samrad_basis)
    first, last = _days(dialogue, case, phase)
    found = _Words(dialogue, case, law.names.in_(i18n.current().code), law.provision, address, first, last)
    title = gettext("Announcement: %(title)s", title=_here(dialogue.title).text)
    body = _here(dialogue.responsible_body.names).text
    lead = gettext(
        "%(municipality)s, %(body)s. Registry number %(number)s.",
        municipality=municipality,
        body=body,
        number=dialogue.registry_number or "–",
    )
    return Announcement(title, lead, tuple(found.item(i) for i in law.notice))


def _days(dialogue: Dialogue, case: StatutoryCase, phase: LegalPhase) -> tuple[date | None, date | None]:
    held = next((p for p in dialogue.phases if p.kind == phase.value), None)
    if held is not None:
        return clock.local_date(held.opens_at), clock.last_date_before(held.closes_at)
    if phase is LegalPhase.GRANSKNING:
        return case.review_opens_on, case.review_closes_on
    return dialogue.draft_opens_on, dialogue.draft_closes_on


def _here(texts: Texts) -> Rendered:
    return texts.in_(i18n.current().code)


@dataclass(frozen=True)
class _Words:
    """What each item says."""

    dialogue: Dialogue
    case: StatutoryCase
    law: Rendered
    provision: str
    address: str
    first: date | None
    last: date | None

    def item(self, item: NoticeItem) -> Item:
        heading = label(item)
        made = _MAKERS[item](self)
        return Item(capital(heading), *made)

    def period(self) -> str:
        if self.first is None or self.last is None:
            return "–"
        return gettext(
            "From %(first)s to %(last)s.",
            first=i18n.format_date_long(self.first),
            last=i18n.format_date_long(self.last),
        )

    def send_to(self) -> str:
        return gettext(
            "Write your name and your postal address or e-mail address, and the registry number %(number)s. You can "
            "also write on the web: %(address)s",
            number=self.dialogue.registry_number or "–",
            address=self.address,
        )

    def appeal(self) -> str:
        return gettext(
            "Whoever has not given their views in writing before the review has closed can lose the right to appeal "
            "the decision to adopt the proposal."
        )

    def decider(self) -> str:
        body = self.dialogue.decision_body or self.dialogue.responsible_body
        return gettext("%(body)s takes the decision.", body=_here(body.names).text)

    def contact(self) -> str:
        d = self.dialogue
        return ", ".join(t for t in (d.contact_name, d.contact_phone, d.contact_email) if t) or "–"


def _label(members: type[PlanFit] | type[Impact], value: str | None) -> str:
    return label(members(value)) + "." if value else "–"


_MAKERS: dict[NoticeItem, Callable[[_Words], tuple[Rendered | None, str]]] = {
    NoticeItem.AREA: lambda w: (_here(w.case.place), ""),
    NoticeItem.PURPOSE: lambda w: (_here(w.dialogue.summary), ""),
    NoticeItem.PROCEDURE: lambda w: (w.law, w.provision),
    NoticeItem.COMPREHENSIVE_PLAN: lambda w: (None, _label(PlanFit, w.case.comprehensive_plan)),
    NoticeItem.ENVIRONMENT: lambda w: (None, _label(Impact, w.case.environment)),
    NoticeItem.DOCUMENTS: lambda w: (_here(w.case.available_at), w.address),
    NoticeItem.PERIOD: lambda w: (None, w.period()),
    NoticeItem.SEND_TO: lambda w: (_here(w.case.send_to), w.send_to()),
    NoticeItem.APPEAL: lambda w: (None, w.appeal()),
    NoticeItem.DECIDER: lambda w: (None, w.decider()),
    NoticeItem.CONTACT: lambda w: (None, w.contact()),
}
