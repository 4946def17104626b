"""The key and the certificate that the consortium's seal is made with: made once, kept like the installation's key.

By default the certificate is our own: a root that signs itself, published where a seal is checked, and below it the
certificate of the seal (ECDSA P-256). An installation that has one from an authority names its PKCS#12 file instead.
The demo's is marked in its subject, and no seal is made with it outside the demo.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from consortium.settings import SealFile
from consortium.signing.sealing.certificates import is_demo, issued, named, too_weak

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

SEAL, ROOT_KEY, ROOT = "seal.pem", "seal-root.key.pem", "seal-root.pem"
"""Key and certificate of the seal in one file, so that both change at once; the root's apart."""
SEAL_YEARS, ROOT_YEARS = 5, 20
WARN_BEFORE: Final = timedelta(days=60)


class SealError(RuntimeError):
    """No seal can be made with what is there; the message says why and what to do."""


class NoSealError(SealError):
    """This installation has no seal yet."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """A private key with its certificate, and the certificates above it, the root last."""

    private: PrivateKey
    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the seal's certificate, hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def root(self) -> x509.Certificate:
        """The certificate that whoever checks a seal has to know."""
        return self.above[-1] if self.above else self.certificate

    @property
    def demo(self) -> bool:
        """Whether it is the demo's."""
        return any(is_demo(each) for each in (self.certificate, *self.above))

    @property
    def until(self) -> datetime:
        """When the first of the certificates runs out."""
        return min(each.not_valid_after_utc for each in (self.certificate, *self.above))

    def published(self) -> bytes:
        """The certificates as PEM, the root first. No key is among them."""
        return b"".join(each.public_bytes(Encoding.PEM) for each in (*reversed(self.above), self.certificate))

    def bundle(self, password: bytes) -> bytes:
        """Everything as PKCS#12 under a password, for a library that reads it so; it is never written to a file."""
        return pkcs12.serialize_key_and_certificates(
            None, self.private, self.certificate, list(self.above), BestAvailableEncryption(password)
        )

    def check(self, at: datetime, *, demo: bool) -> None:
        """Refuse to seal with it at this instant; ``demo``: the agreement is one of the demo's.

        Raises:
            SealError: it is not valid then, too weak, meant for something else, or the demo's outside the demo.
        """
        if self.demo and not demo:
            raise SealError("The seal is the demo's: nothing real is sealed with it. Run: consortium seal init")
        for each in (self.certificate, *self.above):
            if at < each.not_valid_before_utc:
                raise SealError(
                    f"The certificate of the seal is not valid before {each.not_valid_before_utc:%Y-%m-%d}."
                )
            if at > each.not_valid_after_utc:
                raise SealError(
                    f"The certificate of the seal ran out on {each.not_valid_after_utc:%Y-%m-%d}. "
                    "Run: consortium seal renew"
                )
        if (why := too_weak(self.certificate)) is not None:
            raise SealError(why)


def load_seal(folder: Path, own: SealFile | None) -> SealKey:
    """The seal of this installation: that of the file of ``SEAL_PKCS12`` if it is set, else that of the folder.

    Raises:
        NoSealError: there is none.
        SealError: it cannot be read, or key and certificate do not belong together.
    """
    found = _from_folder(folder) if own is None else _from_pkcs12(own.file, own.password)
    if found.private.public_key() != found.certificate.public_key():
        raise SealError("The key of the seal and its certificate do not belong together.")
    return found


def published(folder: Path, own: SealFile | None) -> bytes:
    """The certificates that whoever checks a seal of today needs, as PEM, the root first. No key is among them.

    Those of seals that were used before are kept in the database, for as long as what they sealed.

    Raises:
        SealError: there is no seal, or it cannot be read.
    """
    return load_seal(folder, own).published()


