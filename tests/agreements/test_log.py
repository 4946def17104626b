"""The log against a naive reading of RFC 6962, and its files against the formats of C2SP; no forgery passes."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from agreements.canonical import canonical_bytes
from agreements.log import (
    EMPTY,
    Checkpoint,
    Event,
    Growth,
    Hash,
    LogError,
    Manner,
    NoteError,
    ProofFile,
    SignatureError,
    Statement,
    VerifierKey,
    check_cosignature,
    check_note,
    consistency_proof,
    cosign,
    cosigned_at,
    edge_of,
    extends,
    grown,
    includes,
    inclusion_proof,
    leaf_hash,
    open_checkpoint,
    read_note,
    root_of,
    root_of_edge,
    verifier_of,
)
from agreements.log.witnessing import FORM

ORIGIN = "peers.example.org/high-valley/agreements"
KEY = Ed25519PrivateKey.from_private_bytes(b"log key of a test, of 32 bytes..")
WITNESS = Ed25519PrivateKey.from_private_bytes(b"a witness' key, also of 32 bytes")
AT = datetime(2026, 11, 21, 22, 5, tzinfo=UTC)

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=70).map(
    lambda each: [leaf_hash(bytes([place]) + leaf) for place, leaf in enumerate(each)]
)
ANOTHER = st.binary(min_size=32, max_size=32).map(Hash)


def naive(leaves: list[Hash]) -> bytes:
    """The root, word for word as RFC 6962, section 2.1 has it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


@given(LEAVES)
def test_every_head_on_the_way_is_the_root_of_the_definition(leaves: list[Hash]) -> None:
    edge: tuple[Hash, ...] = ()
    for size, leaf in enumerate(leaves):
        edge = grown(edge, size, leaf)
        assert naive(leaves[: size + 1]) == root_of_edge(edge)
        assert len(edge) <= (size + 1).bit_length()
    assert edge == edge_of(leaves)


def test_the_roots_are_those_of_the_known_vectors_of_certificate_transparency() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    leaves = [leaf_hash(bytes.fromhex(each)) for each in inputs]

    assert {size: root_of(leaves[:size]).hex() for size in roots} == roots


@given(LEAVES, st.data())
def test_every_event_can_be_shown_to_be_in_the_log_and_nothing_else_can(
    leaves: list[Hash], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root, size = inclusion_proof(leaves, index), root_of(leaves), len(leaves)
    other = data.draw(ANOTHER)

    assert includes(root, size, leaves[index], index, proof)
    assert not includes(root, size, other, index, proof)
    assert not includes(other, size, leaves[index], index, proof)
    assert not any(includes(root, size, leaves[index], at, proof) for at in range(-1, size + 2) if at != index)
    assert not includes(root, size, leaves[index], index, (*proof, other))
    assert not proof or not includes(root, size, leaves[index], index, proof[:-1])
    for place in range(len(proof)):
        assert not includes(root, size, leaves[index], index, (*proof[:place], other, *proof[place + 1 :]))


@given(LEAVES, st.data())
def test_a_log_that_grew_can_show_it_and_a_log_that_was_changed_cannot(leaves: list[Hash], data: st.DataObject) -> None:
    old, size = data.draw(st.integers(0, len(leaves))), len(leaves)
    before, now, proof = root_of(leaves[:old]), root_of(leaves), consistency_proof(leaves, old)
    other = data.draw(ANOTHER)

    assert extends(old, before, size, now, proof)
    assert not extends(old, other, size, now, proof)
    assert extends(old, before, size, other, proof) == (old == 0)  # of a log without events nothing is known yet
    assert not extends(old, before, size, now, (*proof, other))
    assert not proof or not extends(old, before, size, now, proof[:-1])
    if old:
        place = data.draw(st.integers(0, old - 1))
        forged = [*leaves[:place], other, *leaves[place + 1 :]]
        assert not extends(old, before, size, root_of(forged), consistency_proof(forged, old))
        assert not extends(old, before, old - 1, root_of(leaves[: old - 1]), ())


def test_a_checkpoint_is_written_as_the_format_shows_it() -> None:
    root = Hash(b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="))
    written = Checkpoint("example.com/behind-the-sofa", 20852163, root).signed(KEY).written()
    lines = written.split("\n")

    assert lines[:3] == ["example.com/behind-the-sofa", "20852163", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="]
    assert lines[3] == ""
    assert lines[4].startswith("— example.com/behind-the-sofa ")
    key_id = sha256(b"example.com/behind-the-sofa\n\x01" + KEY.public_key().public_bytes_raw()).digest()[:4]
    assert b64decode(lines[4].split(" ")[2])[:4] == key_id
    assert lines[5:] == [""]


def test_a_checkpoint_of_others_is_read_with_their_cosignatures() -> None:
    """The example of c2sp.org/tlog-cosignature, whose keys are unknown to us: its lines are passed over."""
    written = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE"
        "+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
        "xUe+mbIUBkBIfZ+qnA==\n"
    )

    note = read_note(written)

    assert Checkpoint.of(note.text).size == 20852163
    assert int.from_bytes(note.signatures[1].value[:8], "big") == 1679315147
    assert note.written() == written
    with pytest.raises(SignatureError):
        check_note(note, verifier_of("example.com/behind-the-sofa", KEY))


@given(st.integers(0, 2000), st.integers(0, 7))
def test_no_bit_of_a_checkpoint_can_be_flipped_unseen(place: int, bit: int) -> None:
    written = bytearray(Checkpoint(ORIGIN, 3, leaf_hash(b"a root")).signed(KEY).written().encode())
    written[place % len(written)] ^= 1 << bit

    try:
        found, _ = open_checkpoint(written.decode(), verifier_of(ORIGIN, KEY))
    except (LogError, UnicodeDecodeError):
        return
    raise AssertionError(f"accepted: {found}")


def test_a_witness_countersigns_three_lines_and_a_time() -> None:
    text = Checkpoint(ORIGIN, 41, leaf_hash(b"root")).text()
    key = verifier_of("witness.example.org/elk-creek", WITNESS, Manner.COSIGNATURE)
    line = cosign(text, key.name, WITNESS, AT)
    seconds = int(AT.timestamp())

    WITNESS.public_key().verify(line.value[8:], f"cosignature/v1\ntime {seconds}\n{text}".encode())
    assert key.id == sha256(key.name.encode() + b"\n\x04" + key.public).digest()[:4]
    assert check_cosignature(text, line, key) == AT
    note = Checkpoint.of(text).signed(KEY).also([line, cosign(text, key.name, WITNESS, AT + timedelta(days=1))])
    assert cosigned_at(read_note(note.written()), key) == AT + timedelta(days=1)
    with pytest.raises(SignatureError):
        check_cosignature(text.replace("41", "42"), line, key)
    with pytest.raises(SignatureError):
        check_cosignature(text, line, verifier_of(key.name, KEY, Manner.COSIGNATURE))


def test_a_verifier_key_is_one_line_and_an_altered_one_is_refused() -> None:
    key = verifier_of(ORIGIN, KEY)

    assert VerifierKey.read(key.line()) == key
    with pytest.raises(NoteError):
        VerifierKey.read(key.line().replace("peers", "beers"))


def test_a_proof_file_says_where_an_event_is_and_is_checked_without_us() -> None:
    events = [f"event {number}".encode() for number in range(13)]
    leaves = [leaf_hash(each) for each in events]
    note = Checkpoint(ORIGIN, 13, root_of(leaves)).signed(KEY).written()
    file = ProofFile(6, inclusion_proof(leaves, 6), note)

    assert file.written().startswith("c2sp.org/tlog-proof@v1\nindex 6\n")
    assert file.written().split("\n\n", 1)[1] == note
    assert ProofFile.read(file.written()) == file
    extra = file.written().replace("@v1\n", "@v1\nextra YWdl\n", 1)
    assert ProofFile.read(extra).check(events[6], verifier_of(ORIGIN, KEY))[0].size == 13
    with pytest.raises(LogError):
        file.check(events[7], verifier_of(ORIGIN, KEY))
    growth = Growth(6, consistency_proof(leaves, 6), note)
    assert Growth.read(growth.written()) == growth


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n",
        "\n\n",
        "a\n\n",
        "a\n\n— b\n",
        "a\n\n— b c\n",
        "a\n\n— b+ AAAAAAAA\n",
        "a\n\n- b AAAAAAAA\n",
        "a\r\n\n— b AAAAAAAA\n",
    ],
)
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(NoteError):
        read_note(written)


