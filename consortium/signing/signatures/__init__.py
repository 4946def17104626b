"""Signing: heads sign counterparts with their own passkeys or on paper, by authority that a clerk has seen."""