def make_seal(folder: Path, name: str, at: datetime, *, demo: bool = False) -> SealKey:
    """Make root and seal in the folder; what is there is never overwritten.

    Raises:
        SealError: there is a seal already.
    """
    if (folder / SEAL).exists() or (folder / ROOT).exists():
        raise SealError(f"There is a seal in {folder} already. To make a new one under the same root: seal renew")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = named(f"{name}: root of the seal", demo=demo)
    root = issued(root_name, root_key, root_name, root_key, at, years=ROOT_YEARS, authority=True)
    _write(folder / ROOT_KEY, _pem(root_key))
    _write(folder / ROOT, root.public_bytes(Encoding.PEM))
    return _new_seal(folder, name, root_key, root, at, demo=demo)


def renew_seal(folder: Path, at: datetime) -> SealKey:
    """A new key and certificate under the same root; the old certificate is kept under its fingerprint.

    Raises:
        SealError: there is no seal, or its root has run out.
    """
    old = _from_folder(folder)
    root_key = load_pem_private_key((folder / ROOT_KEY).read_bytes(), None)
    if not isinstance(root_key, ec.EllipticCurvePrivateKey) or at > old.root.not_valid_after_utc:
        raise SealError("The root of the seal has run out. Move the files of the seal away and run: seal init")
    _write(folder / f"seal-{old.fingerprint[:16]}.pem", old.certificate.public_bytes(Encoding.PEM))
    name = str(old.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    return _new_seal(folder, name, root_key, old.root, at, demo=old.demo)


def _new_seal(
    folder: Path, name: str, root_key: ec.EllipticCurvePrivateKey, root: x509.Certificate, at: datetime, *, demo: bool
) -> SealKey:
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(SEAL_YEARS, max(1, (root.not_valid_after_utc - at).days // 366))
    certificate = issued(named(name, demo=demo), key, root.subject, root_key, at, years=until, authority=False)
    _write(folder / SEAL, _pem(key) + certificate.public_bytes(Encoding.PEM))
    return SealKey(key, certificate, (root,))


def _from_folder(folder: Path) -> SealKey:
    try:
        both = (folder / SEAL).read_bytes()
        key, certificate = load_pem_private_key(both, None), x509.load_pem_x509_certificate(both)
        root = x509.load_pem_x509_certificate((folder / ROOT).read_bytes())
    except FileNotFoundError as missing:
        raise NoSealError("This installation has no seal yet. Run: consortium seal init") from missing
    except (OSError, ValueError, TypeError) as broken:
        raise SealError(f"The seal in {folder} cannot be read: {type(broken).__name__}.") from broken
    return SealKey(_fit(key), certificate, (root,))


def _from_pkcs12(file: Path, password: str) -> SealKey:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(file.read_bytes(), password.encode() or None)
    except FileNotFoundError as missing:
        raise SealError(f"SEAL_PKCS12 names {file}, which is not there.") from missing
    except (OSError, ValueError) as broken:
        raise SealError(
            "The file of SEAL_PKCS12 cannot be read, or SEAL_PKCS12_PASSWORD is not its password."
        ) from broken
    if key is None or certificate is None:
        raise SealError("The file of SEAL_PKCS12 holds no key with its certificate.")
    return SealKey(_fit(key), certificate, _chain(certificate, others))


def _chain(leaf: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The certificates above ``leaf``, each the issuer of the one before, as far as they are there."""
    found: list[x509.Certificate] = []
    last = leaf
    while last.issuer != last.subject:
        above = next((each for each in others if each.subject == last.issuer and each not in found), None)
        if above is None:
            break
        found.append(above)
        last = above
    return tuple(found)


def _fit(key: object) -> PrivateKey:
    if isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        return key
    raise SealError("The key of the seal is of another kind: use P-256, P-384, P-521 or RSA from 2048 bits.")


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, content: bytes) -> None:
    """Write a file for us alone, whole or not at all."""
    fresh = file.with_name(f".{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as made:
        made.write(content)
        made.flush()
        os.fsync(made.fileno())
    fresh.replace(file)
