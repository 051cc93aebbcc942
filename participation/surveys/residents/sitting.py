"""Somebody in front of a survey: who they are to it, whether they may answer, and what they have answered so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any

import flask
from flask import Blueprint, request
from werkzeug.wrappers import Response

from participation import i18n, page
from participation.access import NotFound
from participation.contributions.taking_part import Crumb, Kept, closed, may_take_part, title_of, way_to
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import public_dialogue
from participation.forms import ActionForm
from participation.surveys.answering.drafts import draft_by_code, draft_of, file_names
from participation.surveys.answering.said import as_typed, said
from participation.surveys.answering.sending import invitation_is_open
from participation.surveys.answering.steps import Way, way
from participation.surveys.answering_forms import InvitationForm
from participation.surveys.definition import Asked, Definition
from participation.surveys.given import Raw, read, readable
from participation.surveys.invitation_codes import account_key
from participation.surveys.models import StoredFile, Survey, SurveyDraft
from participation.surveys.queries import definition_of, response_of, survey_by_key
from participation.surveys.rules import Access, Layout

bp = Blueprint("surveys", __name__, url_prefix="/dialogues/<slug>/surveys/<key>")


class Right(Enum):
    """Whether somebody may answer, and what they lack; known before they have written anything."""

    MAY = auto()
    NEEDS_CODE = auto()
    NEEDS_SIGN_IN = auto()


@dataclass
class Sitting:
    """A survey and whoever is in front of it. ``respondent`` is None as long as they have no right to answer."""

    slug: str
    dialogue: Dialogue
    survey: Survey
    definition: Definition
    right: Right
    respondent: str | None
    draft: SurveyDraft | None

    @property
    def raw(self) -> Raw:
        return self.draft.raw if self.draft else {}

    @property
    def layout(self) -> Layout:
        return Layout(self.survey.layout)

    @cached_property
    def files(self) -> dict[str, StoredFile]:
        """Their files by name in the store."""
        return file_names(self.draft)

    @property
    def called(self) -> dict[str, str]:
        """What they call their files."""
        return {name: f.original_name for name, f in self.files.items()}

    def way(self, raw: Raw | None = None) -> Way:
        return way(self.definition, self.raw if raw is None else raw, self.layout, self.files)

    @property
    def is_open(self) -> bool:
        return may_take_part(page.current_actor(), self.dialogue)

    @property
    def is_changing(self) -> bool:
        """Whether they have said, with their return code, that they want to change what they have sent."""
        return self.survey.id in flask.session.get("changing", [])

    @property
    def has_answered(self) -> bool:
        """Whether the response of this respondent has been received."""
        if self.draft is not None and self.draft.response_id is not None:
            return True
        return self.respondent is not None and response_of(self.survey.id, self.respondent) is not None

    def adopt(self, draft: SurveyDraft) -> None:
        """Go on with a draft that was found by its return code. Only after the token of the form is known to be right:
        else another site could have a browser go on, unknown to who sits there, with what somebody else can read."""
        page.remember_browser_key(purpose(self.survey), draft.respondent_key)
        self.show(draft)

    def show(self, draft: SurveyDraft) -> None:
        """Show what stands in a draft that was found by its return code, this once."""
        self.respondent, self.draft = draft.respondent_key, draft
        self.__dict__.pop("files", None)

    def here(self, page_name: str, /, **more: Any) -> str:
        return here(self.slug, self.survey, page_name, **more)

    def step_href(self, key: str, *, first: bool = False, **more: Any) -> str:
        return self.here("answer", **more) if first else self.here("step", page_key=key, **more)

    def values(self, *crumbs: Crumb) -> dict[str, Any]:
        """What every page of the survey shows."""
        locale = i18n.current().code
        title = self.survey.title.in_(locale)
        return {
            "breadcrumbs": way_to(self.slug, self.dialogue, Crumb(title.text)),
            "title": title,
            "intro": self.survey.intro.in_(locale),
            "dialogue_title": title_of(self.dialogue),
            "later_href": self.here("later"),
            "start_href": self.here("answer"),
        }


def purpose(survey: Survey) -> str:
    """What the browser's key is for."""
    return f"survey:{survey.id}"


def here(slug: str, survey: Survey, page_name: str, /, **more: Any) -> str:
    """An address of the survey's."""
    return flask.url_for(f"residents.surveys.{page_name}", slug=slug, key=survey.key, **more)


