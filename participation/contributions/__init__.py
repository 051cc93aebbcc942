"""What a resident puts in: numbered, dated, kept as written; the base of ideas, comments and survey responses."""
