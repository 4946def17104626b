"""What of a fact may enter the log, which is copied to every agency and never shortened: no words that somebody wrote.

A reason, and who attests a fact by which paper, stand in the log as SHA-256 over the fact's id and these words. So the
row that holds them can't be changed unnoticed, and yet nobody reads them from the log. The codes of the closed lists
and the ids of signed records stay readable. Events of an earlier form hold the words; :func:`hushed` of such an event
is what it would say today, so that both can be compared.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from agreements import Cause
from agreements.resting import OWN_WISH
from consortium.signing.rest import Cause as OldCause

_CODES: Final = frozenset({*(each.value for each in Cause), *(each.value for each in OldCause), *OWN_WISH})
_RECORD: Final = "signature "
"""How a fact names the signed record that it stands on."""


def hushed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a fact's event without anybody's words; a body that has none is returned as it is."""
    if "attested_by" not in body:
        return dict(body)
    said = {name: value for name, value in body.items() if name not in {"attested_by", "cause"}}
    attested, cause = body["attested_by"], body.get("cause")
    if _is_record(attested):
        said["attested_by_record"] = str(attested)
    else:
        said["attested_by_sha256"] = _of(body, str(attested))
    if cause is None or cause in _CODES:
        return said | {"cause": cause}
    return said | {"cause_sha256": _of(body, str(cause))}


def _is_record(attested: object) -> bool:
    return str(attested).startswith(_RECORD) and len(str(attested)) == len(_RECORD) + 36


def _of(body: Mapping[str, Any], words: str) -> str:
    return sha256(f"{body['id']}\n{words}".encode()).hexdigest()
