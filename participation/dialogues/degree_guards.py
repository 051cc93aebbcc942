"""The guards of both degrees: what each demands before it can be promised (POLICY.md A3.2). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from participation.access import Reason
from participation.dialogues.facts import ActivityFacts, Demand, DialogueFacts, Lack
from participation.dialogues.rules import MEETINGS, ActivityType, Influence, Participation, TakenBy
from participation.texts import Texts

ANSWERED = (ActivityType.SURVEY, ActivityType.PHONE, ActivityType.PAPER_FORM, ActivityType.WRITTEN_STATEMENT)
OWN_WORDS = (ActivityType.IDEAS, ActivityType.MAP, ActivityType.WORKSHOP, ActivityType.WRITTEN_STATEMENT)
"""What meets the two lowest degrees. Whoever writes a statement answers what is proposed, in words of their own."""


def demands(degree: Participation) -> tuple[Demand, ...]:
    """What a degree of participation demands; each degree also demands what those below it do."""
    ladder = (Demand.ANSWERING, Demand.OWN_WORDS, Demand.TALKING, Demand.WORKSHOP_SERIES)
    return ladder[: list(Participation).index(degree) + 1]


def meets(demand: Demand, activities: Iterable[ActivityFacts]) -> bool:
    """Whether the activities meet the demand."""
    found = list(activities)
    types = [a.type for a in found]
    if demand is Demand.ANSWERING:
        return any(t in ANSWERED for t in types)
    if demand is Demand.OWN_WORDS:
        return any(t in OWN_WORDS for t in types)
    if demand is Demand.TALKING:
        return ActivityType.COMMENTS in types or any(a.elected_present and a.type in MEETINGS for a in found)
    if demand is Demand.WORKSHOP_SERIES:
        return sum(t in (ActivityType.WORKSHOP, ActivityType.PANEL, ActivityType.CITIZENS_JURY) for t in types) >= 2
    return any(a.elected_present for a in found)


def participation_settled(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G07: the degree of participation is set."""
    return [] if f.participation else [Reason("E-G07", field="degree_of_participation")]


def activities_match(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G07b: the activities on offer match both degrees."""
    reasons = []
    if f.participation:
        reasons += [
            Reason("E-G07b", {"degree": f.participation, "type": demand}, field="activities")
            for demand in demands(f.participation)
            if not meets(demand, f.activities)
        ]
    if f.influence is Influence.DIALOGUE and not meets(Demand.ELECTED_PRESENT, f.activities):
        reasons.append(Reason("E-G07b", {"degree": f.influence, "type": Demand.ELECTED_PRESENT}, field="activities"))
    return reasons


def influence_settled(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G08, E-G08b: the degree of influence is set, and it is not mere information."""
    if f.influence is None:
        return [Reason("E-G08", field="degree_of_influence")]
    return [Reason("E-G08b", field="degree_of_influence")] if f.influence is Influence.INFORMATION else []


def frame_stated(f: DialogueFacts, _day: date) -> list[Reason]:
    """E-G08c: who promises co-determination says within which money, place and law."""
    return frame_for(f, f.influence)


def frame_for(f: DialogueFacts, influence: Influence | None) -> list[Reason]:
    """E-G08c for any degree of influence: only co-determination needs a frame."""
    if influence is not Influence.CO_DETERMINATION:
        return []
    lacks = tuple(
        lack
        for lack, text in (
            (Lack.FRAME_MONEY, f.frame_money),
            (Lack.FRAME_PLACE, f.frame_place),
            (Lack.FRAME_LAW, f.frame_law),
        )
        if not text.sv.strip()
    )
    return [Reason("E-G08c", {"list": lacks}, field=lacks[0].value)] if lacks else []


def may_promise(taken_by: TakenBy | None, influence: Influence | None, body: Texts) -> list[Reason]:
    """E-G09, E-G09b: elected representatives decide on the degrees, and on co-determination only the body itself."""
    if taken_by is None or taken_by is TakenBy.EMPLOYEE:
        return [Reason("E-G09", field="taken_by")]
    if influence is Influence.CO_DETERMINATION and taken_by is not TakenBy.BODY:
        return [Reason("E-G09b", {"body": body}, field="taken_by")]
    return []
