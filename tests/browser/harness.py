"""A real browser against a real server: the program in a thread of this process, its clock in the tests' hands.

Every page a test opens is checked with axe (WCAG 2.2 AA and best practice) and for scripts' errors, requests to other
hosts and sideways scrolling: on load, and whenever the test says so after it has done something. With
PARTICIPATION_TEST_PICTURES set to a folder, each checked page is kept there as a picture, in order, to look at.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request
from sqlalchemy.engine import Engine
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from participation import clock, db, outbox, work
from participation.app import create_app
from participation.settings import RateLimits, Settings

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RULES_OF_LOOKS = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"],
}
"""What can be wrong at one size or in one theme with a page that is sound in another."""
PHONE = {"width": 320, "height": 640}
TABLET = {"width": 768, "height": 1024}
DESKTOP = {"width": 1280, "height": 900}

SUBMIT = "main form button[type=submit]:visible:not([aria-hidden=true])"
AXE = AXE_FILE_PATH.read_text()
RUN_AXE = r"""async (rules) => {
  const quickly = { resultTypes: ["violations"], reporter: "no-passes", preload: false, iframes: false };
  const { violations } = await axe.run(document, { runOnly: rules, ...quickly });
  const where = (nodes) => nodes.slice(0, 4).map((n) => `  ${n.html}\n  ${n.failureSummary}`).join("\n");
  return violations.map((v) => `${v.id}: ${v.help}\n${where(v.nodes)}`);
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility())
    .filter((e) => e.getBoundingClientRect().right > width + 1 || e.getBoundingClientRect().left < -1)
    .slice(0, 4).map((e) => e.outerHTML.slice(0, 120));
}"""


@dataclass
class Site:
    """The running program: where it answers, its database, its day, its post."""

    url: str
    app: Flask
    engine: Engine
    settings: Settings

    def go_to_day(self, days_ahead: int) -> None:
        """Let the program's clock be so many days ahead of the real one."""
        clock.configure(self.settings.municipality.time_zone, days_ahead)

    def send_mail(self) -> list[str]:
        """Do the worker's job once; returns the mails written so far, newest last, as text."""
        transport = work.transport_of(self.settings)
        assert transport is not None
        outbox.deliver(self.engine, transport)
        folder = Path(self.settings.mail.removeprefix("file:"))
        return [p.read_text() for p in sorted(folder.glob("*.eml"), key=lambda p: p.stat().st_mtime_ns)]


@contextmanager
def running(folder: Path, database: Path, **changes: Any) -> Iterator[Site]:
    """The program, serving a copy of the database from the folder."""
    path = folder / "browser.sqlite3"
    path.write_bytes(database.read_bytes())
    engine = db.make_engine(f"sqlite:///{path}")
    server = make_server("127.0.0.1", 0, _later, threaded=True, request_handler=_Quiet)
    try:
        site = _started(server, engine, folder, f"sqlite:///{path}", changes)
        try:
            yield site
        finally:
            site.go_to_day(0)
    finally:
        server.shutdown()
        server.server_close()
        engine.dispose()


