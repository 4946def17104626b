"""The executed agreement in words: the text, its terms, who signed, and the certificate of execution. Pure."""

from typing import Any, Final

from agreements import FactKind
from agreements.counterparts import Counterpart
from agreements.signatures import SignatureRecord
from consortium.signing.papers.agreement_sheet import heading_of
from consortium.signing.sealing.check_words import CHECKING_NOTE, LIMITS, steps
from consortium.signing.sealing.execution import Execution
from consortium.signing.sealing.paper import Paper, attached, content_files, records_file
from consortium.signing.sealing.said import (
    BESIDE,
    about,
    by_name,
    clauses,
    effect,
    mark,
    plainly,
    says,
    schedule,
    summary,
    which,
)
from consortium.signing.sealing.whole_names import must_be_shown_whole
from consortium.signing.sealing.words import ACTS, CAPACITIES, MANNERS, showable, timed, when_signed

SCHEDULE_NOTE: Final = (
    "The terms of this agreement as the service reads them, each with the clause that it stands under. Text and terms "
    "have one digest: whoever signs the one signs the other."
)
PLAIN_NOTE: Final = (
    "What the clauses come to, for whoever reads quickly. These words are no part of the agreement, were not signed "
    "and change nothing in it. Clauses in words of the parties' own have none."
)
CERTIFICATE_NOTE: Final = (
    (
        "Each party signed a record of its own. The record names the agreement, the version, the digest of its text "
        "and terms, the capacity and the exact sentence above; the proof is kept with it and attached inside this file."
    ),
    (
        "A signature by passkey is an answer of the signer's own device, unlocked by her, to the SHA-256 of that "
        "record (W3C Web Authentication). Before it counted, a clerk, or the head of another agency, had confirmed the "
        "passkey's fingerprint with the signer: somebody who at that time neither drafted the consortium's agreements "
        "nor gave out its roles, and whose name stands with the signature. A signature on paper is attested by a clerk "
        "of whom the same holds, and who recorded the SHA-256 of its scan."
    ),
)
_HISTORY: Final = {
    FactKind.SENT_OUT: "Sent out for signature",
    FactKind.RESOLVED: "The governing body of {} had resolved to be bound",
    FactKind.SIGNED: "Signed for {}",
    FactKind.RETRACTED: "{} took its signature back",
    FactKind.DECLINED: "{} declined to sign",
}


def executed(execution: Execution) -> Paper:
    """The executed document of a version, with everything that it is made from inside.

    Raises:
        CannotPrintError: a name in it has a character that our fonts do not have.
    """
    must_be_shown_whole(execution)
    files = {
        **content_files(execution.version),
        **records_file(execution.version, execution.counterparts, execution.site),
    }
    said = _front(execution) | _text(execution) | signed_part(execution) | _plain(execution)
    return Paper(
        template="executed",
        said=said | {"attached": attached(files)},
        files=files,
        made=execution.released_at.replace(microsecond=0),
    )


def signed_part(execution: Execution) -> dict[str, Any]:
    """Signature blocks, certificate and how to check them: the same in every document that counterparts make."""
    zone = execution.version.terms.calendar
    return {
        "signatures": [signature(each, zone) for each in execution.counterparts],
        "certificate_note": CERTIFICATE_NOTE,
        "counterparts": [certified(each, zone) for each in execution.counterparts],
        "history": history(execution),
        "checkpoint": execution.checkpoint.splitlines(),
        "checkpoint_note": "The signed head of the consortium's log of agreement events when the last of these "
        "signatures had been written down. Whoever holds a later head can prove that it grew out of this one.",
        "checking_note": CHECKING_NOTE,
        "checking": steps(execution.version.digest),
        "limits": LIMITS,
    }


def signature(counterpart: Counterpart, zone: str) -> dict[str, str]:
    """One signature block: who, in which capacity, with which words, when."""
    record = counterpart.record
    sentence = record.sentence if isinstance(record, SignatureRecord) else "Signed on the signature page, on paper."
    return {
        "agency": showable(record.agency_name),
        "name": showable(record.name),
        "title": showable(record.title),
        "capacity": CAPACITIES[record.capacity],
        "authority": showable(record.authority),
        "sentence": showable(sentence),
        "when": when_signed(counterpart, zone),
        "manner": MANNERS[counterpart.manner],
        "record": str(record.id),
    }


