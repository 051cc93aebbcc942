"""Every page there is, as it looks to those who see it: small, middling and large, light and dark, in both directions.

The pages are the program's own routes, at the addresses of the world that the conventions are tested in: a new page is
looked at without a word here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from werkzeug.routing import Rule

from participation.dialogues.rules import Stage
from tests import factories
from tests.browser.harness import DESKTOP, PHONE, RULES_OF_LOOKS, TABLET, Site, Visitor, running, visitor_of
from tests.conventions import world as worlds
from tests.conventions.visits import STAFF, Visits

pytestmark = pytest.mark.browser

LONG_WORD = "epäjärjestelmällistyttämättömyydellänsäkäänköhän"
LONG_TITLE = f"Vägen till skolan, tryggheten vid hållplatserna, {LONG_WORD} och allt annat"
LONG_TITLE += "." * (120 - len(LONG_TITLE))


def long_words(town: factories.Town) -> None:
    """A dialogue whose title is as long as it may be, and what people write there in other letters and long words."""
    shown = factories.dialogue(town, Stage.OPEN, languages=("sv", "sv-lattlast", "ar"), title=LONG_TITLE)
    factories.idea(shown, title="مقاعد على الطريق", body="لا يوجد مكان للجلوس.", language="ar")
    body = f"Det är {LONG_WORD}. <b>Fet</b> https://exempel.se"
    idea = factories.idea(shown, title=f"Bänkar {LONG_WORD}", body=body)
    comment = factories.comment(idea, display_name="Elin", body=LONG_WORD)
    for _ in range(3):
        comment = factories.comment(idea, parent=comment)


@dataclass(frozen=True)
class View:
    """A page somebody looks at: ``who`` is one of STAFF, or "" for a visitor. The path has no language."""

    endpoint: str
    who: str
    path: str


EVERY_ADDRESS = {"residents.dialogues.show", "officials.dialogues.show", "residents.results.show"}
"""Pages that look different in each stage. Of the others the first address that somebody gets is looked at: what stands
at the next is built alike, and tests/conventions look at it without a browser."""


def all_views(visits: Visits) -> list[View]:
    """Each page with the first sort of person who gets it."""
    found = []
    for rule in visits.rules("GET"):
        if "lang" not in rule.arguments:
            continue
        paths = visits.paths(rule)
        seen = 0
        for path in paths:
            for who in _first_who_gets(visits, rule, path):
                found.append(View(rule.endpoint, who, path.removeprefix("/sv")))
                seen += 1
            if seen and rule.endpoint not in EVERY_ADDRESS:
                break
    return found


def _first_who_gets(visits: Visits, rule: Rule, path: str) -> list[str]:
    people = ["", *STAFF] if rule.endpoint.startswith("residents.") else list(STAFF)
    for who in people:
        with visits.client(who or "visitor").client.get(path) as answer:  # a file is closed, too
            if answer.status_code == 200 and answer.mimetype == "text/html" and "attachment" not in str(answer.headers):
                return [who]
    return []


@dataclass(frozen=True)
class Town:
    """The running program and what there is to look at."""

    site: Site
    views: list[View]

    def path(self, endpoint: str) -> str:
        """The newest dialogue's page of the sort: the one with long words, if it has one."""
        return next(view.path for view in self.views if view.endpoint == endpoint)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Town]:
    with running(tmp_path_factory.mktemp("views"), sqlite_template) as site:
        yield Town(site, all_views(Visits(worlds.make(site.app, site.engine, long_words), "sqlite")))


@pytest.fixture
def anybody(browser: Browser, town: Town) -> Callable[..., Any]:
    """Somebody at a browser for as long as the block lasts, signed in if one of STAFF is named."""

    @contextmanager
    def somebody(locale: str = "sv", size: Any = None, who: str = "", **more: Any) -> Iterator[Visitor]:
        visitor, context = visitor_of(browser, town.site, locale, size, name=f"{locale}-views", **more)
        try:
            if who:
                visitor.sign_in(STAFF[who], factories.PASSWORD)
            yield visitor
        finally:
            context.close()

    return somebody


PARTS = 4
"""The pages are looked at in so many heaps, which go side by side."""


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("locale", ["sv", "ar"])
def test_a9_28_every_page_is_sound_at_every_size_in_both_themes(
    town: Town, anybody: Callable[..., Any], locale: str, part: int
) -> None:
    """Structure is looked at once in each direction; colours and sizes once more, in Swedish.

    With it, both themes are seen at both sizes: what is small and light in Swedish is small and dark in Arabic.
    """
    small, large = ("light", "dark") if locale == "sv" else ("dark", "light")
    faults: list[str] = []
    for who in ("", *STAFF):
        views = [view for view in town.views[part::PARTS] if view.who == who]
        with anybody(locale, PHONE, who, dark=small == "dark") as visitor:
            for view in views:
                visitor.page.emulate_media(color_scheme=small)
                visitor.page.set_viewport_size(PHONE)
                answer = visitor.page.goto(f"{town.site.url}/{locale}{view.path}")
                if answer is None or answer.status != 200:
                    faults.append(f"{view}: {answer and answer.status}")
                faults += visitor.faults_found()
                visitor.page.set_viewport_size(TABLET)
                faults += visitor.sideways()
                visitor.page.emulate_media(color_scheme=large)
                visitor.page.set_viewport_size(DESKTOP)
                faults += visitor.faults_found(RULES_OF_LOOKS) if locale == "sv" else visitor.sideways()
    assert not faults, "\n".join(faults)


