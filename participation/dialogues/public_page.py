"""The dialogue's page as finished values: what residents see, and what officials preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import flask

from participation import clock, i18n
from participation.dialogues.models import Dialogue
from participation.dialogues.principles import self_check
from participation.dialogues.public_limits import Consulted, Framed, consulted, framed, held_up
from participation.dialogues.public_notices import Change, Notice, changes, notices
from participation.dialogues.public_parts import Logged, LoggedDecision, Part, Parts
from participation.dialogues.public_statutory import Lawful, lawful
from participation.dialogues.public_time import (
    Happened,
    Moment,
    badge,
    decision_name,
    happened,
    moments,
    period_of,
)
from participation.dialogues.queries import current_stage, slug
from participation.dialogues.rules import (
    GROUP_OF,
    MEETINGS,
    PROMISED_INFLUENCE,
    ActivityType,
    ClosedReason,
    DecisionKind,
    Influence,
    Participation,
    PublicGroup,
    Stage,
    is_public,
)
from participation.dialogues.words import PARTICIPATION_MEANS, PROMISE
from participation.i18n import gettext, label
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Link:
    """Where something leads, and what the link says."""

    label: str
    href: str


@dataclass(frozen=True)
class Step:
    """A step of the influence ladder."""

    label: str
    promise: str
    current: bool


@dataclass(frozen=True)
class ClosedItem:
    """What cannot be influenced, and why."""

    text: Rendered
    reason: str


@dataclass(frozen=True)
class Person:
    """An elected representative behind the question."""

    name: str
    role: Rendered


@dataclass(frozen=True)
class Group:
    """Somebody the dialogue wants to hear, and how they are reached."""

    label: Rendered
    outreach: Rendered | None


@dataclass(frozen=True)
class Way:
    """A way to take part: on a page of its own, or at a place and time."""

    form: str
    icon: str
    links: list[Link]
    iso: str
    when: str
    is_over: bool
    place: Rendered | None
    elected_present: bool


@dataclass(frozen=True)
class DecisionRow:
    """A recorded decision, as it is cited, with the way to its minutes."""

    label: str
    body: Rendered
    cited: str
    registry_number: str
    minutes_url: str
    minutes_note: str


@dataclass(frozen=True)
class Contact:
    """Whom to ask."""

    name: str
    email: str
    phone: str

    @property
    def dialled(self) -> str:
        return "".join(ch for ch in self.phone if ch.isdigit() or ch == "+")


@dataclass(frozen=True)
class Extra:
    """What lies above dialogues and the page also shows: whether what surveys gave is public, and broken promises
    with the body's reason (participation/due_dates/delays.py)."""

    has_survey_results: bool = False
    delays: Sequence[Any] = ()


