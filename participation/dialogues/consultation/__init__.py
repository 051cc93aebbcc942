"""The consultation with the other committees on a dialogue about societal development (POLICY.md R6, R7)."""
