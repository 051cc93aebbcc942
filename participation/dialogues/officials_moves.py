"""The steps of the planning half, a page each: propose, refer back, record the decision, note minutes, announce."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from participation import clock, db, i18n, page, settings
from participation.access import Permission, Reason, Refused, Role, require
from participation.bodies.queries import valid_bodies
from participation.dialogues import actions
from participation.dialogues.forms.moves import DecisionForm, MinutesForm, ReferBackForm
from participation.dialogues.models import Dialogue
from participation.dialogues.overview import Fact, ladder
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import closes_on, decision_of_kind, opens_on, staff_dialogue
from participation.dialogues.rules import DecisionKind, Influence, Participation, TakenBy
from participation.dialogues.statutory.models import StandingDecision
from participation.dialogues.statutory.reads import case_of, standing_decisions
from participation.dialogues.workspace import checklist, desk, refused, state_of
from participation.forms import ActionForm, BaseForm, options
from participation.i18n import gettext, label
from participation.refusals import Refusal


def propose(dialogue_id: int) -> ResponseReturnValue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    form = ActionForm()
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.PROPOSE, dialogue)
        return _show("propose", dialogue, form, facts=_proposal(dialogue))
    if not form.validate():
        return _show("propose", dialogue, form, 422, facts=_proposal(dialogue))
    try:
        actions.propose(page.current_actor(), dialogue)
    except Refused as error:
        dialogue, status, errors = _stopped(error, dialogue_id)
        return _show("propose", dialogue, form, status, errors, facts=_proposal(dialogue))
    return _back(dialogue_id)


def _proposal(dialogue: Dialogue) -> tuple[Fact, ...]:
    """What the body will be asked to decide."""
    none = gettext("Not chosen yet")
    first, last = opens_on(dialogue), closes_on(dialogue)
    return (
        Fact(gettext("The question"), dialogue.question.in_(i18n.current().code).text or none),
        Fact(
            gettext("Degree of participation"),
            label(Participation(dialogue.degree_of_participation)) if dialogue.degree_of_participation else none,
        ),
        Fact(
            gettext("Degree of influence"),
            label(Influence(dialogue.degree_of_influence)) if dialogue.degree_of_influence else none,
        ),
        Fact(
            gettext("Open to residents"),
            gettext("%(first)s to %(last)s", first=i18n.format_date(first), last=i18n.format_date(last))
            if first and last
            else none,
        ),
        Fact(gettext("Decided by"), dialogue.responsible_body.names.in_(i18n.current().code).text),
    )


def refer_back(dialogue_id: int) -> ResponseReturnValue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    form = ReferBackForm()
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.REFER_BACK, dialogue)
        return _show("refer_back", dialogue, form)
    if not form.validate():
        return _invalid(dialogue, DialoguePermission.REFER_BACK, "refer_back", form)
    try:
        actions.refer_back(page.current_actor(), dialogue, note=form.note.data)
    except Refused as error:
        dialogue, status, errors = _stopped(error, dialogue_id)
        return _show("refer_back", dialogue, form, status, errors)
    return _back(dialogue_id)


def decide(dialogue_id: int) -> ResponseReturnValue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    form = DecisionForm()
    _offer_bodies(form, dialogue)
    standing = _offer_standing(form, dialogue)
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.DECIDE, dialogue)
        _as_proposed(form, dialogue)
        return _show("decide", dialogue, form, **_decide_values(dialogue))
    if not form.validate():
        return _invalid(dialogue, DialoguePermission.DECIDE, "decide", form, **_decide_values(dialogue))
    bodies = {str(b.id): b for b in valid_bodies()}
    try:
        actions.record_initiating_decision(
            page.current_actor(),
            dialogue,
            body=bodies.get(form.body.data or ""),
            taken_by=TakenBy(form.taken_by.data) if form.taken_by.data else None,
            taken_on=form.taken_on.data,
            paragraph=form.paragraph.data or "",
            registry_number=form.registry_number.data or "",
            openness_confirmed=bool(form.openness_confirmed.data),
            participation=Participation(form.degree_of_participation.data)
            if form.degree_of_participation.data
            else None,
            influence=Influence(form.degree_of_influence.data) if form.degree_of_influence.data else None,
            minutes_url=form.minutes_url.data or "",
            minutes_announced_on=form.minutes_announced_on.data,
            standing=standing.get(form.standing.data or "") if "standing" in form else None,
        )
    except Refused as error:
        dialogue, status, errors = _stopped(error, dialogue_id, on_page=frozenset(form._fields))
        return _show("decide", dialogue, form, status, errors, **_decide_values(dialogue))
    return _back(dialogue_id)


def _offer_bodies(form: DecisionForm, dialogue: Dialogue) -> None:
    locale = i18n.current().code
    name = dialogue.responsible_body.names.in_(locale).text
    # All of them: a secretary who chooses the wrong one is told which is right, and why.
    form.body.choices = options(
        [("", gettext("Choose …")), *((str(b.id), b.names.in_(locale).text) for b in valid_bodies())]
    )
    form.openness_confirmed.label.text = gettext(
        "The decision says that %(body)s is open to being influenced in the question", body=name
    )


def _offer_standing(form: DecisionForm, dialogue: Dialogue) -> dict[str, StandingDecision]:
    """The decisions that stand for dialogues like this one; where there are none, nobody is asked."""
    case = case_of(dialogue)
    found = standing_decisions(dialogue.responsible_body_id, case.samrad_basis.code) if case else []
    if not found:
        del form.standing
        return {}
    names = [
        (
            str(s.id),
            gettext(
                "%(date)s § %(paragraph)s: %(participation)s, %(influence)s",
                date=i18n.format_date(s.taken_on),
                paragraph=s.paragraph,
                participation=label(Participation(s.degree_of_participation)),
                influence=label(Influence(s.degree_of_influence)),
            ),
        )
        for s in found
    ]
    form.standing.choices = options([("", gettext("No, it was decided for this dialogue")), *names])
    return {str(s.id): s for s in found}


def _as_proposed(form: DecisionForm, dialogue: Dialogue) -> None:
    """What can be known beforehand: the body's own secretary, both degrees as they were proposed."""
    if page.current_actor().holds(Role.COMMITTEE_SECRETARY, dialogue.responsible_body_id):
        form.body.data = str(dialogue.responsible_body_id)
    form.degree_of_participation.data = dialogue.degree_of_participation
    form.degree_of_influence.data = dialogue.degree_of_influence
    form.registry_number.data = dialogue.registry_number


