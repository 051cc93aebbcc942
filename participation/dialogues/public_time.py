"""A dialogue's dates in the words residents read: how long is left, what happens then, what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from participation import clock
from participation.access import Role
from participation.dialogues.models import Dialogue
from participation.dialogues.public_parts import (
    CHANGED,
    CREATED,
    DECISION_MOVED,
    MINUTES_ANNOUNCED,
    REPORTED,
    REVIEW_ANNOUNCED,
    Logged,
    LoggedDecision,
)
from participation.dialogues.queries import closes_on, opens_on
from participation.dialogues.rules import GROUP_OF, Move, PublicGroup, Section, Stage
from participation.dialogues.rules import stage as stage_at
from participation.dialogues.words import STAGE_NAMES
from participation.i18n import (
    Lazy,
    current,
    format_date,
    format_date_long,
    gettext,
    label,
    language_name,
    lazy,
    ngettext,
)
from participation.texts import Texts


def closes_in(last_day: date, today: date) -> str:
    """How long is left: ``47 days left``."""
    left = (last_day - today).days
    if left <= 0:
        return gettext("Last day today")
    return ngettext("%(n)s day left", "%(n)s days left", left)


def closing(last_day: date) -> str:
    """Until when, with the weekday."""
    return gettext("Take part until %(date)s", date=format_date_long(last_day))


def opens_in(first_day: date, today: date) -> str:
    """How long until it opens: ``Opens in 12 days``."""
    left = (first_day - today).days
    if left <= 1:
        return gettext("Opens tomorrow")
    return ngettext("Opens in %(n)s day", "Opens in %(n)s days", left)


def opening(first_day: date) -> str:
    """From when, with the weekday."""
    return gettext("You can take part from %(date)s", date=format_date_long(first_day))


WAITING: dict[Stage, Lazy] = {
    Stage.CLOSED: lazy("What you said is being compiled"),
    Stage.COMPILED: lazy("Waits for the politicians’ decision"),
    Stage.HANDLED: lazy("Decided – feedback is on its way"),
}
"""What a dialogue that is being processed waits for."""


@dataclass(frozen=True)
class Period:
    """What the words about time rest on: the first and last open day that matter today."""

    stage: Stage
    first_day: date | None
    last_day: date | None
    today: date
    fed_back_on: date | None = None
    resumes_on: date | None = None
    cancelled_on: date | None = None

    @property
    def left(self) -> str:
        """In a few words: how long is left, or what is being waited for."""
        if self.stage is Stage.OPEN and self.last_day:
            return closes_in(self.last_day, self.today)
        if self.stage is Stage.CLOSED and self.first_day and self.first_day > self.today:
            return opens_in(self.first_day, self.today)
        if self.stage in WAITING:
            return str(WAITING[self.stage])
        if self.stage is Stage.PAUSED:
            return gettext("Paused until %(date)s", date=format_date(self.resumes_on)) if self.resumes_on else ""
        if self.stage is Stage.CANCELLED:
            return gettext("Cancelled %(date)s", date=format_date(self.cancelled_on)) if self.cancelled_on else ""
        if self.stage in (Stage.FED_BACK, Stage.EVALUATED):
            return gettext("Completed %(date)s", date=format_date(self.fed_back_on)) if self.fed_back_on else ""
        return opens_in(self.first_day, self.today) if self.first_day else ""

    @property
    def until(self) -> str:
        """The date with its weekday, while there is one to keep to."""
        if self.stage is Stage.OPEN and self.last_day:
            return closing(self.last_day)
        if self.stage is Stage.ANNOUNCED and self.first_day:
            return opening(self.first_day)
        if self.stage is Stage.CLOSED and self.first_day and self.first_day > self.today:
            return opening(self.first_day)
        return ""


def period_of(dialogue: Dialogue, stage: Stage, now: datetime) -> Period:
    """The period of a dialogue in hand."""
    held = dialogue.consulted_at
    openings = [max(p.opens_at, held) if held else p.opens_at for p in dialogue.phases]
    opens = [at for at in openings if at > now]
    closes = [p.closes_at for p in dialogue.phases if p.closes_at > now]
    return Period(
        stage,
        clock.local_date(min(opens)) if opens else opens_on(dialogue),
        clock.last_date_before(min(closes)) if closes else closes_on(dialogue),
        clock.local_date(now),
        clock.local_date(dialogue.fed_back_at) if dialogue.fed_back_at else None,
        clock.local_date(dialogue.resumes_at) if dialogue.resumes_at else None,
        clock.local_date(dialogue.cancelled_at) if dialogue.cancelled_at else None,
    )


@dataclass(frozen=True)
class Moment:
    """A step of "What happens then?": past, now or coming."""

    state: str
    iso: str
    when: str
    title: str
    note: str = ""
    href: str | None = None


_NOW = {
    Stage.ANNOUNCED: 0,
    Stage.OPEN: 1,
    Stage.CLOSED: 3,
    Stage.COMPILED: 4,
    Stage.HANDLED: 5,
    Stage.FED_BACK: 6,
    Stage.EVALUATED: 6,
}
"""Which step is going on in each stage; those before it are past."""


def _here(dialogue: Dialogue, reached: Stage, now: datetime) -> int:
    """Which step is going on; a second period has its two steps after those of the first."""
    here, begun = _NOW.get(reached, -1), sum(p.opens_at <= now for p in dialogue.phases)
    later = 2 * (len(dialogue.phases) - 1)
    if later <= 0 or here < 1:
        return here
    if reached is Stage.OPEN or (reached is Stage.CLOSED and begun < len(dialogue.phases)):
        return here + 2 * (begun - 1)
    return here + later


def _periods(dialogue: Dialogue) -> list[tuple[date | None, None, str]]:
    first, later = dialogue.phases[:1], dialogue.phases[1:]
    closes = clock.last_date_before(first[0].closes_at) if first else closes_on(dialogue)
    found: list[tuple[date | None, None, str]] = [
        (opens_on(dialogue), None, gettext("Opens: you can take part")),
        (closes, None, gettext("Closes: last day to take part")),
    ]
    for phase in later:
        found.append((clock.local_date(phase.opens_at), None, gettext("The review opens")))
        found.append((clock.last_date_before(phase.closes_at), None, gettext("The review closes")))
    return found


def moments(
    dialogue: Dialogue,
    stage: Stage,
    now: datetime,
    handled: LoggedDecision | None,
    log: Sequence[Logged] = (),
) -> list[Moment]:
    """The road from announcement to feedback, with promised and actual dates; ``log`` is newest first."""
    ended = _ended(dialogue, now)
    reached = stage_at(replace(dialogue.stage_facts, paused_at=None, cancelled_at=None), ended)
    here = _here(dialogue, reached, ended)
    body = _name(dialogue.decision_body.names if dialogue.decision_body else dialogue.responsible_body.names)
    steps = [
        (dialogue.announced_at, None, gettext("The dialogue is announced")),
        *_periods(dialogue),
        (dialogue.compiled_at, dialogue.results_due, gettext("The results are ready: what you said, compiled")),
        (
            handled.taken_on if handled else dialogue.handled_at,
            dialogue.handling_meeting,
            gettext("%(body)s handles the results", body=body),
        ),
        (dialogue.fed_back_at, dialogue.feedback_due, gettext("We tell you what it led to")),
    ]
    made = []
    for position, (happened, promised, title) in enumerate(steps):
        state = "past" if position < here else "now" if position == here else "coming"
        made.append(_moment(state, happened, promised, title, clock.local_date(now)))
    if stage is Stage.COMPILED:
        made = [replace(m, note=_agenda(m.note, log)) if m.state == "now" else m for m in made]
    if stage is Stage.CANCELLED and dialogue.cancelled_at is not None:
        # What was promised does not happen any more; what had begun has happened.
        cancelled = _moment(
            "now", dialogue.cancelled_at, None, gettext("The dialogue is cancelled"), clock.local_date(now)
        )
        begun = [_day(happened) for happened, _promised, _title in steps]
        kept = [
            replace(m, state="past")
            for m, day in zip(made, begun, strict=True)
            if m.state == "past" or (m.state == "now" and day is not None and day <= clock.local_date(ended))
        ]
        return [*kept, cancelled]
    decision = _decision_moment(dialogue, body, clock.local_date(now))
    if decision is not None:
        later = [n for n, m in enumerate(made) if m.iso and m.iso > decision.iso]
        made.insert(later[0] if later else len(made), decision)
    return made


def _ended(dialogue: Dialogue, now: datetime) -> datetime:
    """Until when its dates come true: what was to open after a dialogue was cancelled never opened."""
    return min(now, dialogue.cancelled_at) if dialogue.cancelled_at is not None else now


def _agenda(note: str, log: Sequence[Logged]) -> str:
    """Which bodies have it on their agendas, each for the day that was noted last."""
    latest: dict[str, str] = {}
    for event in log:
        if event.action == f"dialogue.{Move.SEND_TO_MEETING.value}":
            body = _name(Texts(event.data["agenda"]))
            latest.setdefault(body, format_date(date.fromisoformat(event.data["meeting"])))
    said = [gettext("On the agenda of %(body)s: %(date)s.", body=b, date=d) for b, d in sorted(latest.items())]
    return " ".join([note, *said]).strip()


def _moment(state: str, happened: date | None, promised: date | None, title: str, today: date) -> Moment:
    actual = _day(happened)
    if promised is None:
        return Moment(state, actual.isoformat() if actual else "", format_date(actual) if actual else "", title)
    if actual is None or actual > today:
        late = promised < today
        note = gettext("Late: it was promised by this day.") if late else ""
        return Moment(state, promised.isoformat(), format_date(promised), title, note)
    note = gettext("Promised: %(date)s", date=format_date(promised)) if actual != promised else ""
    return Moment(state, actual.isoformat(), format_date(actual), title, note)


def _decision_moment(dialogue: Dialogue, body: str, today: date) -> Moment | None:
    """The decision that the dialogue informs, unless it is taken at the very meeting that handles the results."""
    meeting = dialogue.decision_taken_on or dialogue.decision_meeting
    if meeting is None or meeting == dialogue.handling_meeting:
        return None
    state = "past" if dialogue.decision_taken_on else "coming"
    return Moment(state, meeting.isoformat(), format_date(meeting), gettext("%(body)s decides", body=body))


def _day(value: date | None) -> date | None:
    return clock.local_date(value) if isinstance(value, datetime) else value


def _name(names: Texts) -> str:
    return names.in_(current().code).text


@dataclass(frozen=True)
class Happened:
    """A line of the public log."""

    key: str
    at: datetime
    text: str

    @property
    def when(self) -> str:
        return format_date(self.at)


_SAYS: dict[str, Lazy] = {
    CREATED: lazy("The officials of %(carrier)s began to plan the dialogue."),
    f"dialogue.{Move.PROPOSE.value}": lazy("The officials of %(carrier)s proposed the dialogue to %(body)s."),
    f"dialogue.{Move.REFER_BACK.value}": lazy("%(body)s sent the proposal back for more work."),
    f"dialogue.{Move.DECIDE.value}": lazy("%(decider)s decided to hold the dialogue (%(decision)s)."),
    MINUTES_ANNOUNCED: lazy("The minutes of a decision were approved and announced."),
    f"dialogue.{Move.ANNOUNCE.value}": lazy("The officials of %(carrier)s announced the dialogue."),
    f"dialogue.{Move.COMPILE.value}": lazy("The officials of %(carrier)s published the result report."),
    f"dialogue.{Move.SEND_TO_MEETING.value}": lazy(
        "The results were put on the agenda of %(agenda)s for its meeting on %(meeting)s."
    ),
    f"dialogue.{Move.HANDLE.value}": lazy("%(decider)s decided on the results (%(decision)s)."),
    f"dialogue.{Move.FEED_BACK.value}": lazy(
        "The officials of %(carrier)s gave feedback to participants and to citizens at large."
    ),
    f"dialogue.{Move.EVALUATE.value}": lazy("The officials of %(carrier)s published the evaluation."),
    f"dialogue.{Move.REJECT.value}": lazy("%(decider)s decided not to hold the dialogue (%(decision)s)."),
    f"dialogue.{Move.EXTEND.value}": lazy("The dialogue was extended. Last day to take part: %(closes_on)s."),
    f"dialogue.{Move.AMEND.value}": lazy("%(decider)s changed what the dialogue rests on (%(decision)s)."),
    f"dialogue.{Move.PAUSE.value}": lazy("The coordinator paused the dialogue until %(resumes_on)s."),
    f"dialogue.{Move.RESUME.value}": lazy("The coordinator let the dialogue go on earlier than planned."),
    f"dialogue.{Move.CANCEL.value}": lazy("%(decider)s decided to cancel the dialogue (%(decision)s)."),
    DECISION_MOVED: lazy("The decision that the dialogue informs was moved to %(meeting)s."),
    REPORTED: lazy("The officials of %(carrier)s published the consultation report."),
    REVIEW_ANNOUNCED: lazy("The officials of %(carrier)s announced the review, %(opens_on)s to %(closes_on)s."),
}


_COLLECTED = (lazy("The dialogue opened for contributions."), lazy("The dialogue closed for contributions."))
_REVIEWED = (lazy("The review opened for contributions."), lazy("The review closed for contributions."))


def happened(dialogue: Dialogue, log: Sequence[Logged], now: datetime) -> list[Happened]:
    """Everything that has happened, newest first, in words: which body or role, never an official's name."""
    body = _name(dialogue.responsible_body.names)
    carrier = _name(dialogue.executing_body.names) if dialogue.executing_body else body
    lines: list[Happened] = []
    seen: set[tuple[date, str]] = set()
    for event in log:
        text = _sentence(event, body, carrier)
        if (clock.local_date(event.at), text) not in seen:  # saving a text five times on a day is one change
            seen.add((clock.local_date(event.at), text))
            lines.append(Happened(f"event-{event.id}", event.at, text))
    for number, phase in enumerate(dialogue.phases if dialogue.announced_at is not None else (), 1):
        opened, closed = _REVIEWED if number > 1 else _COLLECTED
        instants = (("opened", phase.opens_at, opened), ("closed", phase.closes_at, closed))
        ended = _ended(dialogue, now)
        lines += [Happened(f"{name}-{number}", at, str(text)) for name, at, text in instants if at <= ended]
    lines += _resumed(log, now)
    return sorted(lines, key=lambda line: (line.at, line.key), reverse=True)