@pytest.mark.parametrize("text", [f"{ORIGIN}\n01\n", f"{ORIGIN}\n1\nAAAA\n", "two words\n1\n", f"{ORIGIN}\n-1\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(LogError):
        Checkpoint.of(text)


def test_an_empty_log_has_the_one_root_of_nothing() -> None:
    assert Checkpoint(ORIGIN, 0, EMPTY).text().startswith(f"{ORIGIN}\n0\n47DEQpj8HBSa")
    with pytest.raises(NoteError):
        Checkpoint(ORIGIN, 1, EMPTY)


@given(st.text(max_size=20), st.integers(0, 2**53 - 1))
def test_an_event_is_read_back_only_as_it_was_written(words: str, number: int) -> None:
    event = Event(
        origin=ORIGIN, number=number, at=AT, kind="fact", agreement=UUID(int=7), body={"words": words, "at": "x"}
    )

    assert Event.read(event.leaf()) == event
    with pytest.raises(LogError):
        Event.read(event.leaf().replace(b'"kind":"fact"', b'"kind": "fact"'))


def statement(**changes: object) -> bytes:
    """A witness' statement, with other values in some places."""
    head = Checkpoint(ORIGIN, 3, leaf_hash(b"three"))
    names = ("agency_name", "name", "public_key", "confirmed_on", "confirmed_by")
    ids = {"agency": str(UUID(int=1)), "person": str(UUID(int=2))}
    said = {"form": FORM, "checkpoint": head.text(), "old": 1, **dict.fromkeys(names, "x"), **ids, **changes}
    return canonical_bytes(said)


def event(**changes: object) -> bytes:
    """An event, with other values in some places."""
    said = {"log": ORIGIN, "number": 5, "at": "2026-11-21T22:05:00Z", "kind": "fact", "agreement": None, "body": {}}
    return canonical_bytes({"form": "consortium agreement event, form 1", **said, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        *({"number": "5"}, {"number": -1}, {"number": True}, {"body": []}, {"body": "x"}),
        *({"at": 5}, {"at": "2026-11-21"}, {"agreement": 7}, {"log": ["x"]}, {"kind": 3}),
    ],
)
def test_an_event_with_a_value_of_another_kind_is_refused_as_no_event(changes: dict[str, object]) -> None:
    assert Event.read(event()).number == 5
    with pytest.raises(LogError):
        Event.read(event(**changes))


@pytest.mark.parametrize(
    "changes",
    [{"checkpoint": 7}, {"old": -3}, {"old": 4}, {"old": "1"}, {"agency": 1}, {"name": None}, {"name": ["x"]}],
)
def test_a_statement_with_a_value_of_another_kind_is_refused_as_no_statement(changes: dict[str, object]) -> None:
    assert Statement.read(statement()).old == 1
    with pytest.raises(LogError):
        Statement.read(statement(**changes))