def _decide_values(dialogue: Dialogue) -> dict[str, Any]:
    return {"facts": _proposal(dialogue), "ladder": ladder(dialogue.degree_of_influence)}


def minutes(dialogue_id: int) -> ResponseReturnValue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    form = MinutesForm()
    decision = decision_of_kind(dialogue.id, DecisionKind.INITIATE)
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.NOTE_MINUTES, dialogue)
        if decision is not None:
            form.announced_on.data = decision.minutes_announced_on
            form.minutes_url.data = decision.minutes_url
        return _show("minutes", dialogue, form, facts=_decision_facts(dialogue))
    if not form.validate():
        return _invalid(dialogue, DialoguePermission.NOTE_MINUTES, "minutes", form, facts=_decision_facts(dialogue))
    try:
        actions.note_minutes(
            page.current_actor(),
            dialogue,
            DecisionKind.INITIATE,
            announced_on=form.announced_on.data,
            url=form.minutes_url.data or "",
        )
    except Refused as error:
        dialogue, status, errors = _stopped(error, dialogue_id, {"minutes_announced_on": "announced_on"})
        return _show("minutes", dialogue, form, status, errors, facts=_decision_facts(dialogue))
    return _back(dialogue_id)


def _decision_facts(dialogue: Dialogue) -> tuple[Fact, ...]:
    decision = decision_of_kind(dialogue.id, DecisionKind.INITIATE)
    if decision is None:
        return ()
    return (
        Fact(gettext("Body"), decision.body.names.in_(i18n.current().code).text),
        Fact(gettext("Date and section"), f"{i18n.format_date(decision.taken_on)}, § {decision.paragraph}"),
        Fact(gettext("Registry number"), decision.registry_number),
    )


