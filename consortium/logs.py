"""Logs: constant events and our own ids, as JSON lines on standard error. Never a value that came with a request.

They carry no time of their own: whoever runs the service stamps them, and nothing finer is needed from us.
"""

import logging
import sys

import structlog


def set_up() -> None:
    """Configure this process. Tracebacks carry no local variables; libraries speak from warnings up."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s")
