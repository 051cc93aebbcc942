"""Vocabulary of the legal register, and how a period that the law demands is counted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from participation.bodies.rules import last_day_of


class LegalPhase(StrEnum):
    """Where in the course of a statutory matter a provision applies (POLICY.md A4, statutory variant)."""

    SAMRAD = "samrad"
    GRANSKNING = "granskning"
    ANTAGANDE = "antagande"


class Unit(StrEnum):
    """What the law counts a period in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True)
class Minimum:
    """The shortest period that the law allows."""

    n: int
    unit: Unit

    def last_day(self, first: date) -> date:
        """The earliest last day of a period that begins on the day; both count as open days."""
        if self.unit is Unit.MONTHS:
            return last_day_of(first, self.n)
        return first + timedelta(days=self.n * (7 if self.unit is Unit.WEEKS else 1) - 1)


class Document(StrEnum):
    """What can have to be on the municipality's website. The two last but two are made here."""

    PLAN_MAP = "plan_map"
    PLAN_DESCRIPTION = "plan_description"
    PLAN_PROPOSAL = "plan_proposal"
    BACKGROUND = "background"
    ENVIRONMENTAL_REPORT = "environmental_report"
    CONSULTATION_REPORT = "consultation_report"
    REVIEW_STATEMENT = "review_statement"
    MINUTES_EXTRACT = "minutes_extract"
    APPEAL_INFORMATION = "appeal_information"


MADE_HERE = frozenset({Document.CONSULTATION_REPORT, Document.REVIEW_STATEMENT})
"""Documents that this service makes of the written statements and publishes itself."""


class NoticeItem(StrEnum):
    """What an announcement or notice can have to say."""

    AREA = "area"
    PURPOSE = "purpose"
    PROCEDURE = "procedure"
    COMPREHENSIVE_PLAN = "comprehensive_plan"
    ENVIRONMENT = "environment"
    DOCUMENTS = "documents"
    PERIOD = "period"
    SEND_TO = "send_to"
    APPEAL = "appeal"
    DECIDER = "decider"
    CONTACT = "contact"


class Output(StrEnum):
    """The document that ends the phase."""

    CONSULTATION_REPORT = "consultation_report"
    IN_REVIEW_STATEMENT = "in_review_statement"
    REVIEW_STATEMENT = "review_statement"
    SPECIAL_STATEMENT = "special_statement"
    ADOPTION_NOTICE = "adoption_notice"
    RECORD = "record"
    NONE = "none"


MAXIMUM: Mapping[str, int] = {"name": 160, "provision": 80, "document": 160, "web_duty": 400, "minimum": 366}
"""The most characters of each sort of text; the longest minimum."""
