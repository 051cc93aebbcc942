"""The clocks of the policy: what is due by when, who answers for it, who is reminded, and what is late, said openly."""
