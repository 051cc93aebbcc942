"""Help from the coordinator: a body asks, the coordinator answers, and both stay on record (POLICY.md R10)."""
