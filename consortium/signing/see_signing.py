"""What the page of signing shows: plain words, the text, who has signed, what is in the way. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from agreements import Version
from agreements.clause_library import Plain, in_plain_words
from agreements.counterparts import Counterpart, PaperRecord
from agreements.signatures import Act, SignatureRecord
from consortium.pages import N_
from consortium.signing.see_changes import see_changes
from consortium.signing.signatures.authority import holding
from consortium.signing.signatures.consent import CONSENT_WORDS, sentence
from consortium.signing.signatures.letters import stamp
from consortium.signing.signatures.progress import insured, resolved, reviewing
from consortium.signing.signatures.room import Room
from consortium.signing.signatures.signed_words import who_signed
from consortium.signing.standing_words import said_of
from consortium.signing.store.people import Holder
from consortium.signing.store.reviews import Given
from geo import AgencyId, PersonId

Openings = Mapping[AgencyId, date]


def see_text(version: Version, names: Mapping[AgencyId, str]) -> dict[str, Any]:
    """A version to read: its clauses, what they come to in plain words, its fingerprint."""
    plain = in_plain_words(version.text, version.terms, names)
    return {
        "articles": [(int(each.clause), each.clause.subject, each.words.split("\n")) for each in version.text],
        "gives": _lines(plain, "gives"),
        "never": _lines(plain, "never"),
        "summaries": [(int(each.clause), each.clause.subject, each.summary) for each in plain if each.summary],
        "own_words": [(int(each.clause), each.clause.subject) for each in plain if not each.edition],
        "digest": version.digest,
    }


def see_signing(
    room: Room, agency: AgencyId, openings: Openings, verdict: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The page of one who may sign for ``agency``; ``verdict`` is what its own legal advisor said of this text."""
    at, ground = room.progress, room.footing(agency)
    mine = room.standing.get(agency)
    right = ground.authority
    return {
        **see_text(at.version, room.names),
        "title": at.pact.title,
        "number": at.version.number,
        "state": at.state.value,
        "closes": at.closes,
        "agency": (str(agency), room.names.get(agency, "")),
        "agencies": [(str(each), room.names.get(each, "")) for each in room.agencies()],
        "act": ground.act.value,
        "stops": [(each.kind, each.words, each.mends) for each in ground.stopped],
        "waits": [(each.kind, each.words, each.mends) for each in ground.blockers if not each.stops],
        "right": right.words() if right else "",
        "office": right.office if right else "",
        "keys": [(str(key.id), key.name) for key in room.signer.confirmed],
        "consent": CONSENT_WORDS,
        "changes": see_changes(room, agency),
        "parties": list(see_parties(room, openings)),
        "signed": len(at.signed),
        "mine": see_counterpart(mine, at.version.terms.calendar) if mine else None,
        "retractable": agency in at.signed and not at.released,
        "may_decline": at.open and agency not in at.signed and agency not in at.declined and ground.act is Act.SIGN,
        "released": at.released,
        "verdict": verdict,
    }


def see_verdict(
    given: Iterable[Given], agency: AgencyId, digest: str, people: Mapping[PersonId, Holder]
) -> dict[str, str]:
    """What an agency's advisor said last of this text: the answer, her note, her name or the paper's; else nothing."""
    mine = (each for each in given if (each.verdict.agency, each.verdict.digest) == (agency, digest))
    last = next(mine, None)
    if last is None:
        return {}
    holder = people.get(last.verdict.advisor)
    by = holder.name if holder else ""
    return {
        "answer": last.verdict.answer.value,
        "words": last.verdict.words,
        "manner": last.manner,
        "name": last.advisor if last.manner != "page" else by,
        "clerk": by if last.manner != "page" else "",
        "day": (last.paper_on or last.verdict.at.date()).isoformat(),
    }


