"""Ask for a change instead of signing: the coordinators are told which clause, and what should change. Nothing ends."""

from uuid import UUID

from agreements import PactId
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput, NotFound
from consortium.signing.signatures.letters import Letters, tell_coordinators
from consortium.signing.signatures.room import chosen, enter_room

MOST_WORDS = 2000


async def ask_for_change(
    tx: Transaction,
    *,
    person: UUID,
    name: str,
    pact: PactId,
    number: int,
    agency: str,
    clause: str,
    words: str,
    letters: Letters,
) -> None:
    """Tell the coordinators what this agency asks to change.

    Raises:
        BadInput: nothing was said, or the version has no such clause.
        NotFound: there is no such agreement or version, or the agency is none of hers.
    """
    room = await enter_room(tx, pact, number, person)
    wanted = chosen(room, agency)
    if not room.signer.heads:
        raise NotFound
    known = {f"{each.clause:d}": each.clause.subject for each in room.progress.version.text}
    if clause not in known:
        raise BadInput("Choose the clause.", "clause")
    if not words.strip():
        raise BadInput("Say what should change.", "words")
    said = checks.passage(words, "words", most=MOST_WORDS)
    title, asks = room.progress.pact.title, room.names.get(wanted, "")
    await record(tx, "asked for a change", by=person, subject=pact, agency=asks, clause=int(clause), words=said)
    body = (
        f"{name} asks for a change of version {number} of “{title}” for {asks}.\n\n"
        f"Clause {clause}, {known[clause]}:\n{said}\n\n"
        "A signed text is never changed: a change is a new version, and signatures on this one do not count for it.\n\n"
        f"{letters.version(pact, number)}\n"
    )
    await tell_coordinators(tx, letters, f"{asks} asks for a change", body)
