"""The seal: one PAdES signature over the whole file, in one revision, after which nothing in it may change.

Certified with "no changes allowed", so that whatever is appended later shows. The field is invisible and outside the
page, with the flags that PDF/A asks for: what people read of signatures is printed by the template. Where an authority
for time stamps is set and answers, its stamp is inside the seal (B-T); where it does not, the seal is made without
one (B-B), and says nothing of a time that anybody outside vouches for. It never gets a second revision.
"""

import io
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from consortium.signing.sealing.seal_key import SealKey
from consortium.signing.sealing.time_stamps import Authority

FIELD: Final = "consortium_seal"
READABLE: Final = "Seal of the consortium over the executed agreement"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed file, and whether an authority's time stamp is inside the seal."""

    pdf: bytes
    stamped: bool

    @property
    def sha256(self) -> str:
        """SHA-256 of the file, hexadecimal."""
        return sha256(self.pdf).hexdigest()


class _Sealer(PdfSigner):
    """A signer that is told the time, as everything here is."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


async def sealed(pdf: bytes, key: SealKey, at: datetime, *, reason: str, tsa_url: str | None = None) -> Sealed:
    """Seal a file; ``at`` is the instant that the seal gives as its own, by our clock.

    The caller has checked the key for that instant.
    """
    if tsa_url is not None:
        try:
            return Sealed(await _sealed(pdf, key, at, reason, Authority(tsa_url)), stamped=True)
        except OSError:  # whatever the reason: the token beside the file is asked for again, and is pending until then
            pass
    return Sealed(await _sealed(pdf, key, at, reason, None), stamped=False)


async def _sealed(pdf: bytes, key: SealKey, at: datetime, reason: str, authority: Authority | None) -> bytes:
    sealer = _Sealer(
        PdfSignatureMetadata(
            field_name=FIELD,
            reason=reason,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=_signer(key),
        timestamper=authority,
        new_field_spec=SigFieldSpec(
            FIELD,
            readable_field_name=READABLE,
            invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
        ),
    )
    sealer.at = at
    made: io.BytesIO = await sealer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return made.getvalue()


def _signer(key: SealKey) -> SimpleSigner:
    password = secrets.token_hex(16).encode()
    made: SimpleSigner = SimpleSigner.load_pkcs12_data(key.bundle(password), other_certs=[], passphrase=password)
    return made
