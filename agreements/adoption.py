"""Whether a board's minute is enough for a change of terms (clause 23): its power must stand in the signed text."""

from collections.abc import Mapping
from dataclasses import fields

from agreements.clauses import Clause
from agreements.terms import CLAUSE_OF, Terms
from agreements.versions import Version


def may_adopt(old: Version, new: Version) -> str | None:
    """Why a minuted decision can't put ``new`` in the place of ``old`` for all its parties; ``None`` if it can.

    Only terms that the version in force names may differ, and only the words of the clauses under which these stand.
    """
    if new.pact != old.pact or new.number <= old.number:
        return f"Version {new.number} does not follow version {old.number}."
    changed = {term.name for term in fields(Terms) if getattr(new.terms, term.name) != getattr(old.terms, term.name)}
    if beyond := sorted(changed - old.terms.board_may_change):
        return f"Version {old.number} does not let the board change {', '.join(beyond)}: that needs new signatures."
    if not changed:
        return f"Version {new.number} changes no term of version {old.number}."
    open_to_it = {CLAUSE_OF[name] for name in changed}
    before, after = _words(old), _words(new)
    differ = {clause for clause in Clause if before.get(clause) != after.get(clause)}
    if closed := sorted(differ - open_to_it):
        named = ", ".join(f"{clause:d} ({clause.subject})" for clause in closed)
        return f"The words of clauses differ under which the board changes nothing: {named}."
    return None


def _words(version: Version) -> Mapping[Clause, str]:
    return {article.clause: article.words for article in version.text}
