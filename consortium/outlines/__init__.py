"""Outlines of counties for maps, with where they come from."""
