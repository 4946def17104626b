"""QR codes as SVG. The part's code stands behind the ``#``: a browser never sends that to any server."""

import io

import segno


def help_address(public_url: str, slug: str, language: str) -> str:
    """The officers' page, as people type it: without the scheme where it is the usual one."""
    path = f"/{slug}/es/help" if language == "es" else f"/{slug}/help"
    return public_url.removeprefix("https://") + path


def qr_address(public_url: str, slug: str, language: str, code: str) -> str:
    """What the QR code opens; ``code`` may be empty."""
    path = f"/{slug}/es/help" if language == "es" else f"/{slug}/help"
    return public_url + path + (f"#{code}" if code else "")


def qr_svg(address: str, *, title: str, border: int = 0) -> str:
    """The address as a QR code that a quarter of may be dirty. ``border`` is the white around it, in squares.

    The same address gives the same text, to the byte.
    """
    kept = io.BytesIO()
    segno.make(address, error="q", micro=False, boost_error=False).save(
        kept, kind="svg", xmldecl=False, border=border, omitsize=True, title=title, light="#fff" if border else None
    )
    return kept.getvalue().decode()