def _resumed(log: Sequence[Logged], now: datetime) -> list[Happened]:
    """The pauses that ended by themselves; ``log`` is newest first."""
    lines, later = [], ""
    for event in log:
        if event.action == f"dialogue.{Move.PAUSE.value}" and later != f"dialogue.{Move.RESUME.value}":
            at = clock.start_of_day(date.fromisoformat(event.data["resumes_on"]))
            if at <= now:
                lines.append(Happened(f"resumed-{event.id}", at, gettext("The dialogue went on after the pause.")))
        if event.action in (f"dialogue.{Move.PAUSE.value}", f"dialogue.{Move.RESUME.value}"):
            later = event.action
    return lines


def _sentence(event: Logged, body: str, carrier: str) -> str:
    if event.action == CHANGED:
        return gettext("The officials of %(carrier)s changed: %(what)s.", carrier=carrier, what=_changed(event.what))
    if event.moved is not None:
        before, after, cited = event.moved
        return gettext(
            "%(before)s handed the dialogue over to %(after)s (%(decision)s).",
            before=_name(before),
            after=_name(after),
            decision=cited,
        )
    decision = event.decision
    if event.action == DECISION_MOVED and event.data.get("taken_on"):
        day = format_date(date.fromisoformat(event.data["taken_on"]))
        return gettext("It was noted that the decision was taken on %(date)s, before the dialogue was done.", date=day)
    if event.action == CREATED and event.data.get("origin") == Role.ELECTED:
        return gettext("An elected representative of %(body)s proposed that the dialogue be held.", body=body)
    names = {
        **{n: format_date(date.fromisoformat(event.data[n])) for n in _DATES if event.data.get(n)},
        "body": body,
        "carrier": carrier,
        "decider": _name(decision.body) if decision else body,
        "decision": decision_name(decision) if decision else "–",
        "agenda": _name(Texts(event.data.get("agenda") or {})),
    }
    return str(_SAYS[event.action]) % names


