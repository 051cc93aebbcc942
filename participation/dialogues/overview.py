"""What the workspace's first page shows: where the dialogue stands, who takes the next step, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from participation import clock, i18n, settings
from participation.access import Permission, Role, allowed
from participation.dialogues.history import last_referral
from participation.dialogues.models import Decision
from participation.dialogues.other_steps import other_steps, rejects
from participation.dialogues.papers.keeping import agenda_of
from participation.dialogues.papers.models import AgendaItem
from participation.dialogues.papers.permissions import PaperPermission
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.public_notices import decided_too_early
from participation.dialogues.queries import closes_on, decisions, opens_on
from participation.dialogues.rules import (
    MOVES,
    DecisionKind,
    Influence,
    Kind,
    Move,
    Participation,
    Section,
    Stage,
    TakenBy,
    sections_of,
)
from participation.dialogues.words import PROMISE
from participation.dialogues.workspace import (
    Checklist,
    Link,
    State,
    checklist,
    later_checklist,
    left_in,
    section_state,
    section_url,
)
from participation.i18n import Lazy, gettext, label, lazy, ngettext
from participation.legal.rules import LegalPhase
from participation.texts import Rendered


@dataclass(frozen=True)
class Next:
    """The panel that says what comes next and whose step it is."""

    title: str
    text: str
    actions: tuple[Link, ...]
    mine: bool


@dataclass(frozen=True)
class Row:
    """A section in the list, with how far it has come."""

    number: int
    label: str
    href: str
    state: str
    note: str


@dataclass(frozen=True)
class Fact:
    """A line of a summary."""

    label: str
    value: str
    href: str | None = None
    action: str | None = None


@dataclass(frozen=True)
class Decided:
    """A recorded decision."""

    title: str
    facts: tuple[Fact, ...]
    minutes_url: str


@dataclass(frozen=True)
class Moment:
    """A point on the timeline."""

    state: str
    title: str
    when: str
    iso: str
    href: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Referral:
    """That the dialogue was referred back, and why."""

    at: datetime
    who: str
    note: str


@dataclass(frozen=True)
class LadderStep:
    """A degree of influence on the ladder."""

    label: str
    promise: str
    current: bool


@dataclass(frozen=True)
class Overview:
    """The page."""

    question: Rendered
    plan_first: bool
    next: Next
    referral: Referral | None
    checklist: Checklist | None
    later: Checklist | None
    sections: tuple[Row, ...]
    ladder: tuple[LadderStep, ...]
    participation: str
    timeline: tuple[Moment, ...]
    decisions: tuple[Decided, ...]
    other_steps: tuple[Link, ...] = ()
    alarm: str = ""
    """What must be done at once: the decision that it informs comes too early."""


def overview(state: State) -> Overview:
    """Everything the first page of the workspace shows."""
    dialogue = state.dialogue
    event = last_referral(dialogue.id) if state.stage is Stage.DRAFT else None
    recorded = decisions(dialogue.id)
    return Overview(
        question=dialogue.question.in_(i18n.current().code),
        plan_first=state.stage is Stage.DRAFT,
        next=next_panel(state),
        referral=Referral(event.at, event.actor_name, str(event.data.get("note", ""))) if event else None,
        checklist=checklist(state),
        later=later_checklist(state),
        sections=tuple(_row(state, n, s) for n, s in enumerate(sections_of(state.facts.kind), start=1)),
        ladder=ladder(dialogue.degree_of_influence),
        participation=label(Participation(dialogue.degree_of_participation))
        if dialogue.degree_of_participation
        else "",
        timeline=timeline(state, recorded),
        decisions=tuple(_decided(state, recorded)),
        other_steps=other_steps(state),
        alarm=_alarm(state),
    )


def _alarm(state: State) -> str:
    goes_on = state.stage in MOVES[Move.CANCEL].sources and state.stage is not Stage.PAUSED
    if state.dialogue.decision_moved_at is None or not goes_on or not decided_too_early(state.dialogue):
        return ""
    body = state.dialogue.responsible_body.names.in_(i18n.current().code).text
    return gettext("Then %(body)s must have it paused or cancelled. That stays a task until it is done.", body=body)


def ladder(degree: str | None) -> tuple[LadderStep, ...]:
    """The four degrees a dialogue can promise; none if no degree is chosen."""
    if degree is None or degree == Influence.INFORMATION.value:
        return ()
    return tuple(LadderStep(label(d), str(promise), d.value == degree) for d, promise in PROMISE.items())


def _row(state: State, number: int, section: Section) -> Row:
    where = section_state(state, section)
    left = len(left_in(state, section))
    if where == "locked":
        note = gettext("Locked")
    elif where == "later":
        note = gettext("Later, before it is announced")
    elif left:
        note = ngettext("%(n)s thing is left", "%(n)s things are left", left)
    else:
        note = gettext("In place")
    return Row(number, label(section), section_url(state.dialogue, section), where, note)


_WAITS: Mapping[Stage, tuple[Lazy, Lazy]] = {
    Stage.DRAFT: (
        lazy("The draft is being written"),
        lazy("Officials of %(body)s write it and propose it for decision."),
    ),
    Stage.PROPOSED: (
        lazy("It waits for the body’s decision"),
        lazy("The committee secretary of %(body)s records the decision when it has been taken."),
    ),
    Stage.DECIDED: (
        lazy("It is decided and waits to be announced"),
        lazy("Officials announce it. It becomes public then, and opens by itself on its date."),
    ),
    Stage.ANNOUNCED: (
        lazy("It is announced and opens by itself"),
        lazy("It is public. Residents can take part from the opening day."),
    ),
    Stage.OPEN: (
        lazy("It is open and closes by itself"),
        lazy("Residents take part. You can begin to sort what comes in into themes."),
    ),
    Stage.CLOSED: (
        lazy("The results are to be compiled"),
        lazy("Officials sort every contribution into themes, write the result report and publish it."),
    ),
    Stage.COMPILED: (
        lazy("It waits for the body’s decision on the results"),
        lazy("The committee secretary of %(body)s records the decision, with a stance on each theme."),
    ),
    Stage.HANDLED: (
        lazy("Feedback is to be given"),
        lazy("Officials tell the participants, and citizens at large, what it led to."),
    ),
    Stage.FED_BACK: (
        lazy("It is completed"),
        lazy("The results have been handled, and everybody knows what it led to. What remains is to evaluate it."),
    ),
    Stage.EVALUATED: (
        lazy("It is completed and evaluated"),
        lazy("The results have been handled, everybody knows what it led to, and what you learnt is written down."),
    ),
    Stage.PAUSED: (
        lazy("It is paused and resumes by itself"),
        lazy("Nobody can take part meanwhile. The coordinator can let it resume earlier."),
    ),
    Stage.CANCELLED: (
        lazy("It is cancelled"),
        lazy("%(body)s has decided to cancel it. Nothing more happens with it."),
    ),
    Stage.REJECTED: (
        lazy("It is rejected"),
        lazy("%(body)s has decided not to hold it. Nothing more happens with it."),
    ),
}

_BETWEEN = (
    lazy("The review is to be announced"),
    lazy("Officials of %(body)s answer what was written, publish the consultation report and announce the review."),
)
"""Between the two periods of a statutory dialogue."""

_MINE: Mapping[Stage, Lazy] = {
    Stage.DRAFT: lazy("Complete the draft, one section at a time. What you write is saved as you go."),
    Stage.PROPOSED: lazy("Record the decision when the body has taken it. If something is missing, refer it back."),
    Stage.DECIDED: lazy("Announce it, so that it becomes public. It then opens by itself on its date."),
}


_COMPLETE = lazy("Everything that the body needs in order to decide is in place. Read it through and propose it.")

_BEGUN = lazy("You have begun it. Officials of %(body)s go on with the draft, and propose it to the body for decision.")


def next_panel(state: State) -> Next:
    """Where it stands and what the reader can do about it."""
    dialogue, stage = state.dialogue, state.stage
    body = dialogue.responsible_body.names.in_(i18n.current().code).text
    actions = tuple(_actions(state))
    title, text = _WAITS[stage]
    if stage is Stage.CLOSED and review_to_come(state):
        title, text = _BETWEEN
    # Whoever may only read the decision paper is not told to record the decision.
    mine = bool(actions) and stage in _MINE and (stage is not Stage.PROPOSED or _records_here(state))
    if stage is Stage.DRAFT and not state.may_edit and dialogue.created_by_id == state.actor.account_id:
        text = _BEGUN
    # Whoever may only note that the minutes were announced is not told to announce the dialogue.
    announces = stage is not Stage.DECIDED or allowed(state.actor, DialoguePermission.ANNOUNCE, dialogue)
    said = str(_MINE[stage]) if mine and announces else text % {"body": body}
    if mine and stage is Stage.DRAFT and (found := checklist(state)) and not found.left:
        said = str(_COMPLETE)
    if stage is Stage.PAUSED and dialogue.resumes_at is not None:
        day = i18n.format_date_long(clock.local_date(dialogue.resumes_at))
        said = gettext("It goes on by itself on %(date)s.", date=day) + " " + said
    if stage is Stage.DECIDED and (first := opens_on(dialogue)):
        latest = first - timedelta(days=settings.installed().clocks.announce_days)
        said += " " + gettext(
            "It must be announced on %(latest)s at the latest to open on %(opens)s.",
            latest=i18n.format_date(latest),
            opens=i18n.format_date(first),
        )
    if stage is Stage.COMPILED and (agenda := agenda_of([dialogue.id])):
        title, said = lazy("It is on the agenda"), f"{_on_agenda(agenda)} {said}"
    return Next(str(title), said, actions, mine)


def _on_agenda(agenda: Sequence[AgendaItem]) -> str:
    locale = i18n.current().code
    return " ".join(
        gettext(
            "%(body)s deals with the results on %(date)s.",
            body=item.body.names.in_(locale).text,
            date=i18n.format_date(item.meets_on),
        )
        for item in agenda
    )


def _actions(state: State) -> list[Link]:
    """What the reader may do now; the first is the main thing."""
    dialogue, stage = state.dialogue, state.stage

    def may(permission: Permission) -> bool:
        return allowed(state.actor, permission, dialogue)

    def to(text: str, page: str) -> Link:
        return Link(text, url_for(f"officials.{page}", dialogue_id=dialogue.id))

    found: list[Link] = []
    if stage is Stage.DRAFT and state.may_edit:
        unfinished = next((s for s in sections_of(state.facts.kind) if section_state(state, s) == "todo"), None)
        if unfinished is not None:
            found.append(
                Link(
                    gettext("Continue with: %(section)s", section=label(unfinished)), section_url(dialogue, unfinished)
                )
            )
        found.append(to(gettext("Propose for decision"), "dialogues.propose"))
    if stage is Stage.PROPOSED and _records_here(state):
        found.append(to(gettext("Record the decision"), "dialogues.decide"))
        if may(DialoguePermission.REFER_BACK):
            found.append(to(gettext("Refer back"), "dialogues.refer_back"))
    found += [link] if (link := rejects(state)) else []
    if stage is Stage.PROPOSED and may(PaperPermission.READ):
        found.append(to(gettext("Read the decision paper"), "dialogues.show_paper"))
    if stage in (Stage.DECIDED, Stage.ANNOUNCED) and state.facts.committees:
        unasked = stage is Stage.DECIDED and not all(c.asked for c in state.facts.committees)
        ask = gettext("Ask the committees") if unasked else gettext("The consultation with the committees")
        found.append(to(ask, "dialogues.consultation"))
    if stage is Stage.DECIDED and may(DialoguePermission.ANNOUNCE):
        found.append(to(gettext("Announce the dialogue"), "dialogues.announce"))
    if stage is Stage.DECIDED and not state.facts.minutes_announced_on and may(DialoguePermission.NOTE_MINUTES):
        found.append(to(gettext("Note that the minutes were announced"), "dialogues.minutes"))
    if dialogue.kind == Kind.STATUTORY.value and stage in (Stage.OPEN, Stage.CLOSED) and state.may_edit:
        if stage is Stage.CLOSED and review_to_come(state):
            found.append(to(gettext("The consultation report"), "statements.report"))
            found.append(to(gettext("Announce the review"), "statements.review"))
        found.append(to(gettext("Written statements"), "statements.index"))
    if stage in (Stage.OPEN, Stage.CLOSED) and state.may_edit:
        found.append(to(gettext("Sort into themes"), "results.themes"))
    if stage is Stage.COMPILED and _records_here(state):
        found.append(to(gettext("Record the decision on the results"), "results.handling"))
    if may(PaperPermission.SEND_TO_MEETING):
        noted = bool(agenda_of([dialogue.id]))
        text = gettext("Change the meeting or its papers") if noted else gettext("Send the results to a meeting")
        found.append(to(text, "dialogues.meeting"))
    if stage is Stage.HANDLED and state.may_edit:
        found.append(to(gettext("Give feedback"), "results.feedback"))
    if stage is Stage.FED_BACK and (state.may_edit or _records_here(state)):
        found.append(to(gettext("Evaluate the dialogue"), "results.evaluation"))
    if stage is Stage.PAUSED and may(DialoguePermission.RESUME):
        found.append(to(gettext("Let the dialogue go on now"), "changes.resume"))
    if stage in (Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED):
        found.append(to(gettext("To the results"), "results.themes"))
    return found


def review_to_come(state: State) -> bool:
    """Whether the law has a review follow that has not opened yet."""
    known = state.facts.statutory
    opened = any(p.kind == LegalPhase.GRANSKNING.value and p.opens_at <= clock.now() for p in state.dialogue.phases)
    return known is not None and known.reviewed_by_law and not opened


def _records_here(state: State) -> bool:
    return state.actor.holds(Role.COMMITTEE_SECRETARY, state.dialogue.responsible_body_id, state.dialogue.id)


def timeline(state: State, recorded: Sequence[Decision]) -> tuple[Moment, ...]:
    """The dates of the dialogue, past and promised, the one we are at marked; none while no date is written."""
    dialogue = state.dialogue
    taken = {DecisionKind(d.kind): d.taken_on for d in recorded}
    decided = taken.get(DecisionKind.INITIATE) or dialogue.decided_at
    handled = taken.get(DecisionKind.HANDLE_RESULTS) or dialogue.handled_at
    first, last = opens_on(dialogue), closes_on(dialogue)
    if not any((first, last, dialogue.results_due, dialogue.handling_meeting, dialogue.feedback_due)):
        return ()
    # Facts are dated by when they happened, the rest by when it is promised.
    points: list[tuple[str, date | datetime | None, bool]] = [
        (gettext("Decision"), decided, dialogue.decided_at is not None),
        (gettext("Announced"), dialogue.announced_at, dialogue.announced_at is not None),
        (gettext("Opens"), first, bool(dialogue.announced_at and first and first <= clock.today())),
        (gettext("Closes"), last, bool(dialogue.announced_at and last and last < clock.today())),
        (gettext("Results"), dialogue.compiled_at or dialogue.results_due, dialogue.compiled_at is not None),
        (gettext("Handling"), handled or dialogue.handling_meeting, dialogue.handled_at is not None),
        (gettext("Feedback"), dialogue.fed_back_at or dialogue.feedback_due, dialogue.fed_back_at is not None),
    ]
    found: list[Moment] = []
    for title, day, past in points:
        now = not past and not any(m.state == "now" for m in found)
        when = i18n.format_date(day) if day else gettext("No date yet")
        iso = (clock.local_date(day) if isinstance(day, datetime) else day).isoformat() if day else ""
        found.append(Moment("past" if past else "now" if now else "coming", title, when, iso))
    return tuple(found)


def _decided(state: State, recorded: Sequence[Decision]) -> list[Decided]:
    locale = i18n.current().code
    found = []
    for d in recorded:
        kind = DecisionKind(d.kind)
        facts = [
            Fact(gettext("Body"), d.body.names.in_(locale).text),
            Fact(gettext("Taken by"), label(TakenBy(d.taken_by))),
            Fact(gettext("Date and section"), f"{i18n.format_date(d.taken_on)}, § {d.paragraph}"),
            Fact(gettext("Registry number"), d.registry_number),
        ]
        if d.degree_of_participation and d.degree_of_influence:
            degrees = f"{label(Participation(d.degree_of_participation))} · {label(Influence(d.degree_of_influence))}"
            facts.append(Fact(gettext("Participation and influence"), degrees))
        facts.append(_minutes_fact(state, kind, d.minutes_announced_on))
        found.append(Decided(label(kind), tuple(facts), d.minutes_url))
    return found


def _minutes_fact(state: State, kind: DecisionKind, announced_on: date | None) -> Fact:
    value = i18n.format_date(announced_on) if announced_on else gettext("Not noted yet")
    href = action = None
    if kind is DecisionKind.INITIATE and allowed(state.actor, DialoguePermission.NOTE_MINUTES, state.dialogue):
        href = url_for("officials.dialogues.minutes", dialogue_id=state.dialogue.id)
        action = gettext("Change") if announced_on else gettext("Note it")
    return Fact(gettext("Minutes announced"), value, href, action)
