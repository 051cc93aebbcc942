"""A dialogue to load: open since ten days, complete in three languages, inserted past the actions. Benchmarks only."""

from __future__ import annotations

from datetime import date, timedelta

from participation import clock, content_version, db, event_log
from participation.access import SYSTEM
from participation.bodies.models import Body
from participation.bodies.queries import body_by_code
from participation.bodies.rules import BodyKind
from participation.dialogues.models import (
    Activity,
    Decision,
    Dialogue,
    InfluenceItem,
    Phase,
    Representative,
    TargetGroup,
)
from participation.dialogues.rules import (
    ActivityType,
    ClosedReason,
    DecisionKind,
    Influence,
    Kind,
    Move,
    Participation,
    TakenBy,
)
from participation.texts import Texts


def said(swedish: str) -> Texts:
    """The text, also standing in for its translations."""
    return Texts({"sv": swedish, "sv-lattlast": swedish, "en": swedish, "ar": swedish})


def open_dialogue() -> Dialogue:
    """Insert one, and the committee it belongs to."""
    session = db.session()
    body = body_by_code("SBN") or Body(
        kind=BodyKind.COMMITTEE.value, code="SBN", names=said("Samhällsbyggnadsnämnden"), valid_from=date(2020, 1, 1)
    )
    session.add(body)
    session.flush()
    now, today = clock.now(), clock.today()
    dialogue = Dialogue(
        kind=Kind.COMMITTEE.value,
        responsible_body=body,
        decision_body=body,
        title=said("Mätning: platser vid vattnet"),
        question=said("Hur ska platserna närmast vattnet användas, och vilka vägar dit ska bli lättare att gå?"),
        summary=said("Vi bygger om vid vattnet. Berätta hur du använder platsen i dag och vad du saknar där. " * 3),
        goal=said("Nämnden har en lista som många har bidragit till."),
        goal_followup=said("Vi räknar hur många som har deltagit."),
        purpose=said("De som är på platsen vet bäst vad som saknas."),
        degree_of_participation=Participation.CONTRIBUTE.value,
        degree_of_influence=Influence.DIALOGUE.value,
        decision_matter=said("Inriktning för platserna vid vattnet"),
        decision_meeting=today + timedelta(days=70),
        contact_name="Kim Handläggare",
        contact_email="kim@measurement.example",
        coordinator_name="Sam Samordnare",
        results_due=today + timedelta(days=60),
        handling_meeting=today + timedelta(days=70),
        feedback_due=today + timedelta(days=90),
        handling_plan=said("Förvaltningen sammanställer, nämnden behandlar."),
        languages=["sv", "sv-lattlast", "en", "ar"],
        registry_number="SBN 2026/1",
        created_at=now - timedelta(days=60),
        proposed_at=now - timedelta(days=50),
        decided_at=now - timedelta(days=40),
        announced_at=now - timedelta(days=30),
        phases=[Phase(position=1, opens_at=now - timedelta(days=10), closes_at=now + timedelta(days=40))],
    )
    session.add(dialogue)
    session.flush()
    session.add_all(_belongings(dialogue))
    session.flush()
    for move in (Move.PROPOSE, Move.DECIDE, Move.ANNOUNCE):
        event_log.record(SYSTEM, f"dialogue.{move.value}", dialogue_id=dialogue.id, data={"code": move.value})
    content_version.bump(content_version.SITE, content_version.scope_of(dialogue.id))
    return dialogue


STAGES_OF_LOAD = 7


def staff_load(n: int, code: str = "SBN") -> list[Dialogue]:
    """Insert so many dialogues of a body, spread over the stages, for the lists of the back office."""
    session = db.session()
    body = body_by_code(code)
    if body is None:
        body = Body(kind=BodyKind.COMMITTEE.value, code=code, names=said(code), valid_from=date(2020, 1, 1))
        session.add(body)
        session.flush()
    made = []
    now, today = clock.now(), clock.today()
    for number in range(n):
        reached = number % STAGES_OF_LOAD
        opens = now + timedelta(days=40 if reached < 3 else -10 if reached == 3 else -90)
        instants = ("proposed_at", "decided_at", "announced_at", "compiled_at", "handled_at", "fed_back_at")[:reached]
        made.append(
            Dialogue(
                kind=Kind.COMMITTEE.value,
                responsible_body_id=body.id,
                title=said(f"Dialog {number}"),
                results_due=today + timedelta(days=number % 40 - 20),
                handling_meeting=today + timedelta(days=number % 30 - 15),
                feedback_due=today + timedelta(days=number % 20 - 10),
                created_at=now - timedelta(days=60),
                phases=[Phase(position=1, opens_at=opens, closes_at=opens + timedelta(days=30))],
                **{name: now - timedelta(days=50 - k) for k, name in enumerate(instants)},
            )
        )
    session.add_all(made)
    session.flush()
    return made


def _belongings(dialogue: Dialogue) -> list[InfluenceItem | TargetGroup | Representative | Activity | Decision]:
    key = {"dialogue_id": dialogue.id}
    return [
        *(
            InfluenceItem(**key, position=n, is_open=True, text=said(f"Det här kan påverkas, del {n}"))
            for n in (1, 2, 3)
        ),
        *(
            InfluenceItem(**key, position=n, is_open=False, text=said(f"Det här är bestämt, del {n}"), reason=r.value)
            for n, r in enumerate((ClosedReason.SAFETY, ClosedReason.LAW, ClosedReason.BUDGET), 1)
        ),
        *(TargetGroup(**key, position=n, label=said(f"Målgrupp {n}"), seldom_heard=n < 3) for n in range(1, 6)),
        Representative(**key, position=1, name="Bo Ledamot", role=said("ordförande i nämnden")),
        *(
            Activity(**key, position=n, type=t.value, place=said("Biblioteket"))
            for n, t in enumerate((ActivityType.IDEAS, ActivityType.COMMENTS, ActivityType.PAPER_FORM), 1)
        ),
        Decision(
            **key,
            kind=DecisionKind.INITIATE.value,
            body_id=dialogue.responsible_body_id,
            taken_by=TakenBy.BODY.value,
            taken_on=clock.today() - timedelta(days=40),
            paragraph="12",
            registry_number=dialogue.registry_number,
            openness_confirmed=True,
            recorded_at=clock.now() - timedelta(days=40),
        ),
    ]
