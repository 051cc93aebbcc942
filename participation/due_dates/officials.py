"""The back office of the clocks: a dialogue's dates, why one is late, and what outreach has come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import flask
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation import db, i18n, refusals
from participation.access import Conflict, NotFound, Refused, allowed, require
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Dialogue, TargetGroup
from participation.dialogues.queries import staff_dialogue, target_groups
from participation.dialogues.workspace import desk, state_of
from participation.due_dates.actions import explain_delay, fingerprint, log_outreach, noted
from participation.due_dates.delays import delays_of
from participation.due_dates.forms import OrganisationForm, OutreachForm, delay_form
from participation.due_dates.models import Outreach
from participation.due_dates.permissions import DuePermission
from participation.due_dates.queries import body_of, dues_of, outreach_of, reasons_of
from participation.due_dates.rules import PROMISED, DueDate, State, Step
from participation.due_dates.words import LATE, TITLES
from participation.followers.actions import Stopped, TooMany, name_organisation, unname_organisation
from participation.followers.permissions import FollowPermission
from participation.followers.queries import letters_to, organisations
from participation.followers.rules import MOST_ORGANISATIONS
from participation.forms import ActionForm
from participation.i18n import gettext, ngettext
from participation.letters import Progress, progress
from participation.page import current_actor, invalid, number_in, render, see_other
from participation.refusals import Refusal
from participation.results.rules import languages_of
from participation.texts import Rendered, Texts, direction, language_tag

bp = Blueprint("due_dates", __name__, url_prefix="/dialogues/<int:dialogue_id>/dates")

SHOW = "officials/due_dates/show.html"
DELAY = "officials/due_dates/delay.html"


@dataclass(frozen=True)
class DueRow:
    """A step in the table."""

    title: str
    due: date
    body: Rendered
    done_on: date | None
    state: str
    kind: str
    explain_href: str | None
    has_reason: bool


@dataclass(frozen=True)
class Named:
    """An organisation that is told when the dialogue opens, and how far its letter has come."""

    id: int
    email: str
    letter: Progress | None


@dataclass(frozen=True)
class GroupRow:
    """A target group, and what is logged of it."""

    id: int
    label: Rendered
    seldom_heard: bool
    planned: Rendered
    logged: str
    kind: str
    form: Any
    href: str
    organisations: list[Named]
    add_form: Any
    add_href: str
    differences: Sequence[Differing] = ()


@dataclass(frozen=True)
class Tongue:
    """A language to write in."""

    code: str
    lang: str
    dir: str
    name: str


@bp.route("", methods=["GET"])
def show(dialogue_id: int) -> ResponseReturnValue:
    """Every date of the dialogue, and the target groups."""
    return render(SHOW, **_page(staff_dialogue(current_actor(), dialogue_id)))


@bp.route("/outreach/<int:group_id>", methods=["POST"])
def outreach(dialogue_id: int, group_id: int) -> ResponseReturnValue:
    """Note whether a group has been reached."""
    dialogue = staff_dialogue(current_actor(), dialogue_id)
    require(current_actor(), DuePermission.LOG_OUTREACH, dialogue)
    if group_id not in {g.id for g in target_groups(dialogue.id)}:
        raise NotFound
    form, button = _group_form(group_id), ActionForm()
    if not button.validate() or not form.validate():
        return invalid(SHOW, **_page(dialogue, group_id, form, button if button.errors else form))
    try:
        log_outreach(
            current_actor(),
            dialogue,
            group_id,
            reached=form.reached.data == "yes",
            people=form.people.data,
            note=form.note.data or "",
            seen=form.seen.data,
        )
    except Conflict:
        return _overtaken(dialogue_id, group_id, form)
    return see_other(flask.url_for(".show", dialogue_id=dialogue.id, saved=1) + f"#group-{group_id}")


def _overtaken(dialogue_id: int, group_id: int, form: OutreachForm) -> ResponseReturnValue:
    """A colleague has noted something else of the group meanwhile: both, side by side. Sent again, it replaces that."""
    db.start_over()
    dialogue = staff_dialogue(current_actor(), dialogue_id)
    stored = _group_form(group_id, formdata=None, data=_noted(outreach_of(dialogue.id).get(group_id)))
    form.seen.data = stored.seen.data
    differences = compared(stored, form)
    race = [replace(r, href=f"#group-{group_id}") for r in refusals.race(compared=bool(differences))]
    return render(SHOW, 409, **_page(dialogue, group_id, form, errors=race, differences=differences))


@bp.route("/organisations/<int:group_id>", methods=["POST"])
def organisation(dialogue_id: int, group_id: int) -> ResponseReturnValue:
    """Name an organisation that speaks for the group, or take one away."""
    dialogue = staff_dialogue(current_actor(), dialogue_id)
    require(current_actor(), FollowPermission.NAME, dialogue)
    if group_id not in {g.id for g in target_groups(dialogue.id)}:
        raise NotFound
    form, button = _organisation_form(group_id), ActionForm()
    gone = number_in(request.form.get("remove", ""))
    if not button.validate() or not (gone is not None or form.validate()):
        return invalid(SHOW, **_page(dialogue, wrong=button if button.errors else form, naming=(group_id, form)))
    if gone is not None:
        unname_organisation(current_actor(), dialogue, gone)
    else:
        try:
            name_organisation(current_actor(), dialogue, group_id, email=form.email.data or "")
        except TooMany:
            form.fail("email", gettext("At most %(n)s organisations can be named.", n=MOST_ORGANISATIONS))
            return invalid(SHOW, **_page(dialogue, wrong=form, naming=(group_id, form)))
        except Stopped:
            db.start_over()
            dialogue = staff_dialogue(current_actor(), dialogue_id)
            form.fail(
                "email",
                gettext("It has asked not to be told any more of this dialogue. It can still follow it by itself."),
            )
            return invalid(SHOW, **_page(dialogue, wrong=form, naming=(group_id, form)))
    return see_other(flask.url_for(".show", dialogue_id=dialogue.id, saved=1) + f"#group-{group_id}")


@bp.route("/<any(results, handling, feedback):step>", methods=["GET", "POST"])
def delay(dialogue_id: int, step: str) -> ResponseReturnValue:
    """Say, for the body, why the step is late."""
    dialogue = staff_dialogue(current_actor(), dialogue_id)
    late = Step(step)
    languages = languages_of(dialogue.languages)
    form = delay_form(dialogue.languages)(data=_delay_data(dialogue, late))
    due = next((d for d in dues_of(dialogue) if d.step is late), None)
    may = due is not None and due.state is State.OVERDUE and allowed(current_actor(), DuePermission.EXPLAIN, dialogue)
    values: dict[str, Any] = {
        "desk": desk(state_of(current_actor(), dialogue), tab="dates", here=gettext("Why it is late")),
        "form": form,
        "title": str(LATE[late]),
        "due": due,
        "may": may,
        "errors": [],
        "differences": [],
        "tongues": [Tongue(c, language_tag(c), direction(c), i18n.language_name(c)) for c in languages],
        "back": flask.url_for(".show", dialogue_id=dialogue.id),
    }
    if request.method == "GET":
        return render(DELAY, **values)
    require(current_actor(), DuePermission.EXPLAIN, dialogue)
    if not form.validate():
        return invalid(DELAY, **values)
    said = Texts({c: (form[f"reason_{c}"].data or "").strip() for c in languages})
    try:
        explain_delay(
            current_actor(), dialogue, late, text=said, expected_on=form["expected_on"].data, seen=form["seen"].data
        )
    except Conflict:
        data = _delay_data(dialogue, late)
        form["seen"].data = data["seen"]
        values["differences"] = compared(delay_form(dialogue.languages)(formdata=None, data=data), form)
        values["errors"] = refusals.race(compared=bool(values["differences"]))
        return render(DELAY, 409, **values)
    except Refused as error:
        values["errors"] = refusals.shown(error.reasons)
        return render(DELAY, 409, **values)
    return see_other(flask.url_for(".show", dialogue_id=dialogue.id, saved=1))


def _delay_data(dialogue: Dialogue, step: Step) -> dict[str, Any]:
    """What is said of the step, as the form holds it."""
    stored = reasons_of(dialogue.id).get(step)
    text = stored.text if stored else Texts()
    return {
        **{f"reason_{code}": text.get(code, "") for code in languages_of(dialogue.languages)},
        "expected_on": stored.expected_on if stored else None,
        "seen": fingerprint(stored),
    }


def _page(
    dialogue: Dialogue,
    group_id: int | None = None,
    form: Any = None,
    wrong: Any = None,
    naming: tuple[int, Any] | None = None,
    errors: list[Refusal] | None = None,
    differences: Sequence[Differing] = (),
) -> dict[str, Any]:
    actor = current_actor()
    dues = dues_of(dialogue)
    reasons = reasons_of(dialogue.id)
    logged = outreach_of(dialogue.id)
    may_explain = allowed(actor, DuePermission.EXPLAIN, dialogue)
    named = organisations(dialogue.id)
    letters = letters_to(named, dialogue)
    return {
        "desk": desk(state_of(actor, dialogue), tab="dates", here=gettext("Dates and outreach")),
        "rows": [_due_row(dialogue, due, has_reason=due.step in reasons, may_explain=may_explain) for due in dues],
        "delays": delays_of(dialogue),
        "groups": [
            _group_row(
                dialogue,
                g,
                logged.get(g.id),
                form if g.id == group_id else None,
                [
                    Named(o.id, o.email, progress(letters.get(o.email), gettext("Not told yet")))
                    for o in named
                    if o.group_id == g.id
                ],
                naming[1] if naming and naming[0] == g.id else None,
                differences if g.id == group_id else (),
            )
            for g in target_groups(dialogue.id)
        ],
        "may_log": allowed(actor, DuePermission.LOG_OUTREACH, dialogue),
        "may_name": allowed(actor, FollowPermission.NAME, dialogue),
        "wrong": wrong,
        "errors": errors or [],
        "button": ActionForm(formdata=None),
        "saved": "saved" in request.args,
    }


_KINDS = {State.IN_TIME: "good", State.DONE_LATE: "late", State.AHEAD: "plain", State.OVERDUE: "late"}


def _due_row(dialogue: Dialogue, due: DueDate, *, has_reason: bool, may_explain: bool) -> DueRow:
    locale = i18n.current().code
    explain = may_explain and due.state is State.OVERDUE and due.step in PROMISED
    return DueRow(
        title=str(TITLES[due.step]),
        due=due.due,
        body=body_of(dialogue, due).names.in_(locale),
        done_on=due.done_on,
        state=state_in_words(due),
        kind=_KINDS[due.state],
        explain_href=flask.url_for(".delay", dialogue_id=dialogue.id, step=due.step.value) if explain else None,
        has_reason=has_reason,
    )


def state_in_words(due: DueDate) -> str:
    """How the step stands: done in time, so many days late, due in so many days."""
    if due.state is State.IN_TIME:
        return gettext("Done in time")
    if due.state is State.DONE_LATE:
        return ngettext("Done %(n)s day late", "Done %(n)s days late", due.days)
    if due.state is State.OVERDUE:
        return ngettext("%(n)s day late", "%(n)s days late", due.days)
    return ngettext("in %(n)s day", "in %(n)s days", due.days) if due.days else gettext("today")


def _group_form(group_id: int, **more: Any) -> OutreachForm:
    """Each group's form has fields of its own; the one token of the page stands beside them."""
    return OutreachForm(prefix=f"group_{group_id}-", meta={"csrf": False}, **more)


