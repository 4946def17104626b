"""An agency takes a key back with which it countersigned the log: it was lost, stolen, or was never the agency's."""

from uuid import UUID

from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import BadInput, NotFound
from consortium.signing.evidence.tell_witnesses import tell_taken_back
from consortium.signing.evidence.vouching import of_hers
from consortium.signing.store.witnesses import end_witness, load_witnesses


async def take_back_witness(tx: Transaction, viewer: Viewer, witness: UUID, *, sure: bool) -> None:
    """From now on nothing counts that this key countersigns; what it did before stays as it is.

    No passkey is asked for: a head who has lost hers must still be able to stop a key.

    Raises:
        BadInput: she has not said that she is ``sure``.
        Conflict: it was taken back already, or she runs the consortium.
        NotFound: there is no such key of an agency of hers.
    """
    found = next((each for each in await load_witnesses(tx) if each.id == witness), None)
    if found is None or found.agency not in viewer.agencies:
        raise NotFound
    of_hers(viewer, found.agency)
    if not sure:
        raise BadInput("Tick that you mean it.", f"sure-{witness}")
    await end_witness(tx, found, person=viewer.person, name=viewer.name)
    await record(tx, "took witness key back", by=viewer.person, subject=found.agency, key=found.key.name)
    await tell_taken_back(tx, found.agency, found.key, by=viewer.name)
