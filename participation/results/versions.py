"""Names for what somebody saw when they began to write, so that nobody writes over what they have not seen. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence


def version_of(*values: Mapping[str, object] | Sequence[str] | str | None) -> str:
    """A short name for the values: texts by language, lists, words."""
    plain = [dict(v) if isinstance(v, Mapping) else v for v in values]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
