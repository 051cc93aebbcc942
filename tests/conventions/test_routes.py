"""What holds for every route: tokens, reading without writing, the audiences' doors, addresses that name nothing."""

from __future__ import annotations

from typing import Any

import flask
import pytest
from werkzeug.routing import Rule

from tests import factories
from tests.checking_client import CheckingClient, fields
from tests.conventions.visits import STAFF, Visits


def posts(visits: Visits) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
    """Every form of every page, by route and person: where it goes and what is sent; at least one for each route.

    What a page holds does not hang on the database: on the second one the forms are sent empty.
    """
    found: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    adapter = visits.app.url_map.bind("localhost")
    for visit in visits.gets if visits.kind == "sqlite" else ():
        for method, action, values in visit.facts.forms if visit.status == 200 else ():
            if method == "POST":
                rule, _ = adapter.match(action, "POST", return_rule=True)
                found.setdefault((rule.endpoint, visit.who), (action, values))
    covered = {endpoint for endpoint, _ in found}
    for rule in visits.rules("POST"):
        if rule.endpoint not in covered:
            who = {"officials": "officer", "moderators": "moderator"}.get(rule.endpoint.split(".")[0], "visitor")
            for path in visits.paths(rule)[:1]:
                found[rule.endpoint, who] = (path, {})
    return found


