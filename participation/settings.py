"""What an installation can decide, read once from the environment and checked at start.

Every default is right and safe for production; a value that cannot be right stops the start with a
sentence that says what to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

LOCALES = ("sv", "sv-lattlast", "en", "fi", "ar")
"""Every language an installation may offer; officials' texts may exist in each of them."""

INTERFACE_LOCALES = LOCALES
"""The languages whose interface is complete: only these are offered and reachable."""


class SettingsError(Exception):
    """The environment holds something the program cannot start with; the message says what to do."""


@dataclass(frozen=True)
class Municipality:
    """Who runs the service: shown in the header, the footer, the mails and the notices of law."""

    name: str = "Vänersborgs kommun"
    phone: str = "0521-72 10 00"
    email: str = "kommun@vanersborg.se"
    address: str = "Sundsgatan 29, 462 85 Vänersborg"
    website: str = "https://www.vanersborg.se"
    vision: str = "Attraktiv och hållbar i alla delar, hela livet"
    time_zone: str = "Europe/Stockholm"
    areas: str = ""
    """A file with the areas by which it divides itself, instead of ``surveys/areas.yaml``."""


@dataclass(frozen=True)
class Clocks:
    """The periods of the policy that an installation may set, in days unless named otherwise (POLICY.md A7, A10)."""

    announce_days: int = 14
    minimum_open_days: int = 21
    handling_days: int = 120
    feedback_days: int = 30
    consultation_reminder_days: int = 5
    complaint_answer_days: int = 14
    complaint_open_days: int = 183
    results_days: int = 45
    remind_days: int = 7
    moderator_gap_days: int = 14
    follow_confirm_days: int = 7
    goal_review_months: int = 36
    goal_review_alert_months: int = 12
    initiative_days: int = 30


@dataclass(frozen=True)
class RateLimits:
    """How much one sender may do. A prefix is a /24 (IPv4) or a /56 (IPv6): a school, a library."""

    contributions_per_prefix: str = "120/minute"
    contributions_per_session: str = "20/minute"
    reports_per_prefix: str = "30/minute"
    sign_in_per_account: str = "10/15minutes"
    sign_in_per_prefix: str = "60/15minutes"
    receipts_per_prefix: str = "60/minute"
    follows_per_prefix: str = "30/minute"
    follows_per_address: str = "10/day"
    pages_per_prefix: str = "1200/minute"
    pages_per_session: str = "60/minute"
    codes_per_prefix: str = "30/minute"
    files_per_prefix: str = "60/minute"
    one_network: str = "15/10minutes"


@dataclass(frozen=True)
class Settings:
    """The whole configuration. Build one with :meth:`from_environment`."""

    data_dir: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    mail: str = ""
    redis_url: str = ""
    trusted_proxies: int = 0
    demo: bool = False
    days_ahead: int = 0
    testing: bool = False
    locales: tuple[str, ...] = INTERFACE_LOCALES
    page_cache_bytes: int = 6 * 1024 * 1024
    maximum_body_bytes: int = 1024 * 1024
    municipality: Municipality = field(default_factory=Municipality)
    clocks: Clocks = field(default_factory=Clocks)
    rate_limits: RateLimits = field(default_factory=RateLimits)

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over TLS only, unless the service itself is reached without it."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
        """Read ``PARTICIPATION_…``; raise :class:`SettingsError` in words for whatever cannot be right."""
        env = os.environ if environment is None else environment
        data_dir = Path(env.get("PARTICIPATION_DATA_DIR", "var")).expanduser().resolve()
        values: dict[str, Any] = {
            "data_dir": data_dir,
            "database_url": env.get("PARTICIPATION_DATABASE_URL", ""),
            "secret_key": env.get("PARTICIPATION_SECRET_KEY", ""),
            "base_url": env.get("PARTICIPATION_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            "mail": env.get("PARTICIPATION_MAIL", ""),
            "redis_url": env.get("PARTICIPATION_REDIS_URL", ""),
            "trusted_proxies": _whole_number(env, "PARTICIPATION_TRUSTED_PROXIES", 0),
            "municipality": _municipality(env),
        }
        values.update(overrides)
        if not values["database_url"]:
            values["database_url"] = f"sqlite:///{values['data_dir'] / 'participation.sqlite3'}"
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Raise :class:`SettingsError` unless the program can start safely with these values."""
        if len(self.secret_key) < 16:
            raise SettingsError(
                "PARTICIPATION_SECRET_KEY is missing or shorter than 16 characters. Make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        scheme = self.database_url.split(":", 1)[0]
        if scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
            raise SettingsError(
                f"PARTICIPATION_DATABASE_URL must begin with sqlite:/// or postgresql://, but begins with {scheme}:"
            )
        if self.mail and urlsplit(self.mail).scheme not in ("smtp", "smtps", "file"):
            raise SettingsError("PARTICIPATION_MAIL must be smtp://host:port, smtps://host:port or file:DIRECTORY")
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            raise SettingsError("PARTICIPATION_BASE_URL must be the public address, such as https://dialog.example.se")
        try:
            ZoneInfo(self.municipality.time_zone)
        except Exception as error:
            raise SettingsError(f"{self.municipality.time_zone} is not a known time zone") from error

    def but(self, **changes: Any) -> Settings:
        """The same settings with some values changed, checked again."""
        changed = replace(self, **changes)
        changed.check()
        return changed


_installed: Settings | None = None


def install(settings: Settings) -> None:
    """Make these the settings that rules with a period ask for; done once, when the program is assembled."""
    global _installed
    _installed = settings


def installed() -> Settings:
    """The installed settings; raises before the program is assembled."""
    if _installed is None:
        raise RuntimeError("no settings are installed yet")
    return _installed


def _whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _municipality(env: Mapping[str, str]) -> Municipality:
    default = Municipality()
    names = ("name", "phone", "email", "address", "website", "vision", "time_zone", "areas")
    return Municipality(**{n: env.get(f"PARTICIPATION_MUNICIPALITY_{n.upper()}", getattr(default, n)) for n in names})
