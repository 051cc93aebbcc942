"""The resident's part with nothing but a keyboard: everything is reached, seen when reached, and left again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from participation import db
from participation.dialogues.rules import Stage
from tests import factories
from tests.browser.harness import DESKTOP, PHONE, Site, Visitor
from tests.browser.planning import TITLE

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const e = document.activeElement;
  const seen = [e, e.closest("label"), e.nextElementSibling, e.closest("li, .card")].filter(Boolean);
  const ring = (x) => [null, "::after"].some((part) => {
    const style = getComputedStyle(x, part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  });
  const box = e.getBoundingClientRect();
  const title = e.textContent.trim().slice(0, 40);
  return {
    tag: e.tagName.toLowerCase(), type: e.type || "", name: e.name || "", value: e.value || "", href: e.href || "",
    text: title, outlined: seen.some(ring),
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
MOST_STOPS = 150


class Fingers:
    """Somebody who only has a keyboard. Each stop must show where one is."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def tab(self) -> dict[str, object]:
        self.page.keyboard.press("Tab")
        stop: dict[str, object] = self.page.evaluate(FOCUSED)
        if stop["tag"] not in ("body", "html"):
            assert stop["outlined"], f"no visible focus on {stop} at {self.page.url}"
            assert stop["inView"], f"focus out of sight on {stop} at {self.page.url}"
        return stop

    def to(self, selector: str) -> None:
        """Tab until what the selector names is in focus."""
        for _ in range(MOST_STOPS):
            self.tab()
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached by keyboard at {self.page.url}")

    def all_stops(self) -> list[dict[str, object]]:
        """From the beginning of the page until focus leaves it."""
        stops: list[dict[str, object]] = []
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if stop["tag"] in ("body", "html"):
                return stops
            stops.append(stop)
        raise AssertionError(f"focus never leaves {self.page.url}")

    def press(self, key: str = "Enter") -> None:
        """Press a key that leads to another page, and check that page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.visitor.check()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)


@pytest.fixture
def open_dialogue(site: Site) -> Iterator[Site]:
    with site.app.test_request_context(), db.transaction(site.engine):
        dialogue = factories.dialogue(factories.town(), Stage.OPEN, languages=("sv", "sv-lattlast", "ar"), title=TITLE)
        factories.idea(dialogue)
    yield site


@pytest.mark.parametrize(("locale", "size"), [("sv", PHONE), ("ar", DESKTOP)], ids=["sv-phone", "ar-desktop"])
def test_a9_28_a_resident_takes_part_with_a_keyboard_only(
    open_dialogue: Site, visitor: Callable[..., Visitor], locale: str, size: dict[str, int]
) -> None:
    resident = visitor(locale, size, name=f"{locale}-keys")
    hands, page = Fingers(resident), resident.page
    resident.open("/")

    # The skip link is first, and leads past the header.
    assert hands.tab()["href"] == f"{page.url}#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    hands.to("main .cards a")
    hands.press()
    assert resident.where() == "residents.dialogues.show"
    dialogue = page.url

    # The survey: radio buttons by arrows, boxes by space; refused first, the summary in focus and leading to its field.
    hands.to("main a[href*='/surveys/']")
    hands.press()
    hands.to("main form button[type=submit]")
    hands.press()
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    hands.to(".error-summary a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('fieldset, .field') !== null")
    hands.to("main input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.checked")
    hands.to("main input[type=checkbox]")
    page.keyboard.press("Space")
    hands.to("main textarea")
    hands.type("Bilarna kör för fort.")
    hands.to("main form button[type=submit]")
    hands.press()
    assert resident.where() == "residents.surveys.review"
    hands.to("main form button[type=submit]")
    hands.press()
    assert resident.where() == "residents.surveys.about_you"
    hands.to("main p.actions a[href*='/receipts/']")
    hands.press()
    assert resident.where() == "residents.receipts.show"

    # An idea.
    page.goto(dialogue)
    hands.to("main a[href$='/ideas/new']")
    hands.press()
    hands.to("main [name=title]")
    hands.type("Bänkar")
    hands.to("main [name=body]")
    hands.type("Det finns ingenstans att sitta.")
    hands.to("main form button[type=submit]")
    hands.press()
    assert resident.where() == "residents.receipts.show"
    code = page.locator(".copy-code-value").inner_text()
    hands.to("main [name=email]")
    hands.type("author@home.example")
    hands.press()
    assert resident.where() == "residents.receipts.show"

    # Comment on it, answer the comment, report it.
    resident.page.goto(f"{open_dialogue.url}/{locale}/receipts/{code}")
    hands.to("main a[href*='/ideas/']")
    hands.press()
    hands.to("main a[href$='/comments/new']")
    hands.press()
    hands.to("main [name=body]")
    hands.type("Ja, gärna.")
    hands.to("main form button[type=submit]")
    hands.press()
    hands.to("main a[href*='/ideas/']")
    hands.press()
    hands.to("main .comment a[href*='parent=']")
    hands.press()
    hands.to("main [name=body]")
    hands.type("Håller med.")
    hands.to("main form button[type=submit]")
    hands.press()
    hands.to("main a[href*='/ideas/']")
    hands.press()
    hands.to("main .comment a[href*='/report/']")
    hands.press()
    hands.to("main [name=ground]")
    page.keyboard.press("Space")
    hands.to("main form button[type=submit]")
    hands.press()
    assert resident.where() == "residents.report.receipt"

    # Find the receipt again.
    hands.to("footer a")
    resident.open("/receipts")
    hands.to("main [name=code]")
    hands.type(code)
    hands.press()
    assert page.locator(".copy-code-value").inner_text() == code


@pytest.mark.parametrize(
    "path", ["/", "/dialogues/1", "/dialogues/1/ideas/new", "/dialogues/1/surveys/enkat", "/search"]
)
def test_a9_28_focus_goes_through_the_whole_page_and_out(
    open_dialogue: Site, visitor: Callable[..., Visitor], path: str
) -> None:
    someone = visitor("sv", PHONE, name="sv-stops")
    someone.open(path)
    hands = Fingers(someone)
    stops = hands.all_stops()
    wanted = someone.page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
          .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled)
          .filter((e) => e.type !== "radio" && e.type !== "hidden").length"""
    )
    assert len([s for s in stops if s["type"] != "radio"]) >= wanted


def test_sheets_open_and_close_by_keyboard_and_give_focus_back(
    open_dialogue: Site, visitor: Callable[..., Visitor]
) -> None:
    someone = visitor("sv", PHONE, name="sv-sheets")
    someone.open("/")
    hands, page = Fingers(someone), someone.page
    for sheet in ("site-languages", "site-nav"):
        hands.to(f"[popovertarget={sheet}]")
        page.keyboard.press("Enter")
        assert page.locator(f"#{sheet}").is_visible()
        someone.check()
        hands.to(f"#{sheet} li a")
        page.keyboard.press("Escape")
        assert not page.locator(f"#{sheet}").is_visible()
        assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == sheet
