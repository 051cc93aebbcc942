"""Proposals that residents put forward in a dialogue."""
