"""When what happens: calendar files for residents, the work calendar for the staff, and what clashes in it."""
