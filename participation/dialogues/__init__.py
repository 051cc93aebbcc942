"""A question put to residents: its contract, its stages, the decisions it rests on, its activities and texts."""
