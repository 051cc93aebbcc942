"""What the vocabulary of the legal register is called. Swedish words are those of the glossary (CONTEXT.md B7)."""

from __future__ import annotations

from participation.i18n import lazy, name, ngettext
from participation.legal.rules import Document, LegalPhase, Minimum, NoticeItem, Output, Unit
from participation.refusals import words

name(
    {
        LegalPhase.SAMRAD: lazy("plan consultation"),
        LegalPhase.GRANSKNING: lazy("public review"),
        LegalPhase.ANTAGANDE: lazy("adoption"),
    }
)
name({Unit.DAYS: lazy("days"), Unit.WEEKS: lazy("weeks"), Unit.MONTHS: lazy("months")})
name(
    {
        Document.PLAN_MAP: lazy("the plan map"),
        Document.PLAN_DESCRIPTION: lazy("the plan description"),
        Document.PLAN_PROPOSAL: lazy("the plan proposal"),
        Document.BACKGROUND: lazy("the background material"),
        Document.ENVIRONMENTAL_REPORT: lazy("the environmental impact statement"),
        Document.CONSULTATION_REPORT: lazy("the consultation report"),
        Document.REVIEW_STATEMENT: lazy("the review statement"),
        Document.MINUTES_EXTRACT: lazy("the extract of the minutes"),
        Document.APPEAL_INFORMATION: lazy("how to appeal"),
    }
)
name(
    {
        NoticeItem.AREA: lazy("which area it is about"),
        NoticeItem.PURPOSE: lazy("what the proposal means"),
        NoticeItem.PROCEDURE: lazy("which procedure is followed"),
        NoticeItem.COMPREHENSIVE_PLAN: lazy("whether it follows the comprehensive plan"),
        NoticeItem.ENVIRONMENT: lazy("whether the environmental impact is significant"),
        NoticeItem.DOCUMENTS: lazy("where the documents are"),
        NoticeItem.PERIOD: lazy("between which days views can be given"),
        NoticeItem.SEND_TO: lazy("to whom views are sent"),
        NoticeItem.APPEAL: lazy("that the right to appeal can be lost"),
        NoticeItem.DECIDER: lazy("who takes the decision"),
        NoticeItem.CONTACT: lazy("who answers questions"),
    }
)
name(
    {
        Output.CONSULTATION_REPORT: lazy("consultation report"),
        Output.IN_REVIEW_STATEMENT: lazy("account in the review statement"),
        Output.REVIEW_STATEMENT: lazy("review statement"),
        Output.SPECIAL_STATEMENT: lazy("special statement"),
        Output.ADOPTION_NOTICE: lazy("extract of the minutes with how to appeal"),
        Output.RECORD: lazy("record of the dialogue and of how it was considered"),
        Output.NONE: lazy("none"),
    }
)


@words.register
def period(value: Minimum) -> str:
    """A period as the law counts it: ``3 weeks``."""
    if value.unit is Unit.WEEKS:
        return ngettext("%(n)s week", "%(n)s weeks", value.n)
    if value.unit is Unit.MONTHS:
        return ngettext("%(n)s month", "%(n)s months", value.n)
    return ngettext("%(n)s day", "%(n)s days", value.n)
