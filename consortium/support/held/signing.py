"""About signing: by what right, what waits meanwhile, the signatures and the sealed documents."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

_FOR_EVER: Final = N_("As long as the database. The program can neither change nor delete it.")
_WITH_ALL: Final = N_("It ends only with the whole database.")

SIGNING: Final = (
    Kept(
        table="authority",
        title=N_("By what right somebody signs for an agency"),
        why=N_(
            "So that nobody signs for an agency who may not, and the other parties can see by what right she signed."
        ),
        how_long=N_("As long as the consortium: it is evidence."),
        ends=N_("It ends with a day; the row stays."),
        seen=(Permission.ATTEST, Permission.SIGN_AGREEMENTS),
        seen_words=N_("The office and the right stand on what is signed, for whoever reads it."),
        columns={
            "agency": N_("the agency"),
            "person": N_("who signs"),
            "office": N_("her office"),
            "manner": N_("elected, appointed, acting or delegated"),
            "evidence": N_("the paper that shows it"),
            "since": N_("since when"),
            "until": N_("until when"),
            "given_by": N_("the head who delegated it, if it is delegated"),
            "attested_by": N_("who attests it"),
            "attested_on": N_("the day on which it was attested"),
            "ended_on": N_("the day on which it was ended early"),
            "ended_by": N_("who ended it"),
        },
    ),
    Kept(
        table="agreement_opening",
        title=N_("That an agency opened a text to read it before signing"),
        why=N_("So that the parties see who has it before them."),
        how_long=N_("As long as the person."),
        ends=N_("Deleted with the person."),
        seen=(Permission.ATTEST, Permission.SIGN_AGREEMENTS),
        seen_words=N_("They see the agency and the day, not the person."),
        columns={
            "agreement": N_("which agreement"),
            "version": N_("which version"),
            "agency": N_("which agency"),
            "person": N_("who opened it first"),
            "opened_on": N_("the first day"),
        },
    ),
    Kept(
        table="signing_kiosk",
        title=N_("A page opened for a head to sign on a clerk's device"),
        why=N_("So that nothing but that one signature can be made there."),
        how_long=N_("It is good for ten minutes. What has run out is deleted when the next one is opened."),
        ends=N_("Deleted when it was signed on or closed."),
        seen_words=N_("It shows on that device only."),
        columns={
            "agreement": N_("which agreement"),
            "version": N_("which version"),
            "agency": N_("for which agency"),
            "person": N_("who is to sign"),
            "clerk": N_("who opened it"),
            "token_hash": N_("a check value of its secret; the secret itself is not kept"),
            "expires_at": N_("when it runs out"),
        },
    ),
    Kept(
        table="pending_signature",
        title=N_("A record that waits to be signed with a passkey"),
        why=N_("So that what is signed is what was looked over."),
        how_long=N_("It is good for five minutes. What has run out is deleted when the next one is prepared."),
        ends=N_("Deleted when it was signed."),
        seen_words=N_("Whoever is to sign it sees it."),
        columns={
            "agreement": N_("which agreement"),
            "version": N_("which version"),
            "agency": N_("for which agency"),
            "person": N_("who is to sign"),
            "record": N_("what is to be signed, word for word"),
            "kiosk": N_("on which clerk's page, if on one"),
            "expires_at": N_("when it runs out"),
        },
    ),
    Kept(
        table="agreement_signature",
        title=N_("A party's signature"),
        why=N_("It proves who bound which agency to which text."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        seen_words=N_("Whoever holds the bundle of an agreement has it too."),
        columns={
            "agreement": N_("which agreement"),
            "version": N_("which version"),
            "digest": N_("a check value of the text"),
            "agency": N_("for which agency"),
            "person": N_("who signed, if a member"),
            "act": N_("signed, joined, affirmed or gave notice"),
            "round": N_("how many times the party has done this"),
            "capacity": N_("as head, delegate or successor"),
            "manner": N_("by passkey or on paper"),
            "record": N_("what was signed or attested, word for word, with the signer's name and office"),
            "credential_id": N_("which passkey"),
            "public_key": N_("its public half"),
            "client_data": N_("what her browser said"),
            "authenticator_data": N_("what her device said"),
            "signature": N_("its answer"),
            "signed_at": N_("when"),
            "scan_sha256": N_("a check value of the scan of the paper"),
            "attested_by": N_("who attests the paper"),
            "attested_on": N_("the day on which it was attested"),
        },
    ),
    Kept(
        table="agreement_scan",
        title=N_("A scan of a signed paper"),
        why=N_("A signature on paper stands on it."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        seen_words=N_("Whoever holds the bundle of an agreement has it too."),
        columns={
            "agreement": N_("which agreement"),
            "sha256": N_("a check value of the file"),
            "content": N_("the file"),
            "kept_by": N_("who handed it in"),
        },
    ),
    Kept(
        table="agreement_document",
        title=N_("A sealed document of an agreement"),
        why=N_("The parties and a court can check it without this service."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        seen_words=N_(
            "Whoever holds the bundle of an agreement has it too. "
            "A time stamp authority, if one is set, gets a check value and nothing else."
        ),
        columns={
            "agreement": N_("which agreement"),
            "version": N_("which version"),
            "kind": N_("the executed document, or that of a party that signed or joined later"),
            "inputs_digest": N_("a check value of what it was made from"),
            "sha256": N_("a check value of the file"),
            "file": N_("the file"),
            "sealed_at": N_("when it was sealed"),
            "sealed_with": N_("a check value of the seal's certificate"),
            "stamp_inside": N_("whether a time stamp is inside the seal"),
            "token": N_("the time stamp beside it"),
            "stamped_at": N_("the time in it"),
            "stamped_by": N_("the authority that gave it"),
            "stamp_at": N_("when a time stamp is asked for next"),
            "stamp_tries": N_("how often it was asked for"),
        },
    ),
)