def _started(server: BaseWSGIServer, engine: Engine, folder: Path, database: str, changes: dict[str, Any]) -> Site:
    # First the thread, so that the server can be told to stop whatever happens; nobody knows its address yet.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.port}"
    settings = Settings(
        data_dir=folder,
        database_url=database,
        secret_key="a secret for the browser's tests",
        base_url=url,
        mail=f"file:{folder / 'mail'}",
        rate_limits=RateLimits(contributions_per_session="1000/minute", sign_in_per_account="1000/minute"),
        **changes,
    )
    server.app = create_app(settings, engine)
    return Site(url, server.app, engine, settings)


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Say nothing: a failure says which page it was on."""


def _later(_environ: Any, _start: Any) -> Any:
    raise RuntimeError("the program is put in place before the first request")


@dataclass
class Visitor:
    """Somebody at a browser. ``check`` fails on the first fault of the page in front of them."""

    page: Page
    site: Site
    locale: str = "sv"
    name: str = ""
    scripts: bool = True
    faults: list[str] = field(default_factory=list)
    _pictures: int = 0

    def open(self, path: str) -> int:
        """Go to a path of the service (``/dialogues``), in this person's language, and check what comes."""
        answer = self.page.goto(f"{self.site.url}/{self.locale}{path}")
        self.check()
        return answer.status if answer else 0

    def follow(self, link: str | Locator) -> int:
        """Click what leads to another page, and check that page. Returns its status."""
        target = self.page.locator(link).first if isinstance(link, str) else link
        with self.page.expect_navigation() as leaving:
            target.click()
        self.check()
        return leaving.value.status if leaving.value else 0

    def send(self, button: str | Locator = SUBMIT) -> int:
        """Send a form, and check the page that answers. Returns the status of that page."""
        return self.follow(button)

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill in fields of the page by their names: text, choice, tick (True, False), several choices (a list)."""
        for name, value in values.items():
            fields = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
            kind = fields.first.evaluate("e => e.type || e.tagName.toLowerCase()")
            if kind in ("radio", "checkbox") and not isinstance(value, bool):
                for one in value if isinstance(value, list) else [value]:
                    self.page.locator(f'main [name="{name}"][value="{one}"]').check()
            elif kind == "checkbox":
                fields.first.set_checked(value)
            elif kind.startswith("select"):
                fields.first.select_option(value)
            else:
                fields.first.fill(str(value))

    def where(self) -> str:
        """The name of the page: its endpoint."""
        return self.page.locator("main").get_attribute("data-page") or ""

    def codes(self) -> list[str]:
        """The codes of the reasons on the page why something is refused."""
        return [e.get_attribute("data-code") or "" for e in self.page.locator("main .refusal li[data-code]").all()]

    def check(self) -> None:
        """The page as it is now: axe, scripts' errors, foreign requests, nothing that scrolls sideways."""
        found = self.faults_found()
        assert not found, "\n".join(found)

    def faults_found(self, rules: Mapping[str, Any] = RULES) -> list[str]:
        """As :meth:`check`: what is wrong, to be told with what is wrong with other pages."""
        self._picture()
        found = (self._found_by_axe(rules) if self.scripts else []) + self.sideways() + self.faults
        self.faults.clear()
        return [f"{self.page.url} at {self.page.viewport_size}: {fault}" for fault in found]

    def sideways(self) -> list[str]:
        """Whether the page scrolls sideways, and over what."""
        width = self.page.evaluate(SIDEWAYS)
        return [f"scrolls sideways by {width} px: {self.page.evaluate(TOO_WIDE)}"] if width > 0 else []

    def _found_by_axe(self, rules: Mapping[str, Any]) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(RUN_AXE, rules)
        return found

    def _picture(self) -> None:
        folder = os.environ.get("PARTICIPATION_TEST_PICTURES")
        if folder:
            self._pictures += 1
            title = f"{self.name}-{self._pictures:03}-{self.where() or 'no-page'}.png"
            self.page.screenshot(path=Path(folder) / title, full_page=True)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the page."""
        self.open("/sign-in")
        self.fill({"email": email, "password": password})
        self.send()


def visitor_of(
    browser: Browser,
    site: Site,
    locale: str = "sv",
    size: Mapping[str, int] | None = None,
    *,
    dark: bool = False,
    scripts: bool = True,
    name: str = "",
    **more: Any,
) -> tuple[Visitor, BrowserContext]:
    """A person at a browser of their own, and the browser's context to close afterwards."""
    context = browser.new_context(
        viewport=size or DESKTOP,  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        reduced_motion="reduce",
        locale="ar" if locale == "ar" else "sv-SE",
        **more,
    )
    context.set_default_timeout(10_000)
    someone = Visitor(context.new_page(), site, locale, name, scripts)
    _watch(someone)
    return someone, context


def _watch(visitor: Visitor) -> None:
    own = urlsplit(visitor.site.url).netloc

    def on_console(message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        if message.type in ("error", "warning") and not refused:
            visitor.faults.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != own:
            visitor.faults.append(f"asked another host: {request.url}")

    visitor.page.on("console", on_console)
    visitor.page.on("pageerror", lambda error: visitor.faults.append(f"script: {error}"))
    visitor.page.on("request", on_request)
