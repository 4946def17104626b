"""The seal: one revision, found good by three tools that know nothing of us; and which keys it is never made with."""

import asyncio
import io
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from consortium.settings import SealFile, SettingsError, tsa_url
from consortium.signing.evidence.check_seal import Roots, certificates, check_seal
from consortium.signing.sealing.certificates import named
from consortium.signing.sealing.seal import Sealed, sealed
from consortium.signing.sealing.seal_key import (
    NoSealError,
    SealError,
    SealKey,
    load_seal,
    make_seal,
    published,
    renew_seal,
)
from consortium.signing.sealing.time_stamps import TimeStampError, read_token, stamped
from consortium.signing.sealing.write_executed import executed
from tests.sealing.authority import Authority
from tests.sealing.executions import an_execution

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEAR = timedelta(days=366)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return executed(an_execution(2)).pdf()


@pytest.fixture
def key(tmp_path: Path) -> SealKey:
    return make_seal(tmp_path / "keys", "Blue Ledge Peer Support", AT)


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    home = tmp_path / "authority"
    home.mkdir()
    with Authority(home) as found:
        yield found


def seal(pdf: bytes, key: SealKey, **how: Any) -> Sealed:
    return asyncio.run(sealed(pdf, key, AT, reason="Executed", **how))


async def judged(pdf: bytes, key: SealKey) -> Any:
    """What pyHanko's own validator says, trusting our root and nothing else."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = list(load_certs_from_pemder_data(key.root.public_bytes(_PEM)))
    return await async_validate_pdf_signature(signature, ValidationContext(trust_roots=roots, moment=AT))


_PEM = Encoding.PEM


def test_pyhanko_finds_one_seal_over_the_whole_file_that_allows_no_change(plain: bytes, key: SealKey) -> None:
    made = seal(plain, key)
    (signature,) = PdfFileReader(io.BytesIO(made.pdf)).embedded_signatures
    status = asyncio.run(judged(made.pdf, key))

    assert made.pdf.startswith(plain), "the printed file stands in it unchanged"
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.bottom_line
    assert signature.docmdp_level.name == "NO_CHANGES"
    assert signature.self_reported_timestamp == AT, "by the clock that it was told"
    assert made.sha256 == sha256(made.pdf).hexdigest()


@pytest.mark.skipif(
    shutil.which("pdfsig") is None and os.environ.get("CI") != "true", reason="no pdfsig (Debian: poppler-utils)"
)
def test_pdfsig_finds_the_total_document_signed(plain: bytes, key: SealKey, tmp_path: Path) -> None:
    file = tmp_path / "agreement.pdf"
    file.write_bytes(seal(plain, key).pdf)
    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout

    assert "Signature Validation: Signature is Valid." in told
    assert "Total document signed" in told
    assert "Not total" not in told
    assert "ETSI.CAdES.detached" in told


def test_openssl_verifies_what_is_in_it(plain: bytes, key: SealKey, tmp_path: Path) -> None:
    pdf = seal(plain, key).pdf
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    first, length, second, rest = map(int, signature.byte_range)
    (tmp_path / "content").write_bytes(pdf[first : first + length] + pdf[second : second + rest])
    (tmp_path / "seal.der").write_bytes(signature.pkcs7_content)
    (tmp_path / "root.pem").write_bytes(published(tmp_path / "keys", None))
    words = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "seal.der", "-content", "content"]
    trust = ["-CAfile", "root.pem", "-purpose", "any", "-attime", str(int(AT.timestamp())), "-out", os.devnull]
    done = subprocess.run([*words, *trust], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "successful" in done.stderr, done.stderr


def test_whoever_has_the_root_finds_it_good_and_nobody_elses(plain: bytes, key: SealKey, tmp_path: Path) -> None:
    pdf = seal(plain, key).pdf
    other = make_seal(tmp_path / "other", "Somebody else", AT)
    mine = asyncio.run(check_seal(pdf, Roots(tuple(certificates(published(tmp_path / "keys", None))))))
    theirs = asyncio.run(check_seal(pdf, Roots(tuple(certificates(other.root.public_bytes(_PEM))))))

    assert {each.verdict.value for each in mine.found} == {"holds"}
    assert [each.what for each in theirs.found if each.verdict.value == "does not hold"] == ["Certificate of the seal"]


def test_a_seal_is_made_once_for_this_account_alone(key: SealKey, tmp_path: Path) -> None:
    folder = tmp_path / "keys"

    assert load_seal(folder, None).fingerprint == key.fingerprint
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with pytest.raises(SealError, match="There is a seal"):
        make_seal(folder, "Again", AT)


def test_a_renewed_seal_stands_under_the_same_root(key: SealKey, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    new = renew_seal(folder, AT + 4 * YEAR)

    assert new.fingerprint != key.fingerprint
    assert new.root == key.root
    assert load_seal(folder, None).fingerprint == new.fingerprint
    assert x509.load_pem_x509_certificate((folder / f"seal-{key.fingerprint[:16]}.pem").read_bytes()) == key.certificate
    new.check(AT + 8 * YEAR, demo=False)


def test_no_seal_is_made_without_one(tmp_path: Path) -> None:
    with pytest.raises(NoSealError, match="consortium seal init"):
        load_seal(tmp_path, None)


@pytest.mark.parametrize(("when", "why"), [(6 * YEAR, "ran out"), (-YEAR, "not valid before")])
def test_a_certificate_out_of_its_time_is_refused(key: SealKey, when: timedelta, why: str) -> None:
    with pytest.raises(SealError, match=why):
        key.check(AT + when, demo=False)


def test_the_demos_seal_is_refused_outside_the_demo(tmp_path: Path) -> None:
    demo = make_seal(tmp_path, "Seal of the demo", AT, demo=True)

    assert "DEMO, worth nothing" in demo.certificate.subject.rfc4514_string().replace("\\", "")
    demo.check(AT, demo=True)
    with pytest.raises(SealError, match="demo's"):
        demo.check(AT, demo=False)
    assert renew_seal(tmp_path, AT).demo, "it stays the demo's"


def own_certificate(
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *, documents: bool = True, demo: bool = False
) -> SealKey:
    subject = named("County of the tests", demo=demo)
    usage = x509.KeyUsage(
        digital_signature=documents,
        content_commitment=False,
        key_encipherment=not documents,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(AT - YEAR)
        .not_valid_after(AT + YEAR)
        .add_extension(usage, critical=True)
        .sign(private, hashes.SHA256())
    )
    return SealKey(private, made, ())


@pytest.mark.parametrize(
    ("private", "documents", "why"),
    [
        (rsa.generate_private_key(65537, 1024), True, "too weak"),
        (ec.generate_private_key(ec.SECP192R1()), True, "too weak"),
        (ec.generate_private_key(ec.SECP256R1()), False, "not meant for signing documents"),
    ],
)
def test_a_weak_or_foreign_certificate_is_refused(
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, documents: bool, why: str
) -> None:
    with pytest.raises(SealError, match=why):
        own_certificate(private, documents=documents).check(AT, demo=False)


def test_an_installations_own_certificate_seals_too(plain: bytes, tmp_path: Path) -> None:
    own = own_certificate(rsa.generate_private_key(65537, 2048))
    file = tmp_path / "own.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"seal", own.private, own.certificate, None, BestAvailableEncryption(b"secret")
        )
    )
    found = load_seal(tmp_path, SealFile(file, "secret"))
    found.check(AT, demo=False)

    assert asyncio.run(judged(seal(plain, found).pdf, found)).intact
    with pytest.raises(SealError, match="not its password"):
        load_seal(tmp_path, SealFile(file, "wrong"))
    with pytest.raises(SealError, match="not there"):
        load_seal(tmp_path, SealFile(tmp_path / "none.p12", ""))


def test_an_authoritys_time_stamp_goes_into_the_seal_and_leaves_one_revision(
    plain: bytes, key: SealKey, authority: Authority
) -> None:
    made = seal(plain, key, tsa_url=authority.url)
    status = asyncio.run(judged(made.pdf, key))

    assert made.stamped
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.intact
    assert status.coverage.name == "ENTIRE_FILE"


@pytest.mark.parametrize(("status", "answer"), [(503, b"away"), (200, b"no stamp"), (200, b"\x30\x03\x02\x01\x00")])
def test_an_authority_that_fails_holds_no_seal_up(
    plain: bytes, key: SealKey, authority: Authority, status: int, answer: bytes
) -> None:
    authority.status, authority.answer = status, answer
    made = seal(plain, key, tsa_url=authority.url)

    assert not made.stamped
    assert asyncio.run(judged(made.pdf, key)).timestamp_validity is None
    with pytest.raises(TimeStampError):
        asyncio.run(stamped(authority.url, sha256(plain).digest()))


def test_a_token_beside_the_file_is_about_this_file_and_no_other(plain: bytes, authority: Authority) -> None:
    found = asyncio.run(stamped(authority.url, sha256(plain).digest()))

    assert found.authority == "Common Name: Time stamps of the tests"
    assert authority.verifies(found.token, plain)
    assert not authority.verifies(found.token, plain + b"\n")
    with pytest.raises(TimeStampError, match="something else"):
        asyncio.run(read_token(found.token, sha256(plain + b"\n").digest()))
    flipped = bytearray(found.token)
    flipped[-20] ^= 1
    with pytest.raises(TimeStampError):
        asyncio.run(read_token(bytes(flipped), sha256(plain).digest()))


def test_an_answer_to_an_older_question_is_refused(plain: bytes, authority: Authority) -> None:
    asyncio.run(stamped(authority.url, sha256(plain).digest()))
    authority.answer = (authority.folder / "a.tsr").read_bytes()

    with pytest.raises(TimeStampError):
        asyncio.run(stamped(authority.url, sha256(plain).digest()))


@pytest.mark.parametrize("value", ["http://tsa.example.org", "ftp://tsa.example.org", "https://a:b@example.org", "tsa"])
def test_an_authority_is_asked_over_tls_or_on_this_machine_only(value: str) -> None:
    with pytest.raises(SettingsError, match="TSA_URL"):
        tsa_url({"TSA_URL": value})

    assert tsa_url({"TSA_URL": "https://tsa.example.org/rfc3161"}) == "https://tsa.example.org/rfc3161"
    assert tsa_url({"TSA_URL": "http://127.0.0.1:9/tsa"}) == "http://127.0.0.1:9/tsa"
    assert tsa_url({}) is None
