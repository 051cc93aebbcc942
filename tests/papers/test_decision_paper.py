"""The decision paper: every field of the proposal, as it was proposed, on the page and in the document."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db, i18n
from participation.dialogues import actions
from participation.dialogues.models import Dialogue
from participation.dialogues.papers.contents import contents_of
from participation.dialogues.papers.decision_paper import paper
from participation.dialogues.papers.document import document
from participation.dialogues.papers.keeping import paper_of
from participation.dialogues.queries import dialogue_by_id
from participation.dialogues.rules import Influence, Participation, Section, Stage
from tests import factories
from tests.checking_client import text_of
from tests.papers.conftest import SignIn

FIELDS = (
    "Vägen till skolan",
    "Var känns vägen till skolan otrygg?",
    "Vi bygger om vägen till skolan och vill veta vad som är viktigast.",
    "Ordningen mellan platserna",
    "Sorten av åtgärd",
    "Summan pengar",
    "Nämnden har en lista som barnen har varit med och gjort.",
    "Vi räknar hur många barn som har deltagit.",
    "De som går till skolan vet bäst var det är farligt.",
    "Elever",
    "Besök i klassrummen",
    "Vårdnadshavare",
    "Bidra",
    "Konsultation",
    "Vi läser allt som kommer in och väger in det i beslutet.",
    "Åtgärder för skolvägar",
    "Samhällsbyggnadsnämnden",
    "Kim Handläggare",
    "kim@town.example",
    "0521-72 10 00",
    "Sam Samordnare",
    "Bo Ledamot",
    "ordförande i nämnden",
    "Biblioteket",
    "Förvaltningen sammanställer, nämnden behandlar vid sitt möte.",
    "Uppgift av allmänt intresse",
    "Vi behandlar det du skriver för att kunna besluta.",
    "Gallras inte, utom kontaktuppgifter efter återkopplingen.",
    "Gator och trafik",
    "Samhällsbyggnadsnämnden är öppen för att påverkas i frågan.",
)
"""Everything that tests/factories.py writes into a dialogue, as the paper says it in Swedish."""


@pytest.fixture(scope="module")
def proposed(shared_engine: Engine, town: factories.Town) -> int:
    with db.transaction(shared_engine):
        return factories.dialogue(town, Stage.PROPOSED).id


def read(content: bytes) -> str:
    """All that stands in a document: paragraphs and cells."""
    found = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in found.paragraphs), *cells])


def test_every_field_and_date_stands_in_the_document_and_on_the_page(
    shared_engine: Engine, proposed: int, signed_in: SignIn
) -> None:
    with db.transaction(shared_engine, write=False), i18n.using("sv"):
        dialogue = dialogue_by_id(proposed)
        dates = [dialogue.results_due, dialogue.handling_meeting, dialogue.feedback_due, dialogue.decision_meeting]
        days = [i18n.format_date(day) for day in dates if day]
        days += [i18n.format_date(p.opens_at) for p in dialogue.phases]
    answer = signed_in("secretary").client.get(f"/sv/officials/dialogues/{proposed}/paper.docx")
    assert answer.status_code == 200
    page = signed_in("secretary").get(f"/sv/officials/dialogues/{proposed}/paper")
    shown = " ".join(text_of(e) for e in page.all("main"))
    for text in (read(answer.data), shown):
        missing = [field for field in (*FIELDS, *days) if field not in text]
        assert missing == []


def test_the_document_has_headings_header_rows_language_title_and_no_macros(
    shared_engine: Engine, proposed: int, signed_in: SignIn
) -> None:
    content = signed_in("officer").client.get(f"/sv/officials/dialogues/{proposed}/paper.docx").data
    found = docx.Document(io.BytesIO(content))
    headings = [p.text for p in found.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "Förslag till beslut"
    assert len(headings) == len(set(headings)) == 16
    assert found.core_properties.title == "Vägen till skolan"
    assert found.core_properties.language == "sv-SE"
    assert found.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "sv-SE"
    assert found.tables
    assert all(t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for t in found.tables)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert [n for n in parts.namelist() if "vba" in n.lower() or n.endswith(".bin")] == []
    numbered = [p for p in found.paragraphs if p.style.name == "List Number"]
    assert len(numbered) == 5


def test_an_arabic_document_runs_from_right_to_left_and_marks_swedish_words_as_swedish(
    proposed: int, signed_in: SignIn
) -> None:
    found = docx.Document(
        io.BytesIO(signed_in("officer").client.get(f"/ar/officials/dialogues/{proposed}/paper.docx").data)
    )
    heading = next(p for p in found.paragraphs if p.style.name == "Heading 1")
    assert heading._p.find(f".//{qn('w:bidi')}") is not None
    question = next(p for p in found.paragraphs if p.text.startswith("Var känns"))
    assert question._p.find(f".//{qn('w:lang')}").get(qn("w:val")) == "sv-SE"


def test_what_is_changed_later_does_not_change_the_paper_byte_for_byte(
    shared_engine: Engine, shared_app: Flask, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(shared_engine):
        identity = factories.dialogue(town, Stage.PROPOSED).id
    path = f"/sv/officials/dialogues/{identity}/paper.docx"
    before = signed_in("officer").client.get(path).data
    with db.transaction(shared_engine):
        dialogue = dialogue_by_id(identity)
        people = factories.contents(factories.schedule_for(Stage.PROPOSED), town.committee, contact_name="Någon Annan")
        actions.save_section(town.officer, dialogue, Section.PEOPLE, people[Section.PEOPLE], seen=None)
        assert dialogue.contact_name == "Någon Annan"
    assert signed_in("officer").client.get(path).data == before


def test_a_new_proposal_makes_a_new_paper(shared_engine: Engine, shared_app: Flask, town: factories.Town) -> None:
    with db.transaction(shared_engine):
        dialogue = factories.dialogue(town, Stage.PROPOSED)
        actions.refer_back(town.secretary, dialogue, note="Målet är oklart.")
        values = factories.contents(factories.schedule_for(Stage.PROPOSED), town.committee, goal="Ett tydligare mål.")
        actions.save_section(town.officer, dialogue, Section.GOAL, values[Section.GOAL], seen=None)
        actions.propose(town.officer, dialogue)
        kept = paper_of(dialogue)
        assert kept is not None
        assert kept["goal"]["sv"] == "Ett tydligare mål."


def test_the_frame_of_co_determination_and_the_self_check_stand_in_it_when_there_are_any(
    shared_engine: Engine, proposed: int
) -> None:
    with db.transaction(shared_engine, write=False), i18n.using("sv"):
        contents = contents_of(dialogue_by_id(proposed))
        contents |= {
            "degree_of_influence": Influence.CO_DETERMINATION.value,
            "frame_money": {"sv": "Högst en miljon"},
            "self_check": [{"principle": "p1", "answer": {"sv": "Nämnden svarar."}}],
        }
        proposed_at = dialogue_by_id(proposed).proposed_at
        assert proposed_at is not None
        text = read(document(paper(contents, proposed_at), proposed_at, "Kommunen"))
    for said in ("Högst en miljon", "Ramen", "De förtroendevalda ansvarar", "Nämnden svarar."):
        assert said in text


@pytest.mark.parametrize("degree", list(Participation))
def test_every_degree_is_said_with_what_it_means(shared_engine: Engine, proposed: int, degree: Participation) -> None:
    with db.transaction(shared_engine, write=False), i18n.using("en"):
        contents: dict[str, Any] = contents_of(dialogue_by_id(proposed)) | {"degree_of_participation": degree.value}
        proposed_at = dialogue_by_id(proposed).proposed_at
        assert proposed_at is not None
        assert i18n.label(degree) in read(document(paper(contents, proposed_at), proposed_at, "Kommunen"))


def test_a_draft_has_no_paper_and_only_those_of_the_body_get_one(
    shared_engine: Engine, town: factories.Town, proposed: int, signed_in: SignIn
) -> None:
    with db.transaction(shared_engine):
        draft = factories.dialogue(town, Stage.DRAFT).id
    assert signed_in("officer").client.get(f"/sv/officials/dialogues/{draft}/paper").status_code == 409
    found = {
        who: signed_in(who).client.get(f"/sv/officials/dialogues/{proposed}/paper.docx").status_code
        for who in ("officer", "secretary", "elected", "coordinator", "moderator", "admin", "council-secretary")
    }
    assert found == {
        "officer": 200,
        "secretary": 200,
        "elected": 200,
        "coordinator": 200,
        "moderator": 404,
        "admin": 404,
        "council-secretary": 403,
    }


def test_what_cannot_be_written_in_xml_is_left_out(shared_engine: Engine, proposed: int) -> None:
    with db.transaction(shared_engine, write=False), i18n.using("sv"):
        dialogue: Dialogue = dialogue_by_id(proposed)
        contents = contents_of(dialogue) | {"summary": {"sv": "Rad ett\nrad \x0b två\ufffe"}}
        assert dialogue.proposed_at is not None
        text = read(document(paper(contents, dialogue.proposed_at), dialogue.proposed_at, "K"))
    assert "Rad ett\nrad  två" in text
