"""The executed document as paper: the same bytes each time, tagged, read in order, with everything inside it.

PDF/A-3a and PDF/UA-1 are checked as far as typst enforces them while it prints, and by what is read here. veraPDF, the
validator that archives trust, is in no package registry that this project uses; it has not looked at these files.
"""

import io
import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from agreements import Article, Clause, Version
from consortium.signing.sealing.execution import Execution, inputs_digest
from consortium.signing.sealing.fonts import coverage, not_shown
from consortium.signing.sealing.press import CannotPrintError
from consortium.signing.sealing.words import showable, timed
from consortium.signing.sealing.write_copies import joinder, reading_copy, signature_page
from consortium.signing.sealing.write_executed import executed
from tests.sealing.executions import SENT, SITE, TITLE, an_execution
from tests.sealing.structure import Part, parts


def attached(pdf: bytes) -> dict[str, bytes]:
    return {name: contents[0] for name, contents in PdfReader(io.BytesIO(pdf)).attachments.items()}


def catalogue(pdf: bytes) -> Any:
    """The root of a PDF."""
    return PdfReader(io.BytesIO(pdf)).trailer["/Root"]


@cache
def text_of(pdf: bytes, most: int = 100) -> list[str]:
    """The words of the first pages, blanks tidied."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages[:most]]


@pytest.fixture(scope="module")
def eight() -> tuple[Execution, bytes]:
    execution = an_execution(8, checkpoint="peers.test/log\n17\nroot=\n")
    return execution, executed(execution).pdf()


def test_the_same_records_give_the_same_bytes(eight: tuple[Execution, bytes]) -> None:
    execution, pdf = eight

    assert executed(execution).pdf() == pdf
    backwards = replace(execution, counterparts=tuple(reversed(execution.counterparts)))
    assert backwards.inputs_digest == execution.inputs_digest
    assert inputs_digest(execution.version, execution.counterparts[:-1]) != execution.inputs_digest


def test_it_calls_itself_pdf_a_3a_and_pdf_ua_1(eight: tuple[Execution, bytes]) -> None:
    metadata = catalogue(eight[1])["/Metadata"].get_object().get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


@pytest.mark.parametrize("parties", [1, 2, 10, 40])
def test_it_is_read_in_order_whoever_signs(parties: int) -> None:
    execution = an_execution(parties)
    pdf = (executed(execution) if parties > 1 else joinder(execution, executed_sha256="ab" * 32)).pdf()
    root = catalogue(pdf)
    found = parts(pdf)

    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert TITLE in str(getattr(PdfReader(io.BytesIO(pdf)).metadata, "title", None))
    assert found[0].role == "Document"
    heads = [each.words for each in found if each.role == "H1"]
    whole = ["Parties", "Contents", "The agreement", "Schedule A: the terms", "Signatures"]
    ending = ["Certificate of execution", "How to check this document without us"]
    assert heads == ([*whole, *ending, "In plain words"] if parties > 1 else ["Signature", *ending])
    signers = [each.words for each in found if each.role == "H2" and "Police Department" in each.words]
    assert signers == [each.record.agency_name for each in execution.counterparts] * 2, "signed, then certified"
    _headings_step_down(found)
    _tables_have_heads(found)


def _headings_step_down(found: list[Part]) -> None:
    levels = [int(each.role[1]) for each in found if each.role in {"H1", "H2", "H3"}]

    assert levels[0] == 1
    assert all(later - each <= 1 for each, later in pairwise(levels))


def _tables_have_heads(found: list[Part]) -> None:
    tables = sum(each.role == "Table" for each in found)
    heads = [each for each in found if each.role == "TH"]

    assert tables == sum(each.role == "THead" for each in found) > 0
    assert all(each.words and each.attributes["/Scope"] == "/Column" for each in heads)


def test_the_clauses_stand_in_it_word_for_word(eight: tuple[Execution, bytes]) -> None:
    execution, pdf = eight
    found = parts(pdf)
    start = next(at for at, each in enumerate(found) if each.words == "The agreement" and each.role == "H1")
    end = next(at for at, each in enumerate(found) if each.words == "Schedule A: the terms" and each.role == "H1")
    read = [each.words for each in found[start + 1 : end] if each.role in {"H2", "P"}]
    said = []
    for article in execution.version.text:
        said += [f"{article.clause:d}. {article.clause.subject}", *article.words.split("\n\n")]

    assert read == [" ".join(each.split()) for each in said]


def test_the_digest_stands_on_every_page(eight: tuple[Execution, bytes]) -> None:
    execution, pdf = eight
    pages = text_of(pdf)

    assert all(execution.version.digest in page.replace(" ", "") for page in pages)
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_what_it_is_made_from_is_inside_byte_by_byte(eight: tuple[Execution, bytes]) -> None:
    execution, pdf = eight
    files = attached(pdf)
    records = json.loads(files["records.json"])

    assert files["content.json"] == execution.version.canonical()
    assert sha256(files["content.json"]).hexdigest() == execution.version.digest
    assert json.loads(files["terms.json"]) == json.loads(files["content.json"])["terms"]
    assert records["counterparts"] == [each.document() for each in execution.counterparts]
    assert records["passkeys"] == {"host": SITE.host, "origin": SITE.origin}


def test_the_certificate_says_who_signed_how_and_who_confirmed_the_key(eight: tuple[Execution, bytes]) -> None:
    text = " ".join(text_of(eight[1]))

    assert "By Orla Penhallow on 2026-10-01" in text
    assert "By Orla Penhallow, clerk" in text
    assert "Signed for Birch Falls Police Department by Ruth" in text
    assert "2026-11-20 09:05 PST (17:05 UTC)" in text
    assert "peers.test/log" in text


def test_every_page_of_a_reading_copy_says_that_it_is_not_signed() -> None:
    execution = an_execution(2)
    copy = reading_copy(execution.pact, execution.version, execution.names, SITE, SENT, state="It is out.").pdf()

    assert all("Reading copy: not signed, binds nobody" in page for page in text_of(copy))
    assert "In plain words, no part of the agreement" in " ".join(text_of(copy))
    invented = reading_copy(
        execution.pact, execution.version, execution.names, replace(SITE, invented=True), SENT, state="It is out."
    ).pdf()
    assert all("agencies and the people are invented" in page for page in text_of(invented, 2))


def test_a_page_to_sign_by_hand_is_one_page_bound_to_the_digest() -> None:
    execution = an_execution(2)
    pages = text_of(signature_page(execution.pact, execution.version, "Đorđe Town Police", SITE, SENT).pdf())

    assert len(pages) == 1
    assert execution.version.digest in pages[0].replace(" ", "")
    assert "Đorđe Town Police" in pages[0]


def test_words_of_others_are_never_read_as_source() -> None:
    execution = an_execution(2)
    evil = "#panic() *bold* $x$ <label> @ref \\ [content] // comment"
    words = execution.version.text
    text = tuple(Article(each.clause, evil if each.clause is Clause.NOTICES else each.words) for each in words)
    version = Version.of(
        execution.version.id, pact=execution.pact.id, number=1, text=text, terms=execution.version.terms
    )
    pact = replace(execution.pact, versions=(version,), facts=(), title=evil)

    pdf = reading_copy(pact, version, execution.names, SITE, SENT, state=evil).pdf()

    assert evil in [each.words for each in parts(pdf)]


def test_letters_that_no_font_has_are_found_before_anything_is_frozen() -> None:
    assert not_shown("Dana Ñandú, Đorđe, Þóra, ʻŌlelo, Nguyễn, dxʷdəwʔabš") == ()  # noqa: RUF001
    assert not_shown("李 and → and \u202e, 李 again") == ("李", "→", "\u202e")
    assert showable("李 Na") == "[U+674E] Na"
    assert ord("\n") in coverage()
    assert {0x202E, 0x200B, 0x0000, 0x00AD}.isdisjoint(coverage())


def test_a_text_with_such_a_letter_is_not_printed_with_a_hole() -> None:
    execution = an_execution(2)
    words = execution.version.text
    text = tuple(Article(each.clause, "李" if each.clause is Clause.NOTICES else each.words) for each in words)
    version = Version.of(
        execution.version.id, pact=execution.pact.id, number=1, text=text, terms=execution.version.terms
    )
    pact = replace(execution.pact, versions=(version,), facts=())

    with pytest.raises(CannotPrintError, match=r"李 \(U\+674E\)"):
        reading_copy(pact, version, execution.names, SITE, SENT, state="It is out.").pdf()


def test_a_name_that_no_font_has_is_never_sealed_with_its_letters_garbled() -> None:
    execution = an_execution(2)
    (first, second), party = execution.counterparts, min(execution.version.terms.parties)
    named = replace(first.record, name="李 Na")
    signed = replace(first, record=named, canonical=named.canonical())
    for each in (
        replace(execution, counterparts=(signed, second)),
        replace(execution, pact=replace(execution.pact, title="李 pact")),
        replace(execution, counterparts=(), names={**execution.names, party: "李 Police"}),
    ):
        with pytest.raises(CannotPrintError, match=r"“李 .+”: the fonts lack 李 \(U\+674E\)"):
            executed(each)
    with pytest.raises(CannotPrintError, match="the signer's name in a signature"):
        joinder(replace(execution, counterparts=(signed,)), executed_sha256=None)


def test_a_document_says_who_confirmed_keys_and_that_no_stamp_lasts_for_ever(
    eight: tuple[Execution, bytes],
) -> None:
    text = " ".join(text_of(eight[1]))

    assert "a clerk, or the head of another agency, had confirmed the passkey's fingerprint" in text
    assert "neither drafted the consortium's agreements nor gave out its roles" in text
    assert "and renews none" in text


def test_times_are_said_on_the_wall_and_in_utc() -> None:
    assert timed(SENT, "America/New_York") == "2026-11-20 12:00 EST (17:00 UTC)"
    assert timed(SENT.replace(hour=3), "America/Los_Angeles") == "2026-11-19 19:00 PST (2026-11-20 03:00 UTC)"
