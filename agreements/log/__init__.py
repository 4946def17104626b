"""The log of agreement events as a Merkle tree, in the formats of C2SP, so that tools of others can read it.

Pure: hashing, signing and checking of bytes. No clock, no file, no network; keys come in as arguments. A chain of
hashes in a database proves nothing against whoever runs the database; what does is a checkpoint that another agency
has seen, and the proof that today's log begins with it.
"""

from agreements.log.checkpoints import Checkpoint, open_checkpoint
from agreements.log.cosignatures import check_cosignature, cosign, cosigned_at
from agreements.log.errors import ForkError, LogError, NoteError, SignatureError
from agreements.log.leaves import Event
from agreements.log.merkle import EMPTY, Hash, a_hash, edge_of, grown, leaf_hash, root_of, root_of_edge
from agreements.log.notes import (
    Manner,
    Note,
    Signature,
    VerifierKey,
    check_note,
    read_note,
    read_signatures,
    sign_note,
    verifier_of,
)
from agreements.log.proof_files import Growth, ProofFile
from agreements.log.proofs import consistency_proof, extends, includes, inclusion_proof
from agreements.log.witnessing import Statement

__all__ = [
    "EMPTY",
    "Checkpoint",
    "Event",
    "ForkError",
    "Growth",
    "Hash",
    "LogError",
    "Manner",
    "Note",
    "NoteError",
    "ProofFile",
    "Signature",
    "SignatureError",
    "Statement",
    "VerifierKey",
    "a_hash",
    "check_cosignature",
    "check_note",
    "consistency_proof",
    "cosign",
    "cosigned_at",
    "edge_of",
    "extends",
    "grown",
    "includes",
    "inclusion_proof",
    "leaf_hash",
    "open_checkpoint",
    "read_note",
    "read_signatures",
    "root_of",
    "root_of_edge",
    "sign_note",
    "verifier_of",
]
