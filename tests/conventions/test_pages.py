"""What holds for every page, whoever gets it and in whichever language."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from participation.settings import LOCALES
from participation.texts import language_tag
from participation.web import HEADERS
from tests.conventions.visits import Visit, Visits, is_browsing, is_unfinished

UNFINISHED: frozenset[str] = frozenset()
"""Pages that are only announced. The list may only become shorter."""

OTHER_TEMPLATES = {
    "residents.surveys.answer": {
        "residents/surveys/already.html",
        "residents/surveys/code.html",
        "residents/surveys/sign_in.html",
    },
    "residents.surveys.step": {"residents/surveys/answer.html"},
    "residents.receipts.show": {"residents/receipts/initiative.html"},
    "residents.ideas.new": {"residents/contributions/closed.html"},
    "residents.comments.new": {"residents/contributions/closed.html"},
    "officials.results.new_theme": {"officials/results/theme.html"},
    "officials.offline.again": {"officials/offline/answers.html"},
    "officials.offline.comment": {"officials/offline/words.html"},
    "officials.offline.entry": {"officials/offline/slip.html", "officials/offline/waiting.html"},
    "officials.offline.idea": {"officials/offline/words.html"},
    "officials.surveys.new_question": {"officials/surveys/question.html"},
    "officials.surveys.remove_question": {"officials/surveys/remove.html"},
}
"""Templates that stand in for a page's own: where it has nothing to offer, or is the same form as another."""

NOT_PAGES = frozenset(
    {
        "root",
        "healthz",
        "readyz",
        "site.robots",
        "site.security",
        "site.sitemap",
        "residents.dialogues.feed",
        "officials.contributions.export_file",
        "officials.dialogues.paper_file",
        "residents.calendar.dialogue",
        "residents.calendar.everything",
        "officials.statements.report_file",
        "officials.survey_results.fetch",
        "officials.survey_results.results_csv",
        "officials.surveys.attached_content",
        "officials.surveys.show_picture",
        "residents.statements.report_file",
        "residents.survey_results.table",
        "residents.surveys.picture",
    }
)
"""Routes that answer with something else than a page."""


def test_no_page_is_only_announced(visits: Visits) -> None:
    announced = {r.endpoint for r in visits.app.url_map.iter_rules() if is_unfinished(visits.app, r.endpoint)}
    assert announced == UNFINISHED, "take finished pages out of UNFINISHED; it must not grow"


def test_every_page_can_be_seen_by_somebody(visits: Visits) -> None:
    if visits.kind != "sqlite":
        pytest.skip("on the second database fewer addresses are asked for")
    seen = {v.endpoint for v in visits.gets if v.status == 200}
    unseen = {r.endpoint for r in visits.rules("GET")} - seen - {"root"}
    assert unseen == set(), "nobody gets these pages: give tests/conventions/world.py what they need"


def test_no_page_breaks(visits: Visits) -> None:
    assert [str(v) for v in visits.gets if v.status >= 500] == []


def test_a9_28_every_page_is_faultless(visits: Visits) -> None:
    if visits.kind != "sqlite":
        pytest.skip("what a page looks like does not hang on the database")
    found: dict[str, list[str]] = {}
    for visit in visits.gets:
        if visit.facts.faults:
            found.setdefault(visit.endpoint, []).append(f"{visit}\n      " + "\n      ".join(visit.facts.faults[:6]))
    said = "\n".join(f"  {name}: {len(pages)} pages, such as {pages[0]}" for name, pages in found.items())
    assert not found, f"pages with faults:\n{said}"


def test_every_page_says_which_it_is(visits: Visits) -> None:
    here = re.compile(r'<main id="main" data-page="([\w.]+)"')
    wrong = {
        (v.endpoint, *here.findall(v.response.get_data(as_text=True)))
        for v in visits.gets
        if v.is_page and v.status == 200 and here.findall(v.response.get_data(as_text=True)) != [v.endpoint]
    }
    assert wrong == set(), '<main id="main" data-page="…"> names the endpoint'


def test_every_page_is_made_of_the_template_it_is_named_after(visits: Visits) -> None:
    wrong = set()
    for visit in visits.gets:
        if visit.status != 200 or visit.endpoint in NOT_PAGES:
            continue
        own = visit.endpoint.replace(".", "/") + ".html"
        others = set(visit.templates) - {own, *OTHER_TEMPLATES.get(visit.endpoint, ())}
        if others or not visit.templates:
            wrong.add((visit.endpoint, visit.templates))
    assert wrong == set(), "endpoint = template path: residents.ideas.new renders residents/ideas/new.html"


def test_every_answer_carries_the_security_headers(visits: Visits) -> None:
    wrong = {
        (v.endpoint, name)
        for v in visits.gets
        for name, value in HEADERS.items()
        if v.response.headers.getlist(name) != [value]
    }
    assert wrong == set()


def test_the_content_policy_lets_nothing_inline_and_nothing_from_elsewhere() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(
        " ".join(policy.values()).split()
    ) == set()


