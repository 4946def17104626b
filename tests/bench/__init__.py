"""Benchmarks: each prints its figure and the machine. ``./dev bench [NAME …]``; nothing here is a test."""
