"""What a dialogue that the law makes a duty has besides the others: law, documents, notice, two periods (R1, R2)."""
