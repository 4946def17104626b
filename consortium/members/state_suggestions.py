"""What we read about four states' laws on secondary pages: suggestions for a legal advisor, read by none yet.

A thing that we could not read is left out: it stays unknown. The field ``text_allowed`` has no suggestion anywhere: no
statute that we read answers it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from consortium.members.state_profile import YES, Suggestion

READ_ON: Final = date(2026, 11, 21)

_OREGON: Final = "ORS 181A.835, on oregon.public.law; 1999 ch. 455"
_HAWAII: Final = "its twin text HRS 78-52 of Hawaii, as we did not get the rest of ORS 181A.835"
_VIRGINIA: Final = "Va. Code 19.2-271.4, on instalawyer.io"
_CAROLINA: Final = "S.C. Code 23-3-85, on instalawyer.io"
_WASHINGTON: Final = "bill analysis of HB 2311 as introduced (2024 c. 295); the enacted text was not read"


def _of(value: str, source: str) -> Suggestion:
    return Suggestion(value=value, source=source, read_on=READ_ON)


SUGGESTIONS: Final[Mapping[str, Mapping[str, Suggestion]]] = {
    "OR": {
        "statute": _of("ORS 181A.835", _OREGON),
        "covered": _of("A peer support session conducted by a law enforcement agency.", _OREGON),
        "designated_by": _of("A law enforcement agency or an employee assistance program.", _OREGON),
        "training": _of("Training is required; we found no number of hours.", _OREGON),
        "exceptions": _of(
            "A threat of suicide or homicide; abuse or anything else that must be reported by law; the admission of a "
            "crime. Talk between peer counselors is confidential too.",
            _HAWAII,
        ),
    },
    "VA": {
        "statute": _of("Va. Code 19.2-271.4", _VIRGINIA),
        "covered": _of("Talk with a member of a critical incident or peer support team under 32.1-111.3.", _VIRGINIA),
        "designated_by": _of("Membership of a team established under 32.1-111.3.", _VIRGINIA),
        "exceptions": _of(
            "Criminal activity is revealed; the member was witness or party to the incident; to prevent a crime or a "
            "threat to the public; intent to defraud an investigation; a threat to oneself or others, which the "
            "employer may be told; the member was not acting in that role.",
            _VIRGINIA,
        ),
        "witness": _of(YES, _VIRGINIA + ", (C)(2)"),
        "privilege_holder": _of("It can be waived; by whom we did not read.", _VIRGINIA),
        "clinician_head": _of(YES, "2017 SB 1330: five years as consultant to public safety"),
        "accreditation": _of(YES, "Virginia Department of Health, accreditation of peer support teams"),
    },
    "SC": {
        "statute": _of("S.C. Code 23-3-85", _CAROLINA),
        "covered": _of("Employees and their immediate family, with chaplains, clinicians and peers.", _CAROLINA),
        "exceptions": _of(
            "The client consents; the peer was responder, witness or party to the incident; the talk was not part of "
            "official duty; a present threat; the admission of a violation of state or federal law.",
            _CAROLINA,
        ),
        "witness": _of(YES, _CAROLINA + ", (C)(2)"),
        "privilege_holder": _of("The client.", _CAROLINA),
    },
    "WA": {
        "statute": _of("RCW 5.60.060, changed by 2024 c. 295 (HB 2311)", _WASHINGTON),
        "cross_agency": _of(YES, _WASHINGTON),
        "training": _of("A course of 40 hours.", _WASHINGTON),
        "filing": _of(YES, "RCW 39.34.040: filed or listed before entry into force"),
    },
}
"""By state and field."""
