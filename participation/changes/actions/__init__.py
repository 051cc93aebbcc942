"""Writes that change or end a dialogue under way: a verb each. Every one is locked, guarded and logged."""
