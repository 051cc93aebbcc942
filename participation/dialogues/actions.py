"""Writes to dialogues: a verb each. Every move is locked, guarded, logged, and made visible at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from participation import clock, content_version, db, event_log, settings
from participation.access import Actor, Conflict, NotFound, Reason, Refused, Role, require
from participation.accounts.actions import add_assignment
from participation.accounts.models import Account
from participation.accounts.queries import accounts_with_role, assignments_for_dialogue
from participation.bodies.models import Body
from participation.dialogues import sections
from participation.dialogues.authority import AUTHORITY_GUARDS
from participation.dialogues.consultation.opening import open_consultation
from participation.dialogues.drafts import executing_body
from participation.dialogues.facts import DecisionFacts
from participation.dialogues.guards import (
    ANNOUNCEMENT_GUARDS,
    GUARDS,
    PROPOSAL_GUARDS,
    decision_stands,
    documents_there,
    failing,
    within_mandate,
)
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.papers.keeping import keep_paper
from participation.dialogues.permissions import DialoguePermission, section_locked
from participation.dialogues.queries import body_facts, current_stage, decision_of_kind, facts_of
from participation.dialogues.registers import only_area_of, present_cycle
from participation.dialogues.rules import (
    MOVES,
    PUBLIC_STAGES,
    DecisionKind,
    Influence,
    Kind,
    Move,
    Participation,
    Section,
    Stage,
    TakenBy,
)
from participation.dialogues.statutory.beginning import begin_case, lacks_mandate, stands_for
from participation.dialogues.statutory.models import StandingDecision
from participation.handbook.queries import current_number as current_handbook
from participation.legal.models import LegalBasis
from participation.policy.queries import current_number as current_policy
from participation.search import index as search_index
from participation.texts import Texts


def create_dialogue(
    actor: Actor,
    *,
    kind: Kind,
    body: Body,
    title: str,
    key: str | None = None,
    legal_basis: LegalBasis | None = None,
) -> Dialogue:
    """Begin a draft. The body that carries it out follows from the kind. Raises Refused (E-ROLE).

    A statutory dialogue is begun on a legal basis, by the body whose task it is (E-G13); ValueError without one.

    Sent twice by one account with the same ``key``, it is begun once, and the first is returned.
    """
    executing = executing_body(kind)
    if executing is not None and body.id != executing.id:
        # For these kinds the executive board's officials carry out what another body may decide on.
        require(actor, DialoguePermission.CREATE, executing.id)
    else:
        require(actor, DialoguePermission.CREATE, body.id)
    own_key = f"{actor.account_id}:{key}" if key else None
    first = _begun_with(own_key)
    if first is not None:
        return first
    if (kind is Kind.STATUTORY) != (legal_basis is not None):
        raise ValueError("a statutory dialogue, and no other, has a legal basis")
    if legal_basis is not None:
        _guard(lacks_mandate(body, legal_basis))
    dialogue = Dialogue(
        kind=kind.value,
        responsible_body_id=body.id,
        responsible_body=body,
        executing_body_id=executing.id if executing else None,
        title=Texts(sv=title.strip()),
        decision_body_id=body.id,
        policy_area_id=only_area_of(body) if kind is Kind.COMMITTEE else None,
        goal_review_cycle_id=present_cycle() if kind is Kind.MUNICIPALITY_WIDE else None,
        created_at=clock.now(),
        created_by_id=actor.account_id,
        creation_key=own_key,
        handbook_version=current_handbook(),
        policy_version=current_policy(),
    )
    try:
        with db.session().begin_nested():
            db.session().add(dialogue)
    except IntegrityError:
        first = _begun_with(own_key)
        if first is None:
            raise
        return first
    data = {"kind": kind.value, "body": body.code, "origin": _origin(actor, dialogue).value}
    if legal_basis is not None:
        begin_case(dialogue, legal_basis)
    event_log.record(actor, "dialogue.created", dialogue_id=dialogue.id, data=data)
    return dialogue


def _origin(actor: Actor, dialogue: Dialogue) -> Role:
    """In what capacity somebody begins a draft: as an official of the body, or as its elected representative, whose
    draft the officials go on with."""
    own = (dialogue.responsible_body_id, dialogue.executing_body_id)
    official = any(actor.holds(role, body) for role in (Role.OFFICER, Role.COORDINATOR) for body in own)
    return Role.OFFICER if official else Role.ELECTED


def _begun_with(key: str | None) -> Dialogue | None:
    return db.session().scalar(select(Dialogue).where(Dialogue.creation_key == key)) if key else None


def lock(dialogue: Dialogue) -> None:
    """Read the dialogue anew and keep others from changing it until this transaction ends.

    What refers to it may still be stored (FOR NO KEY UPDATE): an answer that comes in holds the running number and then
    refers to the dialogue, while an edit of what is asked holds the dialogue and waits for the number.
    """
    session = db.session()
    session.flush()  # refreshing forgets what is not written yet
    # First wait, then read: a query that waits itself sees the dialogue as it is then, and its periods as they were.
    session.execute(select(Dialogue.id).where(Dialogue.id == dialogue.id).with_for_update(key_share=True))
    session.refresh(dialogue)


def save_section(
    actor: Actor, dialogue: Dialogue, section: Section, values: Mapping[str, Any], *, seen: str | None
) -> None:
    """Keep what an official has written in a section, complete or not.

    ``seen`` is the fingerprint of what the form was made from; raises :class:`Conflict` if somebody else has changed
    the section since, unless what they stored is just what is sent. Raises Refused (E-ROLE, E-G23, E-STATE).
    """
    require(actor, DialoguePermission.EDIT, dialogue)
    lock(dialogue)
    reason = section_locked(dialogue, section, clock.now())
    if reason is not None:
        raise Refused(reason, by_guard=True)
    before = sections.stored(dialogue, section)
    changed_meanwhile = seen is not None and seen != sections.fingerprint(dialogue, section)
    sections.write(dialogue, section, values)
    if section is Section.PEOPLE and "moderators" in values:
        _name_moderators(actor, dialogue, values["moderators"])
    if section is Section.DOCUMENTS and current_stage(dialogue) in (Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED):
        # What the law has on the website stays there.
        _guard(documents_there(facts_of(dialogue), clock.today()))
    after = sections.stored(dialogue, section)
    if changed_meanwhile and _without_ids(after) != _without_ids(before):
        raise Conflict
    _note_change(actor, dialogue, section.value, before, after)


def _without_ids(values: Any) -> Any:
    if isinstance(values, dict):
        return {k: _without_ids(v) for k, v in values.items() if k != "id"}
    if isinstance(values, list):
        return [_without_ids(v) for v in values]
    return values


def _name_moderators(actor: Actor, dialogue: Dialogue, rows: list[Mapping[str, Any]]) -> None:
    session = db.session()
    named = assignments_for_dialogue(dialogue.id, Role.MODERATOR)
    existing = {assignment.id: assignment for assignment, _ in named}
    # Whoever is named already stays eligible, also on a day when they moderate nothing else.
    may_moderate = {a.id: a for a in (*accounts_with_role(Role.MODERATOR), *(account for _, account in named))}
    kept = set()
    for row in rows:
        account: Account | None = may_moderate.get(row.get("account_id") or 0)
        if account is None:
            continue
        assignment = existing.get(row.get("id") or 0)
        if assignment is None:
            add_assignment(
                actor,
                account,
                Role.MODERATOR,
                dialogue_id=dialogue.id,
                valid_from=row.get("valid_from"),
                valid_to=row.get("valid_to"),
            )
        else:
            kept.add(assignment.id)
            assignment.account_id = account.id
            assignment.valid_from = row.get("valid_from") or assignment.valid_from
            assignment.valid_to = row.get("valid_to")
    for identity, assignment in existing.items():
        if identity not in kept:
            session.delete(assignment)
    session.flush()


def save_translation(
    actor: Actor, dialogue: Dialogue, locale: str, texts: Mapping[str, str], *, seen: str | None = None
) -> None:
    """Write the dialogue's texts in another language; keys are those of :func:`sections.translatable`.

    ``seen`` is the fingerprint of what the form was made from; raises :class:`Conflict` if it has changed since and
    this would change it again.
    """
    require(actor, DialoguePermission.EDIT, dialogue)
    lock(dialogue)
    reason = section_locked(dialogue, Section.LANGUAGES, clock.now())
    if reason is not None:
        raise Refused(reason, by_guard=True)
    if locale == "sv":
        raise ValueError("Swedish is written in the sections themselves")
    changed_meanwhile = seen is not None and seen != sections.translation_fingerprint(dialogue, locale)
    before, after = {}, {}
    for text in sections.translatable(dialogue):
        if text.key in texts:
            new = text.texts.put(locale, texts[text.key].strip())
            if new != text.texts:
                before[text.key], after[text.key] = text.texts.get(locale, ""), new.get(locale, "")
                text.put(new)
    db.session().flush()
    if changed_meanwhile and before != after:
        raise Conflict
    _note_change(actor, dialogue, f"language.{locale}", before, after)


def _note_change(actor: Actor, dialogue: Dialogue, what: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Drafts change silently; whatever rests on a decision leaves a trace of before and after."""
    if before == after:
        return
    present = current_stage(dialogue)
    if present not in (Stage.DRAFT, Stage.PROPOSED):
        changed = sorted(k for k in {*before, *after} if before.get(k) != after.get(k))
        event_log.record(
            actor,
            "dialogue.changed",
            dialogue_id=dialogue.id,
            data={
                "what": what,
                "before": {k: _plain(before.get(k)) for k in changed},
                "after": {k: _plain(after.get(k)) for k in changed},
            },
        )
    if present in PUBLIC_STAGES:
        make_visible(dialogue)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


