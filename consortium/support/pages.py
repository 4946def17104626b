"""The officers' pages. No cookie, no address that holds an id or a word: each step is a form to the same address.

Every answer to a form is 200 with ``no-store``. The first page is the same for everybody: it is kept rendered for at
most five seconds, and only the two random fields are put into each copy.
"""

import asyncio
import base64
import binascii
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response, Stream

from consortium.access.store import Place
from consortium.access.web import form_of
from consortium.db import Database, Reading, Transaction
from consortium.hub import Hub
from consortium.keys import KeyGoneError
from consortium.members.store import load_lines, load_region
from consortium.members.zone_codes import like_code
from consortium.pages import render
from consortium.problems import BadInput, Refused
from consortium.support.ask_for_support import Asked, SentTwice, TooManyOpen, ask_for_support
from consortium.support.close_request import erase_by_officer
from consortium.support.desk import Desk, Desks
from consortium.support.limits import Limits
from consortium.support.look_first import look_first
from consortium.support.see_help import NATIONAL_LINE, Public, frame, frame_of, lines_shown, see_help, why_closed
from consortium.support.see_status import NOTHING_OPEN, see_status
from consortium.support.store import TOPIC, first_time, on_page, request_by_words
from consortium.support.store.slowed import is_slowed
from consortium.support.tables import RequestRow
from consortium.support.talk import hold, resume, say, someone_else, talk
from consortium.words import draw, normalise

AnyRequest = Request[Any, Any, State]
Slug = FromPath[str]

KEPT_SECONDS = 5.0
_PATIENCE = 8.0
"""So long the first page waits for whatever is behind it; then the numbers are shown without it."""
_LINES_SECONDS = 2.0
SLOWED_SECONDS = 10.0
"""So much longer an ask without a poster's code takes after one that no officer wrote; the first page says so."""
_WATCH_SECONDS = 600.0
_KEEP_ALIVE = 20.0
_WORDS_MARK = "four-words-mark"
_ONCE_MARK = "once-key-mark"
_OPEN = "officers ask without a sign-in"
_HTML = "text/html"
_LINES = "application/x-ndjson"

_UNKNOWN = {
    "consortium": {"title": "Peer support", "slug": "", "timezone": "UTC", "state_network": ""},
    "demo": False,
    "zone_label": "",
    "other_language_href": "help",
}


