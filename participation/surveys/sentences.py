"""What is said of answers and conditions, in the reader's language: faults, flaws, and when a question is shown."""

from __future__ import annotations

from participation.i18n import current, gettext, join, ngettext, number
from participation.refusals import words
from participation.surveys.answering.attached import FileFault
from participation.surveys.branching import Flaw, FlawCode, FlawIn
from participation.surveys.definition import Asked, Condition, Definition
from participation.surveys.faults import Fault, FaultCode
from participation.surveys.rules import Match, Operator, QuestionType


def fault_sentence(fault: Fault) -> str:
    """What to do about an answer that cannot be taken."""
    n = int(fault.params.get("n", 0))  # how many, never a limit of a number
    match fault.code:
        case FaultCode.CHOOSE_ONE:
            return gettext("Choose an answer.")
        case FaultCode.CHOOSE_SOME:
            return gettext("Choose at least one answer.")
        case FaultCode.TOO_FEW:
            return ngettext("Choose at least %(n)s answer.", "Choose at least %(n)s answers.", n)
        case FaultCode.TOO_MANY:
            return ngettext(
                "Choose at most %(n)s answer. Take away the ticks you do not want.",
                "Choose at most %(n)s answers. Take away the ticks you do not want.",
                n,
            )
        case FaultCode.ONLY_ONE:
            return gettext("Choose only one answer.")
        case FaultCode.UNKNOWN:
            return gettext("Choose one of the answers shown.")
        case FaultCode.SAY_WHAT:
            return gettext("You have chosen the answer where you say it yourself. Write what, or take it away.")
        case FaultCode.EVERY_ROW:
            return gettext("Choose an answer in this row.")
        case FaultCode.RANK_ALL:
            return gettext("Give a number to each, from 1 to %(n)s.", n=number(n))
        case FaultCode.RANK_TWICE:
            return gettext("Two have number %(n)s. Give each a number of its own.", n=number(n))
        case FaultCode.RANK_IN_ORDER:
            return gettext("Begin with number 1 and leave no number out.")
        case FaultCode.WRITE:
            return gettext("Write your answer.")
        case FaultCode.TOO_LONG:
            return ngettext(
                "The text is %(n)s character too long. At most %(maximum)s fit.",
                "The text is %(n)s characters too long. At most %(maximum)s fit.",
                n,
                maximum=number(fault.params["maximum"]),
            )
        case FaultCode.NOT_A_NUMBER:
            return gettext("Write a whole number with digits, such as 25.")
        case FaultCode.NOT_WHOLE:
            return gettext("Write a whole number, without decimals: 12 or 13 rather than 12.5.")
        case FaultCode.NOT_A_DECIMAL:
            return gettext("Write a number with digits, such as 25 or 2.5. It can have two decimals.")
        case FaultCode.OUT_OF_RANGE:
            return gettext(
                "Write a number from %(lowest)s to %(highest)s.",
                lowest=number(fault.params["lowest"]),
                highest=number(fault.params["highest"]),
            )
        case FaultCode.NOT_A_DATE:
            return gettext("Write a date that exists: year, month and day, such as 2026-11-28.")
        case FaultCode.GIVE_A_DATE:
            return gettext("Write a date.")
        case FaultCode.NOT_A_PLACE:
            return gettext("The place on the map could not be read. Point once more, or describe it in words.")
        case FaultCode.GIVE_A_PLACE:
            return gettext("Point on the map, or describe the place in words.")
        case FaultCode.NO_SUCH_FILE:
            return gettext("The file is no longer here. Choose it once more.")
        case FaultCode.ADD_A_FILE:
            return gettext("Choose a file.")
        case FaultCode.AGREE:
            return gettext("Tick the box if you agree. You can only go on if you do.")


def file_sentence(fault: FileFault) -> str:
    """What to do about a file that cannot be taken."""
    match fault:
        case FileFault.EMPTY:
            return gettext("The file is empty. Choose another one.")
        case FileFault.TOO_LARGE:
            return gettext("The file is larger than 10 MB. Choose a smaller one, or a picture of lower quality.")
        case FileFault.WRONG_TYPE:
            return gettext("Only pictures (JPEG, PNG, WebP, GIF) and PDF can be attached. Choose such a file.")
        case FileFault.DOUBLE:
            return gettext("The file holds more than a picture or a document. Save it anew and attach that.")
        case FileFault.TOO_MANY:
            return gettext("You have attached as many files as can be kept. Use one of those you have sent.")