def make_visible(dialogue: Dialogue) -> None:
    """Say that the dialogue's pages, and the lists it is on, have changed; what it says can be searched for."""
    content_version.bump(content_version.SITE, content_version.scope_of(dialogue.id))
    for locale in settings.LOCALES:
        words = (dialogue.title, dialogue.question, dialogue.summary)
        search_index.put(dialogue.id, None, locale, "\n".join(t.get(locale, "") for t in words))


def log_move(actor: Actor, dialogue: Dialogue, move: Move, *, source: Stage | None = None, **data: Any) -> None:
    """Append a move that is made to the log: which, from where to where, and what it rests on. ``source`` is needed
    for moves that begin in several stages."""
    row = MOVES[move]
    began = source or row.sources[0]
    target = row.target or current_stage(dialogue)
    event_log.record(
        actor,
        f"dialogue.{move.value}",
        dialogue_id=dialogue.id,
        data={"code": row.code, "from": began.value, "to": target.value, **data},
    )


def _passed(move: Move) -> list[str]:
    return [guard.__name__ for guard in GUARDS[move]]


def propose(actor: Actor, dialogue: Dialogue) -> None:
    """T2: hand the complete draft to the body. Raises Refused with every failing guard."""
    lock(dialogue)
    require(actor, DialoguePermission.PROPOSE, dialogue)
    _guard(failing(PROPOSAL_GUARDS, facts_of(dialogue), clock.today()))
    dialogue.proposed_at = clock.now()
    keep_paper(dialogue)
    log_move(actor, dialogue, Move.PROPOSE, guards=_passed(Move.PROPOSE))