def sit(slug: str, key: str) -> Sitting:
    """Whoever sends this request, in front of the survey. Raises NotFound, also for a survey that asks nothing."""
    dialogue = public_dialogue(slug)
    survey = survey_by_key(dialogue.id, key)
    definition = definition_of(survey)
    if not any(q.takes_answers for q in definition):
        raise NotFound
    right, respondent = _who(survey)
    draft = draft_of(survey.id, respondent) if respondent else None
    return Sitting(slug, dialogue, survey, definition, right, respondent, draft)


def _who(survey: Survey) -> tuple[Right, str | None]:
    access = Access(survey.access)
    if access is Access.SIGNED_IN:
        account = page.current_actor().account_id
        if account is None:
            return Right.NEEDS_SIGN_IN, None
        return Right.MAY, account_key(page.app_settings().secret_key, survey.id, account)
    if access is Access.OPEN:
        return Right.MAY, page.browser_key(purpose(survey))
    known = page.known_browser_key(purpose(survey))
    draft = draft_of(survey.id, known) if known else None
    has_sent = draft is not None and draft.response_id is not None
    if known and (has_sent or invitation_is_open(survey.id, invitation_of(survey))):
        return Right.MAY, known
    return Right.NEEDS_CODE, None


def invitation_of(survey: Survey) -> str:
    """The hash of the code this browser was let in with; "" if it was not."""
    return str(flask.session.get("invitations", {}).get(str(survey.id), ""))


def let_in(survey: Survey, code_hash: str, respondent: str) -> None:
    """Remember in this browser that a code was written."""
    flask.session["invitations"] = {**flask.session.get("invitations", {}), str(survey.id): code_hash}
    page.remember_browser_key(purpose(survey), respondent)


def changing(survey: Survey, *, on: bool) -> None:
    """Remember in this browser whether somebody changes what they have sent."""
    others = [i for i in flask.session.get("changing", []) if i != survey.id]
    flask.session["changing"] = [*others, survey.id] if on else others


def draft_sent(sitting: Sitting, code: str | None) -> SurveyDraft | None:
    """The survey's draft whose return code came with a form: it is found though the session has ended."""
    found = draft_by_code(code or "")
    return found if found is not None and found.survey_id == sitting.survey.id else None


def kept_of(sitting: Sitting, raw: Raw) -> list[Kept]:
    """Everything somebody has answered, in words, for them to copy."""
    locale = i18n.current().code
    understood = readable(sitting.definition, raw, sitting.files)
    kept = []
    for asked in sitting.definition:
        given = understood.get(asked.key)
        words = said(asked, given, sitting.called).text if given else as_typed(asked, raw).text
        kept.append(Kept(asked.text.in_(locale).text, words))
    return kept


def when_closed(sitting: Sitting, raw: Raw, refused: Any = None) -> Response:
    """409: the dialogue takes nothing now; what was answered stays as a draft, and is shown to be copied."""
    is_sent = sitting.draft is not None and sitting.draft.response_id is not None and not sitting.is_changing
    kept = () if is_sent else kept_of(sitting, raw)
    return closed(sitting.slug, sitting.dialogue, kept, refused)


def already(sitting: Sitting, status: int = 200) -> Response:
    """Somebody has answered from here: who it was comes back with the return code, who it was not begins anew."""
    return page.render(
        "residents/surveys/already.html",
        status,
        form=ActionForm(),
        is_personal=sitting.survey.access != Access.OPEN.value,
        action=sitting.here("another"),
        find_href=flask.url_for("residents.receipts.find"),
        **sitting.values(),
    )


def wrong_with(questions: Sequence[Asked], raw: Raw, files: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The faults of the answers by question key."""
    found = {q.key: read(q, raw, files) for q in questions}
    return {key: faults for key, faults in found.items() if isinstance(faults, list)}


def let_in_page(sitting: Sitting, form: InvitationForm | None = None, status: int = 200) -> Response:
    """What somebody without the right to answer needs, before anything else."""
    values = sitting.values()
    if sitting.right is Right.NEEDS_SIGN_IN:
        sign_in = flask.url_for("residents.accounts.sign_in", next=sitting.here("answer"))
        return page.render("residents/surveys/sign_in.html", status, sign_in_href=sign_in, **values)
    form = form or InvitationForm()
    if not form.is_submitted():
        form.code.data = request.args.get("code", "")[:60]
    return page.render("residents/surveys/code.html", status, form=form, action=sitting.here("code"), **values)
