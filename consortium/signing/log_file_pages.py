"""What others' programs read of the log, and bring back: signed heads, proofs of growth, countersignatures.

Heads and proofs are for everybody: they are numbers, and say nothing of anybody. Asking for them writes nothing, and is
answered so many times a minute for everybody together, as a proof costs more to make than to ask for.
"""

import asyncio
from typing import Any, Final

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from agreements.log import Growth, consistency_proof
from consortium.access.web import form_of
from consortium.problems import BadInput, Conflict, NotFound
from consortium.signing.evidence.apart import Apart
from consortium.signing.evidence.take_cosignature import look_at_cosignature, take_cosignature
from consortium.signing.store.evidence import load_cosigned, load_hashes

AnyRequest = Request[Any, Any, State]
_NUMBERS: Final = {"open": "heads and proofs of the log are numbers; whoever countersigns it has to get them"}
_BY_SIGNATURE: Final = {"open": "what is brought counts only by the signature of a registered key"}
_HOME: Final = "/{slug:str}/agreements/log"
_MOST_DIGITS: Final = 15


@get(f"{_HOME}/checkpoint", opt=_NUMBERS)
async def checkpoint(slug: FromPath[str], state: State) -> Response[str]:
    """The newest signed head, with its countersignatures (c2sp.org/tlog-checkpoint)."""
    _not_too_often(state)
    place = await state.places.at(slug)
    async with state.database.reading(place.id) as reading:
        note = await load_cosigned(reading)
    if note is None:
        raise NotFound
    return _plain(note.written())


@get(f"{_HOME}/growth", opt=_NUMBERS)
async def growth(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """The newest signed head, and the proof that the log has grown out of the one of ``old`` events."""
    _not_too_often(state)
    place = await state.places.at(slug)
    old = whole_number(request.query_params.get("old", "0"))
    async with state.database.reading(place.id) as reading:
        note = await load_cosigned(reading)
        if note is None:
            raise NotFound
        leaves = await load_hashes(reading, int(note.text.split("\n")[1]))
    if old > len(leaves):
        return _plain(f"This log has {len(leaves)} events, and none of {old}.\n", status=409)
    return _plain(Growth(old, consistency_proof(leaves, old), note.written()).written())


@post(f"{_HOME}/cosign", opt=_BY_SIGNATURE, status_code=200)
async def bring_cosignature(request: AnyRequest, slug: FromPath[str], state: State) -> Response[str]:
    """Take in what an agency signed on its own machine; nothing is written before it was found good and new."""
    _not_too_often(state)
    place = await state.places.at(slug)
    form = await form_of(request)
    try:
        async with state.database.reading(place.id) as reading:
            brought = await look_at_cosignature(reading, form.get("note", ""))
        if brought.fresh:
            async with state.database.transaction(place.id) as tx:
                await take_cosignature(tx, form.get("note", ""))
    except (BadInput, Conflict) as wrong:
        return _plain(f"{wrong}\n", status=wrong.status)
    return _plain(f"{brought.good} kept.\n")


HANDLERS = (checkpoint, growth, bring_cosignature)


def _not_too_often(state: State) -> None:
    """Refuse what is asked for more often than any witness needs to.

    Raises:
        Conflict: it is.
    """
    apart: Apart = state.apart
    if not apart.proofs.once(asyncio.get_running_loop().time()):
        raise Conflict("The log is being asked for too often at this moment. Try again in a minute.")


def whole_number(text: str) -> int:
    """A size of the log as somebody sent it.

    Raises:
        BadInput: it is none.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise BadInput("A log's size is a whole number.", "size")
    return int(text)


def _plain(words: str, status: int = 200) -> Response[str]:
    return Response(words, media_type="text/plain", status_code=status)
