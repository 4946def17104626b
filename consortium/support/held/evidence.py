"""About the log of agreement events, and who countersigns it."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

_FOR_EVER: Final = N_("As long as the database. The program can neither change nor delete it.")
_WITH_ALL: Final = N_("It ends only with the whole database.")

EVIDENCE: Final = (
    Kept(
        table="agreement_event",
        title=N_("The log of agreements: events"),
        why=N_("So that nobody can change what was agreed unseen, not even whoever runs the service."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        seen_words=N_("Whoever holds the bundle of an agreement has its events too."),
        columns={
            "seq": N_("the number of the event"),
            "at": N_("when it was written down"),
            "kind": N_("what happened to an agreement"),
            "agreement": N_("the agreement"),
            "leaf": N_("what is to be known of it: agencies, signers and who attested; nothing of a request"),
            "leaf_hash": N_("its fingerprint"),
        },
    ),
    Kept(
        table="agreement_checkpoint",
        title=N_("The log of agreements: signed heads"),
        why=N_("To prove that the log has only grown."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        seen_words=N_("Heads are open to everybody: they are numbers."),
        columns={
            "size": N_("how many events"),
            "at": N_("when"),
            "root": N_("one fingerprint over all of them"),
            "edge": N_("what the next event needs"),
            "note": N_("the head, signed"),
        },
    ),
    Kept(
        table="log_witness",
        title=N_("Agencies' keys for countersigning"),
        why=N_("To check that an agency countersigned the log."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "agency": N_("the agency"),
            "name": N_("the name of the key"),
            "public_key": N_("its public half"),
            "added_at": N_("when it was registered"),
            "added_by": N_("who registered it"),
        },
    ),
    Kept(
        table="log_witness_end",
        title=N_("Agencies' keys that were taken back"),
        why=N_("So that nothing counts that such a key signs, and what it signed before can still be checked."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "witness": N_("the key"),
            "ended_at": N_("when it was taken back"),
            "ended_by": N_("who took it back"),
        },
    ),
    Kept(
        table="log_countersignature",
        title=N_("Countersignatures of the log"),
        why=N_("They are the evidence that does not rest on whoever runs the service."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "agency": N_("the agency"),
            "size": N_("how many events it saw"),
            "at": N_("when"),
            "line": N_("what its key signed"),
            "person": N_("the head who countersigned with a passkey"),
            "statement": N_("what her passkey signed"),
            "credential": N_("which passkey"),
            "public_key": N_("its public half"),
            "client_data": N_("what her browser said"),
            "authenticator_data": N_("what her device said"),
            "signature": N_("its answer"),
        },
    ),
    Kept(
        table="log_look",
        title=N_("What the nightly look at the log found"),
        why=N_("So that heads, clerks and whoever runs the computers see when something was changed past the log."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(Permission.SEE_AGREEMENTS,),
        columns={
            "day": N_("the day"),
            "at": N_("when"),
            "size": N_("how many events the log had"),
            "faults": N_("how many things did not hold"),
            "said": N_("which"),
        },
    ),
    Kept(
        table="seal_chain",
        title=N_("Certificates of the seals that were used"),
        why=N_("So that a document can be checked when the seal has long become another one."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(),
        seen_words=N_("Certificates are open to everybody."),
        columns={
            "fingerprint": N_("which seal"),
            "certificates": N_("its certificates"),
            "first_used_at": N_("when it was used first"),
        },
    ),
    Kept(
        table="log_mailing",
        title=N_("When the head of the log was mailed"),
        why=N_("So that agencies know which mails they should have, and none goes out twice."),
        how_long=_FOR_EVER,
        ends=_WITH_ALL,
        seen=(),
        seen_words=N_("Nobody sees it on a page."),
        columns={"day": N_("the day"), "size": N_("how many events")},
    ),
)