def refer_back(actor: Actor, dialogue: Dialogue, *, note: str) -> None:
    """T2r: the body wants more work on it. Raises Refused; ValueError without a note."""
    lock(dialogue)
    require(actor, DialoguePermission.REFER_BACK, dialogue)
    if not note.strip():
        raise ValueError("a referral back needs a note")
    dialogue.proposed_at = None
    db.session().flush()
    log_move(actor, dialogue, Move.REFER_BACK, note=note.strip())


def record_initiating_decision(
    actor: Actor,
    dialogue: Dialogue,
    *,
    body: Body | None,
    taken_by: TakenBy | None,
    taken_on: date | None,
    paragraph: str,
    registry_number: str,
    openness_confirmed: bool,
    participation: Participation | None,
    influence: Influence | None,
    minutes_url: str = "",
    minutes_announced_on: date | None = None,
    standing: StandingDecision | None = None,
) -> Decision:
    """T3: record the body's decision to hold the dialogue, with both degrees; the core is locked from now on.

    ``standing``: a decision that the body has taken once for all on this legal basis, which settles the degrees. The
    same decision sent again, by whichever of the body's secretaries, gives the one already recorded.

    Raises Refused: E-STATE, then every failing guard together, then E-ROLE for a secretary of another body.
    """
    lock(dialogue)
    if standing is not None:
        if not stands_for(standing, dialogue):
            raise NotFound
        participation, influence = (
            Participation(standing.degree_of_participation),
            Influence(standing.degree_of_influence),
        )
    recorded = decision_of_kind(dialogue.id, DecisionKind.INITIATE)
    if (
        recorded is not None
        and actor.holds(Role.COMMITTEE_SECRETARY, recorded.body_id)
        and (recorded.body_id, recorded.taken_by) == (body and body.id, taken_by and taken_by.value)
        and (recorded.taken_on, recorded.paragraph) == (taken_on, paragraph.strip())
        and (recorded.registry_number, recorded.openness_confirmed) == (registry_number.strip(), openness_confirmed)
        and recorded.degree_of_participation == (participation and participation.value)
        and recorded.degree_of_influence == (influence and influence.value)
    ):
        return recorded
    require(actor, DialoguePermission.DECIDE, dialogue)
    facts = facts_of(dialogue)
    taken = DecisionFacts(
        body=body_facts(body) if body else None,
        taken_by=taken_by,
        taken_on=taken_on,
        paragraph=paragraph,
        registry_number=registry_number,
        openness_confirmed=openness_confirmed,
        participation=participation,
        influence=influence,
        may_be_started=standing is not None and standing.officials_may_start,
    )
    reasons = decision_stands(facts, taken, clock.today())
    reasons += [
        r
        for r in failing((*AUTHORITY_GUARDS, within_mandate), facts, clock.today())
        if r.code not in {s.code for s in reasons}
    ]
    if minutes_announced_on and not _can_be_announced(minutes_announced_on, taken_on):
        reasons.append(Reason("E-G28", field="minutes_announced_on"))
    _guard(reasons)
    if body is None or taken_by is None or taken_on is None or participation is None or influence is None:
        raise AssertionError("the guards let an incomplete decision pass")
    require_secretary(actor, body)
    decision = Decision(
        dialogue_id=dialogue.id,
        kind=DecisionKind.INITIATE.value,
        body_id=body.id,
        body=body,
        taken_by=taken_by.value,
        taken_on=taken_on,
        paragraph=paragraph.strip(),
        registry_number=registry_number.strip(),
        minutes_url=minutes_url.strip(),
        minutes_announced_on=minutes_announced_on,
        openness_confirmed=openness_confirmed,
        degree_of_participation=participation.value,
        degree_of_influence=influence.value,
        standing_decision_id=standing.id if standing else None,
        recorded_by_id=actor.account_id,
        recorded_at=clock.now(),
    )
    db.session().add(decision)
    dialogue.decided_at = clock.now()
    dialogue.degree_of_participation = participation.value
    dialogue.degree_of_influence = influence.value
    dialogue.registry_number = registry_number.strip()
    db.session().flush()
    open_consultation(dialogue)
    log_move(actor, dialogue, Move.DECIDE, decision=decision.id, guards=["decision_stands"])
    return decision


