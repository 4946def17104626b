"""Coverage: what is missing on the rota and why, gaps that are meant, and messages that ask before each shift."""
