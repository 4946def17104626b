"""Files: one that comes with a form, and one that is sent to be kept."""

from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.response import Response

from consortium.access.web import form_of


async def file_of(request: Request[Any, Any, Any], field: str = "file") -> bytes:
    """The file in this field of a form; nothing, where it sends none.

    Raises:
        BadInput: what was sent is no form.
    """
    await form_of(request)  # it says so where this is none
    sent = (await request.form()).get(field)
    return await sent.read() if isinstance(sent, UploadFile) else b""


def to_keep(content: bytes, media: str, name: str, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """A file that the browser saves under a name, whatever it holds."""
    said = {"Content-Disposition": f'attachment; filename="{name}"', **(headers or {})}
    return Response(content, media_type=media, headers=said)
