"""Closing the loop through the pages, as officials and the secretary do it; every page is checked as it comes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import event, select

from participation import clock, db
from participation.access_log.models import Sighting
from participation.contributions.queries import by_id
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage
from participation.dialogues.rules import Stage
from participation.results.actions import report
from participation.results.queries import Coverage, coverage, report_of, themes_in
from participation.results.rules import ReportSection
from tests.checking_client import CheckingClient, Page, text_of
from tests.results.conftest import LANGUAGES, Loop

LONG = "Elva svarande vill inte ha fler gupp.\nSex vill lämna vid dörren. 🚲 <script>"


def codes(page: Page) -> list[str]:
    """The refusals' codes, those of checklists left out."""
    lists = [e for e in page.all("ul") if e.get("class") == "refusal"]
    return [li.get("data-code", "") for ul in lists for li in ul]


def report_fields(text: str = "Text.") -> dict[str, str]:
    return {f"{s.value}_{code}": f"{text} {s.value} {code}" for s in ReportSection for code in LANGUAGES}


def handling_fields(loop: Loop, **changes: Any) -> dict[str, Any]:
    body = loop.look(lambda d: d.responsible_body_id)
    today = clock.today().isoformat()
    name = f"theme_{loop.theme}"
    return {
        "body": str(body),
        "taken_by": "body",
        "taken_on": today,
        "paragraph": "34",
        "registry_number": "SBN 2026/77",
        "minutes_announced_on": today,
        "minutes_url": "https://example.se/protokoll",
        "effect_sv": "Nämnden bytte förslag.",
        f"{name}_value": "partly_adopted",
        f"{name}_motive_sv": "En del ryms.",
        f"{name}_measure": "planned",
        **changes,
    }


def send(client: CheckingClient, path: str, data: dict[str, Any]) -> Page:
    return client.post(path, {"csrf_token": client.token(), **data})


def test_the_whole_loop_through_the_pages(loop: Loop) -> None:
    officer, secretary = loop.client("officer"), loop.client("secretary")
    assert send(officer, loop.officials("themes/new"), {"title_sv": "Farten"}).status == 303
    theme = loop.look(lambda d: themes_in(d.id)[0].id)
    loop.theme = theme
    ticked = {"contribution": [*loop.ideas, loop.comment, loop.responses[0]], "theme": [str(theme)], "do": "sort"}
    assert send(officer, loop.officials("themes/sort?kind=idea"), ticked).response.location.endswith("kind=idea&done=5")
    assert send(officer, loop.officials("themes/wordless"), {}).status == 303
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 7)

    saved = send(officer, loop.officials("report"), {**report_fields(), "then": "preview"})
    assert saved.response.location.endswith("/report/preview")
    assert "Text. summary sv" in officer.get(loop.officials("report/preview", "sv")).text
    assert send(officer, loop.officials("report/publish"), {}).status == 303
    assert loop.look(current_stage) is Stage.COMPILED

    other = loop.look(lambda d: themes_in(d.id)[1].id)
    more = {f"theme_{other}_value": "already_in_place"}
    assert send(secretary, loop.officials("handling"), handling_fields(loop, **more)).status == 303
    assert loop.look(current_stage) is Stage.HANDLED

    told = {f"participants_text_{c}": f"Tack {c}." for c in LANGUAGES}
    assert send(officer, loop.officials("feedback/participants"), {**told, "do": "publish"}).status == 303
    public = {f"public_text_{c}": f"Så blev det {c}." for c in LANGUAGES} | {"public_channels": "Anslag\nTidningen"}
    assert send(officer, loop.officials("feedback/public"), {**public, "do": "publish"}).status == 303
    assert send(officer, loop.officials("feedback/complete"), {}).status == 303
    assert loop.look(current_stage) is Stage.FED_BACK

    measure = {f"theme_{theme}-status": "done", f"theme_{theme}-due": "2026-10-15"}
    assert send(officer, loop.officials(f"measures/{theme}"), measure).status == 303
    for path in ("themes", "report", "report/preview", "handling", "feedback", "measures"):
        for lang in ("sv", "ar"):
            assert officer.get(loop.officials(path, lang)).status == 200


