"""Names that a sealed document cannot show whole: such a document is not made, rather than made with a name garbled.

The text of a version was checked before it was frozen, and so is a name when its bearer signs. What got past, such as a
name that an agency took later, is found here, before anything is printed. Pure.
"""

from collections.abc import Iterator
from typing import Final

from consortium.signing.sealing.execution import Execution
from consortium.signing.sealing.fonts import not_shown
from consortium.signing.sealing.press import CannotPrintError

_MOST_TOLD: Final = 12
_PRINTED: Final = {
    "agency_name": "the agency's name",
    "name": "the signer's name",
    "title": "the signer's title",
    "authority": "the authority",
    "sentence": "the sentence",
    "consent": "the consent",
    "confirmed_by": "the name of who confirmed the key",
    "attested_by": "the clerk's name",
}
"""What a document shows of a record in somebody's words."""


def must_be_shown_whole(execution: Execution) -> None:
    """Refuse a document in which a name would not be the one that its bearer has.

    Raises:
        CannotPrintError: the fonts lack a character of it.
    """
    if lacking := " ".join(not_printable(execution)):
        raise CannotPrintError(lacking)


def not_printable(execution: Execution) -> Iterator[str]:
    """Names and remarks that the fonts of documents cannot show whole: a sentence for each."""
    for what, words in dict.fromkeys(_in_words(execution)):
        if lacking := not_shown(words):
            shown = ", ".join(f"{each} (U+{ord(each):04X})" for each in lacking[:_MOST_TOLD])
            yield (
                f"No document can show {what} as it is, “{words}”: the fonts lack {shown}. Have it written in Latin "
                "letters."
            )


def _in_words(execution: Execution) -> Iterator[tuple[str, str]]:
    """What a document shows in somebody's words, besides the text that was checked before it was frozen."""
    yield "the title", execution.pact.title
    yield "the consortium's name", execution.site.consortium
    for agency in execution.version.terms.parties:
        yield "the name of a party", execution.name(agency)
    for each in execution.counterparts:
        document = each.record.document()
        for name, what in _PRINTED.items():
            yield f"{what} in a signature", str(document.get(name, ""))
