"""Forms: fields that keep what was typed, limits said in words, and errors in the reader's language.

A refused form is shown again with every value as it was sent. Invisible control characters are the one thing taken
out; ``\\r\\n`` becomes ``\\n``, as the browser's own text areas do.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import flask
import wtforms
from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from flask_wtf.form import _Auto
from wtforms import SelectChoice, validators
from wtforms.csrf.core import CSRF
from wtforms.widgets import HiddenInput

from participation import i18n
from participation.i18n import Lazy, lazy
from participation.texts import clean as clean
from participation.texts import one_line as one_line

# The form library's own messages, so that they are in the catalogues.
LIBRARY_MESSAGES = (
    lazy("Not a valid choice."),
    lazy("Not a valid integer value."),
    lazy("Not a valid date value."),
    lazy("Not a valid datetime value."),
    lazy("This field is required."),
    lazy("'%(value)s' is not a valid choice for this field."),
    lazy("'%(value)s' are not valid choices for this field."),
    lazy("Invalid Choice: could not coerce."),
    lazy("Invalid choice(s): one or more data inputs could not be coerced."),
    lazy("The page had been open for too long. Everything you wrote is still here: send it again."),
)

EXPIRED = LIBRARY_MESSAGES[-1]

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class _Translations:
    """Gives the form library's messages in the reader's language."""

    def gettext(self, message: str) -> str:
        return i18n.catalogue(i18n.current().code).gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return i18n.catalogue(i18n.current().code).ngettext(singular, plural, n)


class _Csrf(CSRF):  # type: ignore[misc] # a base without types
    """The session's token, with a kind sentence when it no longer fits."""

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        from flask_wtf.csrf import generate_csrf

        return str(generate_csrf())

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        try:
            validate_csrf(field.data)
        except validators.ValidationError as error:
            raise validators.ValidationError(str(EXPIRED)) from error


class BaseForm(FlaskForm):  # type: ignore[misc] # a base without types
    """Every form: a CSRF token that lives as long as the session, and messages in the reader's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # a base without types
        csrf_class = _Csrf

        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What a form sent. The library takes a body of JSON for one, too, whose values need not be texts."""
            if formdata is _Auto and flask.request.is_json:
                return None
            return super().wrap_formdata(form, formdata)

    def fail(self, field: str | None, message: str | Lazy) -> None:
        """Add an error found after validation, to a field or (None) to the whole form."""
        if field is None:
            self.form_errors.append(str(message))
        else:
            target = self[field]
            target.errors = [*target.errors, str(message)]


def sound_key(sent: str | None = None) -> str:
    """The idempotency key that a form was sent with, or a new one if it is missing or misshapen."""
    return sent if sent is not None and _KEY.fullmatch(sent) else secrets.token_urlsafe(24)


class ContributionForm(BaseForm):
    """A form a visitor sends: sent twice, it counts once; a field no person sees keeps simple robots out."""

    idempotency_key = wtforms.HiddenField(default=sound_key)
    website = wtforms.StringField(lazy("Leave this field empty"))

    @property
    def looks_automatic(self) -> bool:
        """Whether the field hidden from people was filled in."""
        return bool(self.website.data)

    def key(self, *contents: str | None) -> str:
        """The idempotency key, or a new one if the sender's is missing or misshapen.

        With ``contents`` the key covers what is sent, too: the same form sent twice counts once, but what somebody
        goes back to, changes and sends again is another contribution, never silently dropped.
        """
        sent = self.idempotency_key.data or ""
        key = sound_key(sent)
        if key != sent or not contents:
            return key
        return hashlib.sha256("\x00".join((sent, *(c or "" for c in contents))).encode()).hexdigest()


class RowForm(wtforms.Form):  # type: ignore[misc] # a base without types
    """One row of a list inside a form: fields like those of any form, but no token of its own."""

    class Meta(wtforms.Form.Meta):  # type: ignore[misc] # a base without types
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()


class ActionForm(BaseForm):
    """A form of one button: nothing but the token."""


def is_one_click(sent: Any) -> bool:
    """Whether a mail program sends this to unsubscribe by its own button (RFC 8058): the secret address is the key,
    and no page with a token has been opened."""
    return bool(sent.get("List-Unsubscribe") == "One-Click")


class Required:
    """The field must hold something other than white space. ``message`` says what to do."""

    field_flags = {"required": True}

    def __init__(self, message: Lazy) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        value = field.data
        if not field.raw_data:
            field.errors[:] = []  # nothing was chosen: one sentence says it
        if value is None or (isinstance(value, str) and not value.strip()) or value in ([], False):
            raise validators.StopValidation(str(self.message))


