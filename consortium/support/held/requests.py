"""About a request: the rows that exist while somebody asks, and the counts that stay."""

from typing import Final

from consortium.access.permissions import Permission
from consortium.pages import N_
from consortium.support.held.kept import Kept

REQUESTS: Final = (
    Kept(
        table="request",
        title=N_("An open request"),
        why=N_("To find a peer, and to show the officer on the page where it stands."),
        how_long=N_("72 hours at most; from the moment it ends, nothing."),
        ends=N_(
            "It is deleted when it ends, when it is erased, or after 72 hours, with all that hangs on it. The"
            " key of its private part is deleted a day after that."
        ),
        seen_words=N_(
            "Nobody can list requests; there is no right for it. A peer who is asked sees the part of the "
            "region, the way to talk, who was wished and the topic. The private part is opened for the peer "
            "who accepted only."
        ),
        columns={
            "zone": N_("the part of the region, never the department"),
            "sister": N_("in place of that: which sister consortium, as one whole, if it came from there"),
            "who": N_("whether a peer, a chaplain or a clinician was wished"),
            "way": N_("how to talk: call, be called, or text"),
            "state": N_("waiting, accepted, talking or on hold"),
            "note": N_("why the last peer is no longer the one, in one word of a closed list"),
            "truth_told": N_("whether the page has said that nobody answered"),
            "step": N_("how many peers have been asked"),
            "round_start": N_("at which of them the present round began"),
            "next_at": N_("when the next peer will be asked"),
            "on_page_until": N_("whether the page is open now: until one minute after it was last seen open"),
            "talks_at": N_("when the peer said to be ready to talk"),
            "held_by": N_("which side put the talk on hold"),
            "held_until": N_("until when it is on hold"),
            "version": N_("a counter that tells an open page to refresh"),
            "topic_number": N_("a random number by which an open page is told"),
            "draw": N_("a random number that decides between peers who are alike"),
            "bucket": N_("the six hours in which it began, no finer"),
            "expires_at": N_("when it is deleted at the latest"),
            "key_day": N_("which day's key locks it"),
            "wrapped_key": N_("its own key, locked by the key of the day, which is in no backup"),
            "words_mac": N_("a check value of the four words; the words themselves are not kept"),
            "sealed": N_("locked: the topic, and a number to ring if one was typed"),
        },
    ),
    Kept(
        table="attempt",
        title=N_("Which peers were tried"),
        why=N_("So that nobody is asked twice, and two peers cannot both accept."),
        how_long=N_("As long as the request."),
        ends=N_("Deleted with the request. Afterwards nothing tells which peer answered."),
        seen_words=N_("Each peer sees their own; the officer sees who accepted."),
        of_members=frozenset({"person"}),
        columns={
            "request": N_("which request"),
            "step": N_("the how-manieth peer this was"),
            "person": N_("the peer"),
            "state": N_("asked, seen, lapsed, accepted or out"),
            "delivery": N_("whether the page went out"),
            "here_until": N_("whether the peer's page is open now"),
        },
    ),
    Kept(
        table="relay",
        title=N_("Texts of an open talk"),
        why=N_("So that both pages can show them, where text is offered."),
        how_long=N_("As long as the request; another peer never gets them."),
        ends=N_("Deleted with the request, and when someone else takes over."),
        seen_words=N_(
            "The two who talk. Where both browsers can, the texts are locked between the two pages and the "
            "server cannot read them."
        ),
        columns={
            "request": N_("which request"),
            "n": N_("the order"),
            "side": N_("officer or peer"),
            "kind": N_("a key, a locked text or a plain one"),
            "body": N_("the text, locked, its length rounded up"),
        },
    ),
    Kept(
        table="once",
        title=N_("Forms already taken"),
        why=N_("So that a form sent twice counts once."),
        how_long=N_("As long as the request."),
        ends=N_("Deleted with the request."),
        seen_words=N_("Nobody."),
        columns={
            "key_hash": N_("a check value of the form's random key"),
            "request": N_("which request"),
        },
    ),
    Kept(
        table="timer",
        title=N_("Clocks of an open request"),
        why=N_("To ask the next peer in time, and to delete at the latest after 72 hours."),
        how_long=N_("Until each one rings, as long as the request at most."),
        ends=N_("Deleted when it rings, and with the request."),
        seen_words=N_("Nobody."),
        columns={
            "request": N_("which request"),
            "kind": N_("what is to be done"),
            "step": N_("for which step"),
            "due_at": N_("when"),
        },
    ),
    Kept(
        table="outbox",
        title=N_("Mails that wait to be handed over"),
        why=N_(
            "So that no mail is lost when a server stops. A mail about a request says that someone is asking "
            "and where to look, and nothing else."
        ),
        how_long=N_(
            "Until the mail server has taken it; a mail about a request for a minute at most, any other until"
            " it is given up."
        ),
        ends=N_("Deleted when it was handed over or given up, and with its request."),
        seen_words=N_("Whoever it is written to. The mail servers on the way see it too."),
        of_members=frozenset({"address", "subject", "body"}),
        columns={
            "kind": N_("what sort of mail"),
            "address": N_("the member's mail address, never an officer's"),
            "subject": N_("its subject"),
            "body": N_("its text"),
            "message_id": N_("a random mark, so that it is not delivered twice"),
            "request": N_("the request that it is about, if any"),
            "attempt": N_("the page that it carries, if any"),
            "next_at": N_("when it is tried next"),
            "give_up_at": N_("when it is given up"),
            "tries": N_("how often it was tried"),
        },
    ),
    Kept(
        table="tally",
        title=N_("Counts of ended requests that are not released yet"),
        why=N_("To tell heads, with noise, whether this helps."),
        how_long=N_("Until the middle of the month after the quarter, or the year, that they count."),
        ends=N_("Deleted in the moment in which a number with noise is released."),
        seen_words=N_("Nobody. No page, no file and no program reads them."),
        columns={
            "span": N_("whether it counts a quarter or a year"),
            "period": N_("which one, by its first day"),
            "measure": N_("first contacts, what they were about, or how any other request ended"),
            "value": N_("which answer of its list"),
            "count": N_("how many; no peer, no part of the region, no day"),
        },
    ),
    Kept(
        table="statistic_release",
        title=N_("Numbers that were released, with noise"),
        why=N_("So that the noise is drawn once only; drawn twice, it could be averaged away."),
        how_long=N_("As long as the database. The program can neither change nor delete it."),
        ends=N_("It does not end; it holds no exact number."),
        seen=(Permission.SEE_STATISTICS,),
        columns={
            "span": N_("whether it counts a quarter or a year"),
            "period": N_("which one, by its first day"),
            "measure": N_("first contacts, what they were about, or how any other request ended"),
            "epsilon": N_("how much noise was added"),
            "drawn": N_("the numbers with noise; empty if a restore had brought back what was released before"),
            "released_on": N_("on which day it was released"),
        },
    ),
    Kept(
        table="asking_slowed",
        title=N_("Until when asking without the code of a poster is slow"),
        why=N_("So that a prank takes less time of peers. It points to no request and to nobody."),
        how_long=N_("Two hours at most, to a full hour."),
        ends=N_("Deleted when it is over, within some minutes."),
        seen_words=N_("Nobody. Whoever asks without a code waits ten seconds longer."),
        columns={"until": N_("until which full hour")},
    ),
)
