"""What an invitation says, in its mail and in its letter. Pure.

Chiefs take such a mail for phishing, and they are right to. So neither holds anything that signs in: the letter goes
by post, both bear the same number, and both name a telephone number at which somebody reads that number out.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import phonenumbers

from consortium.access.permissions import Role
from consortium.members.agency_values import Invitation
from consortium.outbox import Mail
from consortium.pages import dated
from consortium.problems import BadInput

COUNTRY: Final = "US"
KIND: Final = "invitation"
ROLES: Final[Mapping[Role, str]] = {
    Role.AGENCY_HEAD: "agency head",
    Role.LIAISON: "liaison",
    Role.CLERK: "clerk, who attests papers",
    Role.LEGAL_ADVISOR: "legal advisor",
    Role.PEER: "peer, who talks with officers of other agencies",
}
_WHAT_IT_IS: Final = (
    "{title} is peer support that neighbouring agencies run together: an officer who wants to talk reaches a trained "
    "peer of another agency, without giving a name. No agency learns who asked."
)
_THERE: Final = (
    "There you type your mail address, {email}, and get a mail to sign in with. Then you can accept or decline, until "
    "{day}."
)


class Invited(StrEnum):
    """The roles that somebody can be invited to, as the form names them."""

    AGENCY_HEAD = Role.AGENCY_HEAD.value
    LIAISON = Role.LIAISON.value
    CLERK = Role.CLERK.value
    LEGAL_ADVISOR = Role.LEGAL_ADVISOR.value
    PEER = Role.PEER.value

    @property
    def role(self) -> Role:
        """The role itself."""
        return Role(self.value)


def telephone(typed: str, field: str = "telephone") -> str:
    """A number at which somebody can be rung, in E.164; without a country's prefix it is American.

    Raises:
        BadInput: no telephone could ring there.
    """
    try:
        number = phonenumbers.parse(typed, COUNTRY)
    except phonenumbers.NumberParseException as wrong:
        raise BadInput("This is not a telephone number. One looks like (541) 555-0142.", field) from wrong
    if number.extension or not phonenumbers.is_valid_number(number):
        raise BadInput("No telephone rings at this number. One looks like (541) 555-0142.", field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_dialled(number: str) -> str:
    """A number in E.164 as people write it at home: (541) 555-0142; one of another country with its prefix."""
    parsed = phonenumbers.parse(number, COUNTRY)
    home = parsed.country_code == phonenumbers.country_code_for_region(COUNTRY)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def mail(invitation: Invitation, *, title: str, address: str) -> Mail:
    """The mail. ``address`` is our page's, to be typed; it holds no secret and signs nobody in."""
    return Mail(
        kind=KIND,
        address=invitation.email,
        subject=f"{title}: an invitation, to be checked by a letter",
        body=(
            f"{invitation.inviter} invites you to {title}, as {ROLES[invitation.role]}, for "
            f"{invitation.agency_name}.\n\n"
            "Mails like this can be forged, so do not trust this one alone. A printed letter comes to you with the "
            f"same number:\n\n    {invitation.number}\n\n"
            f"Ring {invitation.inviter} at {as_dialled(invitation.telephone)} and have this number read out to you. "
            "If it is another one, do nothing and tell us.\n\n"
            f"Then type this address into your browser:\n\n    {address}\n\n"
            "There you type your mail address, and get a mail to sign in with. Nothing in this mail signs anybody in.\n"
            f"You can accept or decline until {dated(_last(invitation))}. Who does nothing is not asked again.\n"
        ),
    )


def letter(invitation: Invitation, *, title: str, address: str) -> dict[str, Any]:
    """The values of the letter's template."""
    return {
        "title": f"Invitation to {title}",
        "consortium": title,
        "dated": dated(invitation.made_on),
        "name": invitation.name,
        "person_title": invitation.title,
        "agency": invitation.agency_name,
        "inviter": invitation.inviter,
        "number": invitation.number,
        "number_label": "The number of this invitation. The mail that you get bears the same one.",
        "telephone": as_dialled(invitation.telephone),
        "telephone_label": f"Ring {invitation.inviter} and have the number read out to you:",
        "before": [
            f"You are invited to take part as {ROLES[invitation.role]}, for {invitation.agency_name}.",
            _WHAT_IT_IS.format(title=title),
            "Invitations by mail can be forged. That is why this letter comes by post:",
        ],
        "after": [
            f"If the numbers agree, type this address into your browser: {address}",
            _THERE.format(email=invitation.email, day=dated(_last(invitation))),
            "If the numbers differ, or nobody answers at this telephone, do nothing.",
        ],
    }


def _last(invitation: Invitation) -> date:
    return invitation.expires_on - timedelta(days=1)
