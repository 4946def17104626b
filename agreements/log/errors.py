"""What can be wrong with a log, a note or a proof, named."""

from agreements.errors import AgreementError


class LogError(AgreementError):
    """Something about the log of agreement events can't be so."""


class NoteError(LogError):
    """This is no signed note, or not one written as the format asks."""


class SignatureError(LogError):
    """No signature of the key that was asked for holds over this note."""


class ForkError(LogError):
    """Two checkpoints of one log contradict each other: somebody is being shown another history."""