def changed_since_answered() -> str:
    """That a question asks something else than when somebody answered it."""
    return gettext("This question has been changed since you answered it. Look at your answer once more.")


@words.register
def _(value: FlawIn) -> str:
    return flaw_sentence(value.definition, value.flaw)


def flaw_sentence(definition: Definition, flaw: Flaw) -> str:
    """What is wrong with a condition, naming both questions as the builder does."""
    this, other = name_of(definition, flaw.question), name_of(definition, flaw.about)
    match flaw.code:
        case FlawCode.NO_SUCH_QUESTION:
            return gettext("%(question)s looks at a question that is not in the survey.", question=this)
        case FlawCode.ITSELF:
            return gettext("%(question)s looks at its own answer. Choose an earlier question.", question=this)
        case FlawCode.LATER:
            return gettext(
                "%(question)s looks at %(other)s, which comes later. Nobody has answered it by then.",
                question=this,
                other=other,
            )
        case FlawCode.NO_SUCH_OPTION:
            return gettext(
                "%(question)s looks at an answer that %(other)s does not have. Choose one of its answers.",
                question=this,
                other=other,
            )
        case FlawCode.WRONG_OPERATOR:
            return gettext(
                "%(question)s asks something of %(other)s that its answers cannot tell. Choose another comparison.",
                question=this,
                other=other,
            )
        case FlawCode.NO_NUMBER:
            return gettext("%(question)s compares %(other)s with no number. Write one.", question=this, other=other)
        case FlawCode.NEVER:
            return gettext("%(question)s would never be shown: no answers lead to it.", question=this)
        case FlawCode.EMPTY_PAGE:
            return gettext("%(question)s has nothing on it. Add a question after it, or take it away.", question=this)


def name_of(definition: Definition, key: str) -> str:
    """ "Question 3", or what else the thing is."""
    asked = definition.by_key.get(key)
    if asked is None:
        return gettext("A question")
    if asked.type is QuestionType.PAGE_BREAK:
        pages = [p.start.key if p.start else "" for p in definition.pages]
        return gettext("Page %(n)s", n=number(pages.index(key) + 1))
    if asked.type is QuestionType.NOTICE:
        return gettext("The information “%(text)s”", text=short(asked.text.in_(current().code).text))
    return gettext("Question %(n)s", n=number(definition.number_of(key)))


def short(text: str, length: int = 60) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def shown_if(definition: Definition, question: Asked) -> str:
    """When the question is shown, in one sentence, for whoever builds, reads or prints the survey; "" for always."""
    if not question.conditions:
        return ""
    parts = [condition_words(definition, c) for c in question.conditions]
    if len(parts) == 1:
        return gettext("Shown if %(condition)s.", condition=parts[0])
    if question.match is Match.ANY:
        return gettext("Shown if any of this is true: %(conditions)s.", conditions=join(parts))
    return gettext("Shown if all of this is true: %(conditions)s.", conditions=join(parts))


def condition_words(definition: Definition, condition: Condition) -> str:
    """One condition, as part of a sentence."""
    question = name_of(definition, condition.question)
    about = definition.by_key.get(condition.question)
    option = about.option(condition.option) if about else None
    said = option.text.in_(current().code).text if option else "?"
    n = number(condition.number) if condition.number is not None else "…"
    match condition.operator:
        case Operator.CHOSEN:
            return gettext("the answer to %(question)s is “%(option)s”", question=question, option=said)
        case Operator.NOT_CHOSEN:
            return gettext("the answer to %(question)s is not “%(option)s”", question=question, option=said)
        case Operator.RANKED_FIRST:
            return gettext("“%(option)s” comes first in %(question)s", question=question, option=said)
        case Operator.AT_LEAST:
            return gettext("the answer to %(question)s is %(number)s or more", question=question, number=n)
        case Operator.AT_MOST:
            return gettext("the answer to %(question)s is %(number)s or less", question=question, number=n)
        case Operator.ANSWERED:
            return gettext("%(question)s is answered", question=question)
        case Operator.NOT_ANSWERED:
            return gettext("%(question)s is not answered", question=question)