def test_publishing_too_early_says_everything_that_is_missing(loop: Loop) -> None:
    loop.do(lambda _d: setattr(by_id(loop.ideas[0]), "reviewed_at", None))
    page = send(loop.client("officer"), loop.officials("report/publish"), {})
    assert (page.status, codes(page)) == (409, ["E-G25", "E-G26", "E-G26b"])
    assert "7 of 7" in page.text


def test_a_report_too_long_keeps_every_word(loop: Loop) -> None:
    officer = loop.client("officer")
    sent = report_fields() | {"how_sv": "å" * 8001, "minority_views_ar": LONG}
    page = send(officer, loop.officials("report"), sent)
    assert page.status == 422
    kept = {e.get("name"): (e.text or "").removeprefix("\n") for e in page.all("textarea")}
    # A consultation ranks no priorities and drafts nothing: those parts are not asked for.
    assert kept == {k: v for k, v in sent.items() if not k.startswith(("priorities", "participants_draft"))}
    assert loop.look(lambda d: report_of(d.id)) is None


def test_two_officers_writing_at_once_lose_nothing(loop: Loop) -> None:
    officer = loop.client("officer")
    seen = next(e for e in officer.get(loop.officials("report")).all("input") if e.get("name") == "seen").get("value")
    loop.write()
    page = send(officer, loop.officials("report"), {**report_fields("Mitt."), "seen": seen})
    assert page.status == 409
    assert "Mitt. how sv" in page.text
    fresh = next(e for e in page.all("input") if e.get("name") == "seen").get("value")
    assert send(officer, loop.officials("report"), {**report_fields("Mitt."), "seen": fresh}).status == 303
    assert loop.look(lambda d: report_of(d.id).how.sv) == "Mitt. how sv"


def test_the_report_is_saved_while_one_writes(loop: Loop) -> None:
    officer = loop.client("officer")
    sent = {"csrf_token": officer.token(), **report_fields()}
    answer = officer.client.post(loop.officials("report"), data=sent, headers={"X-Autosave": "1"})
    said = json.loads(answer.get_data(as_text=True))
    assert (answer.status_code, sorted(said)) == (200, ["saved", "seen"])
    assert loop.look(lambda d: report_of(d.id).summary.sv) == "Text. summary sv"


def test_a_refused_decision_keeps_everything_that_was_sent(loop: Loop) -> None:
    loop.compile()
    secretary = loop.client("secretary")
    name = f"theme_{loop.theme}"
    wrong = handling_fields(
        loop, taken_by="employee", paragraph="", **{f"{name}_value": "not_adopted", f"{name}_motive_sv": ""}
    )
    wrong["effect_ar"] = LONG
    page = send(secretary, loop.officials("handling"), wrong)
    assert (page.status, codes(page)) == (409, ["E-G27c", "E-G15", "E-G27b"])
    texts = {e.get("name"): (e.text or "").removeprefix("\n") for e in page.all("textarea")}
    assert (texts["effect_ar"], texts["effect_sv"]) == (LONG, "Nämnden bytte förslag.")
    checked = {e.get("name"): e.get("value") for e in page.all("input") if e.get("checked") is not None}
    assert checked == {"taken_by": "employee", f"{name}_value": "not_adopted"}
    assert loop.look(current_stage) is Stage.COMPILED
    assert send(secretary, loop.officials("handling"), handling_fields(loop)).status == 303
    assert send(secretary, loop.officials("handling"), handling_fields(loop)).status == 303, "twice is once"
    late = send(secretary, loop.officials("handling"), handling_fields(loop, paragraph="35", effect_sv="Annat."))
    assert (late.status, codes(late)) == (409, ["E-RACE"])
    both = [text_of(cell) for cell in late.all("td")]
    assert both == ["34", "35", "Nämnden bytte förslag.", "Annat."]


def test_a_theme_without_a_stance_is_named_on_the_page(loop: Loop) -> None:
    loop.compile()
    sent = handling_fields(loop)
    del sent[f"theme_{loop.theme}_value"]
    page = send(loop.client("secretary"), loop.officials("handling"), sent)
    assert (page.status, codes(page)) == (409, ["E-G27"])
    assert "Farten" in page.text


def test_minutes_link_only_to_the_web(loop: Loop) -> None:
    loop.compile()
    secretary = loop.client("secretary")
    for url in ("ftp://example.se", "example.se", "//example.se"):
        page = send(secretary, loop.officials("handling"), handling_fields(loop, minutes_url=url))
        assert page.status == 422, url
    assert loop.look(current_stage) is Stage.COMPILED


