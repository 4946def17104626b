"""Agreements on paper and in Word: what is given out, what comes back marked up, and what a council is handed.

All but the verb (``take_in``) is pure: values in, bytes out, and back. Pages and tables are elsewhere.
"""
