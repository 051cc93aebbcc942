"""A page of a survey that was sent: who may, what of it is kept, and where it leads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from participation import page
from participation.access import Refused
from participation.contributions.forms import page_language
from participation.contributions.taking_part import look_automatic
from participation.i18n import gettext
from participation.surveys.answering import drafts, steps
from participation.surveys.answering.attached import BadFile, attach, detach
from participation.surveys.answering.drafts import TooMuch
from participation.surveys.answering.sending import invitation_is_open
from participation.surveys.answering.steps import FIRST, Step
from participation.surveys.answering_forms import PageForm, page_form
from participation.surveys.definition import Asked
from participation.surveys.given import field_name
from participation.surveys.invitation_codes import code_hash, respondent_key
from participation.surveys.residents.shown import TEMPLATE, page_values
from participation.surveys.residents.sitting import (
    Right,
    Sitting,
    changing,
    draft_sent,
    let_in,
    purpose,
    when_closed,
    wrong_with,
)
from participation.surveys.rules import MAXIMUM_UPLOAD_BYTES, Access, Direction, Layout, QuestionType
from participation.surveys.sentences import fault_sentence, file_sentence


class Sent:
    """A page that was sent: what stood on it, and what comes of it."""

    def __init__(self, sitting: Sitting, page_key: str) -> None:
        self.sitting = sitting
        self.page_key = page_key
        self.questions = steps.page_questions(sitting.definition, self._known_key(), sitting.layout)
        self.form = page_form(self.questions)
        self.stood = self.form.stood(self.questions)

    def _known_key(self) -> str:
        """The first page is whichever comes first on the way."""
        shown = self.sitting.way().step(self.page_key) if self.page_key == FIRST else None
        return shown.key if shown else self.page_key

    def answer(self) -> ResponseReturnValue:
        sitting, form = self.sitting, self.form
        comes_from_here = form.validate()
        known = draft_sent(sitting, form.draft.data)
        if known is not None and self._may_adopt(known):
            (sitting.adopt if comes_from_here else sitting.show)(known)
        if not sitting.is_open:
            return self._closed(comes_from_here)
        if not comes_from_here:
            return self._again(422)
        if form.looks_automatic:
            look_automatic(form)
            return self._again(422)
        if not self._has_right():
            return self._again(401)
        if sitting.has_answered and not sitting.is_changing:
            if form_is_of(form, sitting):
                changing(sitting.survey, on=True)
            elif request.form.get("another") == "yes" and sitting.survey.access == Access.OPEN.value:
                page.forget_browser_key(purpose(sitting.survey))
                sitting.respondent, sitting.draft = page.browser_key(purpose(sitting.survey)), None
            else:
                return self._again(409, answered_before=True)
        seconds = page.wait_before_page(files=sum(bool(f.filename) for _, f in request.files.items(multi=True)))
        if seconds:
            return page.too_many(TEMPLATE, seconds, **self._values())
        try:
            self._save()
        except TooMuch:
            form.fail(None, gettext("All of it together is too long to be kept. Make your answers shorter."))
            return self._again(422)
        except Refused as error:
            return when_closed(sitting, self._merged(), error)
        page.keep_what_is_stored()
        return self._go()

    def _may_adopt(self, draft: Any) -> bool:
        """A form that carries a draft's return code goes on with it, unless this browser has another of its own."""
        if self.sitting.survey.access != Access.OPEN.value:
            return False
        return self.sitting.draft is None or self.sitting.draft.id == draft.id

    def _has_right(self) -> bool:
        sitting, form = self.sitting, self.form
        if sitting.right is Right.NEEDS_CODE and (form.invitation.data or "").strip():
            written = code_hash(sitting.survey.id, form.invitation.data)
            if page.limiter().wait(page.app_settings().rate_limits.codes_per_prefix, "code", page.sender_prefix()):
                form.fail(None, gettext("Too many codes have been tried from your network. Try again in a minute."))
                return False
            if invitation_is_open(sitting.survey.id, written):
                respondent = respondent_key(sitting.survey.id, form.invitation.data)
                let_in(sitting.survey, written, respondent)
                sitting.respondent, sitting.right = respondent, Right.MAY
                sitting.draft = drafts.draft_of(sitting.survey.id, respondent)
        if sitting.right is Right.NEEDS_CODE:
            form.fail("invitation", gettext("You have been away for a while. Write your code once more, then go on."))
            return False
        if sitting.right is Right.NEEDS_SIGN_IN:
            form.fail(
                None,
                gettext(
                    "You have been signed out. Sign in in another window, come back here and go on: "
                    "everything you wrote is still here."
                ),
            )
            return False
        return True

    def _merged(self) -> steps.Draft:
        return steps.merged(self.sitting.raw, self.form.raw(), self.stood)

    def _closed(self, comes_from_here: bool) -> Response:
        merged = self._merged()
        draft = self.sitting.draft
        if draft is not None and draft.response_id is None and comes_from_here:
            drafts.put(draft, merged)
            page.keep_what_is_stored()
        return when_closed(self.sitting, merged)

    def _save(self) -> None:
        sitting = self.sitting
        if sitting.respondent is None:
            raise RuntimeError("who has no right to answer has no draft")
        sitting.draft = drafts.save_page(
            page.current_actor(),
            sitting.dialogue,
            sitting.survey,
            sitting.respondent,
            sent=self.form.raw(),
            asked=self.stood,
            page=self.page_key,
            language=page_language(),
        )
        self.form.draft.data = sitting.draft.return_code
        sitting.__dict__.pop("files", None)
        for question in self.stood:
            if question.type is QuestionType.FILE:
                self._keep_file(question)
        sitting.__dict__.pop("files", None)

    def _keep_file(self, question: Asked) -> None:
        sitting = self.sitting
        if sitting.draft is None:
            return
        if request.form.get("go") == f"remove:{question.key}":
            detach(sitting.draft, question)
        sent = request.files.get(field_name(question, "upload"))
        if sent is None or not sent.filename:
            return
        content, name = sent.stream.read(MAXIMUM_UPLOAD_BYTES), sent.filename
        sent.close()  # a large one waits in a file of its own
        try:
            attach(page.current_actor(), sitting.dialogue, sitting.draft, question, content=content, name=name)
        except BadFile as error:
            self.form.fail(field_name(question), file_sentence(error.fault))

    def _go(self) -> ResponseReturnValue:
        """Where the button leads."""
        sitting, go = self.sitting, request.form.get("go", "next")
        shown = sitting.way().step(self.page_key)
        if self.form.errors:  # a file that cannot be taken
            return self._again(422)
        if go == "later":
            return page.see_other(sitting.here("later"))
        if shown is None:
            return page.see_other(sitting.here("review"))
        own = sitting.step_href(shown.key, first=shown.number == 1)
        if go == "back":
            return page.see_other(self._before(shown))
        if go.startswith("move:"):
            return page.see_other(f"{own}#{self._move(go)}")
        if go.startswith(("remove:", "attach:")):
            return page.see_other(f"{own}#q-{go.partition(':')[2]}")
        on_path = sitting.way().path.keys
        checked = [q for q in self.stood if q.key in on_path]
        for faults in wrong_with(checked, sitting.raw, sitting.files).values():
            for fault in faults:
                self.form.fail(fault.name, fault_sentence(fault))
        if self.form.errors:
            return self._again(422)
        new = [q for q in shown.questions if q not in self.stood]
        if new and sitting.layout is Layout.PAGES:
            return page.see_other(f"{own}?more={len(new)}#q-{new[0].key}")
        return page.see_other(sitting.step_href(shown.following) if shown.following else sitting.here("review"))

    def _before(self, shown: Step) -> str:
        if not shown.previous:
            return self.sitting.here("answer")
        first = self.sitting.way().pages[0].key == shown.previous
        return self.sitting.step_href(shown.previous, first=first)

    def _move(self, go: str) -> str:
        """Do a move in a ranking; returns the id of the field that was moved."""
        key, option, direction = ([*go.split(":"), "", ""])[1:4]
        question = next((q for q in self.stood if q.key == key and q.type is QuestionType.RANKING), None)
        if question is None or direction not in set(Direction) or self.sitting.draft is None:
            return "main"
        drafts.put(self.sitting.draft, steps.moved(question, self.sitting.raw, option, Direction(direction)))
        return field_name(question, option)

    def _again(self, status: int, *, answered_before: bool = False) -> Response:
        """The page as it was sent, with what is to be mended. What somebody else has sent stays theirs."""
        values = self._values()
        if answered_before:
            self.form.draft.data = ""
            values |= {"answered_before": True, "draft_code": ""}
        return page.render(TEMPLATE, status, **values)

    def _values(self) -> dict[str, Any]:
        sitting, raw = self.sitting, self._merged()
        for question in self.questions:
            name = field_name(question)
            if question.type is QuestionType.FILE and name in sitting.raw:
                raw[name] = list(sitting.raw[name])  # the form knows nothing yet of a file that came with it
        shown = sitting.way(raw).step(self.page_key)
        if shown is None:
            shown = Step(self.page_key, tuple(self.stood), 1, 2, "", "")
        elif sitting.layout is Layout.PAGES:
            shown = replace(shown, questions=tuple(q for q in self.questions if q in self.stood))
        return page_values(sitting, self.form, shown, raw)


def form_is_of(form: PageForm, sitting: Sitting) -> bool:
    """Whether the form carries the return code of what has been sent: then it may change it."""
    return sitting.draft is not None and form.draft.data == sitting.draft.return_code
