"""Every certificate by which a document of a consortium may be checked: of the seal of today, and of all before."""

from collections.abc import Collection
from pathlib import Path

from consortium.db import Reading
from consortium.settings import SealFile
from consortium.signing.sealing.seal_key import SealError, published
from consortium.signing.store.seal_chains import load_chains


async def all_published(reading: Reading, folder: Path, own: SealFile | None) -> bytes:
    """As PEM, each once, those of today first; nothing where no seal was ever made."""
    return _once((_today(folder, own), *await load_chains(reading)))


async def published_of(reading: Reading, fingerprints: Collection[str], folder: Path, own: SealFile | None) -> bytes:
    """Those of these seals, for a bundle: of the documents in it, and of today where none is kept for them."""
    return _once(await load_chains(reading, fingerprints)) or _today(folder, own)


def _today(folder: Path, own: SealFile | None) -> bytes:
    try:
        return published(folder, own)
    except SealError:
        return b""


def _once(chains: Collection[bytes]) -> bytes:
    end = b"-----END CERTIFICATE-----\n"
    each = (part + end for chain in chains for part in chain.split(end) if part.strip())
    return b"".join(dict.fromkeys(each))
