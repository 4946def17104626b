"""Ask for a change instead of signing: kept as a change request for the next version, and the coordinators are told."""

from agreements import PactId
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput
from consortium.signing.signatures.letters import NOT_SO, Letters, tell_agency, tell_coordinators
from consortium.signing.signatures.may_act import must_hold
from consortium.signing.signatures.room import chosen, enter_room
from consortium.signing.store.asks import save_ask

MOST_WORDS = 2000


async def ask_for_change(
    tx: Transaction,
    viewer: Viewer,
    *,
    pact: PactId,
    number: int,
    agency: str,
    clause: str,
    words: str,
    letters: Letters,
) -> None:
    """Keep what this agency asks to change: it stands beside the draft of the next version, once there is one.

    Its heads, its clerk and the coordinators are told.

    Raises:
        BadInput: nothing was said, or the version has no such clause.
        Conflict: she may not act for the agency now.
        NotFound: there is no such agreement or version, or the agency is none of hers.
    """
    room = await enter_room(tx, pact, number, viewer.person)
    wanted = chosen(room, agency)
    await must_hold(tx, viewer, wanted)
    known = {f"{each.clause:d}": each.clause.subject for each in room.progress.version.text}
    if clause not in known:
        raise BadInput("Choose the clause.", "clause")
    if not words.strip():
        raise BadInput("Say what should change.", "words")
    said = checks.passage(words, "words", most=MOST_WORDS)
    title, asks = room.progress.pact.title, room.names.get(wanted, "")
    await save_ask(tx, pact, number, wanted, int(clause), said, by=viewer.person)
    await record(tx, "asked for a change", by=viewer.person, subject=pact, agency=asks, clause=int(clause), words=said)
    body = (
        f"{viewer.name} asks for a change of version {number} of “{title}” for {asks}.\n\n"
        f"Clause {clause}, {known[clause]}:\n{said}\n\n"
        "A signed text is never changed: a change is a new version, and signatures on this one do not count for it.\n\n"
        f"{letters.version(pact, number)}\n"
    )
    await tell_agency(tx, letters, wanted, f"{asks} asks for a change", f"{body}\n{NOT_SO}\n")
    await tell_coordinators(tx, letters, f"{asks} asks for a change", body)
