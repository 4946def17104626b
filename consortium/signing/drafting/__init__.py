"""Drafting: from an empty sheet to a text that every party's advisor has read, and out to be signed."""
