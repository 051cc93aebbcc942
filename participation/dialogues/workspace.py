"""What the workspace of a dialogue shows: the road, the checklist, the state of each section. Finished values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flask import url_for

from participation import clock, i18n, refusals
from participation.access import Actor, Reason, allowed
from participation.dialogues import degree_guards, guards
from participation.dialogues.authority import concerns
from participation.dialogues.authority_words import AUTHORITY_IN_PLACE
from participation.dialogues.facts import DialogueFacts, InLanguage, Lack
from participation.dialogues.guards import (
    ANNOUNCEMENT_GUARDS,
    PROPOSAL_GUARDS,
    SECTION_OF_FIELD,
    Guard,
    failing,
)
from participation.dialogues.models import Dialogue
from participation.dialogues.permissions import DialoguePermission, section_locked
from participation.dialogues.principles import self_check_answered
from participation.dialogues.queries import closes_on, current_stage, facts_of, opens_on
from participation.dialogues.rules import ROAD, Influence, Kind, Section, Stage, sections_of
from participation.dialogues.rules import stage as stage_at
from participation.dialogues.words import STAGE_NAMES, TextsIn
from participation.i18n import Lazy, capital, gettext, label, lazy
from participation.refusals import Refusal
from participation.texts import Rendered

BADGES: Mapping[Stage, str] = {
    Stage.DRAFT: "draft",
    Stage.PROPOSED: "planned",
    Stage.DECIDED: "planned",
    Stage.ANNOUNCED: "planned",
    Stage.OPEN: "open",
    Stage.CLOSED: "processing",
    Stage.COMPILED: "processing",
    Stage.HANDLED: "processing",
    Stage.FED_BACK: "completed",
    Stage.EVALUATED: "completed",
    Stage.PAUSED: "paused",
    Stage.CANCELLED: "cancelled",
    Stage.REJECTED: "cancelled",
}

IN_PLACE: Mapping[Guard, Lazy] = {
    guards.question_asked: lazy("The question is written"),
    guards.summary_written: lazy("The summary is written"),
    guards.body_has_authority: lazy("The body may decide on it"),
    **AUTHORITY_IN_PLACE,
    guards.something_open: lazy("Something can be influenced"),
    guards.limits_stated: lazy("The limits are stated"),
    guards.decision_ahead: lazy("The decision it informs is named, and ahead"),
    guards.somebody_stands_for_it: lazy("Elected representatives stand behind it"),
    guards.goal_settled: lazy("The goal is settled"),
    guards.purpose_settled: lazy("The purpose is settled"),
    guards.target_group_settled: lazy("The target groups are settled"),
    degree_guards.participation_settled: lazy("The degree of participation is proposed"),
    guards.activities_match: lazy("The ways to take part match the degrees"),
    degree_guards.influence_settled: lazy("The degree of influence is proposed"),
    degree_guards.frame_stated: lazy("The frame of co-determination is stated"),
    guards.schedule_adds_up: lazy("The schedule adds up"),
    guards.handling_planned: lazy("It is planned how the results are handled"),
    self_check_answered: lazy("The self-check is answered for all five principles"),
    guards.data_protected: lazy("Data protection and records are described"),
    guards.people_named: lazy("Contact person and coordinator are named"),
    guards.open_to_everybody: lazy("It is open to everybody: languages and ways to take part"),
    guards.moderated: lazy("Somebody moderates every day it is open"),
    guards.minutes_announced: lazy("The minutes are approved and announced"),
    guards.committees_asked: lazy("Every committee has been asked"),
    guards.committees_heard: lazy("The consultation with the committees is finished when it opens"),
    guards.announced_in_time: lazy("There is time to announce it before it opens"),
}
"""What the checklist says of a guard that passes."""

APPLIES: Mapping[Guard, Callable[[DialogueFacts], bool]] = {
    guards.committees_asked: lambda facts: bool(facts.committees),
    guards.committees_heard: lambda facts: bool(facts.committees),
    degree_guards.frame_stated: lambda facts: facts.influence is Influence.CO_DETERMINATION,
}
"""What is asked only of some dialogues; the checklists of others do not name it."""

LATER_GUARDS: Sequence[Guard] = (guards.open_to_everybody, guards.moderated)
"""What a draft may leave until it is announced."""

_ANCHORS = {"dpia": "dpia_screened"}
_FEW_TEXTS = 3
_PAGES = {"statements": "index", "report": "report", "review": "review"}


@dataclass(frozen=True)
class Part:
    """A section on the road, under the step of planning."""

    label: str
    href: str
    state: str
    current: bool


@dataclass(frozen=True)
class Step:
    """A step of the road."""

    label: str
    href: str | None
    state: str
    note: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the checklist."""

    code: str
    sentence: str
    href: str | None
    done: bool


