"""A text of the talk as a form brings it: plain, or opaque to us."""

import base64
import binascii

from consortium.problems import BadInput


def text_of(form: dict[str, str]) -> tuple[str, bytes]:
    """What a text form holds: its kind and its bytes.

    Raises:
        BadInput: the opaque part is not base64.
    """
    kind = form.get("kind", "plain")
    if kind not in {"key", "sealed"}:
        return "plain", form.get("body", "").strip().encode()
    try:
        return kind, base64.b64decode(form.get("opaque", ""), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise BadInput("That text did not arrive whole. Please send it again.", "body", "body_broken") from broken
