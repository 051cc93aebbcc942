"""What people say to each other about a contribution, in threads."""
