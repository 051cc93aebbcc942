"""The forms of the sections that only a statutory dialogue has: its law and case, its documents."""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms import validators

from participation import i18n
from participation.dialogues.forms.lists import Row, SectionForm, numbers, rows_of
from participation.dialogues.forms.moves import WebAddress
from participation.dialogues.statutory import words
from participation.dialogues.statutory.rules import BASIS_FIELDS, MAXIMUM, Impact, PlanFit
from participation.forms import AtMost, choice, day, line, one_line, paragraphs
from participation.i18n import lazy
from participation.legal import words as legal_words
from participation.legal.rules import MADE_HERE, Document, LegalPhase

CHOOSE = ("", lazy("Choose …"))
WORDS = (words, legal_words)
"""What names the choices below."""


class LegalBasisForm(SectionForm):
    OPTIONAL = frozenset({"comprehensive_plan", "environment", "antagande_basis_id"})
    samrad_basis_id = choice(
        lazy("Which law makes the dialogue a duty?"),
        [],
        hint=lazy("The dialogue keeps the version of the register that it was begun with, until you choose another."),
    )
    granskning_basis_id = choice(
        lazy("By which law is the proposal reviewed afterwards?"),
        [],
        hint=lazy("It decides how long the review must be. It can be chosen again when the review is announced."),
    )
    antagande_basis_id = choice(lazy("What applies when it is adopted?"), [])
    place = paragraphs(
        lazy("Which area is it about?"),
        MAXIMUM["place"],
        hint=lazy("So that whoever lives there recognises it: streets, properties, a landmark."),
    )
    comprehensive_plan = choice(
        lazy("How does the proposal stand to the comprehensive plan?"), [CHOOSE, *i18n.choices(PlanFit)]
    )
    environment = choice(
        lazy("Can it be assumed to affect the environment significantly?"), [CHOOSE, *i18n.choices(Impact)]
    )
    available_at = paragraphs(
        lazy("Where are the documents?"),
        MAXIMUM["available_at"],
        hint=lazy("On the website and on paper, with opening hours. For example: The town hall, Sundsgatan 29."),
    )
    send_to = paragraphs(
        lazy("Where are written statements sent?"),
        MAXIMUM["send_to"],
        hint=lazy("Postal address and e-mail, besides the form here."),
    )

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | numbers(values, *BASIS_FIELDS.values())


class DocumentRow(Row):
    NAMED_BY = "title"
    NAME_IT = lazy("Write what the document is called.")
    OPTIONAL = frozenset({"kind", "file_info"})
    title = line(lazy("Title"), MAXIMUM["title"])
    kind = choice(
        lazy("Which document of the law is it?"),
        [("", lazy("None of those the law names")), *i18n.choices(d for d in Document if d not in MADE_HERE)],
    )
    phase = choice(lazy("In which phase?"), [CHOOSE, *i18n.choices(LegalPhase)])
    url = wtforms.URLField(
        lazy("Link to the municipality’s website or registry"),
        validators=[validators.Optional(), AtMost(MAXIMUM["url"]), WebAddress()],
        description=lazy("The whole address, beginning with https://"),
        filters=[lambda t: one_line(t).strip() if t is not None else t],
    )
    published_on = day(lazy("Published on"), hint=lazy("The first day it can be read there."))
    file_info = line(lazy("File type and size"), MAXIMUM["info"], hint=lazy("For example: PDF, 2.4 MB."))

    def values(self) -> dict[str, Any]:
        found = super().values()
        return found | {"phase": found["phase"] or LegalPhase.SAMRAD.value}


class DocumentsForm(SectionForm):
    documents = rows_of(
        DocumentRow,
        lazy("Which documents can be read?"),
        lazy("The law says which there must be. They are kept on the municipality’s website; here they are linked to."),
        lazy("Add another document"),
    )
