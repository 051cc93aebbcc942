"""A new version is written aside and published whole; what began with an earlier one keeps it. On both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import content_version, db
from participation.access import Conflict, NotFound, Refused
from participation.checklists.queries import lines_of
from participation.dialogues.queries import dialogue_by_id
from participation.dialogues.rules import Stage
from participation.event_log import Event
from participation.handbook import actions, queries, shipped
from participation.handbook.models import HandbookText, HandbookVersion
from participation.handbook.rules import LINKED, MOST_SCREENS, Place
from participation.policy.actions import propose, settle
from participation.policy.rules import Outcome
from participation.texts import Texts
from tests import factories


def text_of_draft(key: str) -> HandbookText:
    draft = queries.draft()
    assert draft is not None
    return next(t for t in queries.texts(draft.number) if t.key == key)


def rewrite(town: factories.Town, key: str, title: str) -> None:
    text = text_of_draft(key)
    actions.save_text(
        town.coordinator, text, title=Texts(sv=title), body=Texts(sv="Ny text."), position=text.position, seen=None
    )


def publish(town: factories.Town, note: str = "Nytt") -> None:
    draft = queries.draft()
    assert draft is not None
    actions.publish(town.coordinator, draft, note=note)


def test_installing_the_handbook_again_changes_nothing(engine: Engine) -> None:
    with db.transaction(engine):
        assert not shipped.install()
        assert queries.current_number() == 1
        assert len(queries.texts(1)) == sum(len(shipped.chapters(place)) for place in Place)


@pytest.mark.usefixtures("app")
def test_a_draft_is_a_copy_that_changes_nothing_that_is_published(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        before = {t.key: (t.title, t.body, t.position) for t in queries.texts(1)}
        draft = actions.begin_draft(town.coordinator)
        assert actions.begin_draft(town.coordinator) is draft
        assert {t.key: (t.title, t.body, t.position) for t in queries.texts(2)} == before
        assert [(i.key, i.text) for i in queries.items(2)] == [(i.key, i.text) for i in queries.items(1)]
        rewrite(town, "question", "En annan rubrik")
        assert queries.current_number() == 1
        with pytest.raises(NotFound):
            queries.published_version(2)
        assert {t.key: (t.title, t.body, t.position) for t in queries.texts(1)} == before


@pytest.mark.usefixtures("app")
def test_publishing_is_dated_logged_seen_at_once_and_done_once(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        draft = actions.begin_draft(town.coordinator)
        seen = content_version.read(content_version.SITE)
        publish(town)
        assert content_version.read(content_version.SITE) == seen + 1
        published = draft.published_at
        actions.publish(town.coordinator, draft, note="Igen")
        assert (draft.published_at, draft.note, queries.current_number(), queries.draft()) == (
            published,
            "Nytt",
            2,
            None,
        )
        logged = db.session().scalars(select(Event.action).where(Event.action.like("handbook.%"))).all()
        assert logged == ["handbook.begun", "handbook.published"]
    with db.transaction(engine), pytest.raises(NotFound):
        text = next(iter(queries.texts(2)))
        actions.save_text(town.coordinator, text, title=Texts(sv="X"), body=Texts(sv="X"), position=1)


@pytest.mark.usefixtures("app")
def test_a_dialogue_keeps_the_versions_it_began_with(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        first = factories.dialogue(town, Stage.DRAFT).id
        draft = actions.begin_draft(town.coordinator)
        rows: list[tuple[str | None, Texts]] = [(None, Texts(sv="Bara detta."))]
        actions.save_items(town.coordinator, draft, Place.PLAN, rows)
        publish(town)
        version = propose(
            town.coordinator, text=Texts(sv="Policy"), adopted_by="Kommunfullmäktige", adopted_on=factories.LONG_AGO
        )
        settle(town.admin, version, Outcome.PUBLISHED)
        second = factories.dialogue(town, Stage.DRAFT).id
    with db.transaction(engine):
        old, new = dialogue_by_id(first), dialogue_by_id(second)
        assert (old.handbook_version, old.policy_version) == (1, None)
        assert (new.handbook_version, new.policy_version) == (2, 1)
        assert len([x for x in lines_of(old) if x.place is Place.PLAN]) == len(shipped.items(Place.PLAN))
        assert [x.item.text.sv for x in lines_of(new) if x.place is Place.PLAN] == ["Bara detta."]


@pytest.mark.usefixtures("app")
def test_of_two_who_change_a_text_the_later_is_told(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        actions.begin_draft(town.coordinator)
        seen = actions.fingerprint(text_of_draft("question"))
        rewrite(town, "question", "Först")
    with pytest.raises(Conflict), db.transaction(engine):
        text = text_of_draft("question")
        actions.save_text(
            town.coordinator, text, title=Texts(sv="Sen"), body=Texts(sv="Sen"), position=text.position, seen=seen
        )
    with db.transaction(engine):
        text = text_of_draft("question")
        assert text.title.sv == "Först"
        # Whoever writes the same has nothing to be told.
        actions.save_text(town.coordinator, text, title=text.title, body=text.body, position=text.position, seen=seen)
        old = actions.items_fingerprint(2, Place.PLAN)
        draft = queries.draft()
        assert draft is not None
        actions.save_items(town.coordinator, draft, Place.PLAN, [(None, Texts(sv="Ett"))], seen=old)
        with pytest.raises(Conflict):
            actions.save_items(town.coordinator, draft, Place.PLAN, [(None, Texts(sv="Två"))], seen=old)


@pytest.mark.usefixtures("app")
def test_a_chapter_that_checks_lead_to_stays_and_the_path_never_grows_too_long(
    engine: Engine, town: factories.Town
) -> None:
    with db.transaction(engine):
        draft = actions.begin_draft(town.coordinator)
        for key in sorted(LINKED)[:3]:
            with pytest.raises(Refused, match="E-H01"):
                actions.remove_text(town.coordinator, text_of_draft(key))
        actions.remove_text(town.coordinator, text_of_draft("measures"))
        while len(queries.texts(2, (Place.ELECTED,))) < MOST_SCREENS:
            actions.add_text(town.coordinator, draft, Place.ELECTED, title=Texts(sv="Mer"), body=Texts(sv="Mer."))
        with pytest.raises(Refused, match="E-H02"):
            actions.add_text(town.coordinator, draft, Place.ELECTED, title=Texts(sv="Mer"), body=Texts(sv="Mer."))
        added = actions.add_text(town.coordinator, draft, Place.PLAN, title=Texts(sv="Frågan"), body=Texts(sv="Ny."))
        assert added.key == "fragan"
        actions.save_text(town.coordinator, added, title=added.title, body=added.body, position=1)
        order = [t.key for t in queries.texts(2, (Place.PLAN,))]
        assert order[:2] == ["fragan", "initiatives"]
        positions = [t.position for t in queries.texts(2, (Place.PLAN,))]
        assert positions == list(range(1, len(positions) + 1))


@pytest.mark.usefixtures("app")
def test_only_the_coordinator_writes_and_publishes(engine: Engine, town: factories.Town) -> None:
    for who in (town.officer, town.secretary, town.moderator, town.elected, town.admin):
        with pytest.raises(Refused, match="E-ROLE"), db.transaction(engine):
            actions.begin_draft(who)
    with db.transaction(engine):
        draft = actions.begin_draft(town.coordinator)
        text = text_of_draft("question")
        for attempt in (
            lambda: actions.save_text(town.officer, text, title=text.title, body=text.body, position=1),
            lambda: actions.add_text(town.officer, draft, Place.PLAN, title=text.title, body=text.body),
            lambda: actions.remove_text(town.officer, text),
            lambda: actions.save_items(town.officer, draft, Place.PLAN, []),
            lambda: actions.publish(town.officer, draft, note="x"),
        ):
            with pytest.raises(Refused, match="E-ROLE"):
                attempt()
        assert db.session().scalar(select(func.count()).select_from(HandbookVersion)) == 2
