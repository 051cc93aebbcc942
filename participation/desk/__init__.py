"""The staff's own pages: what waits for me, and how all dialogues of a body or of the municipality stand."""
