"""Initiatives: proposals for a dialogue, from elected representatives, officials, civil society, anyone."""
