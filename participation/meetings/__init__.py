"""What came of meetings and other ways to take part: when, how many came, how open it was, which politicians."""