def _organisation_form(group_id: int, **more: Any) -> OrganisationForm:
    return OrganisationForm(prefix=f"organisation_{group_id}-", meta={"csrf": False}, **more)


def _noted(logged: Outreach | None) -> dict[str, Any]:
    """What is noted of a group, as the form holds it."""
    values: dict[str, Any] = {"seen": noted(logged)}
    if logged is not None:
        values |= {"reached": "yes" if logged.reached else "no", "people": logged.people, "note": logged.note}
    return values


def _group_row(
    dialogue: Dialogue,
    group: TargetGroup,
    logged: Outreach | None,
    form: Any,
    named: list[Named],
    add_form: Any,
    differences: Sequence[Differing],
) -> GroupRow:
    locale = i18n.current().code
    words, kind = gettext("Nothing is noted yet"), "late" if group.seldom_heard else "plain"
    if logged is not None:
        if logged.reached and logged.people is not None:
            words, kind = ngettext("Reached: %(n)s person", "Reached: %(n)s people", logged.people), "good"
        elif logged.reached:
            words, kind = gettext("Reached"), "good"
        else:
            words = gettext("Not reached yet")
    return GroupRow(
        id=group.id,
        label=group.label.in_(locale),
        seldom_heard=group.seldom_heard,
        planned=group.outreach.in_(locale),
        logged=words,
        kind=kind,
        form=form or _group_form(group.id, formdata=None, data=_noted(logged)),
        href=flask.url_for(".outreach", dialogue_id=dialogue.id, group_id=group.id),
        organisations=named,
        add_form=add_form or _organisation_form(group.id, formdata=None),
        add_href=flask.url_for(".organisation", dialogue_id=dialogue.id, group_id=group.id),
        differences=differences,
    )
