"""Help beside each section of the workspace: short, and only about what is on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from participation.dialogues.rules import Section
from participation.i18n import Lazy, lazy

HELP: Mapping[Section, tuple[tuple[Lazy, Lazy], ...]] = {
    Section.QUESTION: (
        (
            lazy("A good question"),
            lazy(
                "It can be answered without knowing how the municipality works. It does not contain its own answer. "
                "Read it aloud to somebody outside the building."
            ),
        ),
        (
            lazy("Who asks?"),
            lazy("The politicians do. You write it down, and the body decides whether it is the right question."),
        ),
    ),
    Section.LEGAL_BASIS: (
        (
            lazy("What the law decides"),
            lazy(
                "The legal register says how long each period must be, which documents must be published and what the "
                "announcement must say. You cannot promise less."
            ),
        ),
        (
            lazy("What you write here"),
            lazy("Your words go into the announcement as they stand. Read it there before you announce the dialogue."),
        ),
    ),
    Section.INFLUENCE: (
        (
            lazy("Why both lists?"),
            lazy(
                "People accept limits that they know beforehand. What they find out afterwards costs their trust. Both "
                "lists are shown side by side on the public page."
            ),
        ),
        (
            lazy("Small is fine"),
            lazy("The order of things, the look, the time and the place count too, as long as it is really open."),
        ),
    ),
    Section.GOAL: (
        (
            lazy("Goal or purpose?"),
            lazy(
                "The purpose is why: “Those who walk to school know best where it is dangerous.” The goal is what you "
                "have afterwards: “The committee has a list in order of priority that the pupils have made.”"
            ),
        ),
        (
            lazy("Why count?"),
            lazy("When the dialogue is over, you look at this again. What was never noticeable cannot be followed up."),
        ),
    ),
    Section.TARGET_GROUPS: (
        (
            lazy("Seldom heard"),
            lazy(
                "Those who do not come to meetings on their own: the young, people with a disability, those who work "
                "shifts, those with another language. Go where they already are."
            ),
        ),
        (
            lazy("Everyone may take part"),
            lazy("Naming groups shuts nobody out. It is a promise to make an effort for them."),
        ),
    ),
    Section.DEGREES: (
        (
            lazy("Two different things"),
            lazy(
                "Participation is how residents take part in the dialogue. Influence is how much what they say weighs "
                "in the decision. A dialogue can be high on one and low on the other."
            ),
        ),
        (
            lazy("Promise what you can keep"),
            lazy(
                "A lower step that is kept is worth more than a higher one that is not. The elected representatives "
                "decide on both; what you choose here is your proposal."
            ),
        ),
    ),
    Section.DECISION_POINT: (
        (
            lazy("Why a named decision?"),
            lazy(
                "A dialogue that leads to no decision cannot influence anything. The public page says which decision "
                "it is, who takes it and when."
            ),
        ),
        (
            lazy("The order of things"),
            lazy("First the body handles the results, then it takes the decision. Both can be at one meeting."),
        ),
    ),
    Section.PEOPLE: (
        (
            lazy("Somebody to believe in"),
            lazy(
                "Residents trust a dialogue more when they see which politicians ask and which official answers. Ask "
                "those you name before you write them here."
            ),
        ),
        (
            lazy("Moderators"),
            lazy("The law asks the municipality to watch over what is published. Cover weekends and holidays, too."),
        ),
    ),
    Section.SCHEDULE: (
        (
            lazy("Begin from the meeting"),
            lazy(
                "Find the meeting that handles the results and count backwards: time to compile, at least three weeks "
                "open, and two weeks’ notice before it opens."
            ),
        ),
        (
            lazy("A promise with dates"),
            lazy("All five dates are public, and feedback that comes late shows. Leave some room."),
        ),
    ),
    Section.ACTIVITIES: (
        (
            lazy("Match the degree"),
            lazy(
                "To respond takes a survey, phone or paper. To contribute takes ideas, a map or a workshop as well. To "
                "deliberate takes a conversation, or a meeting where elected representatives take part."
            ),
        ),
        (
            lazy("Without a screen"),
            lazy("Paper at the library and a phone number reach people whom the web does not."),
        ),
    ),
    Section.DOCUMENTS: (
        (
            lazy("Not everything is published"),
            lazy("The list of properties is not put on the website, and nobody’s personal data are."),
        ),
        (
            lazy("In time"),
            lazy("Each document must be there on the first day of its phase, and stay as long as the law says."),
        ),
    ),
    Section.HANDLING: (
        (
            lazy("The question everybody has"),
            lazy("“What happens to what I said?” Answer it here. The text is shown under “What happens then?”."),
        ),
        (
            lazy("A stance on each theme"),
            lazy("The decision must say what the body thinks of each theme, and why. Plan time for it."),
        ),
    ),
    Section.SELF_CHECK: (
        (
            lazy("Five questions to yourselves"),
            lazy(
                "Two to four sentences for each. The answers go with the proposal to the body, and everybody can read "
                "them when the dialogue is announced."
            ),
        ),
        (
            lazy("If an answer stays empty"),
            lazy("Then something is missing in the plan. Go back to that section before you propose it."),
        ),
    ),
    Section.DATA_PROTECTION: (
        (
            lazy("Ask for little"),
            lazy("What is never collected need not be protected. Nobody has to give a name to take part."),
        ),
        (
            lazy("Public records"),
            lazy(
                "All that comes in is a public record. It can be hidden from the page, but is disposed of only under a "
                "disposal decision."
            ),
        ),
    ),
    Section.LANGUAGES: (
        (
            lazy("Easy-read is for many"),
            lazy(
                "Short sentences, one thing at a time, no words from the office. Some read it because they must, many "
                "because it is quicker."
            ),
        ),
        (
            lazy("Translated before it is announced"),
            lazy("The title, the question, the summary and both lists are needed in every language you choose."),
        ),
    ),
}
"""For each section: headings, each with a short text."""

CHAPTER_OF_SECTION: Mapping[Section, str] = {
    Section.QUESTION: "question",
    Section.LEGAL_BASIS: "statutory",
    Section.DOCUMENTS: "statutory",
    Section.INFLUENCE: "influence",
    Section.GOAL: "goal-and-purpose",
    Section.TARGET_GROUPS: "target-groups",
    Section.DEGREES: "degrees",
    Section.DECISION_POINT: "decision",
    Section.PEOPLE: "schedule",
    Section.SCHEDULE: "schedule",
    Section.ACTIVITIES: "ways",
    Section.HANDLING: "political-handling",
    Section.SELF_CHECK: "self-check",
    Section.DATA_PROTECTION: "records",
    Section.LANGUAGES: "ways",
}
"""The handbook's chapter on what each section is about."""