_DATES = ("opens_on", "closes_on", "resumes_on", "meeting")


def _changed(what: str) -> str:
    if what.startswith("language."):
        return gettext("the texts in %(language)s", language=language_name(what.removeprefix("language.")))
    return label(Section(what)) if what in set(Section) else what


def decision_name(decision: LoggedDecision) -> str:
    """``KS 2026-09-30 § 12, dnr KS 2026/9001``, as minutes are cited."""
    return gettext(
        "%(date)s § %(paragraph)s, registry number %(number)s",
        date=decision.taken_on.isoformat(),
        paragraph=decision.paragraph.removeprefix("§").strip(),
        number=decision.registry_number,
    )


BADGES = {
    PublicGroup.OPEN: "open",
    PublicGroup.PLANNED: "planned",
    PublicGroup.PROCESSING: "processing",
    PublicGroup.COMPLETED: "completed",
    PublicGroup.CANCELLED: "cancelled",
}


def badge(stage: Stage) -> tuple[str, str]:
    """The stage as a badge: words and look. A stage that is not public looks like a draft."""
    if stage is Stage.PAUSED:
        return str(STAGE_NAMES[stage]), "paused"
    group = GROUP_OF.get(stage)
    return (label(group), BADGES[group]) if group else (label(stage), "draft")
