"""Vocabulary of what is typed in for others. Pure."""

from __future__ import annotations

from participation.contributions.rules import Channel

CHANNELS = tuple(channel for channel in Channel if channel is not Channel.WEB)
"""How something comes that an official types in."""

MAXIMUM_NOTE = 200
LINES_FOR_WORDS = 6
LINES_FOR_A_WORD = 1
