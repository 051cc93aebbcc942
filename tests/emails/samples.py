"""One example of each letter, with fixed values. A new template needs a line here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from participation.due_dates.rules import Step
from participation.followers.rules import News
from participation.moderation.rules import Ground
from participation.moderation.words import PLAIN
from participation.texts import Texts

NUMBER = "SBN 2026/77-0042"
CODE = "ABCD-EFGH-JKMN"
TITLE = Texts(
    sv="Tryggare skolvägar", en="Safer ways to school", ar="طرق أكثر أمانًا إلى المدرسة", fi="Turvallisempi koulutie"
)
BODY = Texts(sv="Samhällsbyggnadsnämnden", en="Community development committee", ar="لجنة التنمية المجتمعية")
MESSAGE = Texts(
    sv="Tack vare er byggs två övergångar om i höst.",
    en="Thanks to you, two crossings are rebuilt this autumn.",
    ar="بفضلكم سيُعاد بناء معبرين هذا الخريف.",
)
REASON = Texts(
    sv="Frågan avgjordes i budgeten i juni.",
    en="The matter was settled in the June budget.",
    ar="حُسمت المسألة في ميزانية يونيو.",
)
REASONS = "Du skriver ut din grannes namn & adress.\nSkriv gärna om idén utan dem."
UNSUBSCRIBE = "https://dialog.example/unsubscribe"

_ABOUT = {"number": NUMBER, "dialogue": TITLE}
_AUTHOR = {**_ABOUT, "code": CODE, "reasons": REASONS}
_RECEIPTS = [(NUMBER, CODE), ("SBN 2026/77-0043", "PQRS-TUVW-XYZ2")]


def samples(locale: str) -> Mapping[str, dict[str, Any]]:
    """The values of every template's example for a reader of the locale."""
    results = {
        "title": TITLE.in_(locale),
        "body": BODY.in_(locale),
        "message": MESSAGE.in_(locale),
        "handling_meeting": date(2026, 9, 23),
        "slug": "7-tryggare-skolvagar",
        "receipts": _RECEIPTS,
        "unsubscribe_url": UNSUBSCRIBE,
    }
    news = {
        "title": TITLE.in_(locale),
        "body": BODY.in_(locale),
        "message": MESSAGE.in_(locale),
        "first_day": date(2026, 8, 9),
        "last_day": date(2026, 8, 30),
        "handling_meeting": date(2026, 9, 23),
        "feedback_due": date(2026, 10, 23),
        "slug": "7-tryggare-skolvagar",
        "follows": True,
        "unsubscribe_url": UNSUBSCRIBE,
    }
    statement = {
        "title": TITLE.in_(locale),
        "body": BODY.in_(locale),
        "number": NUMBER,
        "partly": False,
        "comment": "Husen sänks inte & parken blir kvar.",
        "handling_meeting": date(2026, 9, 23),
        "slug": "7-tryggare-skolvagar",
        "phase": "granskning",
    }
    consultation = {
        "dialogue": TITLE.in_(locale),
        "coordinating": "Kommunstyrelsen",
        "committee": BODY.in_(locale),
        "question": "Deltar nämnden?\n\nTänk på ämnet & syftet.",
        "answer_by": date(2026, 9, 23),
        "dialogue_id": 7,
        "body_id": 3,
    }
    staff = {
        "title": TITLE.in_(locale),
        "dialogue_id": 7,
        "body": BODY.in_(locale),
        "step": Step.FEEDBACK,
        "day": date(2026, 10, 23),
        "groups": ["Elever", "Nya i Sverige"],
    }
    channel = {
        "channel": {"en": "Report a fault or complain", "ar": "الإبلاغ عن عطل أو شكوى"}.get(locale, "Felanmälan"),
        "channel_text": "Är något trasigt? Anmäl det & ring vid fara.",
    }
    initiative = {
        "number": 17,
        "question": "Hur ska torget användas?",
        "why": "Butiken flyttar.\nTorget blir tomt & mörkt.",
        "concerns": "Alla i Brålanda",
        "code": CODE,
        "answer_by": date(2026, 10, 23),
        "answer": REASON.in_(locale).text,
        "body": BODY.in_(locale).text,
        "decision": "2026-05-28 § 45, SBN 2026/77",
        "due": date(2026, 10, 23),
        "unsubscribe_url": UNSUBSCRIBE,
    }
    waits = {name: initiative[name] for name in ("number", "question", "answer_by", "due", "body")}
    support = {"subject": "Tolk & slinga till ett möte", "body": BODY.in_(locale), "ticket_id": 7}
    change = {**results, "reason": REASON.in_(locale)}
    return {
        "changes/cancelled": change,
        "changes/decided_early": {
            "title": TITLE.in_(locale),
            "dialogue_id": 7,
            "body": BODY.in_(locale),
            "responsible": BODY.in_(locale),
            "meeting": date(2026, 9, 2),
            "taken_on": None,
            "handling": date(2026, 9, 23),
        },
        "initiatives/receipt": initiative,
        "initiatives/accepted": initiative,
        "initiatives/declined": initiative,
        "initiatives/redirected": {**initiative, **channel},
        "initiatives/withdrawn": initiative,
        "initiatives/delayed": {
            **initiative,
            "reason": REASON.in_(locale).text,
            "expected_on": date(2026, 11, 12),
        },
        "initiatives/hidden": {
            **initiative,
            "ground": Ground.PERSONAL_DATA,
            "plain": PLAIN[Ground.PERSONAL_DATA],
            "reasons": REASONS,
            "decided_on": date(2026, 6, 18),
            "complain_until": date(2026, 12, 18),
        },
        "initiatives/complaint_settled": {**initiative, "upheld": True, "reasons": REASONS},
        "initiatives/restored": initiative,
        "initiatives/forwarded": {**waits, "note": "Torget är kommunens mark."},
        "initiatives/soon": waits,
        "initiatives/overdue": waits,
        "redirects/redirected": {
            **channel,
            "number": NUMBER,
            "dialogue": TITLE.in_(locale).text,
            "code": CODE,
            "reason": REASONS,
            "unsubscribe_url": UNSUBSCRIBE,
        },
        "support/asked": support,
        "support/answered": support,
        "consultation/question": consultation,
        "consultation/reminder": consultation,
        "contributions/receipt": {
            "dialogue_title": TITLE,
            "number": NUMBER,
            "code": CODE,
            "is_survey": False,
            "title": "Bänkar vid <vattnet>",
            "body": "Det finns ingenstans att sitta.\n\nSätt dit bänkar & bord!",
            "feedback_due": date(2026, 10, 23),
            "unsubscribe_url": UNSUBSCRIBE,
        },
        "statements/decided": {
            **statement,
            "taken_on": date(2026, 9, 23),
            "paragraph": "85",
            "registry_number": "SBN 2026/77",
            "announced_on": date(2026, 9, 30),
            "appeal": "Skriv till mark- och miljödomstolen.\nBrevet ska ha kommit in senast den 21 oktober.",
        },
        "statements/reviewed": statement,
        "due_dates/goal_review": {"starts": date(2026, 10, 19), "ends": date(2029, 10, 18), "prepared": 1},
        "due_dates/no_coordinator": {"since": date(2026, 9, 30)},
        **{f"due_dates/{what}": staff for what in ("mandate_gap", "moderator_gap", "outreach", "overdue", "soon")},
        "followers/asked": {**news, "token": "aSecretOfThisLetter", "confirmed": False, "days": 7},
        **{f"followers/{what}": news for what in News},
        "followers/opened_for": {**news, "group": Texts(sv="Elever", en="Pupils").in_(locale), "token": "aSecret"},
        "followers/decision": {**news, "follows": False},
        "moderation/complaint_settled": {**_AUTHOR, "upheld": False},
        "moderation/hidden": {
            **_AUTHOR,
            "decided_at": datetime(2026, 6, 17, 22, 30, tzinfo=UTC),
            "ground": Ground.PERSONAL_DATA,
            "plain": PLAIN[Ground.PERSONAL_DATA],
            "complain_until": date(2026, 12, 18),
        },
        "moderation/report_received": {**_ABOUT, "ground": Ground.SPAM, "code": CODE},
        "moderation/report_settled": {**_ABOUT, "hidden": True, "ground": Ground.SPAM, "code": CODE},
        "moderation/reported": {**_ABOUT, "ground": Ground.UNLAWFUL_THREAT, "contribution_id": 42},
        "moderation/restored": _AUTHOR,
        "moderation/thread_hidden": {**_ABOUT, "ground": Ground.PERSONAL_DATA, "unsubscribe_url": UNSUBSCRIBE},
        "results/feedback": results,
        "results/report": results,
    }
