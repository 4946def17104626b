"""An agreement goes out for Word: with its numbers, readable by a screen reader, the same file for the same text."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from agreements import Clause
from consortium.signing.papers.agreement_sheet import agreement_sheet
from consortium.signing.papers.by_clause import by_clause
from consortium.signing.papers.read_word import read_word
from consortium.signing.papers.write_word import word_document
from tests.papers.given import NAMES, back, given_out, opened
from tests.papers.word import parts_of


def test_the_same_text_gives_the_same_bytes() -> None:
    given = given_out()
    assert word_document(agreement_sheet(given)) == word_document(agreement_sheet(given))
    assert word_document(agreement_sheet(given)) != word_document(agreement_sheet(given_out(notice_days=90)))


def test_every_clause_has_a_heading_with_its_own_number_and_all_its_words() -> None:
    given = given_out()
    document = Document(BytesIO(word_document(agreement_sheet(given))))
    headings = [each.text for each in document.paragraphs if each.style is not None and each.style.name == "Heading 1"]
    assert headings == [
        "Parties",
        *(f"{article.clause:d}. {article.clause.subject}" for article in given.text),
        "Schedule A: terms",
    ]
    words = [each.text for each in document.paragraphs]
    for article in given.text:
        assert all(part in words for part in article.words.split("\n\n"))
    assert all(name in words for name in NAMES.values())


def test_schedule_a_says_each_term_with_its_clause() -> None:
    document = Document(BytesIO(word_document(agreement_sheet(given_out(notice_days=45)))))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["Term", "Agreed", "Clause"]
    assert ["Notice to leave", "45 days", "21"] in rows


def test_a_screen_reader_finds_title_language_and_table_head() -> None:
    parts = parts_of(word_document(agreement_sheet(given_out())))
    assert "<dc:title>North Valley peer support</dc:title>" in parts["docProps/core.xml"].decode()
    assert 'w:lang w:val="en-US"' in parts["word/styles.xml"].decode()
    assert "w:tblHeader" in parts["word/document.xml"].decode()
    assert "w:tblDescription" in parts["word/document.xml"].decode()


def test_the_footer_names_the_digest_and_says_that_a_draft_is_one() -> None:
    given = given_out()
    foot = parts_of(word_document(agreement_sheet(given)))
    draft = next(content.decode() for name, content in foot.items() if "footer" in name and name.endswith(".xml"))
    assert given.digest in draft
    assert "Draft." in draft
    final = parts_of(word_document(agreement_sheet(replace(given, draft=False))))
    assert not any(b"Draft." in content for name, content in final.items() if "footer" in name)


def test_word_tracks_changes_in_a_draft_by_itself_and_leaves_a_version_alone() -> None:
    given = given_out()
    assert b"w:trackRevisions" in parts_of(word_document(agreement_sheet(given)))["word/settings.xml"]
    final = parts_of(word_document(agreement_sheet(replace(given, draft=False))))
    assert b"w:trackRevisions" not in final["word/settings.xml"]


def test_what_somebody_typed_never_becomes_markup() -> None:
    given = given_out({Clause.ASKING: "Ask <b>so</b> & {so}: </w:t></w:r> \"'"})
    document = Document(BytesIO(word_document(agreement_sheet(given))))
    assert "Ask <b>so</b> & {so}: </w:t></w:r> \"'" in [each.text for each in document.paragraphs]


def test_an_untouched_file_asks_for_nothing() -> None:
    given = given_out(insurance_needed=True, kept_apart=frozenset())
    found = back(opened(given), given)
    assert found.changes == ()
    assert not found.moved_on


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_round_trip_through_libreoffice_asks_for_nothing(tmp_path: Path) -> None:
    given = given_out()
    (tmp_path / "out.docx").write_bytes(word_document(agreement_sheet(given)))
    into = tmp_path / "back"
    command = ["soffice", "--headless", "--convert-to", "docx", "--outdir", str(into), str(tmp_path / "out.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = by_clause(read_word((into / "out.docx").read_bytes()), given)
    assert [change.clause for change in found.changes if change.asked] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("by_way_of", [["docx"], ["odt", "docx"]])
def test_changes_that_word_tracked_are_read_after_libreoffice_has_saved_them(
    tmp_path: Path, by_way_of: list[str]
) -> None:
    given, word = given_out(), opened(given_out())
    word.insert(word.paragraphs_of(3)[0], 0, "For all purposes here: ")
    (tmp_path / "out.docx").write_bytes(word.save())
    at = tmp_path / "out.docx"
    for kind in by_way_of:
        into = tmp_path / f"saved-as-{kind}"
        home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(into), str(at)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        at = into / f"out.{kind}"
    (change,) = by_clause(read_word(at.read_bytes()), given).changes
    assert change.clause is Clause.DEFINITIONS
    assert change.wanted.startswith("For all purposes here: “Officer” means")
    assert change.authors == ("Jane Roe",)
