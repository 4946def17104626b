"""Who are you, what may you see: the one door."""