def see_parties(room: Room, openings: Openings) -> Iterator[dict[str, Any]]:
    """Each party with how far it has come, in the order of signing or by name."""
    at = room.progress
    order = at.version.terms.signing_order
    everybody = at.version.terms.parties | set(at.signed)
    for agency in sorted(
        everybody, key=lambda each: (order.index(each) if each in order else -1, room.names.get(each, ""))
    ):
        kind, words = _stage(room, agency, openings)
        yield {
            "id": str(agency),
            "name": room.names.get(agency, ""),
            "kind": kind,
            "words": words,
            "mine": agency in room.signer.agencies,
        }


def _stage(room: Room, agency: AgencyId, openings: Openings) -> tuple[str, str]:
    """A party's stage: one of signed, declined, counsel, opened, waiting; and what is said of it."""
    at, calendar = room.progress, room.progress.version.terms.calendar
    if fact := at.signed.get(agency):
        found = room.standing.get(agency)
        who = who_signed(fact, found)
        how = " On paper." if found and isinstance(found.record, PaperRecord) else ""
        if found is None:
            return "signed", f"{stamp(fact.at, calendar)}. {who}."
        return "signed", f"{who}, {stamp(fact.at, calendar)}.{how}"
    if fact := at.declined.get(agency):
        return "declined", f"{stamp(fact.at, calendar)}. Reason: {fact.cause}"
    opened = openings.get(agency)
    since = f"Began to sign on {opened.isoformat()}" if opened else ""
    if fact := reviewing(at, agency):
        on = fact.at.astimezone(ZoneInfo(calendar)).date().isoformat()
        read = f"{said_of(fact, at.pact).rstrip('.')}: {fact.attested_by}, on {on}"
        return "counsel", f"{since}. {read}." if since else f"{read}."
    return ("opened", f"{since}.") if since else ("waiting", "")


def see_papers(room: Room, agencies: Iterable[AgencyId]) -> list[dict[str, Any]]:
    """What is recorded of parties besides their signatures: who may sign, resolution, insurance."""
    at = room.progress
    return [
        {
            "id": str(agency),
            "name": room.names.get(agency, ""),
            "resolution": _attested(resolved(at, agency)),
            "insurance": _attested(insured(at, agency)),
            "rights": [
                each.words() for each in room.rights if holding(room.rights, each.person, agency, room.day) is each
            ],
        }
        for agency in sorted(agencies, key=lambda each: room.names.get(each, ""))
    ]


def see_record(record: SignatureRecord, pact: str, calendar: str) -> dict[str, Any]:
    """A record that waits for its passkey: everything that will be signed, in words."""
    return {
        "sentence": record.sentence,
        "rows": [
            (N_("Agreement"), pact),
            (N_("Version"), str(record.version)),
            (N_("Fingerprint of text and terms"), record.digest),
            (N_("For"), record.agency_name),
            (N_("Name"), record.name),
            (N_("Title"), record.title),
            (N_("Capacity"), record.capacity.value),
            (N_("Authority"), record.authority),
            (N_("Consent"), record.consent),
            (N_("Passkey confirmed"), f"{record.confirmed_on}, by {record.confirmed_by}"),
            (N_("Made ready"), stamp(record.at, calendar)),
            (N_("What your passkey signs"), record.challenge().hex()),
        ],
    }


def see_counterpart(found: Counterpart, calendar: str) -> dict[str, Any]:
    """A counterpart that was taken in."""
    record = found.record
    return {
        "id": str(record.id),
        "name": record.name,
        "title": record.title,
        "paper": isinstance(record, PaperRecord),
        "when": stamp(found.signed_at, calendar),
    }


def see_sentence(room: Room, agency: AgencyId, name: str, title: str) -> str:
    """The sentence as it will stand in the record."""
    ground = room.footing(agency)
    return sentence(
        act=ground.act,
        pact=room.progress.pact.title,
        number=room.progress.version.number,
        digest=room.progress.version.digest,
        agency=room.names.get(agency, ""),
        name=name,
        title=title,
        capacity=ground.capacity,
    )


def _attested(fact: Any) -> str:
    return fact.attested_by if fact else ""


def _lines(plain: tuple[Plain, ...], what: str) -> list[str]:
    return [line for each in plain for line in getattr(each, what)]
