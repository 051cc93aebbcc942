"""What the vocabulary of contributions is called."""

from participation.contributions.rules import Channel, ContributionKind, Speaker, Visibility
from participation.i18n import lazy, name

name(
    {
        ContributionKind.IDEA: lazy("idea"),
        ContributionKind.COMMENT: lazy("comment"),
        ContributionKind.SURVEY_RESPONSE: lazy("survey response"),
        ContributionKind.WRITTEN_STATEMENT: lazy("written statement"),
        Channel.WEB: lazy("web"),
        Channel.PAPER: lazy("paper"),
        Channel.PHONE: lazy("phone"),
        Channel.VISIT: lazy("visit"),
        Channel.MEETING: lazy("meeting"),
        Speaker.RESIDENT: lazy("resident"),
        Speaker.OFFICIAL: lazy("official"),
        Speaker.ELECTED: lazy("elected representative"),
        Visibility.VISIBLE: lazy("visible"),
        Visibility.HIDDEN: lazy("hidden"),
        Visibility.WITHDRAWN: lazy("withdrawn"),
        Visibility.SEALED: lazy("sealed"),
        Visibility.UNPUBLISHED: lazy("not on the web"),
    }
)
