"""Proofs that a leaf is in a tree, and that a tree has grown out of an older one: making them, and checking them.

Made by the definitions of RFC 6962, sections 2.1.1 and 2.1.2; checked by the algorithms of RFC 9162, sections 2.1.3.2
and 2.1.4.2, which are other ones, so that a mistake in one is found by the other.
"""

from collections.abc import Sequence

from agreements.log.errors import LogError
from agreements.log.merkle import EMPTY, Hash, node_hash, root_of


def inclusion_proof(leaves: Sequence[Hash], index: int) -> tuple[Hash, ...]:
    """The path from a leaf, counted from 0, to the root of the tree of all these leaf hashes.

    Raises:
        LogError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise LogError(f"A log of {len(leaves)} events has none of number {index}.")
    if len(leaves) == 1:
        return ()
    middle = _middle(len(leaves))
    if index < middle:
        return (*inclusion_proof(leaves[:middle], index), root_of(leaves[middle:]))
    return (*inclusion_proof(leaves[middle:], index - middle), root_of(leaves[:middle]))


def consistency_proof(leaves: Sequence[Hash], old: int) -> tuple[Hash, ...]:
    """The proof that the tree of the first ``old`` of these leaf hashes is the beginning of the tree of all.

    Raises:
        LogError: there were never so many.
    """
    if not 0 <= old <= len(leaves):
        raise LogError(f"A log of {len(leaves)} events never had {old}.")
    return _grown_from(leaves, old, whole=True) if 0 < old < len(leaves) else ()


def includes(root: Hash, size: int, leaf: Hash, index: int, proof: Sequence[Hash]) -> bool:
    """Whether the proof shows that the tree of ``size`` leaves under ``root`` has this leaf at this index."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            place, last = _up_to_a_right_child(place, last)
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def extends(old: int, old_root: Hash, new: int, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the proof shows that the tree of ``new`` leaves begins with the tree of ``old`` leaves."""
    if not 0 <= old <= new:
        return False
    if old in {0, new}:
        same = old_root == new_root if old == new else old_root == EMPTY
        return same and not proof and (new != 0 or new_root == EMPTY)
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            place, last = _up_to_a_right_child(place, last)
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _grown_from(leaves: Sequence[Hash], old: int, *, whole: bool) -> tuple[Hash, ...]:
    """``whole``: this part is the old tree itself, whose root the reader has."""
    if old == len(leaves):
        return () if whole else (root_of(leaves),)
    middle = _middle(len(leaves))
    if old <= middle:
        return (*_grown_from(leaves[:middle], old, whole=whole), root_of(leaves[middle:]))
    return (*_grown_from(leaves[middle:], old - middle, whole=False), root_of(leaves[:middle]))


def _middle(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def _up_to_a_right_child(place: int, last: int) -> tuple[int, int]:
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last
