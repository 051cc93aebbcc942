"""The demonstration's WSGI entry point; its processes find their settings in the environment."""

from __future__ import annotations

from participation.app import create_app, for_good
from participation.demo.run import settings_from_environment

app = for_good(create_app(settings_from_environment()))