@dataclass(frozen=True)
class Link:
    """A tab or a crumb."""

    label: str
    href: str | None
    current: bool = False


@dataclass(frozen=True)
class Checklist:
    """What remains before a step, and what is in place."""

    title: str
    lines: tuple[Line, ...]

    @property
    def left(self) -> int:
        return sum(not line.done for line in self.lines)


@dataclass(frozen=True)
class Desk:
    """The frame around every page of one dialogue's back office."""

    id: int
    title: Rendered
    badge_text: str
    badge_kind: str
    kind: str
    body: Rendered
    registry_number: str
    road: tuple[Step, ...]
    tabs: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True)
class State:
    """A dialogue as its officials look at it now. Built once a page; everything else follows from it."""

    dialogue: Dialogue
    actor: Actor
    stage: Stage
    facts: DialogueFacts
    reasons: tuple[Reason, ...] = field(default=())
    later: tuple[Reason, ...] = field(default=())
    """Those of the reasons that a draft may leave until it is announced."""

    @property
    def may_edit(self) -> bool:
        return allowed(self.actor, DialoguePermission.EDIT, self.dialogue)


def state_of(actor: Actor, dialogue: Dialogue) -> State:
    """Look at the dialogue: the guards' answers are those of the steps until it opens."""
    facts = facts_of(dialogue)
    stage, today = current_stage(dialogue), clock.today()
    reasons = tuple(spread(failing((*PROPOSAL_GUARDS, *LATER_GUARDS), facts, today)))
    now = spread(failing(PROPOSAL_GUARDS, facts, today))
    later = tuple(r for r in reasons if r not in now) if stage is Stage.DRAFT else ()
    return State(dialogue, actor, stage, facts, reasons, later)


