"""The Merkle tree of RFC 6962, section 2.1 (the same in RFC 9162): leaves, roots, and an edge that grows.

Leaves and inner nodes are hashed under different first bytes, so that no inner node can pass for a leaf. The *edge* of
a tree is the roots of the perfect subtrees that it falls into, the largest first: as many as its size has bits set.
It is all that appending needs, so that an event costs O(log n) however long the log is.
"""

from collections.abc import Sequence
from functools import reduce
from hashlib import sha256
from typing import Final, NewType

from agreements.log.errors import LogError

Hash = NewType("Hash", bytes)
"""32 bytes of SHA-256."""

WIDTH: Final = 32
EMPTY: Final = Hash(sha256(b"").digest())
"""The root of a tree without leaves."""


def leaf_hash(leaf: bytes) -> Hash:
    """The hash of a leaf."""
    return Hash(sha256(b"\x00" + leaf).digest())


def node_hash(left: Hash, right: Hash) -> Hash:
    """The hash of an inner node."""
    return Hash(sha256(b"\x01" + left + right).digest())


def a_hash(value: bytes) -> Hash:
    """These bytes as a hash.

    Raises:
        LogError: they are not 32.
    """
    if len(value) != WIDTH:
        raise LogError(f"A hash of this log has {WIDTH} bytes, not {len(value)}.")
    return Hash(value)


def grown(edge: Sequence[Hash], size: int, leaf: Hash) -> tuple[Hash, ...]:
    """The edge after one more leaf on a tree of ``size`` leaves.

    Raises:
        LogError: the edge is not that of a tree of this size.
    """
    if size < 0 or len(edge) != size.bit_count():
        raise LogError(f"A tree of {size} leaves has another edge than one of {len(edge)} hashes.")
    kept, node = list(edge), leaf
    while size & 1:
        node = node_hash(kept.pop(), node)
        size >>= 1
    return (*kept, node)


def root_of_edge(edge: Sequence[Hash]) -> Hash:
    """The root of the tree with this edge."""
    if not edge:
        return EMPTY
    return reduce(lambda right, left: node_hash(left, right), reversed(edge[:-1]), edge[-1])


def edge_of(leaves: Sequence[Hash]) -> tuple[Hash, ...]:
    """The edge of a tree of these leaf hashes."""
    edge: tuple[Hash, ...] = ()
    for size, leaf in enumerate(leaves):
        edge = grown(edge, size, leaf)
    return edge


def root_of(leaves: Sequence[Hash]) -> Hash:
    """The root of a tree of these leaf hashes."""
    return root_of_edge(edge_of(leaves))
