"""Citizenship cannot be asked: residents are all who live, stay and are active here, whatever theirs is. Pure.

POLICY.md S13: never asked, stored or reported. The words are looked for in every language of the interface, whatever
language the text is said to be in. "Medborgare" and "citizen" by themselves stand for residents in much municipal
prose and are let through; asking which citizenship, nationality or passport somebody has is not.
"""

from __future__ import annotations

import re

_WORDS = (
    # Swedish
    r"medborgarskap\w*",
    r"statsborgarskap\w*",
    r"nationalitet\w*",
    r"(?:svensk|utländsk)a?\s+medborgar\w*",
    r"(?:vilket|ditt|vilka)\s+pass\b",
    r"statslös\w*",
    r"uppehållstillstånd\w*",
    # English
    r"citizenships?",
    r"nationalit(?:y|ies)",
    r"(?:swedish|foreign|dual)\s+citizens?",
    r"citizens?\s+of\s+(?:which|what|another|sweden)",
    r"(?:which|what|your)\s+passports?",
    r"stateless",
    r"residence\s+permits?",
    # Finnish
    r"kansalaisuu\w*",
    r"kaksoiskansalai\w*",
    r"(?:ruotsin|suomen|ulkomaan|minkä\s+maan)\s+kansala\w*",
    r"oleskelulu(?:pa|va)\w*",
    r"(?:mikä|minkä\s+maan)\s+passi\w*",
    # Arabic, with and without the article and joined prepositions
    r"[وبلك]{0,2}(?:ال)?جنسي[ةهت]\w*",
    r"[وبلك]{0,2}(?:ال)?جنسيات\w*",
    r"(?:ال)?مواطن[ةه]?\s+(?:ال)?سويدي\w*",
    r"(?:ال)?تبعي[ةه]\s+(?:ال)?دول\w*",
    r"جواز\s+(?:ال)?سفر\w*",
)
_FOUND = re.compile(r"(?<!\w)(?:" + "|".join(_WORDS) + r")(?!\w)", re.IGNORECASE)
_MARKS = re.compile("[\u064b-\u0652\u0640\u200c\u200d\u00ad]")
"""Arabic vowel signs and lengthening, joiners, soft hyphens: what could stand inside a word unseen."""


def asks_citizenship(text: str) -> str:
    """The words with which the text asks about citizenship; "" if it does not."""
    found = _FOUND.search(_MARKS.sub("", text))
    return found.group(0) if found else ""
