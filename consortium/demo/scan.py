"""A page that stands for a scanned one: the demo's paper is signed by nobody, and says so."""

from typing import Final

_WORDS: Final = "Example only. In a real consortium this is the scanned page with its signature."
_FONTS: Final = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def a_scan(title: str) -> bytes:
    """A PDF of one page with this title (plain Latin letters) and the sentence above."""
    said = f"BT /F1 14 Tf 60 720 Td ({_safe(title)}) Tj 0 -26 Td /F1 11 Tf ({_WORDS}) Tj ET".encode("latin-1")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources %s >>" % _FONTS,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(said), said),
    )
    file, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, listed)
    return file + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(file))


def _safe(title: str) -> str:
    return "".join(each if each.isalnum() or each in " .,-" else " " for each in title)
