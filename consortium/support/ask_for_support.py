"""An officer asks. What is kept: the part of the region, the role wanted, the way of talking; the rest is sealed."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from consortium.clock import bucket
from consortium.db import Transaction
from consortium.keys import LIFETIME
from consortium.outbox import set_timer
from consortium.problems import BadInput, Conflict
from consortium.support.desk import Desk
from consortium.support.page_next import start_round
from consortium.support.sealed import TOPICS, Private, new_envelope
from consortium.support.see_duty import missing_notices
from consortium.support.store import open_requests, written
from consortium.support.tables import RequestRow
from geo import Zone

WHO = ("peer", "chaplain", "clinician")
WAYS = ("call_peer", "ring_me", "text")
_RANDOM = 2**31
_ROOM_WITH_CODE = 2
"""So many times as many requests may be open for who comes with a poster's code: nobody who floods the form has one."""


class TooManyOpen(Conflict):
    """The consortium holds as many open requests as it can answer; the lines are shown instead."""


class SentTwice(Conflict):
    """The same form was sent twice at the same instant: the other one was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form said. ``words`` are four words in canonical form, made by the page that was sent out.

    ``with_code``: it came with the code of one of our posters. That opens more room and is kept nowhere.
    ``by_sister``: it came by a sister consortium's page, for which ``zone`` stands; no form can say so.
    """

    zone: UUID
    who: str
    way: str
    topic: str
    number: str
    ring_away: bool
    words: str
    with_code: bool = False
    by_sister: bool = False


async def ask_for_support(tx: Transaction, desk: Desk, asked: Asked) -> RequestRow:
    """Keep the request and page the first peer in order, in one transaction.

    Raises:
        BadInput: a field holds something that cannot be taken.
        TooManyOpen: the consortium's limit of open requests is reached.
        SentTwice: these four words open a request already.
    """
    check_asked(desk, tx.now, asked)
    room = desk.facts.region.open_limit * (_ROOM_WITH_CODE if asked.with_code else 1)
    if await open_requests(tx) >= room:
        raise TooManyOpen("More requests are open here right now than the peers can answer.")
    request = _row(tx, desk, asked)
    if not await written(tx, request):
        raise SentTwice("This request is already open.")
    await set_timer(tx, request.id, "expire", 0, request.expires_at)
    await start_round(tx, desk, request, note=None)
    return request


def check_asked(desk: Desk, at: datetime, asked: Asked) -> Zone:
    """Whether this could be taken now; the part of the region that it is for.

    Nobody is asked where the limits of confidentiality have not been approved.

    Raises:
        BadInput: a field holds something that cannot be taken.
    """
    _check(desk, at, asked)
    zone = desk.facts.zone(asked.zone, at)
    if zone is None or missing_notices(desk, zone, desk.facts.notices):
        raise BadInput("The text on limits for this line is not approved.", "part", "part_closed")
    return zone


def number_to_ring(typed: str) -> str:
    """A telephone number as digits, with a leading plus if one was typed.

    Raises:
        BadInput: it has too few or too many digits, or letters.
    """
    if not typed.strip():
        raise BadInput("Please type the number to ring, or choose another way to talk.", "number", "number_missing")
    digits = re.sub(r"[\s().\-/]", "", typed)
    if not re.fullmatch(r"\+?[0-9]{10,15}", digits):
        raise BadInput("Please type the number with its area code, such as 540 555 0123.", "number", "number_odd")
    return digits


def _check(desk: Desk, at: datetime, asked: Asked) -> None:
    standing = desk.facts.standing(at)
    zones = standing.plan.zones if standing is not None else ()
    known = desk.facts.is_sister(asked.zone) if asked.by_sister else any(zone.id == asked.zone for zone in zones)
    if not known:
        raise BadInput("Please choose the line that names your department.", "part", "part_changed")
    if asked.way == "text" and not desk.facts.region.text_offered:
        raise BadInput("Text is not offered here. Please choose another way to talk.", "way", "way_closed")
    check_choices(asked)


def check_choices(asked: Asked) -> None:
    """Whether everything but the line could be taken.

    Raises:
        BadInput: a field holds something that cannot be taken.
    """
    if asked.who not in WHO:
        raise BadInput("Please choose who you would like to talk to.", "who", "who_missing")
    if asked.way not in WAYS:
        raise BadInput("Please choose how you would like to talk.", "way", "way_missing")
    if asked.topic not in TOPICS:
        raise BadInput("Please choose one of the topics, or none.", "topic", "topic_odd")
    if asked.way == "ring_me":
        number_to_ring(asked.number)


def _row(tx: Transaction, desk: Desk, asked: Asked) -> RequestRow:
    ring = asked.way == "ring_me"
    private = Private(
        number=number_to_ring(asked.number) if ring else None, ring_away=ring and asked.ring_away, topic=asked.topic
    )
    request, start = uuid4(), bucket(tx.now)
    envelope, wrapped = new_envelope(desk.keys, request, start.date())
    return RequestRow(
        consortium=tx.consortium,
        id=request,
        own_zone=None if asked.by_sister else asked.zone,
        sister=asked.zone if asked.by_sister else None,
        who=asked.who,
        way=asked.way,
        state="waiting",
        step=0,
        round_start=0,
        version=1,
        topic_number=secrets.randbelow(_RANDOM),
        draw=secrets.randbelow(_RANDOM),
        bucket=start,
        expires_at=start + LIFETIME,
        key_day=start.date(),
        wrapped_key=wrapped,
        words_mac=desk.keys.mac(start.date(), "words", asked.words),
        sealed=envelope.seal(private),
    )
