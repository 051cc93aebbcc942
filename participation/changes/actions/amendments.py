"""Recording that a body has decided anew on what its first decision locked (T15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from participation import clock, db
from participation.access import Actor, Conflict, NotFound, Reason, Refused, require
from participation.changes.differences import Difference, differences
from participation.changes.guards import AMENDMENT_GUARDS
from participation.changes.recording import ChangeDecision, guard, is_same, record
from participation.dialogues import sections
from participation.dialogues.actions import lock, log_move, make_visible
from participation.dialogues.degree_guards import may_promise
from participation.dialogues.guards import SECTION_OF_FIELD, SETTLED_GUARDS, failing
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import current_stage, facts_of
from participation.dialogues.rules import CORE_SECTIONS, DecisionKind, Influence, Move, Section, is_public
from participation.texts import Texts

Values = Mapping[Section, Mapping[str, Any]]


def amend(
    actor: Actor,
    dialogue: Dialogue,
    taken: ChangeDecision,
    values: Values,
    *,
    seen: Mapping[Section, str] | None = None,
) -> Decision:
    """T15: write what the body has decided anew into locked sections, with the decision, in one.

    ``values`` are those of :func:`sections.write`; ``seen`` the fingerprints of what the form was made from. What was
    said of a text in other languages is taken out with it, and kept in the log: it would not be true any more. The same
    decision sent again gives the one recorded. Raises Refused: E-STATE, then every failing guard of the decision and of
    what it would make of the dialogue together, then E-ROLE for a secretary of another body; Conflict if somebody else
    has changed a section since; NotFound for a section that no decision locks.
    """
    lock(dialogue)
    require(actor, DialoguePermission.AMEND, dialogue)
    if not values or not set(values) <= CORE_SECTIONS:
        raise NotFound
    source = current_stage(dialogue)
    lacking = failing(SETTLED_GUARDS, facts_of(dialogue), clock.today())
    before = {section: sections.stored(dialogue, section) for section in values}
    overtaken = seen is not None and any(seen.get(s) != sections.fingerprint(dialogue, s) for s in values)
    said = {text.key: text.texts for text in sections.translatable(dialogue)}
    for section, content in values.items():
        sections.write(dialogue, section, content)
    changed = _changed(dialogue, before)
    found = _recorded(dialogue, taken)
    if not changed:
        if found is not None and found.recorded_by_id == actor.account_id and is_same(found, taken):
            return found
        raise Refused(Reason("E-G23b", field=f"part-{next(iter(values)).value}"), by_guard=True)
    if overtaken:
        raise Conflict
    _stands(dialogue, taken, values, lacking, found)
    decision = found or record(actor, dialogue, DecisionKind.AMEND, taken)
    if Section.DEGREES in values:
        decision.degree_of_participation = dialogue.degree_of_participation
        decision.degree_of_influence = dialogue.degree_of_influence
    withdrawn = _withdraw_translations(dialogue, said)
    dialogue.amended_at = clock.now()
    db.session().flush()
    log_move(
        actor,
        dialogue,
        Move.AMEND,
        source=source,
        decision=decision.id,
        sections=[section.value for section in Section if section in values],
        changes=changed,
        withdrawn=withdrawn,
    )
    if is_public(dialogue.stage_facts, clock.now()):
        make_visible(dialogue)
    return decision


def _changed(dialogue: Dialogue, before: Mapping[Section, Mapping[str, Any]]) -> Difference:
    found: Difference = {}
    for section, was in before.items():
        found |= differences(was, sections.stored(dialogue, section))
    return found


def _recorded(dialogue: Dialogue, taken: ChangeDecision) -> Decision | None:
    """An amendment that stands in the same section of the same minutes."""
    return db.session().scalar(
        select(Decision).where(
            Decision.dialogue_id == dialogue.id,
            Decision.kind == DecisionKind.AMEND.value,
            Decision.taken_on == taken.taken_on,
            Decision.paragraph == taken.paragraph.strip(),
        )
    )


def _stands(
    dialogue: Dialogue, taken: ChangeDecision, values: Values, lacking: list[Reason], found: Decision | None
) -> None:
    """The decision must stand, and leave everything settled: what it writes, and what was settled before."""
    after = failing(SETTLED_GUARDS, facts_of(dialogue), clock.today())
    reasons = [r for r in after if r not in lacking or SECTION_OF_FIELD.get(r.field or "") in values]
    if Section.DEGREES in values and dialogue.degree_of_influence:
        degree = Influence(dialogue.degree_of_influence)
        reasons += may_promise(taken.taken_by, degree, dialogue.responsible_body.names)
    if found is not None and not is_same(found, taken):
        reasons.append(Reason("E-G15", field="paragraph"))
    guard(dialogue, taken, AMENDMENT_GUARDS, besides=reasons)


def _withdraw_translations(dialogue: Dialogue, said: Mapping[str, Texts]) -> dict[str, dict[str, str]]:
    """Take out what other languages say of a text that has changed; returns what was taken out, by the text's key."""
    withdrawn = {}
    for text in sections.translatable(dialogue):
        was = said.get(text.key)
        if was is None or was.sv == text.texts.sv or len(text.texts) == 1:
            continue
        withdrawn[text.key] = {code: words for code, words in text.texts.items() if code != "sv"}
        text.put(Texts(sv=text.texts.sv))
    return withdrawn