class Choosable:
    """Nothing need be chosen; what is, must be among the choices. The library's ``Optional`` looks at the first value
    alone, and lets through whatever is sent after, or instead of, one that is empty."""

    field_flags = {"optional": True}

    def __call__(self, form: Any, field: Any) -> None:
        if not any(field.raw_data or ()):
            field.errors[:] = []
            if isinstance(field, wtforms.SelectMultipleField):
                field.data = []
            raise validators.StopValidation


class AtMost:
    """At most so many characters; says how many there are too many."""

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum
        self.field_flags = {"maxlength": maximum}

    def __call__(self, form: Any, field: Any) -> None:
        excess = len(field.data or "") - self.maximum
        if excess > 0:
            raise validators.ValidationError(
                i18n.ngettext(
                    "The text is %(n)s character too long. At most %(maximum)s fit.",
                    "The text is %(n)s characters too long. At most %(maximum)s fit.",
                    excess,
                    maximum=i18n.number(self.maximum),
                )
            )


class EmailAddress:
    """An address that can exist; nothing is looked up or sent."""

    def __call__(self, form: Any, field: Any) -> None:
        if not (field.data or "").strip():
            return
        try:
            validate_email(field.data.strip(), check_deliverability=False)
        except EmailNotValidError as error:
            raise validators.ValidationError(
                i18n.gettext("Write the e-mail address in full, such as name@example.com.")
            ) from error


def _limits(maximum: int, required: Lazy | None) -> list[Any]:
    checks: list[Any] = [Required(required)] if required is not None else [validators.Optional()]
    return [*checks, AtMost(maximum)]


def line(label: Lazy | str, maximum: int, *, required: Lazy | None = None, hint: Lazy | str = "", **more: Any) -> Any:
    """A field of one line. ``required`` is what to say when it is empty; None makes it optional."""
    extra = more.pop("validators", [])
    return wtforms.StringField(
        label,
        validators=[*_limits(maximum, required), *extra],
        description=hint,
        filters=[lambda t: one_line(t) if t is not None else t],
        **more,
    )


def paragraphs(
    label: Lazy | str, maximum: int, *, required: Lazy | None = None, hint: Lazy | str = "", **more: Any
) -> Any:
    """A field of several lines."""
    extra = more.pop("validators", [])
    return wtforms.TextAreaField(
        label,
        validators=[*_limits(maximum, required), *extra],
        description=hint,
        filters=[lambda t: clean(t) if t is not None else t],
        **more,
    )


def email(label: Lazy, *, required: Lazy | None = None, hint: Lazy | str = "") -> Any:
    """An e-mail address."""
    return wtforms.EmailField(
        label,
        validators=[*_limits(254, required), EmailAddress()],
        description=hint,
        filters=[lambda t: one_line(t) if t is not None else t],
    )


def options(choices: Iterable[tuple[Any, ...]]) -> list[SelectChoice]:
    """Pairs of value and label (and perhaps a dict, ``{"hint": "…"}``) as the choices of a field."""
    return [SelectChoice(*pair) for pair in choices]


def choice(
    label: Lazy,
    choices: Sequence[tuple[Any, ...]],
    *,
    required: Lazy | None = None,
    hint: Lazy | str = "",
    radio: bool = False,
) -> Any:
    """One of several; ``radio`` shows them all at once."""
    kind = wtforms.RadioField if radio else wtforms.SelectField
    return kind(
        label,
        choices=options(choices),
        validators=[Required(required)] if required is not None else [Choosable()],
        description=hint,
        validate_choice=True,
    )


def day(label: Lazy, *, required: Lazy | None = None, hint: Lazy | str = "") -> Any:
    """A date. What cannot be read as one stays in the field, with an error."""
    return wtforms.DateField(
        label,
        validators=[Required(required)] if required is not None else [validators.Optional()],
        description=hint,
        format=["%Y-%m-%d"],
    )


def moment(label: Lazy, *, hint: Lazy | str = "") -> Any:
    """A date and a time on the municipality's clocks. What cannot be read stays in the field, with an error."""
    return wtforms.DateTimeLocalField(
        label,
        validators=[validators.Optional()],
        description=hint,
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )


def tick(label: Lazy | str, *, required: Lazy | None = None, hint: Lazy | str = "") -> Any:
    """One box to tick."""
    return wtforms.BooleanField(
        label, validators=[Required(required)] if required is not None else [], description=hint
    )


def hidden(**more: Any) -> Any:
    """A hidden field."""
    return wtforms.StringField(widget=HiddenInput(), **more)


def writing_languages() -> list[tuple[str, str]]:
    """The languages one can say that one writes in, named in themselves where we know how."""
    return [(code, i18n.NATIVE_NAMES.get(code) or i18n.language_name(code)) for code in i18n.WRITING_LANGUAGES]
