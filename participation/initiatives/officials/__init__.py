"""Initiatives in the back office."""

from participation.initiatives.officials import complaints, one, register, steps
from participation.initiatives.officials.frame import bp

__all__ = ["bp", "complaints", "one", "register", "steps"]
