"""What the municipality did with what it heard: themes, report, stances, measures, feedback."""
