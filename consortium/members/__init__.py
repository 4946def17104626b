"""Agencies, people, designations, training and the parts of the region."""
