"""The server with one more route, a constant answer, to compare with: ``python -m tests.bench.serve PORT``."""

import os
import sys

from granian.constants import Interfaces
from granian.server import Server
from litestar import get
from litestar.response import Response

from consortium.access.front import Application, FrontDoor
from consortium.app import litestar
from consortium.settings import Settings

STATIC = "/bench-static"


@get(STATIC, opt={"open": "a benchmark's constant"})
async def constant() -> Response[bytes]:
    """Ten constant bytes through the same framework, server and front door."""
    return Response(b"0123456789", media_type="text/html")


def create() -> Application:
    """The product's application and that route."""
    settings = Settings.from_env(os.environ)
    inside = litestar(settings, environment=os.environ)
    inside.register(constant)
    return FrontDoor(inside, settings.public_url)  # type: ignore[arg-type]


if __name__ == "__main__":
    Server(
        "tests.bench.serve:create",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        workers=1,
        log_access=False,
    ).serve()
