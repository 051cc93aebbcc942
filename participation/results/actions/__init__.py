"""Writes of results, a module a noun: themes, the report, the handling decision, measures, feedback."""
