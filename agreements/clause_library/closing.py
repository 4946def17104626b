"""Clauses 25 to 27 in our words: disputes and law, notices, and how it is signed."""

from typing import Final

from agreements.clause_library.editions import Edition, general
from agreements.clauses import Clause

_DISPUTES: Final = general(
    Clause.DISPUTES,
    """Parties that differ about this Agreement first speak with each other through their heads, then bring the matter \
before the meeting of the heads, then try a mediator of their choice. Nothing that could show who sought support is \
told in any of this. A party may go to court where the law lets it.

{law} {binds_successors}

Only the parties have rights under this Agreement. That takes from no officer and no peer a protection, privilege or \
immunity that the law gives. If a part of this Agreement cannot stand, the rest stands without it. This Agreement with \
its terms is all that the parties have agreed on its subject; it leaves other mutual-aid agreements between them as \
they are.""",
    "Differences go first to the heads, then to their meeting, then to a mediator. {law} {binds_successors}",
)

_NOTICES: Final = general(
    Clause.NOTICES,
    """A notice under this Agreement is in writing and goes to the coordinator and to the head of each party \
concerned, by hand, by mail or by electronic mail, at the address that the party has given the coordinator. It counts \
as received when it is handed over, when the post delivers it, or when the receiver or its server confirms it.

Each party tells the coordinator of a new head or address at once. No notice holds anything that could show who \
sought support.""",
    "Notices are in writing, to the head and to the coordinator.",
)

_COUNTERPARTS: Final = general(
    Clause.COUNTERPARTS,
    """Each party signs a counterpart of the same version; all counterparts together are one agreement. \
{signing_order} {signing_days}

A party may sign on paper or electronically, and either way counts the same. Nobody has to sign electronically. An \
electronic signature is made with a key that is the signer's own, over a record that names the signer, the office, \
the party, the version and the time. Nobody can sign for another by opening a link or by being silent.

A signature is held until those whom clause 20 asks for have signed. Until then the party may take it back. From then \
on it stands, and it binds the party from the moment at which clause 20 is met in full.

The terms that the service carries out are recorded as data with this text and are signed with it; one fingerprint \
(SHA-256) stands for both. They are meant to say the same. If they are ever found to differ, the text holds and the \
data is put right. Each party has had the chance to have its own legal advisor review this version.""",
    "{signing_order} {signing_days} On paper or with your own passkey, which count the same. You may take your "
    "signature back until enough have signed.",
    gives=("You may sign on paper instead.", "You may take your signature back until enough have signed."),
)

EDITIONS: Final[tuple[Edition, ...]] = (_DISPUTES, _NOTICES, _COUNTERPARTS)
