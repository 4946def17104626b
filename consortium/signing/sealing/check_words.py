"""How to check an executed document without us, and what it does not show: the words at its end. Pure."""

from typing import Final

CHECKING_NOTE: Final = (
    (
        "Nothing here needs this service, an account or the internet. The commands are those of common tools "
        "(coreutils, Poppler); agreement.pdf stands for this file."
    ),
)
LIMITS: Final = (
    (
        "Whether the agreement is in force today. It may have ended, a party may have left, a later version may have "
        "taken its place. Ask a party, or look at the page of the agreement."
    ),
    (
        "A time that somebody outside vouches for, unless a time-stamp token of a time-stamping authority lies beside "
        "this file. The times in it are those of the clock of the service."
    ),
    (
        "A time stamp for ever. A token can be judged for as long as the certificates of its authority can, often ten "
        "years or so. The service asks for one until there is one, and renews none: whoever wants to show the time "
        "later still has file and token stamped anew before then."
    ),
    (
        "Who held the device. A passkey shows that its holder unlocked it; that it was hers rests on whoever confirmed "
        "its fingerprint, who is named for each signature."
    ),
    (
        "That the certificate of the seal belongs to an authority which your reader knows. It is the consortium's own: "
        "compare its fingerprint with the one that your agency was given."
    ),
)


def steps(digest: str) -> list[dict[str, str]]:
    """The steps, each with the command that does it."""
    return [
        {
            "says": "The seal: exactly one signature, valid, over the total document. Anything added later shows as "
            "“not total document signed”. That the certificate is not trusted is expected; see below.",
            "run": "pdfsig agreement.pdf",
        },
        {
            "says": "The file as a whole: compare its SHA-256 with the one in the mail that announced it, and with the "
            "page of the agreement.",
            "run": "sha256sum agreement.pdf",
        },
        {"says": "Take out the files that are attached inside.", "run": "pdfdetach -saveall agreement.pdf"},
        {
            "says": "Text and terms: the SHA-256 of content.json is the digest at the foot of every page, "
            f"{digest[:8]} … {digest[-8:]}.",
            "run": "sha256sum content.json",
        },
        {
            "says": "The signatures: each record in records.json names that digest. The challenge in client_data is "
            "the SHA-256 of the words “consortium signature v1”, a zero byte and the record as canonical JSON; the "
            "signature is over authenticator_data and the SHA-256 of client_data.",
            "run": "",
        },
        {
            "says": "All of it at once, with the program that made it, offline.",
            "run": "consortium agreement verify agreement.pdf",
        },
    ]
