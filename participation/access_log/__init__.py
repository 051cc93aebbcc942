"""Who on the staff has seen whose personal data, and when: written by the service itself, read by the data protection
officer, changed by nobody."""