@dataclass(slots=True)
class HelpDesk:
    """What the officers' pages need in one process."""

    database: Database
    desks: Desks
    hub: Hub
    limits: Limits = field(default_factory=Limits)
    slowed_seconds: float = SLOWED_SECONDS
    _kept: dict[tuple[str, str], tuple[float, tuple[str, ...]]] = field(default_factory=dict)
    _frames: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def first_page(self, place: Place, language: str) -> bytes:
        """The first page, at most five seconds old, with fresh random fields."""
        pieces = await self._pieces(place, language)
        words, once = " ".join(draw(language, secrets.choice)), secrets.token_hex(16)
        fresh = {_WORDS_MARK: words, _ONCE_MARK: once}
        return "".join(fresh.get(piece, piece) for piece in pieces).encode()

    def trouble_page(self, slug: str, language: str) -> str:
        """What is shown when we fail: the last lines that this process knows, or the national one."""
        known = self._frames.get((slug, language)) or {**_UNKNOWN, "lines": NATIONAL_LINE[language]}
        return render("support/trouble.html", language=language, **known)

    async def public(self, reading: Reading, place: Place) -> Public:
        """The public facts, read in this session.

        Where they can't be read, the lines are read without them, so that the page that says so has them.
        """
        try:
            return Public(place=place, desk=await self.desks.at(reading), at=reading.now)
        except Exception:
            await self._keep_lines(place)
            raise

    async def _keep_lines(self, place: Place) -> None:
        """The region and its lines alone; if not even they can be read, those last known are shown, or the national."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_LINES_SECONDS), self.database.reading(place.id) as reading:
                lines, at = await load_lines(reading), reading.now
                for language, national in NATIONAL_LINE.items():
                    shown = lines_shown(lines, at, language) or national
                    self._frames[place.slug, language] = {**_UNKNOWN, "lines": shown}
                region = await load_region(reading)
            for language in NATIONAL_LINE:
                self._frames[place.slug, language] = frame_of(region, lines, at, language)

    async def _pieces(self, place: Place, language: str) -> tuple[str, ...]:
        key, clock = (place.slug, language), asyncio.get_running_loop().time
        kept = self._kept.get(key)
        if kept is not None and clock() - kept[0] < KEPT_SECONDS:
            return kept[1]
        async with asyncio.timeout(_PATIENCE), self._lock:
            kept = self._kept.get(key)
            if kept is not None and clock() - kept[0] < KEPT_SECONDS:
                return kept[1]
            started = clock()
            pieces = _split(await self._render(place, language))
            self._kept[key] = (started, pieces)
            return pieces

    async def _render(self, place: Place, language: str) -> str:
        async with self.database.reading(place.id) as reading:
            public = await self.public(reading, place)
        self._frames[place.slug, language] = frame(public, language)
        context = see_help(public, language)
        return render(
            "support/help.html", language=language, words=_WORDS_MARK, once=_ONCE_MARK, errors={}, form={}, **context
        )


@get(["/{slug:str}/help", "/{slug:str}/es/help"], opt={"open": _OPEN})
async def see_first_page(request: AnyRequest, slug: Slug, state: State) -> Response[bytes]:
    """The lines, what is kept, the limits, and the form."""
    desk: HelpDesk = state.help
    place = await state.help_places.at(slug)
    return Response(await desk.first_page(place, _language(request)), media_type=_HTML)


@post(["/{slug:str}/help", "/{slug:str}/es/help"], opt={"open": _OPEN}, status_code=200)
async def take_step(request: AnyRequest, slug: Slug, state: State) -> Response[Any] | Stream:
    """Every step after the first page."""
    place = await state.help_places.at(slug)
    try:
        form = await form_of(request)
    except BadInput:
        form = {}
    visit = Visit(state.help, place, _language(request), form, _address(request))
    try:
        return await _STEPS.get("look" if _looks(form) else form.get("step", ""), _status)(visit)
    except KeyGoneError:
        return await visit.page("gone")


@dataclass(slots=True)
class Visit:
    """One step of one officer, who stays nobody: what she sent, and how to answer."""

    desk: HelpDesk
    place: Place
    language: str
    form: dict[str, str]
    address: str

    @property
    def words(self) -> str | None:
        """The four words that came with the form, in canonical form; ``None`` if they are not four words."""
        return normalise(self.form.get("words", ""))

    async def page(self, state: str, *, status: dict[str, Any] | None = None, **context: Any) -> Response[str]:
        """The status page in a state."""
        async with self.desk.database.reading(self.place.id) as reading:
            public = await self.desk.public(reading, self.place)
        return self.rendered(public, {"state": state, **(status or {})}, **context)

    def rendered(self, public: Public, status: dict[str, Any], **context: Any) -> Response[str]:
        """The status page from facts that are at hand."""
        names = {
            **NOTHING_OPEN,
            "words": self.form.get("words", ""),
            "once": secrets.token_hex(16),
            "now": public.at,
            **frame(public, self.language),
            **status,
            **context,
        }
        return Response(render("support/status.html", language=self.language, **names), media_type=_HTML)


async def _ask(visit: Visit) -> Response[Any]:
    """Send: one request for one form, however often it is sent; each answer shows the words, for only one is seen."""
    desk, clock = visit.desk, asyncio.get_running_loop().time
    await asyncio.sleep(desk.limits.wait_for(visit.address, clock()))
    if visit.form.get("part") == "unlisted":
        return await visit.page("unlisted")
    words = visit.words
    async with desk.database.reading(visit.place.id) as reading:
        public = await desk.public(reading, visit.place)
        there = await request_by_words(reading, desk.desks.keys, words) if words else None
        slowed = await is_slowed(reading)
    closed = there is None and why_closed(public) is not None
    if words is None or closed:
        again = BadInput("Please send the form once more.", "form", "form_again")
        return await _form_again(visit, public, None if closed else again)
    if there is not None or desk.limits.spent(words, clock()):
        return await _show(visit, words, show_words=there is not None)
    try:
        status = await _keep(visit, public, words, slowed=slowed)
    except BadInput as wrong:
        return await _form_again(visit, public, wrong)
    except TooManyOpen:
        return visit.rendered(public, {"state": "over_limit"})
    return visit.rendered(public, status, show_words=True) if status else await _show(visit, words, show_words=True)


def _looks(form: dict[str, str]) -> bool:
    """Whether the form that asks was sent by its other button, which asks nobody yet."""
    return form.get("step") == "ask" and "look" in form


async def _look(visit: Visit) -> Response[Any]:
    """Before she asks: what her choices give away, and whether somebody can be asked. Nothing is kept."""
    if visit.form.get("part") == "unlisted":
        return await visit.page("unlisted")
    async with visit.desk.database.reading(visit.place.id) as reading:
        public = await visit.desk.public(reading, visit.place)
    if why_closed(public) is not None:
        return await _form_again(visit, public, None)
    try:
        shown = look_first(public, _asked(visit.form, visit.words or "", with_code=False))
    except BadInput as wrong:
        return await _form_again(visit, public, wrong)
    names = {
        "words": visit.form.get("words", ""),
        "once": secrets.token_hex(16),
        "form": visit.form,
        **frame(public, visit.language),
        **shown,
    }
    return Response(render("support/look.html", language=visit.language, **names), media_type=_HTML)


async def _change(visit: Visit) -> Response[Any]:
    """Back from there to the form, with all that was chosen and typed."""
    async with visit.desk.database.reading(visit.place.id) as reading:
        public = await visit.desk.public(reading, visit.place)
    return await _form_again(visit, public, None)


async def _keep(visit: Visit, public: Public, words: str, *, slowed: bool) -> dict[str, Any] | None:
    """Take the request, within the limits; how it stands, or ``None`` where the same form was faster.

    Raises:
        BadInput: the form can't be taken.
        TooManyOpen: a limit is reached.
    """
    desk, now = visit.desk, asyncio.get_running_loop().time()
    code = _code(visit.form, public)
    asked = _asked(visit.form, words, with_code=bool(code))
    if not desk.limits.may_ask(visit.place.slug, public.desk.facts.region.open_limit, now, code=code):
        raise TooManyOpen("too many in this hour")
    if slowed and not code:
        await asyncio.sleep(desk.slowed_seconds)
    try:
        async with desk.database.transaction(visit.place.id) as tx:
            mine = await desk.desks.at(tx)
            request = await ask_for_support(tx, mine, asked)
            await on_page(tx, request)
            await first_time(tx, request.id, "ask", visit.form.get("once"))
            status = await see_status(tx, mine, request)
    except SentTwice:
        return None
    desk.limits.asked(visit.place.slug, words, now, code=code)
    return status


async def _form_again(visit: Visit, public: Public, wrong: BadInput | None) -> Response[str]:
    """The first page as it is now: with the one thing to mend, or saying why nobody can be asked. Nothing was kept."""
    context = see_help(public, visit.language)
    content = render(
        "support/help.html",
        language=visit.language,
        words=" ".join(draw(visit.language, secrets.choice)),
        once=secrets.token_hex(16),
        errors={wrong.field or "form": wrong.code or str(wrong)} if wrong else {},
        form=visit.form,
        **context,
    )
    return Response(content, media_type=_HTML)


async def _status(visit: Visit) -> Response[Any]:
    """Where it stands: "check again", and coming back with the four words."""
    words = visit.words
    if words is None:
        return await visit.page("gone", errors={"words": "words_missing"})
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(visit.desk.limits.wait_for_words(visit.place.slug, clock()))
    return await _show(visit, words)


async def _show(visit: Visit, words: str, *, show_words: bool = False) -> Response[Any]:
    """The page of the request that these words open; she is on it now."""
    desk = visit.desk
    async with desk.database.transaction(visit.place.id) as tx:
        public = await desk.public(tx, visit.place)
        request = await request_by_words(tx, desk.desks.keys, words, lock=True)
        if request is not None:
            await on_page(tx, request)
        status = await see_status(tx, public.desk, request) if request is not None else {"state": "gone"}
    if request is None:
        desk.limits.wrong_words(visit.place.slug, asyncio.get_running_loop().time())
    return visit.rendered(public, status, show_words=show_words)


async def _seen(visit: Visit, words: str, errors: dict[str, str]) -> Response[Any]:
    """The page as it is after an act, with what was wrong with it, if anything was."""
    desk = visit.desk
    async with desk.database.reading(visit.place.id) as reading:
        public = await desk.public(reading, visit.place)
        request = await request_by_words(reading, desk.desks.keys, words)
        status = await see_status(reading, public.desk, request) if request else {"state": "gone"}
    return visit.rendered(public, status, errors=errors, form=visit.form if errors else {})


Act = Callable[[Transaction, Desk, RequestRow, Visit], Awaitable[None]]


async def _act(visit: Visit, act: Act) -> Response[Any]:
    """One act on the open request that the words open: once for one form."""
    words, desk = visit.words, visit.desk
    if words is None:
        return await visit.page("gone")
    problem: Refused | None = None
    request_id: UUID | None = None
    try:
        async with desk.database.transaction(visit.place.id) as tx:
            request = await request_by_words(tx, desk.desks.keys, words, lock=True)
            if request is not None:
                request_id = request.id
                await on_page(tx, request)
                if await first_time(tx, request.id, visit.form["step"], visit.form.get("once")):
                    await act(tx, await desk.desks.at(tx), request, visit)
    except Refused as refused:
        problem = refused
    if request_id is None:
        return await visit.page("gone")
    wrong = {problem.field or "form": problem.code or str(problem)} if isinstance(problem, BadInput) else {}
    return await _seen(visit, words, wrong)


async def _talk(visit: Visit) -> Response[Any]:
    async def act(tx: Transaction, desk: Desk, request: RequestRow, _visit: Visit) -> None:
        await talk(tx, desk, request)

    return await _act(visit, act)


async def _someone_else(visit: Visit) -> Response[Any]:
    async def act(tx: Transaction, desk: Desk, request: RequestRow, _visit: Visit) -> None:
        await someone_else(tx, desk, request)

    return await _act(visit, act)


async def _hold(visit: Visit) -> Response[Any]:
    async def act(tx: Transaction, _desk: Desk, request: RequestRow, _visit: Visit) -> None:
        await hold(tx, request, side="officer")

    return await _act(visit, act)


async def _resume(visit: Visit) -> Response[Any]:
    async def act(tx: Transaction, _desk: Desk, request: RequestRow, _visit: Visit) -> None:
        await resume(tx, request)

    return await _act(visit, act)


async def _say(visit: Visit) -> Response[Any]:
    async def act(tx: Transaction, desk: Desk, request: RequestRow, visit: Visit) -> None:
        kind, body = text_of(visit.form)
        await say(tx, desk, request, side="officer", kind=kind, body=body)

    return await _act(visit, act)


async def _erase(visit: Visit) -> Response[Any]:
    """Erase: from every state, at once."""
    words, desk = visit.words, visit.desk
    if words is None:
        return await visit.page("gone")
    async with desk.database.transaction(visit.place.id) as tx:
        request = await request_by_words(tx, desk.desks.keys, words, lock=True)
        if request is not None:
            await erase_by_officer(tx, request)
    return await visit.page("erased" if request is not None else "gone")


async def _watch(visit: Visit) -> Stream | Response[Any]:
    """A stream of version numbers, one a line, for the page that is open; she is on the page as long as it runs."""
    words, desk = visit.words, visit.desk
    request = None
    if words is not None:
        async with desk.database.reading(visit.place.id) as reading:
            request = await request_by_words(reading, desk.desks.keys, words)
    if words is None or request is None:
        return Response(b'{"version":0}\n', media_type=_LINES)
    return Stream(_versions(desk, visit.place, words, str(request.topic_number)), media_type=_LINES)


async def _versions(desk: HelpDesk, place: Place, words: str, topic: str) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    end, last, news = loop.time() + _WATCH_SECONDS, -1, asyncio.Event()
    with desk.hub.waking(TOPIC, news.set, topic=topic):
        while loop.time() < end:
            news.clear()
            version = await _still_here(desk, place, words)
            yield b"\n" if version == last else msgspec.json.encode({"version": version}) + b"\n"
            if version == 0:
                return
            last = version
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), _KEEP_ALIVE)


async def _still_here(desk: HelpDesk, place: Place, words: str) -> int:
    """She is on the page; the request's version, or 0 when there is no request any more."""
    async with desk.database.transaction(place.id) as tx:
        request = await request_by_words(tx, desk.desks.keys, words)
        if request is not None:
            await on_page(tx, request)
        return request.version if request is not None else 0


