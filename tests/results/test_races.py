"""Two officials write in the same text: the later one sees both versions, keeps their own, and overwrites nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from participation import db
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import dialogue_by_id
from participation.dialogues.rules import Stage
from participation.results.actions import feedback, report, themes
from participation.results.queries import feedbacks, report_of, themes_in
from participation.results.rules import FeedbackKind, ReportSection
from participation.texts import Texts
from tests.changes.conftest import Place, place
from tests.checking_client import Page, fields
from tests.dialogues.test_moves import said

__all__ = ["place"]

Write = Callable[[Place, Dialogue], object]


def theme(place: Place, dialogue: Dialogue) -> object:
    found = next(t for t in themes_in(dialogue.id) if t.is_other)
    return themes.change_theme(place.town.officer, dialogue, found.id, title=Texts(), text=Texts(sv="Först."))


def summary(place: Place, dialogue: Dialogue) -> object:
    return report.save_report(place.town.officer, dialogue, {ReportSection.SUMMARY: Texts(sv="Först.")}, seen=None)


def told(place: Place, dialogue: Dialogue) -> object:
    return feedback.save_feedback(place.town.officer, dialogue, FeedbackKind.PUBLIC, text=Texts(sv="Först."))


def stored(place: Place, identity: int) -> set[str]:
    with db.transaction(place.engine, write=False):
        written, public = report_of(identity), feedbacks(identity).get(FeedbackKind.PUBLIC)
        found = {t.text.sv for t in themes_in(identity) if t.is_other}
        return found | ({written.summary.sv} if written else set()) | ({public.text.sv} if public else set())


CASES = [
    (Stage.CLOSED, "themes/{theme}", "text_sv", theme),
    (Stage.CLOSED, "report", "summary_sv", summary),
    (Stage.HANDLED, "feedback", "public_text_sv", told),
]


@pytest.mark.parametrize(("stage", "page", "field", "first"), CASES, ids=["theme", "report", "feedback"])
def test_the_later_of_two_compares_and_writes_over_only_on_purpose(
    place: Place, stage: Stage, page: str, field: str, first: Write
) -> None:
    identity = place.dialogue(stage)
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(identity)
        if stage is Stage.CLOSED:
            themes.make_other(place.town.officer, dialogue)
        other = next(t.id for t in themes_in(identity) if t.is_other)
    path = f"/en/officials/dialogues/{identity}/{page.format(theme=other)}"
    officer = place.signed_in("officer")
    opened = officer.get(path)
    form = form_with(opened, field)
    with db.transaction(place.engine):
        first(place, dialogue_by_id(identity))
    answer = officer.post(form.pop("_action") or path, form | {field: "Sist."})
    assert (answer.status, said(answer)) == (409, ["E-RACE"])
    assert [" ".join("".join(e.itertext()).split()) for e in answer.all("td")] == ["Först.", "Sist."]
    again = form_with(answer, field)
    assert again[field] == "Sist."
    assert "Först." in stored(place, identity) and "Sist." not in stored(place, identity)
    assert officer.post(again.pop("_action") or path, again).status == 303
    assert "Sist." in stored(place, identity)


def form_with(page: Page, field: str) -> dict[str, str]:
    """The form that has the field, as it stands, and where it goes."""
    form = next(f for f in page.forms() if field in fields(f))
    return {**fields(form), "_action": form.get("action") or ""}
