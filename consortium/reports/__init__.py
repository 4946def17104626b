"""Statistics that cannot expose anybody: what is counted, released once with noise, and shown to heads."""
