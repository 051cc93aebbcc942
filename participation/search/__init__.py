"""Finding dialogues and contributions by their words: one index, the same stems in every database."""