def spread(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons with one line for each place where they are mended, and none twice.

    All that is wrong with the schedule is one line; what everybody lacks is split between languages and activities.
    """
    found: list[Reason] = []
    schedule = [r for r in reasons if r.code == "E-G16"]
    for reason in reasons:
        if reason.code == "E-G16":
            if reason is schedule[0]:
                explanations = tuple(r.params["explanation"] for r in schedule)
                found.append(Reason("E-G16", {"explanation": explanations}, field=reason.field))
        elif reason.code == "E-G19":
            found += _split(reason)
        elif reason not in found:
            found.append(reason)
    return found


def _split(reason: Reason) -> list[Reason]:
    lacks = reason.params["list"]
    swedish = tuple(lack for lack in lacks if isinstance(lack, InLanguage) and lack.locale == "sv")
    others = tuple(lack for lack in lacks if isinstance(lack, InLanguage) and lack.locale != "sv")
    rest = tuple(lack for lack in lacks if isinstance(lack, Lack))
    if len(others) > _FEW_TEXTS:
        codes = dict.fromkeys(lack.locale for lack in others)
        counted: tuple[object, ...] = tuple(
            TextsIn(code, sum(lack.locale == code for lack in others)) for code in codes
        )
    else:
        counted = others
    return [
        Reason("E-G19", {"list": some}, field=where)
        for some, where in ((swedish, "summary"), (counted, "languages"), (rest, "activities"))
        if some
    ]


def section_of(reason: Reason) -> Section | None:
    """The section where the reason is mended."""
    return SECTION_OF_FIELD.get(reason.field or "")


def mended_at(actor: Actor, dialogue: Dialogue, reason: Reason) -> str | None:
    """The address where the reason is mended: its field in its section. None where the actor cannot mend it."""
    section = section_of(reason)
    if reason.code == "E-G19" and reason.params["list"] == (Lack.SURVEY_QUESTIONS,):
        return url_for("officials.surveys.index", dialogue_id=dialogue.id)
    if section is not None and reason.field:
        anchor = _ANCHORS.get(reason.field, reason.field)
        return section_url(dialogue, section, anchor=None if anchor == "responsible_body" else anchor)
    if reason.field in ("statements", "report", "review") and dialogue.kind == Kind.STATUTORY.value:
        return url_for(f"officials.statements.{_PAGES[reason.field]}", dialogue_id=dialogue.id)
    if reason.field == "consultation" and dialogue.decided_at is not None:
        return url_for("officials.dialogues.consultation", dialogue_id=dialogue.id)
    if reason.field == "minutes_announced_on" and allowed(actor, DialoguePermission.NOTE_MINUTES, dialogue):
        return url_for("officials.dialogues.minutes", dialogue_id=dialogue.id)
    return None


def section_url(dialogue: Dialogue, section: Section, *, anchor: str | None = None) -> str:
    """The address of a section of the workspace."""
    return url_for("officials.dialogues.section", dialogue_id=dialogue.id, section=section.value, _anchor=anchor)


def refused(actor: Actor, dialogue: Dialogue, reasons: Iterable[Reason]) -> list[Refusal]:
    """A refusal's reasons in words, each leading to where it is mended; no sentence twice."""
    found: dict[tuple[str, str], Refusal] = {}
    for reason in spread(list(reasons)):
        sentence = refusals.sentence(reason)
        found.setdefault((reason.code, sentence), Refusal(reason.code, sentence, mended_at(actor, dialogue, reason)))
    return list(found.values())


def checklist(state: State) -> Checklist | None:
    """What remains before the next step that people take, while the dialogue is planned."""
    if state.stage is Stage.DRAFT:
        return _checklist(state, PROPOSAL_GUARDS, gettext("What remains before the body can decide"))
    if state.stage is Stage.DECIDED:
        return _checklist(state, ANNOUNCEMENT_GUARDS, gettext("What remains before it can be announced"))
    if state.stage is Stage.ANNOUNCED and guards.committees_heard(state.facts, clock.today()):
        return _checklist(state, (guards.committees_heard,), gettext("What remains before it can open"))
    return None


def later_checklist(state: State) -> Checklist | None:
    """What a draft may leave until it is announced."""
    if state.stage is not Stage.DRAFT:
        return None
    return _checklist(state, LATER_GUARDS, gettext("Later, before it is announced"))


def _checklist(state: State, asked: Sequence[Guard], title: str) -> Checklist:
    left: list[Line] = []
    done: list[Line] = []
    said: set[str] = set()
    for guard in asked:
        if guard in APPLIES and not APPLIES[guard](state.facts):
            continue
        reasons = spread(guard(state.facts, clock.today()))
        if not reasons and concerns(guard, state.facts.kind):
            done.append(Line("", str(IN_PLACE[guard]), None, True))
        for reason in reasons:
            sentence = refusals.sentence(reason)
            if sentence not in said:
                said.add(sentence)
                left.append(Line(reason.code, sentence, mended_at(state.actor, state.dialogue, reason), False))
    return Checklist(title, (*left, *done))


def left_in(state: State, section: Section) -> list[Line]:
    """What the guards still ask of one section."""
    return [
        Line(r.code, refusals.sentence(r), mended_at(state.actor, state.dialogue, r), False)
        for r in state.reasons
        if section_of(r) is section
    ]


def section_state(state: State, section: Section) -> str:
    """done, todo, later (what is left there may wait until the dialogue is announced) or locked."""
    if section_locked(state.dialogue, section, clock.now()) is not None:
        return "locked"
    left = [r for r in state.reasons if section_of(r) is section]
    if left and all(r in state.later for r in left):
        return "later"
    return "todo" if left else "done"


def parts(state: State, current: Section | None = None) -> tuple[Part, ...]:
    """The sections, with their state."""
    return tuple(
        Part(label(s), section_url(state.dialogue, s), section_state(state, s), s is current)
        for s in sections_of(state.facts.kind)
    )


_ROAD: tuple[tuple[Lazy, frozenset[Stage]], ...] = (
    (lazy("Plan"), frozenset({Stage.DRAFT})),
    (lazy("Decide"), frozenset({Stage.PROPOSED})),
    (lazy("Open"), frozenset({Stage.DECIDED, Stage.ANNOUNCED, Stage.OPEN})),
    (lazy("Compile"), frozenset({Stage.CLOSED})),
    (lazy("Handle"), frozenset({Stage.COMPILED})),
    (lazy("Feed back"), frozenset({Stage.HANDLED})),
)
"""The steps of the road and the stages during which one is on them."""


def road(state: State, current: Section | None = None) -> tuple[Step, ...]:
    """The way from plan to feedback, with the sections under the first step."""
    reached = _reached(state.dialogue)
    at = next((n for n, (_, stages) in enumerate(_ROAD) if reached in stages), len(_ROAD))
    hrefs, notes = _road_links(state), _road_notes(state)
    steps = []
    for n, (name, _) in enumerate(_ROAD):
        where = "done" if n < at else "now" if n == at else "todo" if n == at + 1 else "locked"
        note = notes[n] or (gettext("Not possible yet") if where == "locked" else "")
        steps.append(Step(str(name), hrefs[n], where, note, parts(state, current) if n == 0 else ()))
    return tuple(steps)


def _reached(dialogue: Dialogue) -> Stage:
    """How far along the road it has come, also when it has been stopped beside it."""
    return stage_at(replace(dialogue.stage_facts, paused_at=None, cancelled_at=None, rejected_at=None), clock.now())


def _road_links(state: State) -> tuple[str | None, ...]:
    dialogue, stage = state.dialogue, state.stage
    here = url_for("officials.dialogues.show", dialogue_id=dialogue.id)
    results = None
    if ROAD.index(_reached(dialogue)) >= ROAD.index(Stage.OPEN):
        results = url_for("officials.results.themes", dialogue_id=dialogue.id)
    if stage is Stage.PROPOSED and allowed(state.actor, DialoguePermission.DECIDE, dialogue):
        decide: str | None = url_for("officials.dialogues.decide", dialogue_id=dialogue.id)
    else:
        decide = f"{here}#decision" if dialogue.decided_at else None
    if stage is Stage.DECIDED and allowed(state.actor, DialoguePermission.ANNOUNCE, dialogue):
        opened: str | None = url_for("officials.dialogues.announce", dialogue_id=dialogue.id)
    else:
        opened = f"{here}#dates" if dialogue.decided_at else None
    handle = url_for("officials.results.handling", dialogue_id=dialogue.id) if dialogue.compiled_at else None
    feedback = url_for("officials.results.feedback", dialogue_id=dialogue.id) if dialogue.handled_at else None
    return here, decide, opened, results, handle, feedback


def _road_notes(state: State) -> tuple[str, ...]:
    dialogue, stage = state.dialogue, state.stage
    left = 0
    if stage is Stage.DRAFT:
        found = checklist(state)
        left = found.left if found else 0
    first, last = opens_on(dialogue), closes_on(dialogue)
    opened = ""
    if stage in (Stage.OPEN, Stage.PAUSED) and last:
        opened = gettext("Closes on %(date)s", date=i18n.format_date(last))
    elif first and stage in (Stage.DRAFT, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED):
        opened = gettext("Opens on %(date)s", date=i18n.format_date(first))
    elif last:
        opened = gettext("Closed on %(date)s", date=i18n.format_date(last))

    def dated(text: str, day: date | datetime | None) -> str:
        return f"{text} {i18n.format_date(day)}" if day else ""

    return (
        i18n.ngettext("%(n)s thing is left", "%(n)s things are left", left) if left else "",
        dated("", state.facts.decided_on or dialogue.decided_at).strip(),
        opened,
        dated(gettext("Ready"), dialogue.results_due),
        dated(gettext("Meeting"), dialogue.handling_meeting),
        dated(gettext("Before"), dialogue.feedback_due),
    )


def desk(state: State, *, tab: str = "work", here: str | None = None, section: Section | None = None) -> Desk:
    """The frame of a page: ``tab`` is "work" or "log"; ``here`` names a page below the workspace."""
    dialogue = state.dialogue
    locale = i18n.current().code
    title = dialogue.title.in_(locale)
    if not title:
        title = Rendered(gettext("A dialogue without a title"), locale, False)
    show = url_for("officials.dialogues.show", dialogue_id=dialogue.id)
    crumbs = [Link(gettext("Back office"), url_for("officials.dialogues.start"))]
    crumbs += [Link(title.text, show if here else None)] + ([Link(here, None)] if here else [])
    return Desk(
        id=dialogue.id,
        title=title,
        badge_text=str(STAGE_NAMES[state.stage]),
        badge_kind=BADGES[state.stage],
        kind=capital(label(state.facts.kind)),
        body=dialogue.responsible_body.names.in_(locale),
        registry_number=dialogue.registry_number,
        road=road(state, section),
        tabs=_tabs(state, tab),
        crumbs=tuple(crumbs),
    )


def _tabs(state: State, current: str) -> tuple[Link, ...]:
    identity = state.dialogue.id
    found = [
        ("work", gettext("Workspace"), "officials.dialogues.show"),
        ("surveys", gettext("Surveys"), "officials.surveys.index"),
        ("offline", gettext("Paper and phone"), "officials.offline.index"),
        ("results", gettext("Survey results"), "officials.survey_results.index"),
        ("contributions", gettext("Contributions"), "officials.contributions.index"),
        ("dates", gettext("Dates and outreach"), "officials.due_dates.show"),
        ("meetings", gettext("What has been held"), "officials.meetings.index"),
        ("checklists", gettext("Checklists"), "officials.checklists.show"),
        ("log", gettext("Log"), "officials.dialogues.log"),
    ]
    if state.facts.kind is Kind.STATUTORY:
        found.insert(2, ("statements", gettext("Written statements"), "officials.statements.index"))
    return tuple(Link(text, url_for(page, dialogue_id=identity), key == current) for key, text, page in found)