@dataclass(frozen=True)
class DialoguePage:
    """Everything the page says, in the reader's language."""

    slug: str
    title: Rendered
    question: Rendered
    summary: Rendered
    untranslated: str
    badge_text: str
    badge_kind: str
    is_public: bool
    is_open: bool
    is_planned: bool
    is_paused: bool
    is_processing: bool
    is_completed: bool
    has_results: bool
    left: str
    until: str
    delays: Sequence[Any]
    action: Link | None
    promise: str
    influence: str
    position: int
    steps: list[Step]
    participation: str
    participation_means: str
    open_items: list[Rendered]
    closed_items: list[ClosedItem]
    everything_open: bool
    body: Rendered
    carrier: Rendered | None
    matter: Rendered
    decision_body: Rendered
    decision_meeting: str
    representatives: list[Person]
    moments: list[Moment]
    handling_plan: Rendered
    has_self_check: bool
    survey_results: Sequence[tuple[Rendered, str]]
    ways: list[Way]
    goal: Rendered
    goal_followup: Rendered
    purpose: Rendered
    groups: list[Group]
    no_seldom_heard_motive: Rendered
    effect: Rendered
    decisions: list[DecisionRow]
    contact: Contact | None
    consulted: list[Consulted]
    frame: list[Framed]
    held_up: str
    lawful: Lawful | None = None
    log: list[Happened] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def dialogue_page(
    dialogue: Dialogue, parts: Parts, log: Sequence[Logged], now: datetime, extra: Extra | None = None
) -> DialoguePage:
    """The page at the instant. Also for a dialogue that is not public or not complete: then much is empty."""
    stage = current_stage(dialogue, now)
    period = period_of(dialogue, stage, now)
    found = {e.decision.kind: e.decision for e in log if e.decision is not None}
    handled = found.get(DecisionKind.HANDLE_RESULTS)
    influence = Influence(dialogue.degree_of_influence) if dialogue.degree_of_influence else None
    participation = Participation(dialogue.degree_of_participation) if dialogue.degree_of_participation else None
    group = GROUP_OF.get(stage)
    here = slug(dialogue)
    extra = extra or Extra()
    surveys = parts.surveys if stage is Stage.OPEN else []
    badge_text, badge_kind = badge(stage)
    title = _in(dialogue.title)
    return DialoguePage(
        slug=here,
        title=title,
        question=_in(dialogue.question),
        summary=_in(dialogue.summary),
        untranslated=_untranslated(title),
        badge_text=badge_text,
        badge_kind=badge_kind,
        is_public=is_public(dialogue.stage_facts, now),
        is_open=stage is Stage.OPEN,
        is_planned=group is PublicGroup.PLANNED,
        is_paused=stage is Stage.PAUSED,
        is_processing=group is PublicGroup.PROCESSING,
        is_completed=group is PublicGroup.COMPLETED,
        has_results=stage in (Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED),
        left=period.left,
        until=period.until,
        delays=extra.delays,
        action=_action(here, stage, parts, surveys),
        promise=str(PROMISE[influence]) if influence else "",
        influence=label(influence) if influence else "",
        position=PROMISED_INFLUENCE.index(influence) + 1 if influence else 0,
        steps=[Step(label(i), str(PROMISE[i]), i is influence) for i in PROMISED_INFLUENCE] if influence else [],
        participation=label(participation) if participation else "",
        participation_means=str(PARTICIPATION_MEANS[participation]) if participation else "",
        open_items=[_in(p.words) for p in parts.open_items],
        closed_items=[ClosedItem(_in(p.words), _reason(p.note)) for p in parts.closed_items],
        everything_open=dialogue.everything_open and not parts.closed_items,
        body=_in(dialogue.responsible_body.names),
        carrier=_in(dialogue.executing_body.names)
        if dialogue.executing_body and dialogue.executing_body_id != dialogue.responsible_body_id
        else None,
        matter=_in(dialogue.decision_matter),
        decision_body=_in((dialogue.decision_body or dialogue.responsible_body).names),
        decision_meeting=i18n.format_date_long(dialogue.decision_meeting) if dialogue.decision_meeting else "",
        representatives=[Person(p.note, _in(p.words)) for p in parts.representatives],
        moments=moments(dialogue, stage, now, handled, log),
        handling_plan=_in(dialogue.handling_plan),
        has_self_check=any(answer.text for answer in self_check(dialogue)),
        survey_results=[
            (_in(p.words), _address("residents.survey_results.show", here, key=p.note))
            for p in (parts.survey_results if extra.has_survey_results else ())
        ],
        ways=[_way(p, here, dialogue, stage, surveys, now) for p in parts.activities],
        goal=_in(dialogue.goal),
        goal_followup=_in(dialogue.goal_followup),
        purpose=_in(dialogue.purpose),
        groups=[Group(_in(p.words), _in(p.more) if p.flag and p.more else None) for p in parts.target_groups],
        no_seldom_heard_motive=_in(dialogue.no_seldom_heard_motive),
        effect=_in(handled.effect if handled else Texts()),
        decisions=[_decision(d) for d in _decisions(log)],
        contact=_contact(dialogue),
        consulted=[consulted(p, clock.local_date(now)) for p in parts.committees],
        frame=framed(dialogue) if influence is Influence.CO_DETERMINATION else [],
        held_up=held_up(dialogue, stage, now),
        lawful=lawful(dialogue, parts, log, stage, now),
        log=happened(dialogue, log, now),
        notices=notices(dialogue, stage, log, now),
        changes=changes(log, decision_name),
    )


def _decisions(log: Sequence[Logged]) -> list[LoggedDecision]:
    """Each recorded decision once, the first taken first; minutes may have been noted in an event of their own."""
    found = dict.fromkeys(e.decision for e in reversed(log) if e.decision is not None)
    return sorted(found, key=lambda d: d.taken_on)


def _in(texts: Texts) -> Rendered:
    return texts.in_(i18n.current().code)


def _untranslated(title: Rendered) -> str:
    """Says once, on top, that the officials' texts are in another language than the page."""
    if not title.is_fallback:
        return ""
    return gettext(
        "This dialogue is not translated into %(language)s yet. Its texts are in %(other)s.",
        language=i18n.language_name(i18n.current().code),
        other=i18n.language_name(title.locale),
    )


