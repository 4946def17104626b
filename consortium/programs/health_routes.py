"""Health for whoever runs the house, and where to tell about a weakness. None of it is about anybody.

Probes come over loopback or to a bare address of this machine, so for these two addresses the front door takes such
Host headers too; under the public name they say only yes or no.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, get
from litestar.datastructures import State
from litestar.response import Response

from consortium.problems import NotFound

_READY, _NOT_READY = 200, 503
_HOLDS = timedelta(days=180)


@get("/healthz", opt={"open": "it says only that the process lives"})
async def see_alive() -> dict[str, str]:
    """The process lives and its loop turns."""
    return {"status": "alive"}


@get("/readyz", opt={"open": "it says only whether the house is in order"})
async def see_ready(request: Request[Any, Any, State], state: State) -> Response[dict[str, Any]]:
    """Whether a request could be taken and somebody paged for it, and to probes from inside, which check failed."""
    checks = await state.health.ready()
    ready = all(checks.values())
    told: dict[str, Any] = {"status": "ready" if ready else "not ready"}
    if request.headers.get("host") != urlsplit(state.settings.public_url).netloc:
        told["checks"] = {name: "holds" if held else "failed" for name, held in checks.items()}
    return Response(told, status_code=_READY if ready else _NOT_READY)


@get("/.well-known/security.txt", opt={"open": "whom to tell about a weakness"}, media_type="text/plain")
async def see_security_contact(state: State) -> str:
    """Whom to tell about a weakness (RFC 9116); there is none where the operator has not said."""
    contact = state.settings.security_contact
    if contact is None:
        raise NotFound
    async with state.database.reading(None) as reading:
        today = reading.now.replace(hour=0, minute=0, second=0, microsecond=0)
    expires = (today + _HOLDS).isoformat().replace("+00:00", "Z")
    canonical = f"{state.settings.public_url}/.well-known/security.txt"
    return f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {canonical}\n"


HANDLERS = (see_alive, see_ready, see_security_contact)
