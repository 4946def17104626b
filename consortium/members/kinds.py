"""The closed lists of the members' desk; each value is what the database holds."""

from enum import StrEnum
from typing import Final

from agreements import Bond


class AgencyKind(StrEnum):
    """What an agency is."""

    POLICE = "police"
    SHERIFF = "sheriff"
    STATE = "state"
    CAMPUS = "campus"
    TRIBAL = "tribal"
    CONSTABLE = "constable"
    SPECIAL = "special"


EMPLOYED: Final = frozenset({Bond.FULL_TIME, Bond.PART_TIME, Bond.RESERVE, Bond.CONTRACT_TOWN})
"""The bonds by which an agency may lend a person to the others."""


class ChannelKind(StrEnum):
    """How a person can be paged. Only mail is used as yet; numbers are kept for when they are."""

    MAIL = "mail"
    SMS = "sms"
    VOICE = "voice"


LANGUAGES: Final = ("en", "es")
"""The languages of the officers' pages."""