_CLOSED_REASONS = frozenset(ClosedReason)


def _reason(code: str) -> str:
    return label(ClosedReason(code)) if code in _CLOSED_REASONS else ""


def _action(here: str, stage: Stage, parts: Parts, surveys: Sequence[Part]) -> Link | None:
    """The one thing to do now."""
    forms = {p.note for p in parts.activities}
    if stage is Stage.OPEN and ActivityType.WRITTEN_STATEMENT.value in forms:
        return Link(gettext("Write a statement"), _address("residents.statements.new", here))
    if stage is Stage.OPEN and surveys:
        return Link(gettext("Answer the survey"), _address("residents.surveys.answer", here, key=surveys[0].note))
    if stage is Stage.OPEN and ActivityType.IDEAS.value in forms:
        return Link(gettext("Put forward an idea"), _address("residents.ideas.new", here))
    if stage in (Stage.OPEN, Stage.ANNOUNCED) and forms:
        return Link(gettext("See how you can take part"), "#take-part")
    if stage in (Stage.CLOSED, Stage.PAUSED) and ActivityType.IDEAS.value in forms:
        return Link(gettext("Read what people have said"), _address("residents.ideas.index", here))
    if stage in (Stage.COMPILED, Stage.HANDLED):
        return Link(gettext("Read the results"), _address("residents.results.show", here))
    if stage in (Stage.FED_BACK, Stage.EVALUATED):
        return Link(gettext("See what it led to"), _address("residents.results.show", here))
    return None


def _address(endpoint: str, here: str, key: str | None = None) -> str:
    return flask.url_for(endpoint, slug=here, key=key) if key else flask.url_for(endpoint, slug=here)


_ICONS = {
    ActivityType.SURVEY: "check",
    ActivityType.IDEAS: "pencil",
    ActivityType.COMMENTS: "comment",
    ActivityType.PHONE: "phone",
    ActivityType.PAPER_FORM: "mail",
    ActivityType.WRITTEN_STATEMENT: "pencil",
}


def _way(part: Part, here: str, dialogue: Dialogue, stage: Stage, surveys: Sequence[Part], now: datetime) -> Way:
    form = ActivityType(part.note)
    links: list[Link] = []
    if stage is Stage.OPEN and form is ActivityType.SURVEY:
        links = [
            Link(
                _in(p.words).text or gettext("Answer the survey"),
                _address("residents.surveys.answer", here, key=p.note),
            )
            for p in surveys
        ]
    elif stage is Stage.OPEN and form is ActivityType.IDEAS:
        links = [Link(gettext("Put forward an idea"), _address("residents.ideas.new", here))]
    elif stage is Stage.OPEN and form is ActivityType.WRITTEN_STATEMENT:
        links = [Link(gettext("Write a statement"), _address("residents.statements.new", here))]
    elif stage is Stage.OPEN and form is ActivityType.COMMENTS:
        links = [Link(gettext("Read ideas and comment on them"), _address("residents.ideas.index", here))]
    elif stage is Stage.OPEN and form is ActivityType.PHONE and not part.words and dialogue.contact_phone:
        links = [Link(dialogue.contact_phone, f"tel:{Contact('', '', dialogue.contact_phone).dialled}")]
    at = clock.local(part.at) if part.at else None
    return Way(
        form=label(form),
        icon=_ICONS.get(form, "calendar" if form in MEETINGS or at else "person"),
        links=links,
        iso=at.isoformat() if at else "",
        when=gettext("%(date)s at %(time)s", date=i18n.format_date_long(at), time=f"{at:%H:%M}") if at else "",
        is_over=part.at is not None and clock.local_date(part.at) < clock.local_date(now),
        place=_in(part.words) if part.words else None,
        elected_present=part.flag,
    )


def _decision(decision: LoggedDecision) -> DecisionRow:
    announced = decision.minutes_announced_on
    return DecisionRow(
        label=label(decision.kind),
        body=_in(decision.body),
        cited=decision_name(decision),
        registry_number=decision.registry_number,
        minutes_url=decision.minutes_url if decision.minutes_url.startswith(("https://", "http://")) else "",
        minutes_note=gettext("The minutes were announced on %(date)s", date=i18n.format_date(announced))
        if announced
        else gettext("The minutes are not announced yet"),
    )


def _contact(dialogue: Dialogue) -> Contact | None:
    if not (dialogue.contact_name or dialogue.contact_email or dialogue.contact_phone):
        return None
    return Contact(dialogue.contact_name, dialogue.contact_email, dialogue.contact_phone)
