"""What two people have typed differently, side by side, and what the paper says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from participation import i18n, page
from participation.access import Refused
from participation.access_log.rules import Shown
from participation.dialogues.models import Dialogue
from participation.forms import ActionForm
from participation.i18n import gettext
from participation.offline import actions
from participation.offline.officials.frame import bp, frame, here, opened_to_enter, refused
from participation.offline.queries import entry_by_id
from participation.offline.typing_twice import Difference, as_on_paper, differences, settled
from participation.surveys.building.deletions import is_taken_out
from participation.surveys.definition import Asked
from participation.surveys.given import Given, read_all
from participation.surveys.models import StaffEntry
from participation.surveys.queries import definition_of, survey_by_id
from participation.surveys.rules import QuestionType


@bp.route("/entries/<int:entry_id>/settle", methods=["GET", "POST"])
@page.shows_personal_data(Shown.SURVEY_ANSWERS)
def settle(dialogue_id: int, entry_id: int) -> ResponseReturnValue:
    """What two people have typed differently, side by side; somebody looks at the paper and chooses."""
    dialogue = opened_to_enter(dialogue_id)
    found = entry_by_id(dialogue.id, entry_id)
    if found.response_id is not None or found.second_raw is None or is_taken_out(found):
        return page.see_other(here("entry", dialogue, entry_id=found.id))
    survey = survey_by_id(dialogue.id, found.survey_id)
    definition = definition_of(survey)
    differing = differences(definition, found.raw, found.second_raw)
    form = ActionForm()
    values = _settling(dialogue, found, differing, form)
    if request.method == "GET":
        return page.render("officials/offline/settle.html", **values)
    chosen = {d.asked.key: request.form.get(f"w-{d.asked.key}", "") for d in differing}
    if not form.validate() or not set(chosen.values()) <= {"first", "second"}:
        if form.is_submitted() and not form.errors:
            form.fail(None, gettext("Choose what the paper says for each question."))
        return page.invalid("officials/offline/settle.html", **_settling(dialogue, found, differing, form, chosen))
    raw = settled(definition, found.raw, found.second_raw, chosen)
    if not any(read_all(as_on_paper(definition), raw)[0].values()):
        form.fail(None, gettext("Nothing is answered yet. Type in at least one answer."))
        return page.invalid("officials/offline/settle.html", **_settling(dialogue, found, differing, form, chosen))
    try:
        actions.settle(page.current_actor(), dialogue, survey, found, raw)
    except Refused as error:
        return refused("officials/offline/settle.html", error, values)
    return page.see_other(here("entry", dialogue, entry_id=found.id))


def _settling(
    dialogue: Dialogue,
    found: StaffEntry,
    differing: list[Difference],
    form: ActionForm,
    chosen: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    locale = i18n.current().code
    return {
        **frame(dialogue, gettext("Settle the differences")),
        "form": form,
        "note": found.note,
        "differing": [
            (
                d.asked.key,
                d.asked.text.in_(locale),
                _in_words(d.asked, d.first),
                _in_words(d.asked, d.second),
                (chosen or {}).get(d.asked.key, ""),
            )
            for d in differing
        ],
    }


def _in_words(asked: Asked, given: Given) -> str:
    """What was typed, in words."""
    if not given:
        return gettext("No answer")
    locale = i18n.current().code
    options = {o.key: o.text.in_(locale).text for o in asked.options}
    rows = {r.key: r.text.in_(locale).text for r in asked.rows}
    said = [options[key] for key in given.options]
    if asked.type is QuestionType.RANKING:
        said = [f"{n}. {text}" for n, text in enumerate(said, 1)]
    said += [f"{rows[row]}: {options[column]}" for row, column in given.cells]
    said += [text for text in (given.other, given.words, given.place) if text]
    said += [i18n.number(given.number)] if given.number is not None else []
    said += [given.day.isoformat()] if given.day else []
    return "\n".join(said) or "✓"
