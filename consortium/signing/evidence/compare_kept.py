"""Comparing what a stranger's file claims with what is kept here: each signature, and the head of the log."""

from dataclasses import replace
from uuid import UUID

from agreements.errors import AgreementError
from consortium.db import Reading
from consortium.problems import NotFound
from consortium.signing.evidence.check_pdf import digest_of
from consortium.signing.evidence.findings import Finding, fails, holds
from consortium.signing.evidence.report import Part, Report, Signed
from consortium.signing.store.evidence import load_checkpoint
from consortium.signing.store.signatures import load_signature

TITLE = "Compared with what is kept here"


async def compared(reading: Reading, report: Report) -> Report:
    """The report with what the comparison found; nothing is compared of a PDF about which nothing follows."""
    if report.pdf and not report.anchored:
        return report
    found = [await _signature(reading, each) for each in report.signed]
    if report.head:
        found.append(await _head(reading, report.head))
    return replace(report, parts=(*report.parts, Part(TITLE, tuple(found)))) if found else report


async def _signature(reading: Reading, signed: Signed) -> Finding:
    what = f"Signature for {signed.agency}"
    try:
        kept = await load_signature(reading, UUID(signed.id))
    except NotFound:
        return fails(what, "No such signature was ever taken in here.")
    except AgreementError:
        return fails(what, "What is kept here of it was altered. Tell the heads of the other agencies.")
    if digest_of(kept.document()) != signed.digest:
        return fails(what, "The one that was taken in here says something else, or was made by another key.")
    return holds(what, "It was taken in here, the same byte by byte.")


async def _head(reading: Reading, text: str) -> Finding:
    size = text.split("\n")[1]
    kept = await load_checkpoint(reading, int(size))
    if kept is None or kept.partition("\n\n")[0] + "\n" != text:
        return fails("Head of the log", f"The log here never had this head of {size} events.")
    return holds("Head of the log", f"The log here had this very head when it had {size} events.")
