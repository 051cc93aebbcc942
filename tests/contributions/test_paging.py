"""Positions in lists as opaque words: what is packed is unpacked, anything else is no position and no error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from participation.contributions.paging import pack, unpack


@given(st.integers(0, 2**63 - 1), st.text(max_size=30))
def test_what_is_packed_is_unpacked(number: int, text: str) -> None:
    token = pack(number, text)
    if len(token) <= 300:
        assert unpack(token, int, str) == (number, text)
        assert unpack(token, str, int) is None
        assert unpack(token, int) is None


@given(st.text())
def test_anything_else_is_no_position(text: str) -> None:
    found = unpack(text, int, str)
    assert found is None or pack(*found) == text or isinstance(found, tuple)


def test_numbers_beyond_the_database_are_no_position() -> None:
    assert unpack(pack(2**63), int) is None
    assert unpack(pack(-1), int) is None
    assert unpack("W3RydWVd", int) is None  # [true]
