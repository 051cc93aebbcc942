"""Signing in: the page, where it leads, and what it keeps meanwhile."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.taking_part import Place, form_of, standing_place

__all__ = ["standing_place"]


def test_health_and_readiness(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_sign_in_page_says_what_it_is(app: Flask) -> None:
    answer = app.test_client().get("/en/sign-in")
    assert answer.status_code == 200
    assert "Sign in" in answer.text


ELSEWHERE = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/x\r\nSet-Cookie: a=b",
    "//[",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(standing_place: Place, target: str) -> None:
    client = standing_place.client()
    form = form_of(client.get("/en/sign-in"))
    sent = {**form, "email": "officer@town.example", "password": factories.PASSWORD, "next": target}
    answer = client.post("/en/sign-in", sent)
    assert (answer.status, answer.response.headers["Location"]) == (303, "/en/officials/")


STAFF_FORM = "/en/officials/dialogues/1/announce"


def test_what_is_sent_after_the_session_has_ended_is_sent_on_after_signing_in(standing_place: Place) -> None:
    client = standing_place.client()
    asked = client.post(STAFF_FORM, {"motive": "som jag skrev"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert asked.status == 401
    assert form_of(asked)["kept-motive"] == "som jag skrev"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", [STAFF_FORM, "/en/sign-in", "/en/receipts"])
def test_what_another_site_makes_a_browser_send_is_not_taken(standing_place: Place, path: str, site: str) -> None:
    answer = standing_place.app.test_client().post(path, data={"motive": "x"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 400
    assert "motive" not in answer.text
    assert "Set-Cookie" not in answer.headers, "whoever is signed in stays so"


@pytest.mark.parametrize("path", [STAFF_FORM, "/en/sign-in", "/en/receipts"])
def test_more_fields_than_a_form_has_are_not_taken(standing_place: Place, path: str) -> None:
    many = "&".join(["kept-a=b"] * 3001)
    client = standing_place.app.test_client()
    answer = client.post(path, data=many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert len(answer.data) < 20_000
