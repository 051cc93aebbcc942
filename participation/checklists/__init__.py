"""The handbook's checklists in a dialogue: who ticked what, when, and with which note."""
