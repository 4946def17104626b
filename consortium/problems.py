"""Refusals of the shell, and the one table that numbers every error at the edge.

Cores name their errors and know no HTTP. What a person reads is in her own words; the API answers the same as
``application/problem+json`` (RFC 9457) under the same slug.
"""


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """The product says no, for a reason that the reader understands. The message is shown as it is."""

    status = 400
    slug = "refused"


class NotFound(Refused):
    """There is nothing here, or nothing that this viewer may see: the answer is the same."""

    status = 404
    slug = "not-found"

    def __init__(self, message: str = "There is nothing at this address, or nothing that you may see.") -> None:
        super().__init__(message)


class SignInNeeded(Refused):
    """Nobody is signed in."""

    status = 401
    slug = "sign-in-needed"


class BadInput(Refused):
    """A form or file holds something that cannot be taken; nothing was changed.

    ``field`` names the field, if one is to blame; ``code`` names the sentence for pages in another language.
    """

    status = 422
    slug = "bad-input"

    def __init__(self, message: str, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.code = code


class Conflict(Refused):
    """Somebody else was faster, or the facts have changed meanwhile; nothing was changed."""

    status = 409
    slug = "conflict"


class ForeignForm(Refused):
    """A form came from another site, or from an address that we do not answer to."""

    status = 403
    slug = "foreign-form"

    def __init__(self) -> None:
        super().__init__("This form did not come from our own page. Open the page again and send it from there.")
