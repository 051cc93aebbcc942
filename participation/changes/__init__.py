"""What changes a dialogue under way: rejected, cancelled, paused, extended, amended, overtaken by the decision."""
