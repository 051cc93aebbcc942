"""Following a dialogue by e-mail: whoever asks for it is told once of each thing that happens in it."""
