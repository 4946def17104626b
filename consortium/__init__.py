"""The shell: web pages, database, messages, command line and jobs of the consortium."""

VERSION = "0.1.0"
