"""The certificates of a seal: how ours are made, and which are refused. Pure but for the keys that it draws."""

from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

DEMO: Final = "DEMO, worth nothing"
"""The organizational unit by which the demo's certificates are known."""

_LEAST_RSA: Final = 2048
_CURVES: Final = frozenset({"secp256r1", "secp384r1", "secp521r1"})
_WEAK_HASHES: Final = frozenset({"md5", "sha1"})


def too_weak(certificate: x509.Certificate) -> str | None:
    """Why a seal of this certificate would be worth little; ``None`` where it is fit."""
    public = certificate.public_key()
    match public:
        case ec.EllipticCurvePublicKey() if public.curve.name in _CURVES:
            pass
        case rsa.RSAPublicKey() if public.key_size >= _LEAST_RSA:
            pass
        case _:
            return "The key of the seal is too weak or of another kind: use P-256, P-384, P-521 or RSA from 2048 bits."
    made_with = certificate.signature_hash_algorithm
    if made_with is None or made_with.name in _WEAK_HASHES:
        return "The certificate of the seal is itself signed with MD5 or SHA-1. Get one that is signed with SHA-256."
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    if usage.digital_signature or usage.content_commitment:
        return None
    return "The certificate of the seal is not meant for signing documents."


def is_demo(certificate: x509.Certificate) -> bool:
    """Whether it is one of the demo's, by its subject."""
    return any(
        each.value == DEMO for each in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    )


def named(common: str, *, demo: bool) -> x509.Name:
    """A subject; the demo's is marked."""
    marked = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEMO)] if demo else []
    return x509.Name([*marked, x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def issued(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
    *,
    years: int,
    authority: bool,
) -> x509.Certificate:
    """A certificate from ``at`` on: of an authority that signs others, or of a seal that signs documents."""
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    from_issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=366 * years))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(from_issuer, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
