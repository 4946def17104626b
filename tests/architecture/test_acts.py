"""Every act that a verb writes into the journal has a sentence, and says it in constants."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from agreements.signatures import BINDING
from agreements.signatures import Act as Deed
from consortium.journal import Act
from consortium.members.act_sentences import SENTENCES
from consortium.members.history import act_words

SHELL = Path(__file__).parents[2] / "consortium"


def acts_in(tree: ast.AST) -> list[str | None]:
    """The act of each call of ``record``; ``None`` where it is no constant."""
    found: list[str | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
            found += constants(node.args[1]) if len(node.args) > 1 else [None]
    return found


def constants(value: ast.expr) -> list[str | None]:
    if isinstance(value, ast.IfExp):
        return constants(value.body) + constants(value.orelse)
    return [value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None]


def test_every_act_of_the_journal_has_its_sentence_in_one_table() -> None:
    written = {
        (str(file.relative_to(SHELL)), act)
        for file in sorted(SHELL.rglob("*.py"))
        for act in acts_in(ast.parse(file.read_text()))
    }

    assert written
    assert {(file, act) for file, act in written if act not in SENTENCES} == set()


def test_an_act_that_the_table_lacks_is_told_in_its_own_words() -> None:
    planted = acts_in(ast.parse("record(tx, 'walked the dog' if dog else 'fed the cat', by=None)"))

    assert planted == ["walked the dog", "fed the cat"]
    assert acts_in(ast.parse("record(tx, act, by=None)")) == [None]
    assert act_words(Act(datetime(2026, 1, 2, tzinfo=UTC), None, "walked the dog", None, {}, uuid4()), {}) == (
        "Walked the dog."
    )


def test_what_a_head_signed_is_told_in_words_and_not_by_its_key() -> None:
    for deed in set(Deed) - BINDING:
        told = act_words(
            Act(datetime(2026, 1, 2, tzinfo=UTC), None, "signed an act", None, {"what": deed.value}, uuid4()), {}
        )
        assert not told.endswith(f": {deed.value}."), told
