"""Pages about the service: accessibility, privacy, rules, policy, cookies."""
