"""What a roster annex says on paper. Pure; an advisor approves the words, and nothing here claims that it is law."""

from typing import Any, Final

from consortium.members.annex_values import Annex
from consortium.pages import dated

DESIGNATES: Final = (
    "{agency} designates each person listed here to give peer support to its own personnel under the agreement named "
    "above. It does not employ them, and what they are told in that role is theirs to keep, within the limits of the "
    "law and of the agreement."
)
COUNTS: Final = (
    "This paper counts from the day on which it is signed, and in the service from the day on which a clerk attests "
    "it. The designation of one person can be ended in writing at any time."
)


def paper(annex: Annex, *, agreement: str, consortium: str) -> dict[str, Any]:
    """The values of the template."""
    return {
        "title": f"Roster annex {annex.reference}",
        "consortium": consortium,
        "agreement": f"To: {agreement}",
        "agency": annex.agency_name,
        "prepared": f"Prepared on {dated(annex.prepared_on)}",
        "designates": DESIGNATES.format(agency=annex.agency_name),
        "law": f"The law: {annex.law}." if annex.law else "",
        "columns": ["Name", "Role, agency, training"],
        "people": [[each.name, each.line] for each in annex.listed],
        "counts": COUNTS,
        "lines": ["Signature of the agency's head", "Name and office", "Day"],
    }