def test_every_route_that_takes_a_form_refuses_it_without_its_token(visits: Visits) -> None:
    sent = posts(visits)
    assert {endpoint for endpoint, _ in sent} == {rule.endpoint for rule in visits.rules("POST")}
    wrong = []
    with visits.nothing_is_written():
        for (endpoint, who), (path, values) in sent.items():
            for token in (None, "wrong"):
                data = {n: v for n, v in values.items() if n != "csrf_token"} | ({"csrf_token": token} if token else {})
                answer = visits.client(who).client.post(path, data=data)
                if answer.status_code not in (400, 403, 404, 409, 422):
                    wrong.append(f"{who} {path} ({endpoint}) answers {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_no_page_that_is_read_writes(visits: Visits) -> None:
    assert visits.gets
    assert visits.written == []


def test_a_page_that_is_read_can_be_asked_for_by_its_head(visits: Visits) -> None:
    if visits.kind != "sqlite":
        pytest.skip("what the head of a page is does not hang on the database")
    wrong = []
    for rule in visits.rules("GET"):
        for who in ("visitor", "officer"):
            path = visits.paths(rule)[0]
            whole, head = visits.client(who).client.get(path), visits.client(who).client.head(path)
            if head.status_code != whole.status_code or head.data or head.mimetype != whole.mimetype:
                wrong.append(f"{path}: {whole.status_code} and {head.status_code}, {len(head.data)} bytes")
    assert not wrong, "\n".join(wrong)


def test_an_address_that_only_takes_forms_says_so(visits: Visits) -> None:
    only = [r for r in visits.rules("POST") if "GET" not in (r.methods or ())]
    assert only
    for rule in only:
        answer = CheckingClient(visits.app).get(visits.paths(rule, "en")[0])
        assert (answer.status, answer.heading) == (405, "This address only receives forms")
        assert "POST" in answer.response.headers["Allow"]


def test_visitors_are_asked_to_sign_in_before_any_page_of_staff(visits: Visits) -> None:
    for rule in staff_rules(visits, "GET"):
        path = visits.paths(rule, "en")[0]
        answer = visits.client("visitor").client.get(path + "?page=2")
        assert answer.status_code == 302, path
        with visits.app.test_request_context():
            assert answer.location == flask.url_for("residents.accounts.sign_in", lang="en", next=path + "?page=2")


def test_what_a_signed_out_official_sends_is_kept_on_the_sign_in_page(visits: Visits) -> None:
    kept = {"title": 'Ett <b>"fält"</b>', "rows-0-text": "första\nandra", "csrf_token": "old"}
    for rule in staff_rules(visits, "POST"):
        path = visits.paths(rule, "en")[0]
        answer = CheckingClient(visits.app).post(path, kept)
        assert answer.status == 401, path
        values = fields(answer.forms()[0])
        assert {n: v for n, v in values.items() if n.startswith("kept-")} == {
            "kept-title": 'Ett <b>"fält"</b>',
            "kept-rows-0-text": "första\nandra",
        }
        assert values["next"] == path


def staff_rules(visits: Visits, method: str) -> list[Rule]:
    return [r for r in visits.rules(method) if r.endpoint.split(".")[0] in ("officials", "moderators")]


@pytest.mark.parametrize("audience", ["officials", "moderators"])
def test_an_account_without_a_role_of_the_audience_gets_no_page_of_it(visits: Visits, audience: str) -> None:
    """Whoever may not come in learns nothing from which addresses exist: the answer is 403 on each."""
    outsiders = {"moderators": [w for w in STAFF if w not in ("moderator", "coordinator")], "officials": []}[audience]
    for method in ("GET", "POST"):
        for rule in visits.rules(method):
            if rule.endpoint.startswith(f"{audience}."):
                for who in outsiders:
                    answer = visits.client(who).client.open(visits.paths(rule)[0], method=method)
                    assert answer.status_code == 403, (who, rule.rule)


def test_an_unknown_language_is_not_found(visits: Visits) -> None:
    for path in ("/xx/", "/sv-SE/", "/so/", "/xx/dialogues", "/xx/officials/"):
        answer = visits.client("visitor").client.get(path)
        assert answer.status_code == 404, path


UNKNOWN: dict[str, list[Any]] = {
    "slug": ["999999", "999999-x", "x", "0", "-1", "99999999999999999999", "1x", "%00", "999999-" + "x" * 3000],
    "key": ["unknown", "%00", "x" * 3000],
    "code": ["ABCD-EFGH-JKMN", "x", "%00", "x" * 3000, "ключ"],
    "token": ["unknown", "%00", "x" * 3000, "ключ"],
    "section": ["unknown"],
    "place": ["unknown", "%00", "x" * 3000],
}
NUMBERS = ["0", "999999", "2147483647", "2147483648", "99999999999999999999", "-1", "x"]


def test_an_address_that_names_nothing_is_not_found(visits: Visits) -> None:
    wrong = []
    adapter = visits.app.url_map.bind("localhost")
    got = [(adapter.match(v.path.split("?")[0], "GET", return_rule=True)[0], v) for v in visits.gets if v.status == 200]
    for rule in visits.rules("GET"):
        names = set(rule.arguments) - {"lang"}
        # Somebody who gets the page: to others it may be closed whatever the address says.
        seen = [v for route, v in got if route is rule]
        audience = rule.endpoint.split(".")[0]
        who = seen[0].who if seen else {"officials": "officer", "moderators": "moderator"}.get(audience, "visitor")
        for name in names:
            path = [*visits.paths(rule), *(v.path for v in seen if v.who == who)][-1]
            pattern = rule.rule.split("/")
            place = next(i for i, part in enumerate(pattern) if part.endswith((f":{name}>", f"<{name}>")))
            for value in UNKNOWN.get(name, NUMBERS):
                parts = path.split("/")
                parts[place] = str(value)
                answer = visits.client(who).client.get("/".join(parts))
                if answer.status_code != 404:
                    wrong.append(f"{who} {'/'.join(parts)[:90]} ({rule.endpoint}): {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_query_that_makes_no_sense_never_breaks_a_page(visits: Visits, has_postgres: bool) -> None:
    if visits.kind == "sqlite" and has_postgres:
        pytest.skip("the other database takes fewer sorts of texts and numbers")
    nonsense = ("page=-1", "page=99999999999999999999", 'page="><script>', "page=%00", "q=%FF", "q=" + "x" * 5000)
    sorts = ("stage=x&area=%00&order=x&parent=0&after=x&before=%00&place=x&kind=x", "parent=x&after=%00&before=x")
    wrong = []
    for rule in visits.rules("GET"):
        audience = rule.endpoint.split(".")[0]
        who = {"officials": "officer", "moderators": "moderator"}.get(audience, "visitor")
        for query in (*nonsense, *sorts):
            answer = visits.client(who).client.get(f"{visits.paths(rule)[-1]}?{query}")
            if answer.status_code >= 500 or b"<script>" in answer.data:
                wrong.append(f"{rule.endpoint}?{query[:40]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_contribution_of_another_dialogue_is_not_found_under_this_one(visits: Visits) -> None:
    world = visits.world
    with_ideas = [d for d in world.ideas if len(world.ideas[d]) > 3]
    here, other = with_ideas[0], next(d for d in world.ideas if d != with_ideas[0])
    number = next(n for n in world.ideas[here] if n not in world.ideas[other])
    answer = visits.client("visitor").client.get(f"/sv/dialogues/{world.slugs[other]}/ideas/{number}")
    assert answer.status_code == 404


def test_demo_accounts_are_shown_in_the_demonstration(visits: Visits) -> None:
    assert "officer@demo.example" in visits.client("visitor").get("/en/sign-in").text
    assert factories.PASSWORD not in visits.client("visitor").get("/en/sign-in").text
