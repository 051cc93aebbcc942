"""Static files: addresses that change with the content, served compressed and kept by browsers for a year."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import brotli
from whitenoise import WhiteNoise

YEAR = 365 * 24 * 3600
_COMPRESSED = {".css", ".js", ".svg", ".webmanifest"}


class Assets:
    """The folder of static files, copied once per content beside its compressed forms under the data directory."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        self.folder = folder
        self._files = sorted(p for p in folder.rglob("*") if p.is_file())
        digest = hashlib.sha256()
        for path in self._files:
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
        self._prepared = data_dir / "static" / digest.hexdigest()[:16]
        self.address = cache(self._address)

    def _address(self, name: str) -> str:
        content = (self.folder / name).read_bytes()
        return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"

    def serve(self, app: Any) -> Any:
        """The WSGI application with the static files in front of it."""
        if not self._prepared.is_dir():
            self._prepare()
        return WhiteNoise(app, root=str(self._prepared), prefix="static/", max_age=YEAR, add_headers_function=_headers)

    def _prepare(self) -> None:
        self._prepared.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=self._prepared.parent))
        for path in self._files:
            target = work / path.relative_to(self.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
            target.write_bytes(content)
            if path.suffix in _COMPRESSED:
                target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
                target.with_name(target.name + ".br").write_bytes(brotli.compress(content, quality=11))
        try:
            work.rename(self._prepared)
        except OSError:  # another process was first; its copy is the same
            shutil.rmtree(work)


def _headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
