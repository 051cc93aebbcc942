"""Other ways to influence: the municipality's own list of channels beside the dialogues."""
