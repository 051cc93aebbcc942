"""The residents' pages of initiatives: the form with anything in it, the register, receipts, and what is hidden."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from participation import db
from participation.access import VISITOR
from participation.contributions.rules import Visibility
from participation.initiatives.actions import complaints, minding, moves
from participation.initiatives.models import Initiative, InitiativeAddress
from participation.initiatives.queries import initiative_by_id, register_page
from participation.initiatives.rules import MAXIMUM_QUESTION, MAXIMUM_WHY, PAGE, State
from participation.moderation.rules import Ground
from participation.outbox import Message
from participation.page import SESSION_COOKIE
from tests.checking_client import Page
from tests.contributions.test_parallel import at_once
from tests.initiatives.conftest import Place, submitted
from tests.queries import counted
from tests.taking_part import counted_queries, form_of, nothing_stored

NEW = "/en/initiatives/new"
KEPT = "Något jag har skrivit: <b>åäö</b> & \"citat\" 'så'\n\nمرحبا 🚲"
SENT = {"question": "Vad ska torget bli?", "why": KEPT, "concerns": "Alla", "sender": "person"}


def stored(place: Place) -> int:
    with db.transaction(place.engine, write=False) as session:
        return session.scalar(select(func.count()).select_from(Initiative)) or 0


def newest(place: Place) -> Initiative:
    with db.transaction(place.engine, write=False) as session:
        found = session.scalars(select(Initiative).order_by(Initiative.id.desc()).limit(1)).one()
        session.expunge_all()
        return found


def shown(page: Page, field: str) -> str:
    element = next(e for e in page.all("input", "textarea") if e.get("name") == field)
    return element.get("value", "") if element.tag == "input" else (element.text or "").removeprefix("\n")


@pytest.mark.parametrize("locale", ["sv", "sv-lattlast", "en", "fi", "ar"])
def test_anybody_makes_an_initiative_in_any_language_and_gets_a_receipt(standing_place: Place, locale: str) -> None:
    place = standing_place
    client = place.client()
    path = f"/{locale}/initiatives/new"
    answer = client.post(path, form_of(client.get(path)) | SENT | {"language": "so"})
    assert answer.status == 303
    receipt = client.get(answer.response.headers["Location"])
    made = newest(place)
    assert receipt.status == 200 and made.return_code in receipt.text
    assert (made.why, made.language, made.state) == (KEPT, "so", State.SUBMITTED)


def test_the_form_offers_the_other_channels_first_and_says_what_it_is_not(standing_place: Place) -> None:
    page = standing_place.client().get("/sv/initiatives/new")
    assert page.text.index("Medborgarförslag") < page.text.index("Vad ska kommunen fråga invånarna om?")
    assert "Det är inte ett medborgarförslag, ett yttrande om en plan eller ett överklagande" in page.text
    assert "Ditt initiativ kan inte avslås utan motivering." in page.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question": ""}, "Write what the municipality should ask"),
        ({"why": " \n"}, "Write why it is important."),
        ({"concerns": ""}, "Write who is concerned"),
        ({"sender": ""}, "Choose who makes the initiative."),
        ({"sender": "elected"}, "Not a valid choice"),
        ({"sender": "organisation"}, "Write the name of the organisation."),
        ({"show_name": "y"}, "Write the name that is to be shown"),
        ({"question": "å" * (MAXIMUM_QUESTION + 3)}, "3 characters too long"),
        ({"why": "å" * (MAXIMUM_WHY + 3)}, "3 characters too long"),
        ({"email": "kim"}, "Write the e-mail address in full"),
        ({"area": "999999"}, "Not a valid choice"),
        ({"language": "tlh"}, "Not a valid choice"),
        ({"csrf_token": "wrong"}, "open for too long"),
        ({"website": "https://spam.example"}, "as if a robot sent it"),
    ],
    ids=lambda v: next(iter(v)) if isinstance(v, dict) else "",
)
def test_bad_input_is_said_kindly_and_everything_is_kept(
    standing_place: Place, change: dict[str, Any], said: str
) -> None:
    client = standing_place.client()
    sent = form_of(client.get(NEW)) | SENT | change
    with nothing_stored(standing_place.engine):
        page = client.post(NEW, sent)
    assert page.status == 422
    assert said in page.text
    assert any("data-error-summary" in e.attrib for e in page.all("div"))
    for field in ("question", "why", "concerns"):
        assert shown(page, field) == sent[field]


def test_too_many_keep_what_they_wrote(standing_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from participation import page as pages

    monkeypatch.setattr(pages, "wait_before_contributing", lambda: 95)
    client = standing_place.client()
    with nothing_stored(standing_place.engine):
        page = client.post(NEW, form_of(client.get(NEW)) | SENT)
    assert (page.status, page.response.headers["Retry-After"]) == (429, "95")
    assert shown(page, "why") == KEPT


def test_the_same_form_sent_at_once_is_one_initiative(place_on_each: Place) -> None:
    place = place_on_each
    client = place.client()
    sent = form_of(client.get(NEW)) | SENT
    cookie = client.client.get_cookie(SESSION_COOKIE)
    assert cookie is not None
    before = stored(place)

    def post() -> tuple[int, str | None]:
        browser = place.app.test_client()
        browser.set_cookie(SESSION_COOKIE, cookie.value)
        answer = browser.post(NEW, data=sent)
        return answer.status_code, answer.headers.get("Location")

    answers = at_once([post] * 12)
    assert {status for status, _ in answers} == {303}
    assert len({location for _, location in answers}) == 1
    assert stored(place) == before + 1


def test_an_address_is_kept_apart_and_gets_the_receipt(place: Place) -> None:
    client = place.client()
    sent = form_of(client.get(NEW)) | SENT | {"email": "Kim@Home.example"}
    assert client.post(NEW, sent).status == 303
    with db.transaction(place.engine, write=False) as session:
        address = session.scalars(select(InitiativeAddress)).one()
        letter = session.scalars(select(Message).where(Message.recipient == "kim@home.example")).one()
        initiative = session.scalars(select(Initiative).order_by(Initiative.id.desc()).limit(1)).one()
        session.expunge_all()
    assert address.email == "kim@home.example"
    assert initiative.return_code in letter.text and "public record" in letter.text
    for who in ("officer", "coordinator", "secretary"):
        page = place.client(who).get(f"/en/officials/initiatives/{initiative.id}")
        assert "kim@home.example" not in page.text.lower()


def test_an_address_can_be_left_on_the_receipt(place: Place) -> None:
    code = place.stored(place.in_state[State.SUBMITTED]).return_code
    client = place.client()
    path = f"/en/receipts/{code}"
    assert client.post(path, form_of(client.get(path)) | {"email": "no"}).status == 422
    assert client.post(path, form_of(client.get(path)) | {"email": "kim@home.example"}).status == 303
    assert "have sent it a receipt" in client.get(path).text


def test_a_receipt_is_found_by_its_code_however_it_is_typed(standing_place: Place) -> None:
    code = standing_place.stored(standing_place.in_state[State.DECLINED]).return_code
    client = standing_place.client()
    typed = code.lower().replace("-", " ")
    answer = client.post("/en/receipts", form_of(client.get("/en/receipts")) | {"code": typed})
    assert answer.status == 303
    assert "declined" in client.get(answer.response.headers["Location"]).text.lower()


def test_the_author_takes_it_back_and_it_is_gone_from_the_register(place: Place) -> None:
    made = place.stored(place.in_state[State.FORWARDED])
    client = place.client()
    path = f"/en/initiatives/withdraw/{made.return_code}"
    assert client.post(path, form_of(client.get(path))).status == 303
    assert place.stored(made.id).state is State.WITHDRAWN
    assert client.get(f"/en/initiatives/{made.id}").status == 404
    assert client.post(path, {"csrf_token": client.token()}).status == 303
    answered = place.stored(place.in_state[State.DECLINED])
    path = f"/en/initiatives/withdraw/{answered.return_code}"
    refused = client.post(path, {"csrf_token": client.token()})
    assert (refused.status, "E-I01" in [e.get("data-code") for e in refused.all("li")]) == (409, True)


# -- the register ----------------------------------------------------------------------------------------------------


def test_the_pages_of_the_register_are_the_whole_register_and_no_more(place_on_each: Place) -> None:
    place = place_on_each
    with place.app.test_request_context(), db.transaction(place.engine) as session:
        for n in range(PAGE * 2):
            submitted(question=f"Fråga {n}")
        expected = list(
            session.scalars(
                select(Initiative.id).where(Initiative.withdrawn_at.is_(None)).order_by(Initiative.id.desc())
            )
        )
        seen: list[int] = []
        token: str | None = None
        while True:
            page = register_page(token=token)
            seen += [i.id for i in page.rows]
            if page.next is None:
                break
            token = page.next
        assert seen == expected
        back: list[int] = []
        while page.previous is not None:
            page = register_page(token=page.previous)
            back = [*(i.id for i in page.rows), *back]
        assert back == expected[: len(back)] and len(back) >= PAGE
    with counted_queries(place.engine) as sent:
        assert place.client().get("/en/initiatives").status == 200
    assert len(sent) <= 6


def test_the_lists_ask_as_often_however_many_initiatives_there_are(place: Place) -> None:
    lists = {
        "/en/initiatives": ("", 6),
        "/en/initiatives?q=torget&state=submitted": ("", 6),
        "/en/officials/initiatives": ("officer", 8),
        "/en/officials/initiatives?all=1": ("coordinator", 8),
        "/en/moderators/complaints": ("moderator", 9),
    }
    clients = {name: place.client(name) for name, _ in lists.values()}
    asked = []
    for more in (1, 60):
        with place.app.test_request_context(), db.transaction(place.engine):
            for _ in range(more):
                made = minding.hide_initiative(
                    place.town.moderator, submitted(), ground=Ground.SPAM, reasons="Det är reklam."
                )
                complaints.complain(VISITOR, made, text="Nej.")
                submitted()
        counts = []
        for path, (name, most) in lists.items():
            with counted(place.engine) as sent:
                assert clients[name].get(path).status == 200
            assert len(sent) <= most, (path, sent)
            counts.append(len(sent))
        asked.append(counts)
    assert asked[0] == asked[1]


def test_the_register_is_filtered_by_state_and_body(standing_place: Place) -> None:
    client = standing_place.client()
    for state in (State.ACCEPTED, State.DECLINED, State.REDIRECTED):
        links = client.get(f"/en/initiatives?state={state}").links
        assert f"/en/initiatives/{standing_place.in_state[state]}" in links
        assert f"/en/initiatives/{standing_place.in_state[State.FORWARDED]}" not in links
    assert f"/en/initiatives/{standing_place.in_state[State.FORWARDED]}" in client.get("/en/initiatives?body=SBN").links
    assert client.get("/en/initiatives?body=nothing&state=withdrawn&page=x").status == 200


def test_a_search_finds_initiatives_by_their_stems_and_none_that_are_taken_back(place_on_each: Place) -> None:
    place = place_on_each
    with place.app.test_request_context(), db.transaction(place.engine):
        made = [submitted(question=f"Vad ska bryggan {n} bli?", place="Näckrosviken").id for n in range(6)]
        moves.withdraw(VISITOR, initiative_by_id(made[0]))
    page = place.client().get("/en/search?q=bryggor+n%C3%A4ckros")
    shown = [f"/en/initiatives/{number}" for number in reversed(made[1:])]
    assert [a for a in page.links if a.startswith("/en/initiatives/")] == shown
    register = place.client().get("/en/initiatives?q=bryggor&state=submitted")
    assert [a for a in register.links if a.removeprefix("/en/initiatives/").isdigit()] == shown
    assert not set(place.client().get("/en/initiatives?q=!").links) & set(shown)


WORDS = ("Zebrastrutsen", "Kvastvidunder", "Plommonkarl")


def test_what_is_hidden_is_found_nowhere_and_its_author_is_told(place: Place) -> None:
    from participation.initiatives.actions.receiving import leave_answer_address

    with place.app.test_request_context(), db.transaction(place.engine):
        made = submitted(question=WORDS[0], why=WORDS[1], sender_name=WORDS[2], show_name=True)
        leave_answer_address(made, email="kim@home.example", locale="en")
        number, code = made.id, made.return_code

    def said() -> dict[str, str]:
        client = place.app.test_client()
        paths = ("/sv/", "/sv/initiatives", f"/sv/initiatives/{number}", "/sitemap.xml", "/sv/initiatives?body=SBN")
        paths += (f"/sv/search?q={WORDS[0][:-1]}", f"/sv/initiatives?q={WORDS[1][:-1]}")
        return {path: client.get(path).get_data(as_text=True) for path in paths}

    # Planted: it is there before it is hidden.
    assert all(WORDS[0] in text for path, text in said().items() if path not in ("/sv/", "/sitemap.xml"))
    assert f"initiatives/{number}<" in said()["/sitemap.xml"]
    moderator = place.client("moderator")
    path = f"/en/officials/initiatives/{number}/hide"
    sent = form_of(moderator.get(path))
    assert moderator.post(path, sent).status == 422
    assert moderator.post(path, sent | {"ground": Ground.SPAM.value, "reasons": "Det är reklam."}).status == 303
    for path, text in said().items():
        assert not any(word in text for word in WORDS), path
    assert f"initiatives/{number}<" not in said()["/sitemap.xml"]
    assert place.client().get(f"/en/initiatives/{number}").status == 404
    receipt = place.client().get(f"/en/receipts/{code}")
    assert "Det är reklam." in receipt.text and WORDS[0] in receipt.text
    assert place.stored(number).visibility == Visibility.HIDDEN.value
    with db.transaction(place.engine, write=False) as session:
        told = [m.subject for m in session.scalars(select(Message).where(Message.recipient == "kim@home.example"))]
    assert any("has been hidden" in subject for subject in told)
    with place.app.test_request_context(), db.transaction(place.engine):
        minding.restore_initiative(place.town.moderator, initiative_by_id(number))
    assert WORDS[0] in said()["/sv/initiatives"]


def test_officials_do_not_hide(standing_place: Place) -> None:
    client = standing_place.client("officer")
    number = standing_place.in_state[State.FORWARDED]
    assert client.get(f"/en/officials/initiatives/{number}/hide").status == 403


def test_somebody_in_office_makes_an_initiative_marked_with_the_office(place: Place) -> None:
    client = place.client("elected")
    path = "/en/officials/initiatives/new"
    office = f"elected:{place.town.committee.id}"
    sent = (
        form_of(client.get(path)) | {k: v for k, v in SENT.items() if k != "sender"} | {"office": office, "also": "y"}
    )
    assert client.post(path, sent | {"office": "elected:999"}).status == 422
    assert client.post(path, sent).status == 303
    made = newest(place)
    text = place.client().get(f"/en/initiatives/{made.id}").text
    assert place.town.elected.name in text and "Elected representatives and civil society" in text
    assert place.client("moderator").get(path).status == 403


def test_the_queue_of_the_staff_has_the_oldest_first_with_what_to_do(standing_place: Place) -> None:
    page = standing_place.client("officer").get("/en/officials/initiatives")
    assert "Waits for the body’s decision" in page.text and "Forward, redirect or answer it" in page.text
    numbers = [
        int(x.rsplit("/", 1)[1]) for x in page.links if x.startswith("/en/officials/initiatives/") and x[-1].isdigit()
    ]
    assert numbers == sorted(numbers)
    assert standing_place.in_state[State.DECLINED] not in numbers
    assert standing_place.client("admin").get("/en/officials/initiatives").status == 403
