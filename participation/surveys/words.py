"""What the sorts of questions and the choices of a survey are called."""

from participation.i18n import lazy, name
from participation.surveys.rules import (
    Access,
    AgeBand,
    Born,
    Layout,
    Match,
    Operator,
    Publication,
    Purpose,
    QuestionType,
    Relation,
    ResponseFlagKind,
    Sex,
    Shape,
    TakenPart,
)

name(
    {
        QuestionType.SINGLE_CHOICE: lazy("Choose one"),
        QuestionType.MULTIPLE_CHOICE: lazy("Choose several"),
        QuestionType.DROPDOWN: lazy("Choose from a long list"),
        QuestionType.SCALE: lazy("Scale"),
        QuestionType.MATRIX: lazy("Several questions with the same answers"),
        QuestionType.RANKING: lazy("Put in order"),
        QuestionType.SHORT_TEXT: lazy("A few words"),
        QuestionType.LONG_TEXT: lazy("Own words"),
        QuestionType.NUMBER: lazy("A number"),
        QuestionType.DATE: lazy("Date"),
        QuestionType.MAP: lazy("Place on a map"),
        QuestionType.PICTURE_CHOICE: lazy("Choose a picture"),
        QuestionType.FILE: lazy("File"),
        QuestionType.NOTICE: lazy("Information or consent"),
        QuestionType.PAGE_BREAK: lazy("New page"),
    }
)

name(
    {
        Access.OPEN: lazy("Everybody"),
        Access.INVITED: lazy("Those who have got a code"),
        Access.SIGNED_IN: lazy("Those who sign in with their e-mail address"),
    }
)

name({Layout.PAGES: lazy("One page at a time"), Layout.WHOLE: lazy("Everything on one page")})

name({Publication.AT_CLOSING: lazy("When the dialogue has closed"), Publication.NEVER: lazy("Not at all")})

name(
    {
        Purpose.NONE: lazy("Nothing in particular"),
        Purpose.TRUST_BEFORE: lazy("Trust before the dialogue"),
        Purpose.TRUST_AFTER: lazy("Trust after the dialogue"),
    }
)

name({Shape.POINT: lazy("One place"), Shape.LINE: lazy("A way or a line")})

name({Match.ALL: lazy("All of this is true"), Match.ANY: lazy("Any of this is true")})

name(
    {
        Operator.CHOSEN: lazy("has chosen"),
        Operator.NOT_CHOSEN: lazy("has not chosen"),
        Operator.RANKED_FIRST: lazy("has put first"),
        Operator.AT_LEAST: lazy("has answered at least"),
        Operator.AT_MOST: lazy("has answered at most"),
        Operator.ANSWERED: lazy("has answered"),
        Operator.NOT_ANSWERED: lazy("has not answered"),
    }
)

name(
    {
        AgeBand.CHILD: lazy("12 years or younger"),
        AgeBand.YOUNGER_TEEN: lazy("13 to 15 years"),
        AgeBand.OLDER_TEEN: lazy("16 to 19 years"),
        AgeBand.TWENTIES: lazy("20 to 29 years"),
        AgeBand.YOUNGER: lazy("30 to 44 years"),
        AgeBand.MIDDLE: lazy("45 to 64 years"),
        AgeBand.OLDER: lazy("65 to 79 years"),
        AgeBand.OLDEST: lazy("80 years or older"),
    }
)

name({Sex.WOMAN: lazy("Woman"), Sex.MAN: lazy("Man"), Sex.OTHER: lazy("Other")})

name({Born.SWEDEN: lazy("In Sweden"), Born.ABROAD: lazy("In another country")})

name({TakenPart.FIRST: lazy("This is the first time"), TakenPart.BEFORE: lazy("I have taken part before")})

name(
    {
        Relation.LIVES: lazy("I live here"),
        Relation.WORKS: lazy("I work here"),
        Relation.STUDIES: lazy("I study here"),
        Relation.BUSINESS: lazy("I run a business here"),
        Relation.PROPERTY: lazy("I own property here"),
        Relation.VISITOR: lazy("I visit"),
        Relation.USER: lazy("I or someone close to me uses the municipality’s services"),
        Relation.ASSOCIATION: lazy("I am active in an association here"),
        Relation.EMPLOYEE: lazy("I am employed by the municipality"),
    }
)

name(
    {
        ResponseFlagKind.BURST: lazy("Came among many within a minute"),
        ResponseFlagKind.ONE_NETWORK: lazy("Came with many others from one network"),
    }
)