def text_of(form: dict[str, str]) -> tuple[str, bytes]:
    """What a text form holds: its kind and its bytes.

    Raises:
        BadInput: the opaque part is not base64.
    """
    kind = form.get("kind", "plain")
    if kind not in {"key", "sealed"}:
        return "plain", form.get("body", "").strip().encode()
    try:
        return kind, base64.b64decode(form.get("opaque", ""), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise BadInput("That text did not arrive whole. Please send it again.", "body", "body_broken") from broken


def _code(form: dict[str, str], public: Public) -> str:
    """The poster's code that came with the form, if it is one of ours and in date; else nothing: it is not required."""
    code = form.get("code", "")
    return code if like_code(code) and public.desk.facts.takes_code(code, public.at) else ""


def _asked(form: dict[str, str], words: str, *, with_code: bool) -> Asked:
    try:
        zone = UUID(form.get("part", ""))
    except ValueError as wrong:
        raise BadInput("Please choose the line that names your department.", "part", "part_missing") from wrong
    return Asked(
        zone=zone,
        who=form.get("who", ""),
        way=form.get("way", ""),
        topic=form.get("topic", "none"),
        number=form.get("number", ""),
        ring_away=form.get("ring_away") == "yes",
        words=words,
        with_code=with_code,
    )


def _split(page: str) -> tuple[str, ...]:
    """The page cut at its random fields, the marks kept as pieces of their own."""
    pieces: list[str] = []
    for part in page.split(_WORDS_MARK):
        if pieces:
            pieces.append(_WORDS_MARK)
        for index, piece in enumerate(part.split(_ONCE_MARK)):
            if index:
                pieces.append(_ONCE_MARK)
            pieces.append(piece)
    return tuple(pieces)


def _language(request: AnyRequest) -> str:
    return "es" if request.url.path.rstrip("/").endswith("/es/help") else "en"


def _address(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


_STEPS: dict[str, Callable[[Visit], Awaitable[Response[Any] | Stream]]] = {
    "ask": _ask,
    "look": _look,
    "change": _change,
    "status": _status,
    "talk": _talk,
    "else": _someone_else,
    "hold": _hold,
    "resume": _resume,
    "say": _say,
    "erase": _erase,
    "watch": _watch,
}

HANDLERS = (see_first_page, take_step)
