"""Vocabulary and limits of statutory dialogues. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from participation.legal.rules import LegalPhase


class PlanFit(StrEnum):
    """How a proposal stands to the comprehensive plan."""

    FOLLOWS = "follows"
    DEVIATES = "deviates"


class Impact(StrEnum):
    """Whether a proposal can be assumed to have a significant environmental impact."""

    SIGNIFICANT = "significant"
    NOT_SIGNIFICANT = "not_significant"


BASIS_FIELDS: Mapping[LegalPhase, str] = {
    LegalPhase.SAMRAD: "samrad_basis_id",
    LegalPhase.GRANSKNING: "granskning_basis_id",
    LegalPhase.ANTAGANDE: "antagande_basis_id",
}
"""Which field of the case says what law applies in each phase."""

MAXIMUM: Mapping[str, int] = {
    "place": 1000,
    "available_at": 1000,
    "send_to": 1000,
    "title": 160,
    "info": 60,
    "url": 500,
}
"""The most characters of each sort of text."""

MAXIMUM_DOCUMENTS = 20
