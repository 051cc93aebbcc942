"""What the grounds are called: in the law's words, and in plain ones."""

from __future__ import annotations

from collections.abc import Mapping

from participation.i18n import Lazy, lazy, name
from participation.moderation.rules import ComplaintOutcome, Decider, Ground, Ruling, Waiting

name(
    {
        Ground.UNLAWFUL_THREAT: lazy("unlawful threat"),
        Ground.UNLAWFUL_PRIVACY_BREACH: lazy("unlawful breach of privacy"),
        Ground.INCITEMENT: lazy("incitement to crime"),
        Ground.AGITATION_AGAINST_GROUP: lazy("agitation against a population group"),
        Ground.CHILD_ABUSE_MATERIAL: lazy("child sexual abuse material"),
        Ground.UNLAWFUL_DEPICTION_OF_VIOLENCE: lazy("unlawful depiction of violence"),
        Ground.TERRORISM_INCITEMENT: lazy("public incitement to terrorism or particularly serious crime"),
        Ground.COPYRIGHT: lazy("obvious copyright infringement"),
        Ground.PERSONAL_DATA: lazy("personal data about somebody else"),
        Ground.SECRECY: lazy("information that may be secret"),
        Ground.PERSONAL_ATTACK: lazy("personal attack"),
        Ground.SPAM: lazy("advertising or spam"),
        Ground.OTHER_MATTER: lazy("about something else than the question"),
        Ruling.APPROVE: lazy("approved"),
        Ruling.HIDE: lazy("hidden"),
        Ruling.RESTORE: lazy("shown again"),
        ComplaintOutcome.UPHELD: lazy("the complaint was upheld"),
        ComplaintOutcome.REJECTED: lazy("the decision stands"),
        Waiting.ALL: lazy("everything that waits"),
        Waiting.NEW: lazy("new"),
        Waiting.REPORTED: lazy("reported"),
        Decider.ANOTHER_MODERATOR: lazy("a moderator other than the one who hid it"),
    }
)

PLAIN: Mapping[Ground, Lazy] = {
    Ground.UNLAWFUL_THREAT: lazy("It threatens somebody with a crime."),
    Ground.UNLAWFUL_PRIVACY_BREACH: lazy("It spreads something very private about a person, to their harm."),
    Ground.INCITEMENT: lazy("It calls on people to commit a crime."),
    Ground.AGITATION_AGAINST_GROUP: lazy(
        "It threatens or shows contempt for a group because of origin, faith or orientation."
    ),
    Ground.CHILD_ABUSE_MATERIAL: lazy("It shows or describes sexual abuse of children."),
    Ground.UNLAWFUL_DEPICTION_OF_VIOLENCE: lazy("It shows gross violence in a way that the law forbids."),
    Ground.TERRORISM_INCITEMENT: lazy("It calls for terrorism or another particularly serious crime."),
    Ground.COPYRIGHT: lazy("It is obviously somebody else’s work, used without leave."),
    Ground.PERSONAL_DATA: lazy("It names or points out a private person."),
    Ground.SECRECY: lazy("It may hold something that secrecy protects."),
    Ground.PERSONAL_ATTACK: lazy("It insults a person instead of arguing about the matter."),
    Ground.SPAM: lazy("It sells something, or the same text is sent over and over."),
    Ground.OTHER_MATTER: lazy("It does not concern the question."),
}
"""Each ground in a sentence anybody understands."""

ADVICE: Mapping[Ground, Lazy] = {
    Ground.UNLAWFUL_THREAT: lazy("If somebody’s life or health may be in danger, tell the police at once: 112."),
    Ground.CHILD_ABUSE_MATERIAL: lazy(
        "Hide it at once and tell the police (114 14). Do not copy it or send it on to anybody else."
    ),
    Ground.TERRORISM_INCITEMENT: lazy("Tell the police: 112 if it is urgent, otherwise 114 14."),
    Ground.SECRECY: lazy("Tell the registrar, who looks at it and registers it."),
    Ground.OTHER_MATTER: lazy("Tell the author where it belongs."),
}
"""What the moderator also has to do."""
