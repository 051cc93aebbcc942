"""What the vocabulary of written statements is called."""

from participation.i18n import lazy, name
from participation.statements.rules import Met, SenderKind

name(
    {
        SenderKind.PERSON: lazy("For myself"),
        SenderKind.ORGANISATION: lazy("For an association or a company"),
        SenderKind.AUTHORITY: lazy("For an authority"),
    }
)
name(
    {
        Met.MET: lazy("The views are met"),
        Met.PARTLY_MET: lazy("The views are partly met"),
        Met.NOT_MET: lazy("The views are not met"),
        Met.NO_VIEWS: lazy("It has no views to meet"),
    }
)
