"""Writing a statement on the web: bad input, what is private, what is masked; and the officials' pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db, outbox
from participation.access import Role
from participation.access_log.models import Sighting
from participation.contributions.models import Contribution
from participation.dialogues.queries import dialogue_by_id, slug
from participation.outbox import Message
from participation.statements.models import StatementSender, WrittenStatement
from participation.statements.rules import DECIDED
from tests import factories, statutory
from tests.checking_client import CheckingClient, fields, text_of
from tests.databases import fresh_database
from tests.dialogues.conftest import SignIn
from tests.queries import counted

PRIVATE = ("Kim Granne", "Ågatan 1", "kim.granne@home.example", "Onsjö 3:14")
SENT = {
    "body": "Husen blir för höga.",
    "language": "sv",
    "sender_kind": "person",
    "name": "Robin Boende",
    "postal_address": "",
    "email": "robin.boende@home.example",
    "property_name": "",
}


@pytest.fixture
def engine(sqlite_template: Path) -> Iterator[Engine]:
    with fresh_database("sqlite", sqlite_template, None) as made:
        yield made


def here(engine: Engine, town: factories.Town, where: str = statutory.OPEN) -> tuple[int, str]:
    with db.transaction(engine):
        made = statutory.dialogue(town, where)
        return made.id, f"/sv/dialogues/{slug(made)}"


def test_a_statement_gets_a_receipt_with_its_number_and_time_and_counts_once(
    app: Flask, engine: Engine, town: factories.Town
) -> None:
    _, path = here(engine, town)
    resident = CheckingClient(app)
    form = resident.get(f"{path}/statements/new")
    assert "En idé, en kommentar eller något anonymt gör det inte." in form.text
    answer = resident.send(f"{path}/statements/new", SENT)
    assert answer.status == 303
    receipt = resident.get(answer.response.location)
    assert "SBN 2026/77-0003" in receipt.text
    assert "Vi har tagit emot ditt yttrande" in receipt.text
    assert "det visar att du lämnade dina synpunkter i tid" in receipt.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": ""},
        {"body": "x" * 20_001},
        {"name": "  "},
        {"name": "x" * 121},
        {"email": ""},
        {"email": "inte en adress"},
        {"sender_kind": "x"},
        {"sender_kind": ""},
        {"language": "xx"},
        {"property_name": "x" * 121},
        {"website": "http://spam.example"},
    ],
    ids=str,
)
def test_what_is_wrong_with_a_statement_is_told_and_everything_is_kept(
    app: Flask, engine: Engine, town: factories.Town, wrong: dict[str, str]
) -> None:
    _, path = here(engine, town)
    answer = CheckingClient(app).send(f"{path}/statements/new", SENT | wrong)
    assert answer.status == 422
    kept = SENT | wrong
    for name in ("name", "email"):
        if kept[name].strip():
            assert f'value="{kept[name]}"' in answer.text
    with db.transaction(engine, write=False) as unit:
        assert len(unit.scalars(select(WrittenStatement)).all()) == 2


def test_nothing_of_the_sender_is_on_any_public_page(app: Flask, engine: Engine, town: factories.Town) -> None:
    _, path = here(engine, town, statutory.BETWEEN)
    visitor = CheckingClient(app)
    pages = (
        path,
        f"{path}/notice",
        f"{path}/reports/samrad",
        f"{path}/ideas",
        f"{path}/feed.atom",
        "/sv/search?q=Granne",
    )
    for page in pages:
        answer = visitor.client.get(page)
        assert answer.status_code == 200, page
        assert [word for word in PRIVATE if word in answer.text] == [], page
        assert "Husen blir för höga." not in answer.text, page
    report = visitor.get(f"{path}/reports/samrad").text
    assert "Privatperson" in report and "Onsjö byalag" in report
    document = visitor.client.get(f"{path}/reports/samrad/document.docx")
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(document.data)).paragraphs)
    assert "Vill ha lägre hus." in words
    assert [word for word in PRIVATE if word in words] == []
    assert visitor.client.get(f"{path}/reports/granskning").status_code == 404


def test_between_the_periods_the_form_says_that_nothing_is_taken(
    app: Flask, engine: Engine, town: factories.Town
) -> None:
    _, path = here(engine, town, statutory.BETWEEN)
    assert CheckingClient(app).client.get(f"{path}/statements/new").status_code == 409


def test_officials_of_the_body_read_it_and_nobody_else(
    app: Flask, engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity, _ = here(engine, town)
    page = f"/sv/officials/dialogues/{identity}/statements"
    assert "Kim Granne" in signed_in("officer").get(page).text
    assert all(word in signed_in("officer").get(f"{page}/1").text for word in PRIVATE)
    for who in ("moderator", "elected", "admin", "coordinator"):
        assert signed_in(who).client.get(f"{page}/1").status_code in (403, 404), who
    with db.transaction(engine):
        other = factories.dialogue(town)
        idea = factories.idea(other)
    officer = signed_in("officer")
    assert officer.client.get(f"/sv/officials/dialogues/{other.id}/statements").status_code == 404
    assert officer.client.get(f"/sv/officials/dialogues/{other.id}/statements/{idea.number}").status_code == 404
    assert officer.client.get(f"{page}/99").status_code == 404


def test_the_later_of_two_officials_compares_what_is_written_about_a_statement_and_a_phase(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity, _ = here(engine, town)
    one, other = signed_in("officer"), signed_in("officer")
    for path, first, second in (
        ("statements/1", {"summary": "Den andras"}, {"summary": "Min"}),
        ("statements/report", {"how": "Den andras"}, {"how": "Min"}),
    ):
        page = f"/sv/officials/dialogues/{identity}/{path}"
        mine = fields(one.get(page).forms()[0])
        assert other.send(page, first).status == 303
        late = one.post(page, mine | second)
        assert late.status == 409 and 'data-code="E-RACE"' in late.text
        assert [text_of(cell) for cell in late.all("td")] == ["Den andras", "Min"]
        assert one.post(page, fields(late.forms()[0])).status == 303, "knowingly"
        assert "Min" in one.get(page).text


def test_those_whose_views_were_not_met_are_informed_from_a_page_of_their_own(
    app: Flask, engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity, _ = here(engine, town, statutory.BETWEEN)
    with db.transaction(engine):
        made = dialogue_by_id(identity)
        made.compiled_at = clock.now()
        factories.handle_results(town.secretary, made)
    path = f"/sv/officials/dialogues/{identity}/statements/inform"
    officer = signed_in("officer")
    found = officer.get(path)
    assert "kim.granne@home.example" in found.text and "Onsjö byalag" in found.text
    lacking = officer.send(path, {"how": "mail", "appeal": ""})
    assert (lacking.status, "Skriv hur de överklagar" in lacking.text) == (422, True)
    assert officer.send(path, {"how": "review"}).status == 409
    assert officer.send(path, {"how": "mail", "appeal": "Skriv till domstolen."}).status == 303
    written = officer.get(path)
    assert "Väntar på att skickas" in written.text
    assert "Ågatan 1" in next(text_of(e) for e in written.all("label") if "Kim Granne" in text_of(e)), "where to post"
    with db.transaction(engine) as session:
        letter = session.scalars(select(Message).where(Message.event.startswith(DECIDED))).one()
        letter.attempts, letter.last_error = outbox.MOST_ATTEMPTS, "SMTPRecipientsRefused: 550"
    assert "Gick inte att skicka" in officer.get(path).text
    assert officer.send(path, {"how": "post", "number": "1"}).status == 303, "it can be posted instead"
    with db.transaction(engine, write=False) as session:
        assert session.scalars(select(Message).where(Message.event.startswith(DECIDED))).all() == [], "taken back"
    assert "Gick inte att skicka" not in officer.get(path).text
    assert signed_in("secretary").client.post(path, data={"how": "post", "number": "2"}).status_code in (400, 403)
    assert officer.send(path, {"how": "post", "number": "2"}).status == 303
    done = officer.get(path)
    assert "Ingen väntar på att bli underrättad." in done.text
    assert "kim.granne@home.example" in done.text and "Onsjö byalag" in done.text


def test_the_contributions_list_and_file_hold_nothing_of_a_statement(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity, _ = here(engine, town)
    officer = signed_in("officer")
    for page in ("contributions", "contributions/export.csv"):
        text = officer.client.get(f"/sv/officials/dialogues/{identity}/{page}").get_data(as_text=True)
        assert [word for word in (*PRIVATE, "Husen blir för höga.") if word in text] == []


def test_the_dialogues_page_takes_few_queries(app: Flask, engine: Engine, town: factories.Town) -> None:
    _, path = here(engine, town)
    with counted(engine) as statements:
        assert CheckingClient(app).client.get(path).status_code == 200
    reads = [s for s in statements if s.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert len(reads) <= 6, reads  # one of them asks for the version of the page
    with db.transaction(engine, write=False) as unit:
        assert len(unit.scalars(select(StatementSender)).all()) == 2
        assert len(unit.scalars(select(Contribution)).all()) == 2


def test_a_statement_on_paper_is_typed_in_and_counts_as_any_other(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity, _ = here(engine, town)
    base = f"/en/officials/dialogues/{identity}/statements"
    officer = signed_in("officer")
    assert f"{base}/new" in officer.get(base).links
    came = clock.today() - timedelta(days=1)
    paper = {**SENT, "postal_address": "Ågatan 9", "received_on": came.isoformat()}
    for wrong in ({"name": ""}, {"received_on": "2020-01-01"}, {"postal_address": "", "email": ""}):
        assert officer.send(f"{base}/new", paper | wrong).status == 422, wrong
    answer = officer.send(f"{base}/new", paper)
    assert answer.status == 303
    page = officer.get(answer.response.location)
    assert "How it camepaper" in text_of(page.all("dl")[0]) and "Robin Boende" in page.text
    assert "plan consultation · paper" in officer.get(base).text
    with db.transaction(engine, write=False) as session:
        made = session.scalars(select(WrittenStatement).order_by(WrittenStatement.id.desc()).limit(1)).one()
        assert (made.channel, clock.local_date(made.received_at)) == ("paper", came)


def test_what_an_official_has_written_is_kept_when_it_is_too_late(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    identity, _ = here(engine, town)
    base = f"/en/officials/dialogues/{identity}/statements"
    officer = signed_in("officer")
    forms = {
        "new": SENT | {"received_on": clock.today().isoformat(), "body": "Ett långt brev."},
        "1": {"comment": "Ett långt svar."},
        "report": {"how": "En lång redogörelse."},
    }
    begun = {path: fields(officer.get(f"{base}/{path}").forms()[0]) for path in forms}
    with db.transaction(engine):
        dialogue_by_id(identity).cancelled_at = clock.now()
    for path, sent in forms.items():
        page = officer.post(f"{base}/{path}", begun[path] | sent)
        assert page.status == 403, path
        assert fields(page.forms()[0]).items() >= sent.items(), path
        assert "cancelled" in page.text, path


def test_the_registrar_reads_statements_which_is_logged_and_changes_nothing(
    engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine):
        factories.person("registrar@town.example", Role.REGISTRAR)
    identity, _ = here(engine, town)
    base = f"/en/officials/dialogues/{identity}/statements"
    registrar = signed_in("registrar")
    assert f"{base}/new" not in registrar.get(base).links
    page = registrar.get(f"{base}/1")
    assert "Kim Granne" in page.text and not any(
        f.get("method") == "post" and "summary" in fields(f) for f in page.forms()
    )
    assert registrar.get(f"{base}/new").status == 403
    with db.transaction(engine, write=False) as session:
        seen = session.scalars(select(Sighting).order_by(Sighting.id.desc()).limit(1)).one()
        assert (seen.actor_name, seen.what, seen.about) == ("Registrar", "written_statements", "1")