def test_feedback_by_halves_does_not_complete_the_dialogue(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    officer = loop.client("officer")
    assert codes(send(officer, loop.officials("feedback/complete"), {})) == ["E-G29", "E-G30"]
    loop.tell_participants()
    assert codes(send(officer, loop.officials("feedback/complete"), {})) == ["E-G30"]
    page = send(officer, loop.officials("feedback/public"), {"public_text_sv": LONG, "do": "publish"})
    assert (page.status, codes(page)) == (409, ["E-G30"])
    assert LONG in [(e.text or "").removeprefix("\n") for e in page.all("textarea")]
    saved = send(officer, loop.officials("feedback/public"), {"public_text_sv": LONG, "do": "save"})
    assert saved.status == 303
    assert loop.look(current_stage) is Stage.HANDLED


def test_a_crafted_post_skips_no_step(loop: Loop) -> None:
    officer, secretary = loop.client("officer"), loop.client("secretary")
    assert codes(send(secretary, loop.officials("handling"), handling_fields(loop))) == ["E-STATE"]
    for path in ("feedback/participants", "feedback/public", "feedback/complete", "measures/1"):
        page = send(officer, loop.officials(path), {"do": "publish"})
        assert (path, page.status, codes(page)) == (path, 409, ["E-STATE"])
    assert loop.look(current_stage) is Stage.CLOSED


def test_the_back_office_is_not_for_visitors(loop: Loop) -> None:
    visitor = loop.client()
    for path in ("themes", "report", "report/preview", "handling", "feedback", "measures", "themes/new"):
        answer = visitor.get(loop.officials(path))
        assert answer.status == 302, path
        assert "/sign-in" in answer.response.location


def test_the_secretary_reads_but_does_not_sort(loop: Loop) -> None:
    secretary = loop.client("secretary")
    assert secretary.get(loop.officials("themes")).status == 200
    ticked = {"contribution": loop.ideas, "theme": ["other"], "do": "sort"}
    assert send(secretary, loop.officials("themes/sort"), ticked).status == 403
    assert loop.look(lambda d: coverage(d.id)) == Coverage(7, 0)


def test_that_contributions_were_read_to_be_sorted_is_logged(loop: Loop) -> None:
    loop.client("secretary").get(loop.officials("themes"))
    with db.transaction(loop.engine, write=False) as session:
        seen = session.scalars(select(Sighting).order_by(Sighting.id.desc()).limit(1)).one()
        assert (seen.actor_name, seen.what) == ("Secretary", "contributions")


def test_a_crafted_address_of_the_list_harms_nothing(loop: Loop) -> None:
    officer = loop.client("officer")
    for query in ("page=-1", "after=-1", "before=x", "after=99999999999999999999", "kind=%22%3E%3Cscript%3E"):
        assert officer.get(loop.officials(f"themes?{query}")).status == 200, query
    assert officer.get(loop.officials("themes?language=%00")).status == 200


def test_a_theme_that_is_not_there_is_not_found(loop: Loop) -> None:
    officer = loop.client("officer")
    for path in ("themes?theme=999", "themes/999"):
        assert officer.get(loop.officials(path)).status == 404


def test_nothing_personal_is_on_the_sorting_page(loop: Loop) -> None:
    page = loop.client("officer").get(loop.officials("themes?theme=all"))
    assert "Idé 0" in page.text
    for secret in ("Ali Hemlig", "boende.example", *loop.look(lambda _d: [by_id(i).return_code for i in loop.ideas])):
        assert secret not in page.text


def test_the_pages_of_the_sorting_list_are_the_whole_set(loop: Loop) -> None:
    from participation.results import sorting

    def read(d: Dialogue) -> tuple[list[int], list[int]]:
        found: list[int] = []
        more = True
        while more:
            last = found[-1] if found else None
            page = sorting.page_of(d.id, sorting.Choice(), confidential=True, after=last, size=2)
            found += [i.contribution.id for i in page.items]
            more = page.more_after
        back = sorting.page_of(d.id, sorting.Choice(), confidential=True, before=found[-1], size=2)
        return found, [i.contribution.id for i in back.items]

    found, back = loop.look(read)
    assert found == sorted([*loop.ideas, loop.comment, *loop.responses])
    assert back == found[-3:-1]


def test_survey_answers_are_read_as_they_were_given(loop: Loop) -> None:
    page = loop.client("officer").get(loop.officials("themes?kind=survey_response"))
    for words in ("Hur tar du dig till skolan?", "Går", "Mörkt.", "3 on a scale from 1 to 5 (1 = Inte alls, 5 = Helt)"):
        assert words in page.text


# -- the public page ---------------------------------------------------------------------------------------------


def public_texts(loop: Loop, lang: str = "en") -> str:
    return loop.client().get(loop.public(lang)).text


def test_no_theme_is_told_before_the_report_is_published(loop: Loop) -> None:
    loop.sort()
    loop.write()
    page = public_texts(loop)
    assert "The results are not ready yet" in page
    for secret in ("Farten", "Avsnitt"):
        assert secret not in page
    loop.do(lambda d: report.publish_report(loop.town.officer, d))
    page = public_texts(loop)
    assert "This is what you said" in page
    assert "Farten" in page
    assert "Avsnitt seldom_heard." in page


def test_no_stance_is_told_before_it_is_recorded(loop: Loop) -> None:
    loop.compile()
    assert "Det är viktigast." not in public_texts(loop)
    assert "Adopted" not in public_texts(loop).replace("adopted", "Adopted")
    loop.handle()
    page = public_texts(loop)
    for words in ("We decided", "adopted", "Det är viktigast.", "Nämnden bytte förslag.", "§ 34"):
        assert words in page


def test_the_page_is_right_at_every_stage_in_every_language(loop: Loop) -> None:
    stages = []
    steps = [lambda: None, loop.compile, loop.handle, loop.tell_participants, loop.tell_public, loop.complete]
    for step in steps:
        step()
        stages.append(loop.look(current_stage))
        for lang in ("sv", "en", "ar"):
            assert loop.client().get(loop.public(lang)).status == 200
    assert stages == [Stage.CLOSED, Stage.COMPILED, *[Stage.HANDLED] * 3, Stage.FED_BACK]
    page = public_texts(loop)
    assert "Tack. Övergången byggs först." in page
    assert "Written to 2 addresses." in page


def test_hidden_contributions_are_in_no_number_on_the_page(loop: Loop) -> None:
    from participation.contributions.actions import set_visibility
    from participation.contributions.rules import Visibility

    loop.compile()
    assert "7 contributions are counted here." in public_texts(loop)
    loop.do(lambda _d: set_visibility(by_id(loop.ideas[0]), Visibility.HIDDEN))
    page = public_texts(loop)
    assert "6 contributions are counted here." in page
    assert '<span class="outcome-number">6</span>' in page


def test_nothing_personal_is_on_the_public_page(loop: Loop) -> None:
    loop.bring_to(Stage.FED_BACK)
    page = public_texts(loop)
    names = (loop.town.officer.name, loop.town.secretary.name)
    for secret in ("Ali Hemlig", "boende.example", *names, *loop.look(_codes(loop))):
        assert secret not in page


def _codes(loop: Loop) -> Any:
    return lambda _d: [by_id(i).return_code for i in loop.ideas]


def test_a_missing_language_says_which_one_stands_in(loop: Loop) -> None:
    loop.bring_to(Stage.HANDLED)
    page = loop.client().get(loop.public("ar"))
    fallbacks = [e for e in page.all("span", "p", "div") if e.get("lang") == "sv" and e.get("dir") == "ltr"]
    assert any("Nämnden bytte förslag." in "".join(e.itertext()) for e in fallbacks)
    assert "exist only in" in page.text or "فقط" in page.text


def test_a_draft_has_no_results_page(app: Any, engine: Any) -> None:
    from tests import factories

    with db.transaction(engine):
        made: Dialogue = factories.dialogue(factories.town(), Stage.DECIDED)
        path = f"/en/dialogues/{made.id}/results"
    assert CheckingClient(app).get(path).status == 404


def test_the_public_page_takes_at_most_five_queries(loop: Loop) -> None:
    loop.bring_to(Stage.FED_BACK)
    client = loop.client()
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")) and "content_version" not in statement:
            seen.append(statement)

    event.listen(loop.engine, "before_cursor_execute", note)
    try:
        assert client.get(loop.public("sv")).status == 200
    finally:
        event.remove(loop.engine, "before_cursor_execute", note)
    assert len(seen) == 5, "\n\n".join(seen)
