"""The secretary's page: what the body decided about the results, with a stance on every theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import flask
from flask import request
from flask.typing import ResponseReturnValue

from participation import i18n, refusals
from participation.access import Conflict, Refused, require
from participation.bodies.queries import valid_bodies
from participation.dialogues.comparing import Differing, compared
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import decision_of_kind, slug
from participation.dialogues.rules import DecisionKind, Influence, TakenBy
from participation.dialogues.words import PROMISE
from participation.page import current_actor, invalid, render, see_other
from participation.refusals import Refusal
from participation.results.actions.handling import HandlingDecision, record_handling_decision
from participation.results.forms import handling_form, stances_from, texts_from
from participation.results.models import Theme
from participation.results.officials_desk import bp, frame, here, opened, said, tongues, why_not
from participation.results.outcome import outcome_of
from participation.results.permissions import ResultsPermission
from participation.results.queries import in_report, theme_sizes, themes_in
from participation.results.rules import languages_of
from participation.results.story import story_of

PAGE = "officials/results/handling.html"


@bp.route("/handling", methods=["GET", "POST"])
def handling(dialogue_id: int) -> ResponseReturnValue:
    """The decision on the results."""
    dialogue = opened(dialogue_id)
    sizes = theme_sizes(dialogue.id)
    themes = in_report(themes_in(dialogue.id), sizes)
    form = _form(dialogue, themes)
    if not form.is_submitted():
        return render(PAGE, **_page(dialogue, form, themes, sizes))
    if not form.validate():
        require(current_actor(), ResultsPermission.HANDLE, dialogue)
        return invalid(PAGE, **_page(dialogue, form, themes, sizes))
    try:
        record_handling_decision(current_actor(), dialogue, _taken(form, dialogue, themes), seen_unrecorded=True)
    except Conflict:
        return _overtaken(dialogue, form, themes, sizes)
    except Refused as error:
        errors = said(error.reasons, dialogue)
        return render(PAGE, 409 if error.by_guard else 403, **_page(dialogue, form, themes, sizes, errors))
    return see_other(flask.url_for(".handling", dialogue_id=dialogue.id, recorded=1))


def _overtaken(dialogue: Dialogue, form: Any, themes: list[Theme], sizes: dict[int, int]) -> ResponseReturnValue:
    """Another of the body's secretaries has recorded it meanwhile, otherwise: both, side by side."""
    recorded = decision_of_kind(dialogue.id, DecisionKind.HANDLE_RESULTS)
    values = _recorded(recorded, themes, dialogue) if recorded else {}
    stored = type(form)(formdata=None, data=values)
    differences = compared(stored, form)
    race = refusals.race(compared=bool(differences))
    return render(PAGE, 409, **_page(dialogue, form, themes, sizes, race, differences))


def _recorded(recorded: Decision, themes: list[Theme], dialogue: Dialogue) -> dict[str, Any]:
    """What is on record, as the form would hold it."""
    codes = languages_of(dialogue.languages)
    values: dict[str, Any] = {
        "body": str(recorded.body_id),
        **{n: getattr(recorded, n) for n in ("taken_by", "taken_on", "paragraph", "registry_number", "minutes_url")},
        "minutes_announced_on": recorded.minutes_announced_on,
        **{f"effect_{code}": recorded.effect.get(code, "") for code in codes},
    }
    for theme in themes:
        stance, name = theme.stance, f"theme_{theme.id}"
        if stance is None:
            continue
        values |= {f"{name}_value": stance.value, f"{name}_forwarded_to": str(stance.forwarded_to_id or "")}
        values |= {f"{name}_motive_{code}": stance.motive.get(code, "") for code in codes}
        if stance.measure is not None:
            values |= {f"{name}_measure": stance.measure.status, f"{name}_due": stance.measure.due}
    return values


def _influence(dialogue: Dialogue) -> Influence | None:
    return Influence(dialogue.degree_of_influence) if dialogue.degree_of_influence else None


def _form(dialogue: Dialogue, themes: list[Theme]) -> Any:
    bodies = [(str(b.id), here(b.names).text) for b in valid_bodies()]
    titles = [(t.id, here(t.title).text) for t in themes]
    form = handling_form(dialogue.languages, bodies, titles, _influence(dialogue))
    return form(
        data={
            "body": str(dialogue.responsible_body_id),
            "taken_by": TakenBy.BODY.value,
            "registry_number": dialogue.registry_number,
        }
    )


def _taken(form: Any, dialogue: Dialogue, themes: list[Theme]) -> HandlingDecision:
    chosen = next((b for b in valid_bodies() if str(b.id) == form["body"].data), None)
    return HandlingDecision(
        body=chosen,
        taken_by=TakenBy(form["taken_by"].data) if form["taken_by"].data else None,
        taken_on=form["taken_on"].data,
        paragraph=form["paragraph"].data or "",
        registry_number=form["registry_number"].data or "",
        effect=texts_from(form, "effect", languages_of(dialogue.languages)),
        stances=stances_from(form, [t.id for t in themes], dialogue.languages),
        minutes_url=(form["minutes_url"].data or "").strip(),
        minutes_announced_on=form["minutes_announced_on"].data,
    )


def _page(
    dialogue: Dialogue,
    form: Any,
    themes: list[Theme],
    sizes: dict[int, int],
    errors: list[Refusal] | None = None,
    differences: Sequence[Differing] = (),
) -> dict[str, Any]:
    influence = _influence(dialogue)
    handled = dialogue.handled_at is not None
    return {
        **frame(dialogue, i18n.gettext("The decision on the results"), "handling"),
        "form": form,
        "errors": errors or [],
        "differences": differences,
        "tongues": tongues(dialogue),
        "themes": [
            {"name": f"theme_{t.id}", "title": here(t.title), "text": here(t.text), "size": sizes.get(t.id, 0)}
            for t in themes
        ],
        "promise": str(PROMISE[influence]) if influence and influence in PROMISE else "",
        "degree": i18n.label(influence) if influence else "",
        "locked": why_not(ResultsPermission.HANDLE, dialogue),
        "recorded": "recorded" in request.args,
        "story": story_of(outcome_of(dialogue.id)) if handled else None,
        "public_href": flask.url_for("residents.results.show", slug=slug(dialogue)) if dialogue.compiled_at else None,
    }