def announce(dialogue_id: int) -> ResponseReturnValue:
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    form = ActionForm()
    if request.method == "GET":
        require(page.current_actor(), DialoguePermission.ANNOUNCE, dialogue)
        return _show("announce", dialogue, form, **_announce_values(dialogue))
    if not form.validate():
        return _show("announce", dialogue, form, 422, **_announce_values(dialogue))
    try:
        actions.announce(page.current_actor(), dialogue)
    except Refused as error:
        dialogue, status, errors = _stopped(error, dialogue_id)
        return _show("announce", dialogue, form, status, errors, **_announce_values(dialogue))
    return _back(dialogue_id)


def _announce_values(dialogue: Dialogue) -> dict[str, Any]:
    first, last = opens_on(dialogue), closes_on(dialogue)
    days = settings.installed().clocks.announce_days
    earliest = clock.today() + timedelta(days=days)
    return {
        "opens": i18n.format_date_long(first) if first else "",
        "closes": i18n.format_date_long(last) if last else "",
        "days": days,
        "earliest": i18n.format_date_long(earliest),
    }


def _invalid(
    dialogue: Dialogue, permission: Permission, name: str, form: BaseForm, **values: Any
) -> ResponseReturnValue:
    """The form with what to mend, for those whose form it is; others are told that it is not theirs."""
    require(page.current_actor(), permission, dialogue)
    return _show(name, dialogue, form, 422, **values)


def _stopped(
    error: Refused, dialogue_id: int, renamed: dict[str, str] | None = None, on_page: frozenset[str] = frozenset()
) -> tuple[Dialogue, int, list[Refusal]]:
    """The dialogue as it is stored, the status, and the reasons in words; those of this page's fields lead to them."""
    db.start_over()
    dialogue = staff_dialogue(page.current_actor(), dialogue_id)
    status = 409 if error.by_guard else 403
    errors = []
    for reason, shown in _with_words(dialogue, error.reasons):
        name = (renamed or {}).get(reason.field or "", reason.field or "")
        here = name in on_page or name in (renamed or {}).values()
        errors.append(Refusal(shown.code, shown.sentence, f"#{name}" if here else shown.href))
    return dialogue, status, errors


def _with_words(dialogue: Dialogue, reasons: tuple[Reason, ...]) -> list[tuple[Reason, Refusal]]:
    said = refused(page.current_actor(), dialogue, reasons)
    return [(next((r for r in reasons if r.code == s.code), reasons[0]), s) for s in said]


def _show(
    name: str,
    dialogue: Dialogue,
    form: BaseForm,
    status: int = 200,
    errors: list[Refusal] | None = None,
    **values: Any,
) -> ResponseReturnValue:
    state = state_of(page.current_actor(), dialogue)
    titles = {
        "propose": gettext("Propose for decision"),
        "refer_back": gettext("Refer back"),
        "decide": gettext("Record the decision"),
        "minutes": gettext("Minutes announced"),
        "announce": gettext("Announce the dialogue"),
    }
    found = checklist(state)
    return page.render(
        f"officials/dialogues/{name}.html",
        status,
        desk=desk(state, here=titles[name]),
        title=titles[name],
        form=form,
        errors=errors or [],
        checklist=found if found and found.left and not errors else None,
        body=dialogue.responsible_body.names.in_(i18n.current().code).text,
        **values,
    )


def _back(dialogue_id: int) -> ResponseReturnValue:
    return page.see_other(url_for("officials.dialogues.show", dialogue_id=dialogue_id))
