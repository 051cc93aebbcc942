"""Build hook: puts the templates, the static files, the compiled translations and wsgi.py into the wheel.

An editable install needs none of this: there the program reads the checkout itself.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface):  # type: ignore[misc] # a base without types
    """Adds what is not Python to a standard wheel, under ``participation/_resources``."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        include: dict[str, str] = build_data["force_include"]
        for folder in ("templates", "static"):
            include[str(root / folder)] = f"participation/_resources/{folder}"
        include[str(root / "wsgi.py")] = "wsgi.py"
        for source in sorted((root / "translations").glob("*.po")):
            compiled = root / "build" / f"{source.stem}.mo"
            compiled.parent.mkdir(exist_ok=True)
            compiled.write_bytes(_compile(source))
            include[str(compiled)] = f"participation/_resources/translations/{source.stem}.mo"


def _compile(source: Path) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.stem.split("-")[0])
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()
