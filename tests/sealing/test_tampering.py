"""A sealed file in bad hands: who finds out, and who does not. An appended revision is "valid" to some tools."""

import asyncio
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from consortium.signing.evidence.check_seal import Roots, certificates, check_seal
from consortium.signing.sealing.seal import sealed
from consortium.signing.sealing.seal_key import load_seal, make_seal, published
from consortium.signing.sealing.write_executed import executed
from tests.sealing.executions import an_execution

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def flipped(pdf: bytes) -> bytes:
    """One bit of what a page draws."""
    at = pdf.index(b"stream\n") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def overlaid(pdf: bytes) -> bytes:
    """Words over the first page, in a revision that was appended."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0].get_object()
    words = generic.StreamObject(stream_data=b"q BT /F1 12 Tf 72 72 Td (Fee: $9999) Tj ET Q")
    drawn = page["/Contents"]
    before = list(drawn) if isinstance(drawn, generic.ArrayObject) else [page.raw_get("/Contents")]
    page["/Contents"] = generic.ArrayObject([*before, writer.add_object(words)])
    writer.update_container(page)
    return _written(writer)


def swapped(pdf: bytes) -> bytes:
    """Other terms inside, in a revision that was appended."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    node = writer.root["/Names"]["/EmbeddedFiles"]
    while "/Names" not in node:
        node = node["/Kids"][0]
    names = node["/Names"]
    place = next(at for at in range(0, len(names), 2) if str(names[at]) == "terms.json")
    inside = names[place + 1]["/EF"]
    inside["/F"] = writer.add_object(generic.StreamObject(stream_data=b'{"most_miles":9999}'))
    writer.update_container(inside)
    return _written(writer)


def _written(writer: Any) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def lengthened(pdf: bytes) -> bytes:
    """One byte at the end."""
    return pdf + b"\n"


ATTACKS = (flipped, overlaid, swapped, lengthened)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("keys")
    make_seal(found, "Blue Ledge Peer Support", AT)
    return found


@pytest.fixture(scope="module")
def file(folder: Path) -> bytes:
    return asyncio.run(sealed(executed(an_execution(2)).pdf(), load_seal(folder, None), AT, reason="Executed")).pdf


async def judged(pdf: bytes, folder: Path) -> Any:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = list(load_certs_from_pemder_data(published(folder, None)))
    return await async_validate_pdf_signature(signature, ValidationContext(trust_roots=roots, moment=AT))


@pytest.mark.parametrize("attack", ATTACKS)
def test_our_own_check_and_the_kept_digest_find_every_attack(
    attack: Callable[[bytes], bytes], file: bytes, folder: Path
) -> None:
    bad = attack(file)
    look = asyncio.run(check_seal(bad, Roots(tuple(certificates(published(folder, None))))))

    assert [each.what for each in look.found if each.verdict.value == "does not hold"]
    assert look.sha256 != sha256(file).hexdigest()


@pytest.mark.parametrize("attack", [flipped, overlaid, swapped])
def test_pyhankos_analysis_of_differences_finds_what_was_changed(
    attack: Callable[[bytes], bytes], file: bytes, folder: Path
) -> None:
    assert asyncio.run(judged(file, folder)).bottom_line
    assert not asyncio.run(judged(attack(file), folder)).bottom_line


@pytest.mark.skipif(
    shutil.which("pdfsig") is None and os.environ.get("CI") != "true", reason="no pdfsig (Debian: poppler-utils)"
)
@pytest.mark.parametrize(
    ("attack", "says", "total"),
    [
        (flipped, "Digest Mismatch", True),
        (overlaid, "Signature is Valid", False),
        (swapped, "Signature is Valid", False),
    ],
)
def test_pdfsig_calls_an_appended_revision_valid_and_only_not_total(
    attack: Callable[[bytes], bytes], says: str, total: bool, file: bytes, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(attack(file))
    told = subprocess.run(["pdfsig", str(bad)], capture_output=True, text=True, check=False).stdout

    assert says in told
    assert ("Not total document signed" not in told) is total
