"""Files that are no document, or that mean harm, are refused in words; whatever arrives, nothing breaks."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from agreements import Clause
from consortium.problems import BadInput
from consortium.signing.papers.agreement_sheet import agreement_sheet
from consortium.signing.papers.by_clause import by_clause
from consortium.signing.papers.read_word import read_word
from consortium.signing.papers.write_word import word_document
from tests.papers.given import given_out, only
from tests.papers.word import Word, packed, parts_of

GIVEN = given_out()
FILE = word_document(agreement_sheet(GIVEN))
PARTS = parts_of(FILE)
DOCUMENT = "word/document.xml"


def with_part(name: str, content: bytes) -> bytes:
    return packed({**PARTS, name: content})


def why(file: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        read_word(file)
    assert refused.value.field == "file"
    return str(refused.value)


def test_what_is_no_document_of_word_is_refused_by_name() -> None:
    assert "Choose a file" in why(b"")
    assert "no document of Word" in why(b"Just some text.")
    assert "This is a PDF" in why(b"%PDF-1.7 ...")
    assert "no document of Word" in why(packed({"a.txt": b"a"}))
    assert "no document of Word" in why(packed({"[Content_Types].xml": b"<Types/>", "a.txt": b"a"}))
    assert "damaged" in why(FILE[: len(FILE) // 2])
    assert "larger than 5 MB" in why(b"PK\x03\x04" + b"\0" * 6_000_000)


def test_a_spreadsheet_is_no_document_of_word() -> None:
    book = PARTS["_rels/.rels"].replace(b"word/document.xml", b"word/styles.xml")
    assert "no document of Word" in why(with_part("_rels/.rels", book))


def test_locked_and_old_files_are_refused() -> None:
    assert "password" in why(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    locked = bytearray(packed({"[Content_Types].xml": b"<Types/>"}))
    locked[6] |= 1
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    assert "password" in why(bytes(locked))


def test_macros_are_refused_under_whatever_name() -> None:
    types = PARTS["[Content_Types].xml"]
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = types.replace(usual, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    assert macros != types
    assert "macros" in why(with_part("[Content_Types].xml", macros))
    assert "macros" in why(with_part("word/vbaProject.bin", b"x"))


def test_a_bomb_is_not_unfolded() -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as into:
        for name, content in PARTS.items():
            into.writestr(name, content)
        into.writestr("word/media/image1.bin", b"\0" * 70_000_000)
    assert len(made.getvalue()) < 1_000_000
    assert "unfolds" in why(made.getvalue())


def test_a_part_that_lies_about_its_size_is_not_unfolded() -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as into:
        for name, content in PARTS.items():
            into.writestr(name, content if name != DOCUMENT else b"<w/>" + b" " * 30_000_000)
    lying = bytearray(made.getvalue())
    place = lying.find(b"PK\x01\x02" + b"\x14\x03", 0)
    while place >= 0:
        if DOCUMENT.encode() in lying[place : place + 80]:
            lying[place + 24 : place + 28] = (100).to_bytes(4, "little")
        place = lying.find(b"PK\x01\x02", place + 4)
    assert why(bytes(lying))


def test_entities_are_never_unfolded_and_nothing_is_fetched() -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    head += b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = PARTS[DOCUMENT].split(b"?>", 1)[1]
    assert "document type" in why(with_part(DOCUMENT, head + body.replace(b"Purpose", b"&b;&f;", 1)))
    wide = (head.decode() + body.decode()).replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")
    assert "document type" in why(with_part(DOCUMENT, wide))


def test_what_leads_out_of_the_file_is_not_followed() -> None:
    relations = PARTS["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = f'<Relationship Id="rIdX" Type="{kind}/comments" Target="http://127.0.0.1:9/c.xml" TargetMode="External"/>'
    out += f'<Relationship Id="rIdY" Type="{kind}/comments" Target="../../../../etc/passwd"/>'
    out += f'<Relationship Id="rIdZ" Type="{kind}/footnotes" Target="file:///etc/passwd"/>'
    changed = relations.replace("</Relationships>", f"{out}</Relationships>")
    file = with_part("word/_rels/document.xml.rels", changed.encode())
    assert by_clause(read_word(file), GIVEN).changes == ()


def test_depth_and_damage_in_the_text_are_refused() -> None:
    assert "damaged" in why(with_part(DOCUMENT, PARTS[DOCUMENT][:-200]))
    deep = b"<w:sdt><w:sdtContent>" * 300
    assert "damaged" in why(with_part(DOCUMENT, PARTS[DOCUMENT].replace(b"<w:body>", b"<w:body>" + deep, 1)))


def test_a_clause_without_end_is_refused_before_it_is_compared() -> None:
    word = Word.open(FILE)
    word.insert(word.paragraphs_of(26)[0], 0, "a " * 20_000)
    with pytest.raises(BadInput, match="longer than 20,000 characters"):
        by_clause(read_word(word.save()), GIVEN)


def test_letters_that_nobody_sees_do_not_come_along() -> None:
    word = Word.open(FILE)
    word.insert(word.paragraphs_of(26)[0], 0, "A\u202eB\u200b\u2028C ")
    assert only(by_clause(read_word(word.save()), GIVEN)).wanted.startswith("AB\nC ")


@settings(max_examples=60, deadline=None)
@drawn(st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
def test_a_broken_document_is_read_or_refused_and_never_fails(damage: list[tuple[int, bytes]]) -> None:
    content = bytearray(PARTS[DOCUMENT])
    for place, junk in damage:
        start = place * len(content) // 10_001
        content[start : start + len(junk)] = junk
    try:
        found = by_clause(read_word(with_part(DOCUMENT, bytes(content))), GIVEN)
    except BadInput:
        return
    assert {change.clause for change in found.changes} <= set(Clause)
