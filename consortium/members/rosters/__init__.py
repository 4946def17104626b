"""A list of people as an agency keeps it, in any form, brought onto the roster."""
