"""One line of what people type at the door, checked before it is kept. Pure."""

import unicodedata

from consortium.problems import BadInput

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def one_line(value: str, field: str, *, most: int, empty: bool = False) -> str:
    """One line, its blanks tidied, in Unicode's composed form.

    Raises:
        BadInput: it is blank (unless ``empty``), longer than ``most``, or holds a character that cannot be seen.
    """
    tidy = unicodedata.normalize("NFC", " ".join(value.split()))
    if not tidy and not empty:
        raise BadInput("This must be filled in.", field)
    if len(tidy) > most:
        raise BadInput(f"This is too long: {most} characters at most.", field)
    if any(unicodedata.category(each) in _UNSEEN for each in tidy):
        raise BadInput("This holds a character that cannot be seen. Type it anew.", field)
    return tidy