def require_secretary(actor: Actor, body: Body) -> None:
    """Raise Refused (E-ROLE) unless the actor is the body's secretary: only they record what it decided."""
    if not actor.holds(Role.COMMITTEE_SECRETARY, body.id):
        raise Refused(Reason("E-ROLE", {"role": Role.COMMITTEE_SECRETARY, "body": body.names}))


def _can_be_announced(announced_on: date, taken_on: date | None) -> bool:
    """Minutes are announced on the day of the decision or later, and it has happened."""
    return announced_on <= clock.today() and (taken_on is None or announced_on >= taken_on)


def note_minutes(actor: Actor, dialogue: Dialogue, kind: DecisionKind, *, announced_on: date, url: str = "") -> None:
    """Note when the minutes of a recorded decision were approved and announced, and where they are."""
    lock(dialogue)
    require(actor, DialoguePermission.NOTE_MINUTES, dialogue)
    decision = decision_of_kind(dialogue.id, kind)
    if decision is None:
        raise Refused(Reason("E-G15", field="taken_on"), by_guard=True)
    if not _can_be_announced(announced_on, decision.taken_on):
        raise Refused(Reason("E-G28", field="minutes_announced_on"), by_guard=True)
    decision.minutes_announced_on = announced_on
    if url:
        decision.minutes_url = url
    db.session().flush()
    event_log.record(
        actor,
        "dialogue.minutes_announced",
        dialogue_id=dialogue.id,
        data={"decision": decision.id, "on": announced_on.isoformat()},
    )
    if current_stage(dialogue) in PUBLIC_STAGES:
        make_visible(dialogue)


def announce(actor: Actor, dialogue: Dialogue) -> None:
    """T4: make the dialogue public, before it opens. Raises Refused with every failing guard."""
    lock(dialogue)
    require(actor, DialoguePermission.ANNOUNCE, dialogue)
    _guard(failing(ANNOUNCEMENT_GUARDS, facts_of(dialogue), clock.today()))
    dialogue.announced_at = clock.now()
    db.session().flush()
    log_move(actor, dialogue, Move.ANNOUNCE, guards=_passed(Move.ANNOUNCE))
    make_visible(dialogue)


def _guard(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(*reasons, by_guard=True)
