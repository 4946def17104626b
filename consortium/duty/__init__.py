"""Rotations and who is on call."""
