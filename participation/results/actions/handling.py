"""Recording the body's decision on the results (T9), with a stance on every theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from participation import clock, db
from participation.access import Actor, Conflict, NotFound, Reason, Refused, Role, require
from participation.bodies.models import Body
from participation.bodies.queries import body_by_id
from participation.dialogues.actions import lock, log_move, make_visible, require_secretary
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import body_facts, decision_of_kind
from participation.dialogues.rules import DecisionKind, Influence, Kind, Move, TakenBy
from participation.results.guards import HANDLING_GUARDS, HandlingFacts, OtherPerson, StanceFacts, failing_on
from participation.results.models import Measure, Stance, Theme
from participation.results.permissions import ResultsPermission
from participation.results.queries import bodies_handling, in_report, theme_sizes, themes_in, writers_of_report
from participation.results.rules import MeasureStatus, StanceChoice, StanceValue, is_web_address
from participation.texts import Texts


@dataclass(frozen=True)
class HandlingDecision:
    """The decision as it stands in the minutes. None and "" mean that the field was left empty."""

    body: Body | None
    taken_by: TakenBy | None
    taken_on: date | None
    paragraph: str
    registry_number: str
    effect: Texts
    stances: Mapping[int, StanceChoice]
    minutes_url: str = ""
    minutes_announced_on: date | None = None


def record_handling_decision(
    actor: Actor, dialogue: Dialogue, taken: HandlingDecision, *, seen_unrecorded: bool = False
) -> Decision:
    """T9: record what the body decided about the results; stances and measures become public with it.

    All or nothing. The same decision sent again, by whichever of the body's secretaries, gives the one already
    recorded. ``seen_unrecorded``: when the form was made nothing was on record; raises Conflict if another decision
    is by now. Raises Refused: E-STATE, then every failing guard together, then E-ROLE for
    the secretary of another body, or for one who has written in the report: who records a decision is not who wrote
    what it rests on. NotFound for what is not there.
    """
    lock(dialogue)
    recorded = decision_of_kind(dialogue.id, DecisionKind.HANDLE_RESULTS)
    if recorded is not None and actor.holds(Role.COMMITTEE_SECRETARY, recorded.body_id):
        if _is_same(recorded, dialogue, taken):
            return recorded
        if seen_unrecorded:
            raise Conflict
    require(actor, ResultsPermission.HANDLE, dialogue)
    themes = themes_in(dialogue.id)
    facts = _facts(dialogue, themes, taken)
    reasons = failing_on(HANDLING_GUARDS, facts, clock.today())
    if reasons:
        raise Refused(*reasons, by_guard=True)
    if taken.body is None or taken.taken_by is None or taken.taken_on is None:
        raise AssertionError("the guards let an incomplete decision pass")
    if taken.minutes_url and not is_web_address(taken.minutes_url):
        raise ValueError("minutes are linked to by http or https")
    require_secretary(actor, taken.body)
    _require_other_person(actor, dialogue, taken.body)
    decision = _decision(actor, dialogue, taken)
    for theme in themes:
        choice = taken.stances.get(theme.id)
        if choice is not None and choice.value is not None:
            _record_stance(decision, theme, choice)
    dialogue.handled_at = clock.now()
    db.session().flush()
    log_move(actor, dialogue, Move.HANDLE, decision=decision.id, guards=[g.__name__ for g in HANDLING_GUARDS])
    make_visible(dialogue)
    return decision


def _facts(dialogue: Dialogue, themes: list[Theme], taken: HandlingDecision) -> HandlingFacts:
    if not set(taken.stances) <= {t.id for t in themes}:
        raise NotFound
    return HandlingFacts(
        kind=Kind(dialogue.kind),
        influence=Influence(dialogue.degree_of_influence) if dialogue.degree_of_influence else None,
        handled_by=tuple(body_facts(b) for b in bodies_handling(dialogue)),
        compiled_on=clock.local_date(dialogue.compiled_at) if dialogue.compiled_at else clock.today(),
        body=body_facts(taken.body) if taken.body else None,
        taken_by=taken.taken_by,
        taken_on=taken.taken_on,
        paragraph=taken.paragraph,
        registry_number=taken.registry_number,
        minutes_announced_on=taken.minutes_announced_on,
        effect=taken.effect,
        stances=tuple(
            _stance_facts(theme, taken.stances.get(theme.id, StanceChoice()))
            for theme in in_report(themes, theme_sizes(dialogue.id))
        ),
    )


def _stance_facts(theme: Theme, choice: StanceChoice) -> StanceFacts:
    return StanceFacts(theme_id=theme.id, theme=theme.title, value=choice.value, motive=choice.motive)


def _require_other_person(actor: Actor, dialogue: Dialogue, body: Body) -> None:
    if actor.account_id in writers_of_report(dialogue.id):
        raise Refused(Reason("E-ROLE", {"role": OtherPerson.NOT_THE_WRITER, "body": body.names}))


def _decision(actor: Actor, dialogue: Dialogue, taken: HandlingDecision) -> Decision:
    if taken.body is None or taken.taken_by is None or taken.taken_on is None:
        raise AssertionError("checked by the caller")
    decision = Decision(
        dialogue_id=dialogue.id,
        kind=DecisionKind.HANDLE_RESULTS.value,
        body_id=taken.body.id,
        body=taken.body,
        taken_by=taken.taken_by.value,
        taken_on=taken.taken_on,
        paragraph=taken.paragraph.strip(),
        registry_number=taken.registry_number.strip(),
        minutes_url=taken.minutes_url,
        minutes_announced_on=taken.minutes_announced_on,
        effect=taken.effect,
        recorded_by_id=actor.account_id,
        recorded_at=clock.now(),
    )
    db.session().add(decision)
    db.session().flush()
    return decision


def _record_stance(decision: Decision, theme: Theme, choice: StanceChoice) -> None:
    if choice.value is None:
        raise AssertionError("checked by the caller")
    stance = Stance(
        theme=theme,
        decision_id=decision.id,
        value=choice.value.value,
        motive=choice.motive,
        forwarded_to_id=_forwarded_to(choice),
    )
    if choice.measure_status or choice.measure_due:
        status = choice.measure_status or MeasureStatus.PLANNED
        stance.measure = Measure(status=status.value, due=choice.measure_due)
    db.session().add(stance)
    db.session().flush()


def _forwarded_to(choice: StanceChoice) -> int | None:
    if choice.value is not StanceValue.FORWARDED or choice.forwarded_to_id is None:
        return None
    return body_by_id(choice.forwarded_to_id).id


def _is_same(recorded: Decision, dialogue: Dialogue, taken: HandlingDecision) -> bool:
    """Whether what is sent is what is recorded: a button pressed twice is not an error."""
    if taken.body is None or taken.taken_by is None:
        return False
    stored = {
        t.id: (t.stance.value, t.stance.motive, t.stance.forwarded_to_id)
        for t in themes_in(dialogue.id)
        if t.stance is not None
    }
    sent = {i: (c.value.value, c.motive, _forwarded_to(c)) for i, c in taken.stances.items() if c.value is not None}
    return stored == sent and (
        recorded.body_id,
        recorded.taken_by,
        recorded.taken_on,
        recorded.paragraph,
        recorded.registry_number,
        recorded.effect,
    ) == (
        taken.body.id,
        taken.taken_by.value,
        taken.taken_on,
        taken.paragraph.strip(),
        taken.registry_number.strip(),
        taken.effect,
    )
