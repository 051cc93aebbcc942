"""Who people are: officials, secretaries, moderators; how they sign in; which roles they hold, for what, until when."""
