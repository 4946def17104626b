"""Evidence that survives us: the log of agreement events, its witnesses, bundles, and how each of it is checked."""
