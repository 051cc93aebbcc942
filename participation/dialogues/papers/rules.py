"""What it takes to send compiled results to a meeting (POLICY.md T8). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from participation.access import Reason
from participation.dialogues.facts import Lack

MOST_PAPERS = 5
MAXIMUM_TITLE = 120
MAXIMUM_ADDRESS = 500


class Needed(StrEnum):
    """What is noted of a meeting."""

    BODY = "body"
    MEETING = "meeting"
    PAPERS = "papers"


@dataclass(frozen=True)
class LinkedPaper:
    """A paper for the meeting, as a link."""

    title: str
    url: str


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting as it is about to be noted. ``has_body``: it is of a body that deals with the results."""

    has_body: bool
    meets_on: date | None
    papers: Sequence[LinkedPaper]
    compiled_on: date | None
    decision_meeting: date | None


def meeting_noted(facts: MeetingFacts) -> list[Reason]:
    """E-G27d: body, day and papers are there. E-G16: the report came first. E-G03: the decision comes after."""
    lacks = [
        (Needed.BODY, facts.has_body),
        (Needed.MEETING, facts.meets_on is not None),
        (Needed.PAPERS, bool(facts.papers)),
    ]
    missing = tuple(what for what, there in lacks if not there)
    reasons = [Reason("E-G27d", {"list": missing}, field=_FIELDS[missing[0]])] if missing else []
    if facts.meets_on is None:
        return reasons
    if facts.compiled_on is not None and facts.meets_on < facts.compiled_on:
        reasons.append(Reason("E-G16", {"explanation": (Lack.HANDLING_BEFORE_RESULTS,)}, field="meets_on"))
    if facts.decision_meeting is not None and facts.meets_on > facts.decision_meeting:
        reasons.append(Reason("E-G03", field="meets_on"))
    return reasons


_FIELDS = {Needed.BODY: "body", Needed.MEETING: "meets_on", Needed.PAPERS: "papers-0-url"}
