"""What officials do when a dialogue has closed, through the pages: sort, report, handle, feed back."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.browser.harness import Visitor

LANGUAGES = ("sv", "sv-lattlast", "ar")


def in_each(name: str, text: str) -> dict[str, str]:
    """The text in each language of the dialogue, as its forms name them."""
    return {f"{name}_{code}": text if code == "sv" else f"[{code}] {text}" for code in LANGUAGES}


def sort_everything(officer: Visitor, desk: str, theme: str) -> None:
    """Make a theme and put everything into it; refused once for want of a choice."""
    officer.open(f"{desk}/themes/new")
    assert officer.send() == 422
    open_languages(officer)
    officer.fill(in_each("title", theme) | in_each("text", "Många vill kunna sitta ner på vägen."))
    assert officer.send() == 200
    assert officer.where() == "officials.results.themes"
    assert officer.send("button[value=sort]") == 422
    for box in officer.page.locator("main [name=contribution]").all():
        box.check()
    officer.page.locator("main [name=theme]").first.check()
    assert officer.send("button[value=sort]") == 200


def open_languages(officer: Visitor) -> None:
    """Unfold the fields of the other languages."""
    for folded in officer.page.locator("main details.more-languages > summary").all():
        folded.click()


def write_report(officer: Visitor, desk: str) -> None:
    """Every section, as far as each is needed."""
    officer.open(f"{desk}/report")
    texts = {f"{s}_sv": f"Om {s}: bänkar, ljus och lägre fart." for s in ("how", "minority_views", "seldom_heard")}
    officer.fill(in_each("summary", "Bänkar, ljus och lägre fart.") | texts | {"limits_sv": "Få svarade."})
    assert officer.send("main form button[value=preview]") == 200
    assert officer.where() == "officials.results.preview"


def publish_report(officer: Visitor, desk: str) -> int:
    """Publish it from its preview."""
    officer.open(f"{desk}/report/preview")
    return officer.send("main form[action$='/report/publish'] button")


def handling(body: str, day: date, theme: str) -> dict[str, Any]:
    """A complete handling decision, the stance on the theme included (``theme_7``)."""
    return {
        "body": body,
        "taken_by": "body",
        "taken_on": day.isoformat(),
        "paragraph": "34",
        "registry_number": "SBN 2026/77",
        "minutes_announced_on": day.isoformat(),
        "effect_sv": "Bänkarna kom till sedan barnen hade bett om dem.",
        f"{theme}_value": "partly_adopted",
        f"{theme}_motive_sv": "Pengarna räcker till fem bänkar.",
        f"{theme}_measure": "planned",
        f"{theme}_due": date(day.year + 1, 6, 1).isoformat(),
    }


def theme_name(secretary: Visitor) -> str:
    """How the form names its first theme (``theme_7``)."""
    return secretary.page.locator("main .stance-form h3").first.get_attribute("id") or ""
