"""The WSGI entry point: any WSGI server can serve ``wsgi:app``."""

from participation.app import create_app, for_good

app = for_good(create_app())
