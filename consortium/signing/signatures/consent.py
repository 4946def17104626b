"""The consent to electronic records, in its versions, and the sentences under which a signature is given. Pure.

The words of a version never change: a record holds the version's name and the digest of its words.
"""

from datetime import date
from hashlib import sha256
from typing import Final

from agreements.signatures import Act, Capacity

_FIRST: Final = (
    "I agree to sign this agreement electronically and to receive its records electronically. I may sign on paper "
    "instead, which counts the same. I can read, download and print this agreement and my own record of signing at any "
    "time, at no cost. I may take this consent back by telling the clerk; what I signed before stays signed. I need a "
    "device with a current browser and a passkey."
)
CONSENT: Final = "electronic records, version 2"
CONSENT_WORDS: Final = (
    "I agree to sign this agreement, and what I say under it for my agency, electronically, and to receive its records "
    "electronically. I may do each of these on paper instead, which counts the same. I can read, download and print "
    "this agreement and my own records of signing at any time, at no cost. I may take this consent back by telling the "
    "clerk, who writes it down; what I signed before stays signed. I need a device with a current browser and a "
    "passkey."
)
CONSENTS: Final = {"electronic records, version 1": _FIRST, CONSENT: CONSENT_WORDS}
"""The words of every version that was ever consented to."""
CONSENT_DIGEST: Final = sha256(CONSENT_WORDS.encode()).hexdigest()

_BLANK: Final = "____________________"
_CAPACITY: Final = {
    Capacity.HEAD: "as its head",
    Capacity.DELEGATE: "for its head, by recorded delegation",
    Capacity.SUCCESSOR: "as its new head, after the one who signed before",
}
_ACT: Final = {
    Act.SIGN: "sign version {number} of “{pact}”",
    Act.JOIN: "sign the joinder to version {number} of “{pact}”",
    Act.AFFIRM: "affirm one more term of version {number} of “{pact}”",
    Act.STOP: "say that version {number} of “{pact}” is not renewed",
    Act.NOTICE: "give notice to leave “{pact}”, now in version {number},{day}",
    Act.CONSENT: "consent to the joining of {about} to version {number} of “{pact}”, and do so",
    Act.END: "agree that “{pact}”, now in version {number}, ends for all, and do so",
    Act.EMPOWER: (
        "let {about}, as lead agency, act under “{pact}”, now in version {number}, and under every later version of "
        "it, and under no other agreement, until this is taken back or that agreement is over, and do so"
    ),
    Act.REVOKE: "take back that {about}, as lead agency, acts under “{pact}”, now in version {number}, and do so",
}


def deed(act: Act, pact: str, number: int) -> str:
    """What is done, as a sheet to sign in ink says it: with blanks for what is written in by hand."""
    blanks = {
        "about": "____________________",
        "day": f" from {_BLANK} on (or by the clause, if left blank),",
    }
    return _ACT[act].format(number=number, pact=pact, **blanks)


def sentence(
    *,
    act: Act,
    pact: str,
    number: int,
    digest: str,
    agency: str,
    name: str,
    title: str,
    capacity: Capacity,
    about: str | None = None,
    leaves_on: date | None = None,
) -> str:
    """The sentence that the button stands under, exactly as it goes into the record.

    ``about`` is the agency whose joining is consented to, or the lead agency; ``leaves_on`` a later day than the
    clause's in a notice.
    """
    day = f" from {leaves_on.isoformat()} on," if leaves_on else ""
    what = _ACT[act].format(number=number, pact=pact, about=about, day=day)
    return (
        f"I, {name}, {title}, {what} for {agency}, {_CAPACITY[capacity]}. I have read it, fingerprint {digest[:16]}, "
        "and I mean this as my signature."
    )
