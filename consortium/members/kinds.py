"""The closed lists of the members' desk; each value is what the database holds."""

from enum import StrEnum
from typing import Final

from agreements import Bond


class AgencyKind(StrEnum):
    """What an agency is.

    The last two are parties to agreements whose own people do not ask here: a clinician's practice, and another
    consortium, which stands for all whom it signs for.
    """

    POLICE = "police"
    SHERIFF = "sheriff"
    STATE = "state"
    CAMPUS = "campus"
    TRIBAL = "tribal"
    CONSTABLE = "constable"
    SPECIAL = "special"
    PRACTICE = "practice"
    CONSORTIUM = "consortium"


ELSEWHERE: Final = frozenset({AgencyKind.PRACTICE, AgencyKind.CONSORTIUM})
"""Kinds that are in no part of the region: nobody of theirs asks here, and they designate nobody."""

EMPLOYED: Final = frozenset({Bond.FULL_TIME, Bond.PART_TIME, Bond.RESERVE, Bond.CONTRACT_TOWN})
"""The bonds by which an agency may lend a person to the others."""


class ChannelKind(StrEnum):
    """How a person can be paged. Only mail is used as yet; numbers are kept for when they are."""

    MAIL = "mail"
    SMS = "sms"
    VOICE = "voice"


LANGUAGES: Final = ("en", "es")
"""The languages of the officers' pages."""
