"""Names that an executed document could not show: found before they are signed, while they can still be mended."""

from consortium.problems import Conflict
from consortium.signing.sealing.fonts import not_shown


def unshown(*words: str) -> str:
    """What the documents' fonts lack of these words, in a sentence; empty if they lack nothing."""
    bad = {each: not_shown(each) for each in words}
    said = [
        f"“{each}” ({', '.join(f'U+{ord(letter):04X}' for letter in lacking)})"
        for each, lacking in bad.items()
        if lacking
    ]
    return f"The executed document cannot show every letter of {', '.join(said)}." if said else ""


def must_be_shown(*words: str) -> None:
    """Refuse words that the executed document would garble.

    Raises:
        Conflict: a letter of theirs is in no font of the documents.
    """
    if said := unshown(*words):
        raise Conflict(
            f"{said} So it is not signed under that name. Your coordinator mends a name on the roster, your clerk an "
            "office or its evidence: with Latin, Greek or American native letters."
        )
