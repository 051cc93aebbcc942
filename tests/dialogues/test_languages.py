"""Which texts of a language the announcement waits for: the marks on the page say what the guard says."""

from __future__ import annotations

import pytest

from participation import clock, db
from participation.dialogues import sections
from participation.dialogues.facts import InLanguage
from participation.dialogues.guards import asked_in_every_language, open_to_everybody
from participation.dialogues.queries import dialogue_by_id, facts_of
from participation.dialogues.rules import Influence, Kind, Section, Stage
from participation.dialogues.sections import name_and_limit
from participation.texts import Texts
from tests.changes.conftest import Place, place

__all__ = ["place"]

FRAME = {"frame_money": "En miljon", "frame_place": "Parken", "frame_law": "Plan- och bygglagen"}


@pytest.mark.parametrize("influence", [Influence.DIALOGUE, Influence.CO_DETERMINATION])
def test_a_text_is_marked_as_needed_exactly_where_its_lack_stops_the_announcement(
    place: Place, influence: Influence
) -> None:
    identity = place.dialogue(Stage.DRAFT, degree_of_influence=influence.value)
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(identity)
        for name, words in FRAME.items():
            setattr(dialogue, name, Texts({"sv": words, "sv-lattlast": "Lätt."}))
        found = sections.translatable(dialogue)
        assert {"title", "open_item", "frame_law", "goal", "activity"} <= {t.key.split("-")[0] for t in found}
        for text in found:
            whole = Texts({**text.texts, "sv-lattlast": "Lätt."})
            text.put(Texts({code: words for code, words in whole.items() if code != "sv-lattlast"}))
            lacking = [r for r in open_to_everybody(facts_of(dialogue), clock.today()) if r.code == "E-G19"]
            stops = any(isinstance(lack, InLanguage) for r in lacking for lack in r.params["list"])
            assert asked_in_every_language(text.key, influence) is stops, text.key
            text.put(whole)


def test_every_text_is_marked_until_it_is_announced_and_none_afterwards(place: Place) -> None:
    officer = place.signed_in("officer")
    for stage, needed in ((Stage.DRAFT, True), (Stage.ANNOUNCED, False)):
        identity = place.dialogue(stage, kind=Kind.COMMITTEE)
        with db.transaction(place.engine):
            texts = sections.translatable(dialogue_by_id(identity))
            texts[-1].put(Texts(sv=texts[-1].texts.sv))
        page = officer.get(f"/en/officials/dialogues/{identity}/languages/sv-lattlast")
        marks = page.text.count("Needed before announcing</span>") + page.text.count("Can come later</span>")
        assert marks == (len(texts) if needed else 0)
        assert name_and_limit(texts[-1].key)[0] in page.text
        listed = officer.get(f"/en/officials/dialogues/{identity}/sections/{Section.LANGUAGES.value}")
        assert ("1 text is missing. The dialogue can be announced without." in listed.text) is needed
