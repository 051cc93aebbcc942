"""What a body gets before it decides: the decision paper of a proposed dialogue, and the results with their papers."""
