"""The demonstration's survey of Sanden, built from nothing with the screen alone, in every language."""

from __future__ import annotations

from typing import Any

from participation import db
from participation.demo.content import LOCALE_OF, read, texts
from participation.dialogues.queries import dialogue_by_id
from participation.surveys.definition import Definition
from participation.surveys.queries import definition_of, survey_by_id
from participation.surveys.rules import QuestionType
from tests.checking_client import CheckingClient, Page
from tests.surveys.officials import base, official
from tests.taking_part import Place, form_of

ROWS: list[dict[str, Any]] = next(d for d in read().dialogues if "survey" in d)["survey"]

TYPES = {"map_point": QuestionType.MAP}


def fields_of(row: dict[str, Any]) -> dict[str, str]:
    """What an official types for the question."""
    sent = {"text": texts(row["q"]).sv}
    columns = [{"sv": str(n)} for n in row.get("columns", ())]
    for name, lines in (("options", row.get("options", columns)), ("rows", row.get("rows", ()))):
        sent |= {f"{name}-{n}-text": texts(line).sv for n, line in enumerate(lines)}
    if row["type"] == "scale":
        sent |= {"minimum": str(row["min"]), "maximum": str(row["max"]), "purpose": row.get("purpose", "")}
    elif "max" in row:
        sent["most"] = str(row["max"])
    if "max_length" in row:
        sent["maximum_length"] = str(row["max_length"])
    return sent


def add(client: CheckingClient, survey: str, row: dict[str, Any]) -> None:
    """Follow the link of the sort, fill in the form, and ask for more rows until there are enough."""
    kind = TYPES.get(row["type"]) or QuestionType(row["type"])
    path = next(a for a in client.get(survey).links if a.endswith(f"questions/new?type={kind.value}"))
    standing: Page = client.get(path)
    wanted = fields_of(row)
    here = path
    while not set(wanted) <= set(form_of(standing)):
        fitting = {k: v for k, v in wanted.items() if k in form_of(standing)}
        answer = client.post(here, {**form_of(standing), **fitting, "do": "more"})
        assert answer.status == 303
        here = str(answer.response.headers["Location"]).split("#")[0]
        standing = client.get(here)
    assert client.post(here, {**form_of(standing), **wanted}).status == 303


def test_the_survey_of_sanden_is_built_with_only_the_screen(place: Place) -> None:
    with db.transaction(place.engine):
        dialogue_by_id(place.draft).languages = ["sv", "sv-lattlast", "en", "ar", "fi"]
    client = official(place)
    made = client.send(base(place.draft), {"title": "Sanden"})
    survey = str(made.response.headers["Location"])
    for row in ROWS:
        add(client, survey, row)
    said = [texts(row["q"]) for row in ROWS]
    said += [texts(line) for row in ROWS for line in (*row.get("options", ()), *row.get("rows", ()))]
    known = {t.sv.strip(): t for t in said}
    for locale in LOCALE_OF.values():
        if locale == "sv":
            continue
        path = f"{survey}/languages/{locale}"
        standing = client.get(path)
        sources = [("".join(e.itertext())).strip() for e in standing.all("p") if e.get("class") == "pair-source"]
        names = [k for k in form_of(standing) if k not in ("csrf_token", "seen")]
        sent = {
            name: known[source].get(locale, source) if source in known else source
            for name, source in zip(names, sources, strict=True)
        }
        assert client.post(path, {**form_of(standing), **sent}).status == 303
    page = client.get(survey)
    assert page.text.count("Everything is in place") == 4
    with db.transaction(place.engine, write=False):
        definition: Definition = definition_of(survey_by_id(place.draft, int(survey.rsplit("/", 1)[1])))
    assert [q.type.value for q in definition] == [
        "single_choice",
        "multiple_choice",
        "ranking",
        "scale",
        "matrix",
        "map",
        "open_text",
        "scale",
    ]
    assert [q.text for q in definition] == [texts(row["q"]) for row in ROWS]
    assert [o.text.get("ar") for o in definition.questions[0].options] == [o["ar"] for o in ROWS[0]["options"]]
    for locale in ("sv", "ar"):
        preview = client.get(f"{survey}/preview".replace("/en/", f"/{locale}/"))
        assert all(texts(row["q"])[locale].splitlines()[0] in preview.text for row in ROWS)
