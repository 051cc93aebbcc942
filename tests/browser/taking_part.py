"""What residents and moderators do while a dialogue is open, through the pages."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping

from playwright.sync_api import Locator

from tests.browser.harness import Site, Visitor
from tests.browser.planning import TITLE

SUMMARY_FOCUSED = "document.activeElement.hasAttribute('data-error-summary')"


def build_survey(officer: Visitor, desk: str) -> None:
    """A survey with a question of each sort; the first must be answered."""
    officer.open(f"{desk}/surveys")
    assert officer.send() == 422
    officer.fill({"title": "Din skolväg"})
    assert officer.send() == 200
    _ask(officer, "single_choice", {"text": "Hur tar du dig till skolan?", "required": True}, ["Går", "Cyklar"])
    _ask(officer, "multiple_choice", {"text": "Vad är otryggt?"}, ["Farten", "Mörkret", "Sikten"])
    _ask(officer, "scale", {"text": "Hur trygg är vägen?", "low_label": "Inte alls", "high_label": "Helt"})
    _ask(officer, "open_text", {"text": "Vad mer vill du säga?"})
    assert officer.page.locator("main ol.rows-list > li").count() == 4
    officer.follow("main a[href*='/preview?']")
    assert officer.page.locator("main .question").count() == 4


def _ask(officer: Visitor, kind: str, values: Mapping[str, object], choices: list[str] | None = None) -> None:
    officer.page.locator(f"main a[href$='type={kind}']").click()
    if choices:
        assert officer.send("main form.form p.actions button") == 422
    officer.fill({**values, **{f"options-{i}-text": text for i, text in enumerate(choices or ())}})
    assert officer.send("main form.form p.actions button") == 200


def find_dialogue(visitor: Visitor) -> str:
    """From the start page to the dialogue; returns its path without the language."""
    visitor.open("/")
    visitor.follow(visitor.page.locator("main a").filter(has_text=TITLE).first)
    assert visitor.where() == "residents.dialogues.show"
    return visitor.page.url.removeprefix(f"{visitor.site.url}/{visitor.locale}")


def refused(visitor: Visitor) -> None:
    """Send the form in front of the visitor as it is; it comes back, its summary of what is wrong in focus."""
    assert visitor.send() == 422
    assert visitor.page.evaluate(SUMMARY_FOCUSED) or not visitor.scripts


def answer_survey(visitor: Visitor, dialogue: str) -> str:
    """Answer every question; returns the return code."""
    visitor.open(dialogue)
    visitor.follow("main a[href*='/surveys/']")
    refused(visitor)
    single, multiple, scale = visitor.page.locator("main fieldset.question").all()
    single.locator("input").nth(1).check()
    multiple.locator("input").nth(0).check()
    multiple.locator("input").nth(2).check()
    scale.locator(".scale-step label").nth(3).click()
    visitor.page.locator("main textarea").fill("Bilarna kör för fort vid bron.")
    assert visitor.send() == 200
    assert visitor.where() == "residents.surveys.review"
    assert visitor.send() == 200
    assert visitor.where() == "residents.surveys.about_you"
    visitor.follow("main p.actions a[href*='/receipts/']")
    return receipt_code(visitor)


def receipt_code(visitor: Visitor) -> str:
    """The code on the receipt in front of the visitor."""
    assert visitor.where() == "residents.receipts.show"
    return visitor.page.locator(".copy-code-value").inner_text()


def put_forward_idea(visitor: Visitor, dialogue: str, name: str = "") -> str:
    """An idea; refused once, with nothing lost. Returns the return code."""
    visitor.open(f"{dialogue}/ideas/new")
    body = "Det finns ingenstans att sitta, och det är långt till skolan för de minsta."
    visitor.fill({"body": body, "display_name": name})
    refused(visitor)
    assert visitor.page.locator("main [name=body]").input_value() == body
    assert visitor.page.locator("main [name=language]").input_value() == visitor.locale
    visitor.fill({"title": "Bänkar längs vägen"})
    assert visitor.send() == 200
    return receipt_code(visitor)


def comment(visitor: Visitor, link: str | Locator, text: str) -> str:
    """Follow the link to a comment form and write; returns the return code."""
    visitor.follow(link)
    visitor.fill({"body": text})
    assert visitor.send() == 200
    return receipt_code(visitor)


def leave_address(visitor: Visitor, code: str, address: str) -> None:
    """Leave an address on a receipt, wrongly first."""
    visitor.open(f"/receipts/{code}")
    visitor.fill({"email": "ingen adress"})
    refused(visitor)
    visitor.fill({"email": address})
    assert visitor.send() == 200


def find_receipt(visitor: Visitor, code: str) -> None:
    """Type the code as people do, wrongly first, and come to the receipt."""
    visitor.open("/receipts")
    visitor.fill({"code": "ABCD-2345-WXYZ"})
    refused(visitor)
    visitor.fill({"code": code.lower().replace("-", " ")})
    assert visitor.send() == 200
    assert receipt_code(visitor) == code


def report(visitor: Visitor, link: Locator) -> None:
    """Report a contribution; without a ground first."""
    visitor.follow(link)
    refused(visitor)
    visitor.fill({"ground": "personal_attack", "text": "Det sista ordet."})
    assert visitor.send() == 200
    assert visitor.where() == "residents.report.receipt"


GROUND_DOWN = 10
"""So many steps down from the first ground to that of a personal attack."""


def settle_queue(moderator: Visitor, number: str, reasons: str) -> int:
    """Read the whole queue by keyboard: hide what has the number, let the rest stand. Returns how many there were."""
    moderator.open("/moderators/")
    settled = 0
    while moderator.page.locator("form[data-approve]").count():
        settled += 1
        if moderator.page.locator("h1").inner_text().endswith(number):
            _hide(moderator, reasons)
        else:
            _press(moderator, "a")
        moderator.check()
        assert _focused(moderator), "who has decided is not told where one is"
    return settled


def _focused(visitor: Visitor) -> bool:
    """Whether what the step before came to is in focus."""
    return bool(visitor.page.evaluate("document.activeElement.matches('[data-outcome]')"))


def _hide(moderator: Visitor, reasons: str) -> None:
    keyboard = moderator.page.keyboard
    keyboard.press("h")
    keyboard.press("Space")
    for _ in range(GROUND_DOWN):
        keyboard.press("ArrowDown")
    assert moderator.page.locator("[name=ground]:checked").get_attribute("value") == "personal_attack"
    moderator.check()
    keyboard.press("Tab")
    keyboard.type(reasons)
    keyboard.press("Tab")
    _press(moderator, "Enter")
    moderator.check()
    assert reasons in moderator.page.locator(".preview").inner_text()
    assert _focused(moderator)
    moderator.page.locator("button[value=hide]").focus()
    _press(moderator, "Enter")


def _press(visitor: Visitor, key: str) -> None:
    with visitor.page.expect_navigation() as leaving:
        visitor.page.keyboard.press(key)
    assert leaving.value.status == 200


def letters(site: Site, address: str) -> list[str]:
    """The subjects of what has been sent to the address, once the worker has done its job twice."""
    site.send_mail()
    messages = [email.message_from_string(text, policy=email.policy.default) for text in site.send_mail()]
    return [str(m["Subject"]) for m in messages if address in str(m["To"])]
