"""How the site of the conventions' tests is configured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from participation.settings import RateLimits, Settings

UNLIMITED = RateLimits(*["1000000/minute"] * 6)


def site_settings(engine: Engine, folder: Path, **changes: Any) -> Settings:
    """A demonstration site on the database."""
    values: dict[str, Any] = {
        "data_dir": folder,
        "database_url": engine.url.render_as_string(hide_password=False),
        "secret_key": "a secret for tests only",
        "mail": f"file:{folder / 'mail'}",
        "demo": True,
        "testing": True,
        "rate_limits": UNLIMITED,
    }
    return Settings(**(values | changes))