UNREACHED = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button]")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.type !== "hidden" && !e.disabled)
  .filter((e) => !e.closest("[aria-hidden=true], [inert]"))
  .filter((e) => e.tabIndex !== 0)
  .map((e) => e.outerHTML.slice(0, 120))"""
"""What one can press or write in but not come to by keyboard, or only in another order than the page's."""


def test_a9_28_everything_on_every_public_page_is_reached_by_keyboard(town: Town, anybody: Callable[..., Any]) -> None:
    """On some of them each stop is gone through in tests/browser/test_keyboard.py."""
    public = [view for view in town.views if view.endpoint.startswith("residents.") and not view.who]
    assert len({view.endpoint for view in public}) > 30
    with anybody("ar", PHONE) as visitor:
        found = {}
        for view in public:
            visitor.page.goto(f"{town.site.url}/ar{view.path}")
            if unreached := visitor.page.evaluate(UNREACHED):
                found[view.path] = unreached
        visitor.page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=x tabindex=-1>x</a>')"
        )
        planted = visitor.page.evaluate(UNREACHED)
    assert found == {}
    assert len(planted) == 1, "planted: a link that the keyboard passes by"


KEY_PAGES = (
    "residents.dialogues.start",
    "residents.dialogues.show",
    "residents.ideas.show",
    "residents.ideas.new",
    "residents.surveys.answer",
    "residents.results.show",
    "residents.receipts.show",
)


def _key_paths(town: Town) -> list[str]:
    return [town.path(name) for name in KEY_PAGES]


@pytest.mark.parametrize("locale", ["sv", "ar"])
def test_at_400_percent_nothing_scrolls_sideways(town: Town, anybody: Callable[..., Any], locale: str) -> None:
    """A window of 1280 x 1024 at 400 % is 320 x 256 to the page."""
    with anybody(locale, {"width": 320, "height": 256}, device_scale_factor=4) as visitor:
        for path in _key_paths(town):
            visitor.page.goto(f"{visitor.site.url}/{locale}{path}")
            assert visitor.sideways() == [], path
            assert visitor.page.evaluate(COVERED) < 0.6, f"{path}: what stays in place covers the page"


COVERED = """() => [...document.querySelectorAll("body *")]
  .filter((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position) && e.checkVisibility())
  .reduce((sum, e) => sum + e.getBoundingClientRect().height, 0) / innerHeight"""


@pytest.mark.parametrize("locale", ["sv", "ar"])
def test_text_of_twice_the_size_fits(town: Town, anybody: Callable[..., Any], locale: str) -> None:
    with anybody(locale, DESKTOP) as visitor:
        for path in _key_paths(town):
            visitor.page.goto(f"{visitor.site.url}/{locale}{path}")
            visitor.page.evaluate("document.documentElement.style.fontSize = '225%'")
            for size in (DESKTOP, TABLET, PHONE):
                visitor.page.set_viewport_size(size)
                assert visitor.sideways() == [], f"{path} {size}"


def test_forced_colours_leave_everything_in_sight(town: Town, anybody: Callable[..., Any]) -> None:
    """Own colours are taken away: what is chosen, done or in focus must still be told apart by shape."""
    with anybody("sv", PHONE, forced_colors="active") as visitor:
        for path in _key_paths(town):
            visitor.page.goto(f"{visitor.site.url}/sv{path}")
            assert visitor.page.evaluate("matchMedia('(forced-colors: active)').matches")
            assert visitor.sideways() + visitor.faults == []
            visitor.page.keyboard.press("Tab")
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert visitor.page.evaluate(outline) != "none", path


def test_what_is_printed_is_the_page_without_its_surroundings(town: Town, anybody: Callable[..., Any]) -> None:
    with anybody("sv", {"width": 700, "height": 1000}) as visitor:
        for path in _key_paths(town):
            visitor.page.goto(f"{visitor.site.url}/sv{path}")
            visitor.page.emulate_media(media="print")
            assert visitor.sideways() == [], path
            assert visitor.page.locator("h1").is_visible()
            for surroundings in (".site-nav", ".bar-buttons", ".skip-link"):
                assert not visitor.page.locator(surroundings).is_visible(), f"{path} {surroundings}"
            assert visitor.page.pdf(format="A4").startswith(b"%PDF")


MOST_TRANSFERRED = 60_000


@pytest.mark.parametrize("locale", ["sv", "ar"])
def test_a_first_view_of_a_dialogue_is_small_and_asks_nobody_else(
    town: Town, anybody: Callable[..., Any], locale: str
) -> None:
    sizes: dict[str, float] = {}
    urls: dict[str, str] = {}
    with anybody(locale, PHONE) as visitor:
        network = visitor.page.context.new_cdp_session(visitor.page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", lambda e: urls.update({e["requestId"]: e["request"]["url"]}))
        network.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
        path = town.path("residents.dialogues.show")
        visitor.page.goto(f"{visitor.site.url}/{locale}{path}", wait_until="networkidle")
        # A browser without a window asks for no icon of itself.
        visitor.page.evaluate("fetch(document.querySelector('link[rel~=icon]').href).then((icon) => icon.blob())")
        visitor.page.wait_for_load_state("networkidle")
        assert visitor.faults == []
    told = {urls[request]: size for request, size in sizes.items()}
    assert {url.rsplit(".", 1)[-1].split("?")[0] for url in told if "/static/" in url} == {"css", "js", "svg"}
    assert sum(told.values()) <= MOST_TRANSFERRED, told
