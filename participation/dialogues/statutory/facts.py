"""What the guards of statutory dialogues look at. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from participation.legal.rules import Document, LegalPhase, Minimum, NoticeItem
from participation.texts import Texts


@dataclass(frozen=True)
class Law:
    """The law of one phase. ``owners``: the names of the bodies whose task it is today."""

    code: str
    provision: str
    minimum: Minimum | None = None
    minimum_provision: str = ""
    documents: tuple[Document, ...] = ()
    other_documents: tuple[str, ...] = ()
    notice: tuple[NoticeItem, ...] = ()
    followed: bool = False
    mandated: bool = True
    owners: tuple[Texts, ...] = ()


@dataclass(frozen=True)
class Published:
    """A document that can be read: of which phase, from which day. ``name`` is a kind's value or a title."""

    phase: LegalPhase
    name: str
    on: date


@dataclass(frozen=True)
class StatutoryFacts:
    """A statutory dialogue's law, and what it has of what the law demands. Dates are the municipality's."""

    laws: Mapping[LegalPhase, Law] = field(default_factory=dict)
    documents: tuple[Published, ...] = ()
    said: frozenset[NoticeItem] = frozenset()
    review_opens_on: date | None = None
    review_closes_on: date | None = None

    @property
    def reviewed_by_law(self) -> bool:
        """Whether it is said by which law it is reviewed."""
        return LegalPhase.GRANSKNING in self.laws

    @property
    def reviewed(self) -> bool:
        """Whether the law has a review follow the consultation."""
        return LegalPhase.GRANSKNING in self.laws or self.laws[LegalPhase.SAMRAD].followed
