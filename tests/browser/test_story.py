"""The main job from end to end, through the pages only: plan, decide, take part, moderate, compile, handle, feed back.

Each page is checked after each action, refused forms included. The runs together cover both languages, both themes,
phone and desktop, for residents and for officials.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from participation import clock, db
from tests import factories
from tests.browser import closing, planning, taking_part
from tests.browser.harness import DESKTOP, PHONE, Site, Visitor

pytestmark = pytest.mark.browser

RUNS = [
    pytest.param("sv", PHONE, False, id="sv-phone-light"),
    pytest.param("ar", DESKTOP, True, id="ar-desktop-dark"),
]
AUTHOR, TALKER = "author@home.example", "talker@home.example"


class Story:
    """The people of the story, who all read one language and see one theme; residents use a phone."""

    def __init__(self, site: Site, visitor: Callable[..., Visitor], locale: str, size: dict[str, int], dark: bool):
        self.site, self.visitor = site, visitor
        self.locale, self.size, self.dark = locale, size, dark
        with db.transaction(site.engine):
            town = factories.town()
            self.body, self.wrong_body = str(town.committee.id), str(town.council.id)
            self.moderator_id = str(town.moderator.account_id)

    def official(self, name: str) -> Visitor:
        someone = self.visitor(self.locale, self.size, dark=self.dark, name=f"{self.locale}-{name}")
        someone.sign_in(f"{name}@town.example", factories.PASSWORD)
        return someone

    def resident(self, name: str) -> Visitor:
        return self.visitor(self.locale, PHONE, dark=self.dark, name=f"{self.locale}-{name}")


@pytest.mark.parametrize(("locale", "size", "dark"), RUNS)
def test_from_a_draft_to_feedback(
    site: Site, visitor: Callable[..., Visitor], locale: str, size: dict[str, int], dark: bool
) -> None:
    story = Story(site, visitor, locale, size, dark)
    officer = story.official("officer")
    desk = plan(story, officer)
    decide(story, desk)
    announce(story, officer, desk)
    site.go_to_day(planning.PREPARING_DAYS)
    said = take_part(story)
    moderate(story, said)
    site.go_to_day(planning.PREPARING_DAYS + planning.OPEN_DAYS)
    compile_results(story, desk)
    site.go_to_day(planning.PREPARING_DAYS + planning.OPEN_DAYS + 29)
    handle(story, desk)
    feed_back(story, desk)
    see_what_became_of_it(story, said)


def plan(story: Story, officer: Visitor) -> str:
    """Create the dialogue, fill in every section, build the survey, propose. Returns the path of the workspace."""
    desk = planning.begin(officer, story.body)
    values = planning.sections(story.body, story.moderator_id)
    assert planning.propose(officer, desk) == 409
    assert sorted(set(officer.codes())) == planning.MISSING_AT_FIRST
    planning.fill_sections(officer, desk, values)
    for section, steps in values.items():
        everything = {name: value for step in steps for name, value in step.items()}
        officer.page.goto(f"{story.site.url}/{story.locale}{desk}/sections/{section}")
        assert planning.written(officer, everything) == everything
    planning.type_without_saving(officer, desk)
    planning.translate(officer, desk, "sv-lattlast")
    planning.translate(officer, desk, "ar")
    taking_part.build_survey(officer, desk)
    assert planning.propose(officer, desk) == 200
    return desk


def decide(story: Story, desk: str) -> None:
    """The secretary records the decision, after each way in which it can be refused; the core fields lock."""
    secretary = story.official("secretary")
    secretary.follow(f"main a[href$='{desk}']")
    secretary.follow(f"main a[href$='{desk}/decision']")
    assert secretary.send() == 409
    assert secretary.codes() == ["E-G09", "E-G15", "E-G03c"]
    complete = planning.decision(story.body, clock.today())
    secretary.fill(complete | {"body": story.wrong_body})
    assert secretary.send() == 409
    assert secretary.codes() == ["E-G10"]
    secretary.fill(complete | {"taken_by": "employee"})
    assert secretary.send() == 409
    assert secretary.codes() == ["E-G09"]
    secretary.fill(complete)
    assert secretary.send() == 200
    assert secretary.where() == "officials.dialogues.show"
    for section in ("question", "influence", "goal", "target_groups", "degrees", "decision_point"):
        secretary.page.goto(f"{story.site.url}/{story.locale}{desk}/sections/{section}")
        assert secretary.page.locator("main form").count() == 0
    secretary.check()


def announce(story: Story, officer: Visitor, desk: str) -> None:
    """The officer announces; residents find it among the planned ones, and cannot take part yet."""
    officer.open(f"{desk}/announce")
    assert officer.send() == 409
    assert officer.codes() == ["E-G28"]
    secretary = story.official("secretary")
    secretary.open(f"{desk}/minutes")
    taking_part.refused(secretary)
    secretary.fill({"announced_on": clock.today().isoformat(), "minutes_url": "https://town.example/minutes/12"})
    assert secretary.send() == 200
    officer.open(f"{desk}/announce")
    assert officer.send() == 200
    early = story.resident("early")
    early.open("/dialogues?stage=planned")
    assert early.page.locator("main .cards a").filter(has_text=planning.TITLE).count() == 1
    path = taking_part.find_dialogue(early)
    early.open(f"{path}/ideas/new")
    assert early.page.locator("main form").count() == 0


@dataclass(frozen=True)
class Said:
    """What residents said, by return codes; ``hidden`` is the number of the comment that is hidden later."""

    dialogue: str
    survey: str
    idea: str
    first: str
    hidden: str


def take_part(story: Story) -> Said:
    """A resident answers, has an idea; another comments on it and on comments; somebody reports."""
    author, talker = story.resident("author"), story.resident("talker")
    path = taking_part.find_dialogue(author)
    author.open("/dialogues?stage=planned")
    assert author.page.locator("main .cards a").filter(has_text=planning.TITLE).count() == 0
    survey = taking_part.answer_survey(author, path)
    author.open(path)
    author.follow("main a[href*='/surveys/']")
    assert author.page.locator("main .question").count() == 0
    idea = taking_part.put_forward_idea(author, path, "Elin")
    taking_part.leave_address(author, idea, AUTHOR)

    talker.open(f"{path}/ideas")
    talker.follow(talker.page.locator("main .cards a").first)
    address = talker.page.url.removeprefix(f"{story.site.url}/{story.locale}")
    first = taking_part.comment(talker, "main a[href$='/comments/new']", "Dumma idé, din dumbom.")
    number = talker.page.locator("main .lede bdi").inner_text()
    taking_part.leave_address(talker, first, TALKER)
    for depth in range(1, 5):
        talker.page.goto(f"{story.site.url}/{story.locale}{address}")
        answer = (
            talker.page.locator(".thread .comment-actions a").filter(has=talker.page.locator("svg")).nth(2 * depth - 2)
        )
        taking_part.comment(talker, answer, f"Svar på nivå {depth + 1}.")
    talker.open(address)
    depths = [c.get_attribute("class") for c in talker.page.locator(".comment").all()]
    assert [int(d.split("comment-depth-")[1][0]) for d in depths if d] == [1, 2, 3, 3, 3]
    taking_part.find_receipt(talker, first)

    passer_by = story.resident("passer-by")
    passer_by.open(address)
    taking_part.report(passer_by, passer_by.page.locator(".comment").first.locator(".comment-actions a").nth(1))
    return Said(path, survey, idea, first, number)


def moderate(story: Story, said: Said) -> None:
    """The moderator hides the reported comment and lets the rest stand; its author is told once; a tombstone stays."""
    moderator = story.official("moderator")
    assert taking_part.settle_queue(moderator, said.hidden, "Skriv gärna om utan okvädingsord.") == 6
    before = taking_part.letters(story.site, TALKER)
    assert len(before) == 2
    reader = story.resident("reader")
    reader.open(f"{said.dialogue}/ideas")
    reader.follow(reader.page.locator("main .cards a").first)
    assert reader.page.locator(".comment").count() == 5
    assert reader.page.locator(".comment-tombstone").count() == 1
    assert "dumbom" not in reader.page.content()
    reader.open(f"/receipts/{said.first}")
    assert "okvädingsord" in reader.page.locator("main").inner_text()


def compile_results(story: Story, desk: str) -> None:
    """Refused with the count; then everything is sorted, the report written and published."""
    officer = story.official("officer")
    assert taking_part.find_dialogue(story.resident("late"))
    assert closing.publish_report(officer, desk) == 409
    assert officer.codes() == ["E-G26", "E-G26b"]
    assert re.search("6|٦", officer.page.locator("main .refusal li[data-code=E-G26]").inner_text())
    closing.sort_everything(officer, desk, "Sittplatser")
    closing.write_report(officer, desk)
    assert closing.publish_report(officer, desk) == 200
    assert officer.where() == "officials.results.report"


def handle(story: Story, desk: str) -> None:
    """The secretary records the decision on the results with a stance on the theme, refused first."""
    secretary = story.official("secretary")
    secretary.open(f"{desk}/handling")
    assert secretary.send() == 409
    assert secretary.codes() == ["E-G15", "E-G27", "E-G28"]
    theme = closing.theme_name(secretary)
    complete = closing.handling(story.body, clock.today(), theme)
    secretary.fill(complete | {f"{theme}_motive_sv": ""})
    assert secretary.send() == 409
    assert secretary.codes() == ["E-G27b"]
    secretary.fill(complete)
    assert secretary.send() == 200


def feed_back(story: Story, desk: str) -> None:
    """Both feedbacks, each refused first; the dialogue is completed only with both, and nobody is written to twice."""
    officer = story.official("officer")
    officer.open(f"{desk}/feedback")
    complete = "main form[action$='/feedback/complete'] button"
    assert officer.send(complete) == 409
    assert officer.codes() == ["E-G29", "E-G30"]
    participants = "main form[action$='/feedback/participants'] button[value=publish]"
    public = "main form[action$='/feedback/public'] button[value=publish]"
    assert officer.send(participants) == 409
    assert officer.codes() == ["E-G29"]
    officer.fill(closing.in_each("participants_text", "Tack! Det blir fem bänkar."))
    assert officer.send(participants) == 200
    assert officer.send(complete) == 409
    assert officer.codes() == ["E-G30"]
    assert officer.send(public) == 409
    officer.fill(closing.in_each("public_text", "Det blir fem bänkar.") | {"public_channels": "Tidningen"})
    assert officer.send(public) == 200
    if officer.page.locator(complete).count():
        assert officer.send(complete) == 200


def see_what_became_of_it(story: Story, said: Said) -> None:
    """Theme, stance, decision and feedback on the receipt; every move on the public timeline; each letter once."""
    reader = story.resident("reader")
    reader.open(f"/receipts/{said.idea}")
    assert "Sittplatser" in reader.page.locator(".theme-traces").inner_text()
    assert reader.page.locator(".theme-traces .tag").count() == 1
    reader.open(f"{said.dialogue}/results")
    assert "fem bänkar" in reader.page.locator("main").inner_text()
    reader.open("/dialogues?stage=completed")
    assert reader.page.locator("main .cards a").filter(has_text=planning.TITLE).count() == 1
    reader.open(said.dialogue)
    reader.page.locator("section[aria-labelledby=log] summary").click()
    reader.check()
    assert reader.page.locator("ol.log li").count() == 10
    told = taking_part.letters(story.site, AUTHOR)
    assert len(told) == len(set(told)) == 3
