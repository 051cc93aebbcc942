"""Forms of the back office of dialogues."""
