"""The life of an agreement after it was signed: what parties and clerks do to it, what is ahead, and who is told."""
