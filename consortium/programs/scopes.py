"""What a program's key may open: a closed list, each mapped to what a person would need the permission for. Pure.

There is no scope for requests, as there is no permission for them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_


class Scope(StrEnum):
    """One thing that a key may open; the value is what the database and the description hold."""

    READ_SCHEDULE = "read:schedule"
    READ_MEMBERS = "read:members"
    READ_AGREEMENTS = "read:agreements"
    READ_DRAFTS = "read:drafts"
    WRITE_DUTY = "write:duty"


PERMISSIONS: Final[Mapping[Scope, frozenset[Permission]]] = {
    Scope.READ_SCHEDULE: frozenset({Permission.SEE_ON_CALL}),
    Scope.READ_MEMBERS: frozenset({Permission.SEE_ROSTER, Permission.SEE_AGENCIES}),
    Scope.READ_AGREEMENTS: frozenset({Permission.SEE_AGREEMENTS, Permission.SEE_DESIGNATIONS}),
    Scope.READ_DRAFTS: frozenset({Permission.COMMENT_AGREEMENTS}),
    Scope.WRITE_DUTY: frozenset({Permission.BUILD_ROTA}),
}
"""What whoever made the key must be allowed herself, for the scope to open anything."""

WORDS: Final[Mapping[Scope, str]] = {
    Scope.READ_SCHEDULE: N_("Read who is on call, the schedule and its gaps"),
    Scope.READ_MEMBERS: N_("Read the agencies and those who serve, without how they are reached"),
    Scope.READ_AGREEMENTS: N_("Read the agreements and designations"),
    Scope.READ_DRAFTS: N_("Read drafts of agreements, with what the parties' advisors say of them"),
    Scope.WRITE_DUTY: N_("Change who is on call, and enter leave"),
}
