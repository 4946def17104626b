"""What can be wrong with an agreement's words, dates and papers, named. No error here knows the web."""


class AgreementError(ValueError):
    """Something about an agreement, a fact or a peer's papers can't be so."""


class InstantError(AgreementError):
    """A time has no zone, is not UTC, or lies in no year that anybody means."""


class PeriodError(AgreementError):
    """A period ends before it begins, or lasts no time."""


class CanonicalError(AgreementError):
    """A value has no canonical JSON: a float, a number too large, half a character, a key that is no text."""


class TermsError(AgreementError):
    """A term is out of its range or contradicts another."""


class VersionError(AgreementError):
    """A version's number or text can't be so, or its text lacks a clause that its terms stand on."""


class DigestError(VersionError):
    """The digest is not that of this text and these terms."""


class FactError(AgreementError):
    """A dated fact says too little, too much, or has nobody to vouch for it."""


class CounterpartError(AgreementError):
    """A signature does not prove what it says: altered, of another record, or not made by the key that it names."""


class PactError(AgreementError):
    """Versions and facts that don't belong to one agreement, or a signature by somebody not named in it."""


class PeerError(AgreementError):
    """A peer's papers contradict themselves."""


class ReachError(AgreementError):
    """The same agreement was given twice, or a talk is said to have begun only after the time asked about."""


class LibraryError(AgreementError):
    """The clause library has no such edition, or a wording and its paragraphs don't belong together."""


class DraftError(AgreementError):
    """A draft that can't be: no wording for a clause, or a verdict that says too little."""


class BrokenError(AgreementError):
    """The record of an agreement can't be read as it was signed."""
