"""Surveys in a real browser: a long one on a phone without scripts, and every sort of question seen by axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from participation import db
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.dialogues.rules import Stage
from participation.surveys import building
from participation.surveys.building import QuestionValues, RowValues, options_of
from participation.surveys.models import Survey
from participation.surveys.rules import Layout, QuestionType
from tests import factories
from tests.browser.harness import PHONE, Site, Visitor
from tests.surveys import every_sort
from tests.surveys.every_sort import EverySort

pytestmark = pytest.mark.browser

QUESTIONS, ON_A_PAGE = 60, 15


def long_survey(town: factories.Town, dialogue: Dialogue) -> Survey:
    """Sixty questions, fifteen on a page."""
    made = building.create_survey(town.officer, dialogue, title="Lång enkät")
    for n in range(QUESTIONS):
        if n and n % ON_A_PAGE == 0:
            page = QuestionValues(f"Del {n // ON_A_PAGE + 1}")
            building.save_question(town.officer, dialogue, made, None, page, type=QuestionType.PAGE_BREAK)
        kind = (QuestionType.SINGLE_CHOICE, QuestionType.SHORT_TEXT, QuestionType.NUMBER)[n % 3]
        options = options_of("Ja", "Nej", "Det beror på hur det blir med skolskjutsarna") if n % 3 == 0 else ()
        values = QuestionValues(f"Vad säger du om punkt {n + 1} i förslaget till trafikplan?", options=options)
        building.save_question(town.officer, dialogue, made, None, values, type=kind)
    made.layout = Layout.PAGES.value
    return made


def test_sixty_questions_are_answered_on_a_phone_without_scripts(site: Site, visitor: Callable[..., Visitor]) -> None:
    with site.app.test_request_context(), db.transaction(site.engine):
        town = factories.town()
        dialogue = factories.dialogue(town, Stage.OPEN)
        survey = long_survey(town, dialogue)
        path = f"/dialogues/{slug(dialogue)}/surveys/{survey.key}"
    resident = visitor("sv", PHONE, scripts=False, name="sv-sixty")
    resident.open(path)
    answered = 0
    while resident.where() != "residents.surveys.review":
        page = resident.page
        for field in page.locator("main input[type=text][id^='q-']:visible").all():
            numeric = field.get_attribute("inputmode") == "numeric"
            field.fill("7" if numeric else "En gångväg till")
            answered += 1
        for choice in page.locator("main fieldset.question").all():
            choice.locator("input[type=radio]").nth(2).check()
            answered += 1
        assert resident.send("main button[name=go][value=next]") == 200
    assert answered == QUESTIONS
    assert resident.page.locator("main").inner_text().count("En gångväg till") == QUESTIONS // 3
    assert resident.send() == 200
    assert resident.where() == "residents.surveys.about_you"


def test_five_numbers_of_a_matrix_stand_in_one_row_on_the_narrowest_phone(
    site: Site, visitor: Callable[..., Visitor]
) -> None:
    with site.app.test_request_context(), db.transaction(site.engine):
        town = factories.town()
        dialogue = factories.dialogue(town, Stage.OPEN)
        survey = building.create_survey(town.officer, dialogue, title="Fem steg")
        values = QuestionValues("Hur lätt?", options=options_of(*"12345"), rows=(RowValues("Till fots"),))
        building.save_question(town.officer, dialogue, survey, None, values, type=QuestionType.MATRIX)
        path = f"/dialogues/{slug(dialogue)}/surveys/{survey.key}"
    resident = visitor("sv", PHONE, name="sv-five-steps")
    resident.open(path)
    tops = resident.page.locator(".matrix-columns .choice:not(.choice-quiet)").evaluate_all(
        "es => es.map(e => e.offsetTop)"
    )
    assert len(tops) == 5 and len(set(tops)) == 1


@pytest.mark.parametrize("locale", ["sv", "ar"])
def test_every_sort_of_question_is_sound_at_every_step(
    site: Site, visitor: Callable[..., Visitor], locale: str
) -> None:
    with site.app.test_request_context(), db.transaction(site.engine):
        town = factories.town()
        dialogue = factories.dialogue(town, Stage.OPEN, languages=("sv", "sv-lattlast", "ar"))
        every = every_sort.make(town.officer, dialogue)
        path = f"/dialogues/{slug(dialogue)}/surveys/{every.key}"
    resident = visitor(locale, PHONE, name=f"{locale}-every-sort")
    resident.open(path)
    assert resident.send("main button[name=go][value=next]") == 422
    resident.page.locator(f"label[for={every.name(QuestionType.SCALE)}-3]").click()
    for values in pages_of(every):
        resident.fill(values)
        assert resident.send("main button[name=go][value=next]") == 200
        if every.name(QuestionType.LONG_TEXT) in values:  # its answer has led to one question more
            resident.fill({every.name(QuestionType.NUMBER): "7"})
            assert resident.send("main button[name=go][value=next]") == 200
    assert resident.where() == "residents.surveys.review"
    assert resident.send() == 200
    assert resident.where() == "residents.surveys.about_you"
    resident.follow("main p.actions a[href*='/receipts/']")
    assert resident.where() == "residents.receipts.show"


def pages_of(every: EverySort) -> list[dict[str, object]]:
    """What is filled in on each page."""
    kinds = QuestionType
    matrix = {every.name(kinds.MATRIX, row): every.option(kinds.MATRIX, 0) for row in every.rows[kinds.MATRIX.value]}
    ranking = {
        every.name(kinds.RANKING, key): str(place) for place, key in enumerate(every.options[kinds.RANKING.value], 1)
    }
    return [
        {
            every.name(kinds.SINGLE_CHOICE): every.option(kinds.SINGLE_CHOICE, 0),
            every.name(kinds.MULTIPLE_CHOICE): [every.option(kinds.MULTIPLE_CHOICE, 1)],
            every.name(kinds.DROPDOWN): every.option(kinds.DROPDOWN, 1),
            **matrix,
            **ranking,
        },
        {
            every.name(kinds.SHORT_TEXT): "Kort",
            every.name(kinds.LONG_TEXT): "Mer ljus vid bron",
            every.name(kinds.DATE): "2026-11-28",
        },
        {
            every.name(kinds.MAP): "58.3806, 12.3234",
            every.name(kinds.PICTURE_CHOICE): every.option(kinds.PICTURE_CHOICE, 1),
            every.name(kinds.NOTICE): True,
        },
    ]