def cache_faults(visit: Visit, *, browsing: bool) -> list[str]:
    """What is wrong with how an answer may be kept by others."""
    headers = visit.response.headers
    if browsing and visit.who == "visitor" and visit.status == 200:
        wrong = [] if headers.get("Cache-Control") == "public, no-cache" else [f"{headers.get('Cache-Control')}"]
        wrong += [] if headers.get("ETag", "").startswith('"') else ["no strong ETag"]
        wrong += ["sets a cookie"] if "Set-Cookie" in headers else []
        text = visit.response.get_data().decode(errors="replace")
        wrong += ["has a form that is posted"] if 'method="post"' in text else []
        return wrong + (["carries a token"] if "csrf" in text else [])
    if "Cookie" in headers.get("Vary", "") or visit.who != "visitor" or visit.is_page:
        return [] if headers.get("Cache-Control") == "private, no-store" else [f"{headers.get('Cache-Control')}"]
    return []


def test_browsing_is_public_and_everything_else_is_private(visits: Visits) -> None:
    found = {}
    for visit in visits.gets:
        if visit.endpoint not in ("root", "healthz", "readyz"):
            wrong = cache_faults(visit, browsing=is_browsing(visits.app, visit.endpoint))
            if wrong:
                found[str(visit)] = wrong
    assert found == {}


def test_every_page_that_residents_read_without_a_form_is_browsing(visits: Visits) -> None:
    """What residents only read, and what is not about one person, is the same for everybody."""
    personal = {"residents.receipts.find", "residents.receipts.show", "residents.report.receipt"}
    only_read = {
        rule.endpoint
        for rule in visits.rules("GET")
        if rule.endpoint.startswith("residents.") and "POST" not in (rule.methods or ())
    }
    assert {e for e in only_read if not is_browsing(visits.app, e)} - personal == set()


def test_what_the_cache_says_of_a_page_is_never_sent_on(visits: Visits) -> None:
    assert {v.endpoint for v in visits.gets if v.response.headers.get("X-Page-Valid-Until")} == set()


MOST = 3
"""So many addresses of a route are followed, for each sort of person."""


def test_every_link_leads_to_a_page(visits: Visits) -> None:
    """Whoever follows a link of this service comes to a page they may see, or is asked to sign in."""
    if visits.kind != "sqlite":
        pytest.skip("where a link leads does not hang on the database")
    adapter = visits.app.url_map.bind("localhost")
    answered = {(v.who, v.path): v.status for v in visits.gets}
    followed: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str], str] = {}
    for visit in visits.gets:
        looked_at = visit.status == 200 and visit.who in ("visitor", "officer", "moderator")
        for link in visit.facts.links if looked_at else ():
            key = (visit.who, link)
            if link.startswith("/static/") or key in found:
                continue
            if not adapter.test(link.split("?")[0], "GET"):
                found[key] = f"{visit}: {link} is no address"
            elif key not in answered:
                target = (visit.who, str(adapter.match(link.split("?")[0], "GET")[0]))
                followed[target] += 1
                if followed[target] > MOST:
                    continue
                answered[key] = visits.client(visit.who).client.get(link).status_code
            if answered.get(key, 200) >= 400:
                found[key] = f"{visit}: {link} answers {answered[key]}"
    assert not found, "\n".join(found.values())


def test_every_language_is_offered_on_every_page_and_leads_to_the_same_page(visits: Visits) -> None:
    if visits.kind != "sqlite":
        pytest.skip("where a link leads does not hang on the database")
    wrong = set()
    for visit in visits.gets:
        if visit.status == 200 and visit.is_page and visit.who == "visitor":
            here = visit.path.split("/", 2)[2:]
            if visit.facts.languages != {language_tag(code): "/".join(["", code, *here]) for code in LOCALES}:
                wrong.add((visit.endpoint, visit.path))
    assert wrong == set()


def test_every_form_can_be_sent_to_a_route_that_takes_it(visits: Visits) -> None:
    if visits.kind != "sqlite":
        pytest.skip("where a form goes does not hang on the database")
    adapter = visits.app.url_map.bind("localhost")
    wrong = {
        (visit.endpoint, method, action)
        for visit in visits.gets
        for method, action, _ in visit.facts.forms
        if not adapter.test(action, method)
    }
    assert wrong == set()


_REACHES_A_PERSON = re.compile(r"[\w.+-]+@home\.example|\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
"""The addresses that people leave in this world, and return codes."""


def test_no_page_shows_the_staff_whom_it_reaches_without_noting_it(visits: Visits) -> None:
    silent = {
        f"{visit.endpoint}: {found[0]}"
        for visit in visits.gets
        if visit.endpoint.split(".")[0] in ("officials", "moderators")
        and visit.status == 200
        and visit.is_page
        and not hasattr(visits.app.view_functions[visit.endpoint], "shows")
        and (found := _REACHES_A_PERSON.search(visit.response.get_data(as_text=True)))
    }
    assert silent == set()
