"""Participation: a municipality's resident dialogues, from the question asked to what it led to."""