def certified(counterpart: Counterpart, zone: str) -> dict[str, Any]:
    """What the certificate says of one counterpart."""
    record = counterpart.record
    who = says("Who", f"{record.name}, {record.title}", CAPACITIES[record.capacity], f"Authority: {record.authority}")
    rows = [who, says("How", f"{ACTS[record.act]}. {MANNERS[counterpart.manner]}."), *_proof(counterpart, zone)]
    rows += [mark("Digest that was signed", record.digest), mark("Record", str(record.id))]
    return {"heading": showable(record.agency_name), "rows": rows}


def _proof(counterpart: Counterpart, zone: str) -> list[dict[str, Any]]:
    record = counterpart.record
    taken = says("Taken in", timed(counterpart.signed_at, zone))
    if isinstance(record, SignatureRecord):
        confirmed = f"By {record.confirmed_by} on {record.confirmed_on}"
        return [
            says("Signed", timed(record.at, zone)),
            taken,
            says("Fingerprint confirmed", confirmed),
            says("Consent to electronic records", f"{record.consent}, given in the same record"),
            mark("SHA-256 of the passkey's public key", record.public_key),
        ]
    return [
        says("Dated", record.signed_on.isoformat()),
        taken,
        says("Attested", f"By {record.attested_by}, clerk"),
        mark("SHA-256 of the scan", record.scan),
    ]


def history(execution: Execution) -> list[dict[str, str]]:
    """What led to the release, oldest first."""
    zone, version = execution.version.terms.calendar, execution.version
    signers = {each.attested: each.record.name for each in execution.counterparts}
    told = []
    for fact in execution.pact.facts:
        if fact.digest != version.digest or fact.at > execution.released_at or fact.kind not in _HISTORY:
            continue
        words = _HISTORY[fact.kind].format(execution.name(fact.agency) if fact.agency else "")
        by = f" by {signers[fact.attested_by]}" if fact.attested_by in signers else ""
        told.append({"when": timed(fact.at, zone), "what": showable(f"{words}{by}.")})
    ending = "Every signature that clause 20 asks for was there; from then on none can be taken back."
    return [*told, {"when": timed(execution.released_at, zone), "what": ending}]


def _front(execution: Execution) -> dict[str, Any]:
    pact, version, zone = execution.pact, execution.version, execution.version.terms.calendar
    signed, named = len(execution.counterparts), len(version.terms.parties)
    return about(pact, version, execution.site, execution.released_at) | {
        "title_of_file": f"{showable(pact.title)}, version {version.number}, executed",
        "subtitle": f"Version {version.number}, executed document",
        "state": "Executed",
        "state_more": "Every signature that clause 20 asks for was there on "
        f"{timed(execution.released_at, zone)}. Executed is not yet in force: clause 20 says when it takes effect.",
        "facts": [
            *which(pact, version),
            says("Parties", f"{named} named; {signed} signed in this document"),
            *effect(version, execution.names),
        ],
    }


def _text(execution: Execution) -> dict[str, Any]:
    version, names = execution.version, {**execution.names, **_signed_names(execution)}
    zone = version.terms.calendar
    when = {each.agency: f"Signed {when_signed(each, zone)}" for each in execution.counterparts}
    listed = by_name(version.terms.parties, names)
    return {
        "parties_title": "Parties",
        "parties_head": ["Agency", "In this document"],
        "parties": [
            {"name": showable(execution.name(each)), "says": when.get(each, "Named, has not signed")} for each in listed
        ],
        "clauses": clauses(version, names, beside=False),
        "beside_label": BESIDE,
        "schedule_note": SCHEDULE_NOTE,
        "terms": schedule(execution.pact, version, names),
        "signatures_title": "Signatures",
        "signatures_note": "Each party signed in counterpart. Together the counterparts are one agreement (clause 27).",
    }


def _signed_names(execution: Execution) -> dict[Any, str]:
    return {each.agency: each.record.agency_name for each in execution.counterparts}


def _plain(execution: Execution) -> dict[str, Any]:
    found = [
        {"clause": heading_of(each.clause), "says": summary(each)}
        for each in plainly(execution.version, execution.names)
        if each.summary
    ]
    return {"plain_words": found, "plain_words_note": PLAIN_NOTE}
