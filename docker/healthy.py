"""Ask our own process whether it lives: exit code 0 if /healthz answers 200, else 1. Used by the image's HEALTHCHECK.

The service answers to its public name only, so that name is said; the proxy and the network are left out.
"""

# ruff: noqa: INP001 (a script of the image, in no package)
import http.client
import os
import sys
from urllib.parse import urlsplit


def main() -> int:
    """Ask once; five seconds are enough."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(os.environ.get("PUBLIC_URL", "")).netloc})
        return 0 if connection.getresponse().status == http.client.OK else 1
    except OSError:
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
