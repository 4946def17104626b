"""The consent to electronic records, in its versions, and the sentences under which a signature is given. Pure.

The words of a version never change: a record holds the version's name and the digest of its words.
"""

from hashlib import sha256
from typing import Final

from agreements.signatures import Act, Capacity

CONSENT: Final = "electronic records, version 1"
CONSENT_WORDS: Final = (
    "I agree to sign this agreement electronically and to receive its records electronically. I may sign on paper "
    "instead, which counts the same. I can read, download and print this agreement and my own record of signing at any "
    "time, at no cost. I may take this consent back by telling the clerk; what I signed before stays signed. I need a "
    "device with a current browser and a passkey."
)
CONSENT_DIGEST: Final = sha256(CONSENT_WORDS.encode()).hexdigest()

_CAPACITY: Final = {
    Capacity.HEAD: "as its head",
    Capacity.DELEGATE: "for its head, by recorded delegation",
    Capacity.SUCCESSOR: "as its new head, after the one who signed before",
}
_ACT: Final = {
    Act.SIGN: "sign version {number} of “{pact}”",
    Act.JOIN: "sign the joinder to version {number} of “{pact}”",
    Act.AFFIRM: "affirm one more term of version {number} of “{pact}”",
    Act.NOTICE: "give notice under version {number} of “{pact}”",
}


def sentence(
    *, act: Act, pact: str, number: int, digest: str, agency: str, name: str, title: str, capacity: Capacity
) -> str:
    """The sentence that the button stands under, exactly as it goes into the record."""
    what = _ACT[act].format(number=number, pact=pact)
    return (
        f"I, {name}, {title}, {what} for {agency}, {_CAPACITY[capacity]}. I have read it, fingerprint {digest[:16]}, "
        "and I mean this as my signature."
    )
