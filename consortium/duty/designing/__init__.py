"""Designs of the parts of the region: what is wished, worked out in a process of its own, looked at, and made."""
