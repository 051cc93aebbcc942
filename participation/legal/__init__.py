"""The legal register: what the law demands of a dialogue that it makes a duty, as dated data (POLICY.md R1)."""
