"""Posters, cards and codes for the parts of the region: one for all departments of a part, saying only what holds."""
