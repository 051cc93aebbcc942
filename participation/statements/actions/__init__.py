"""Writes of written statements, a module a noun: sending, answers, the phases."""
