"""The back office of the policy: what holds, what is proposed, and who settled what."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from participation import i18n, page, refusals
from participation.access import allowed, refusal, require
from participation.accounts.queries import names_of
from participation.forms import ActionForm
from participation.i18n import gettext, label
from participation.policy import actions, queries
from participation.policy import words as words
from participation.policy.forms import PolicyForm
from participation.policy.models import PolicyVersion
from participation.policy.permissions import PolicyPermission
from participation.policy.rules import Outcome
from participation.rich_text import render
from participation.texts import direction, language_tag

bp = Blueprint("policy", __name__, url_prefix="/policy")

FIELD_LANGUAGES = {
    "sv": ("sv", "ltr"),
    "sv_lattlast": ("sv-x-lattlast", "ltr"),
    "en": ("en", "ltr"),
    "fi": ("fi", "ltr"),
    "ar": ("ar", "rtl"),
}


@dataclass(frozen=True)
class Row:
    """A version in a list."""

    title: str
    reference: str
    proposed: str
    settled: str
    href: str


@dataclass(frozen=True)
class InLanguage:
    """The text in one language, as it will be read."""

    name: str
    lang: str
    dir: str
    html: Markup


@bp.route("", methods=["GET"])
def index() -> ResponseReturnValue:
    waiting, settled = queries.waiting(), queries.settled()
    people = names_of(i for v in (*waiting, *settled) for i in (v.proposed_by_id, v.settled_by_id))
    return page.render(
        "officials/policy/index.html",
        waiting=[_row(v, people) for v in waiting],
        settled=[_row(v, people) for v in settled],
        current=queries.current_number(),
        may=allowed(page.current_actor(), PolicyPermission.PROPOSE),
    )


def _row(version: PolicyVersion, people: dict[int, str]) -> Row:
    settled = ""
    if version.outcome and version.settled_at:
        settled = f"{label(Outcome(version.outcome))}: " + _by(
            version.settled_by_id, people, i18n.format_datetime(version.settled_at)
        )
    return Row(
        title=gettext("Version %(n)s", n=version.number) if version.number else gettext("A proposed text"),
        reference=version.reference,
        proposed=_by(version.proposed_by_id, people, i18n.format_datetime(version.proposed_at)),
        settled=settled,
        href=url_for("officials.policy.show", policy_id=version.id),
    )


def _by(account_id: int | None, people: dict[int, str], when: str) -> str:
    name = people.get(account_id, "–") if account_id else gettext("The system")
    return gettext("%(name)s, %(when)s", name=name, when=when)


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(page.current_actor(), PolicyPermission.PROPOSE)
    form = PolicyForm()
    if not form.is_submitted():
        newest = queries.published()
        if newest is not None:
            form.show(newest.text)
        return page.render("officials/policy/new.html", form=form, languages=FIELD_LANGUAGES)
    if not form.validate():
        return page.invalid("officials/policy/new.html", form=form, languages=FIELD_LANGUAGES)
    version = actions.propose(
        page.current_actor(),
        text=form.text(),
        adopted_by=form.adopted_by.data,
        adopted_on=form.adopted_on.data,
        paragraph=form.paragraph.data or "",
        registry_number=form.registry_number.data or "",
    )
    return page.see_other(url_for("officials.policy.show", policy_id=version.id))


@bp.route("/<int:policy_id>", methods=["GET"])
def show(policy_id: int) -> ResponseReturnValue:
    version = queries.version_by_id(policy_id)
    reason = refusal(page.current_actor(), PolicyPermission.SETTLE, version)
    people = names_of([version.proposed_by_id, version.settled_by_id])
    open_still = version.settled_at is None
    return page.render(
        "officials/policy/show.html",
        version=_row(version, people),
        registry_number=version.registry_number,
        parts=[
            InLanguage(i18n.language_name(code), language_tag(code), direction(code), render(text))
            for code, text in version.text.items()
        ],
        policy_id=policy_id,
        may_settle=open_still and reason is None,
        why_not=refusals.Refusal(reason.code, refusals.sentence(reason)) if open_still and reason else None,
        form=ActionForm(),
        publish=Outcome.PUBLISHED.value,
        decline=Outcome.DECLINED.value,
    )


@bp.route("/<int:policy_id>/settle", methods=["POST"])
def settle(policy_id: int) -> ResponseReturnValue:
    version = queries.version_by_id(policy_id)
    require(page.current_actor(), PolicyPermission.SETTLE, version)
    outcome = request.form.get("outcome", "")
    if not ActionForm().validate() or outcome not in set(Outcome):
        abort(400)
    actions.settle(page.current_actor(), version, Outcome(outcome))
    return page.see_other(url_for("officials.policy.index"))
