"""What changed since what an agency signed last: by clause with the words marked, and by term. Pure."""

from typing import Any

from agreements import FactKind, Version
from agreements.compare import difference
from consortium.signing.signatures.room import Room
from geo import AgencyId


def signed_last(room: Room, agency: AgencyId) -> Version | None:
    """The newest earlier version that this agency signed, or joined."""
    made = {FactKind.SIGNED, FactKind.JOINED}
    digests = {
        each.digest
        for each in room.progress.pact.facts
        if each.kind in made and each.agency == agency and each.at <= room.progress.at
    }
    number = room.progress.version.number
    earlier = [each for each in room.progress.pact.versions if each.number < number and each.digest in digests]
    return earlier[-1] if earlier else None


def see_changes(room: Room, agency: AgencyId) -> dict[str, Any] | None:
    """What differs from the version that this agency signed last; ``None`` if it signed none before."""
    old, new = signed_last(room, agency), room.progress.version
    if old is None:
        return None
    found = difference(old.text, new.text, (old.terms, new.terms), room.names)
    return {
        "since": old.number,
        "nothing": found.nothing,
        "clauses": [
            (int(each.clause), each.clause.subject, [(run.kind, run.words) for run in each.runs])
            for each in found.changed
        ],
        "terms": [(int(each.clause), each.clause.subject, each.before, each.after) for each in found.terms],
    }
