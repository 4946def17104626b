"""The cookies of the door: none that a script can read, each for us alone."""

from litestar.datastructures import Cookie, State
from litestar.response import Response

from consortium.access.store import SESSION_LENGTH, SIGN_IN_LENGTH, Place
from consortium.access.web import AnyRequest, duty_cookies, see, session_cookie

_BROWSER = "browser"


def make_cookie(state: State, name: str, value: str, *, seconds: int) -> Cookie:
    """A cookie that only we read, for so many seconds."""
    return Cookie(
        key=name, value=value, path="/", max_age=seconds, httponly=True, secure=state.settings.secure, samesite="lax"
    )


def browser_cookie(state: State) -> str:
    """The name of the cookie by which we know the browser that asked to sign in."""
    return f"__Host-{_BROWSER}" if state.settings.secure else _BROWSER


def browser_asked(state: State, browser: str) -> Cookie:
    """The cookie of a browser that asks to sign in, for as long as a mail is good."""
    return make_cookie(state, browser_cookie(state), browser, seconds=int(SIGN_IN_LENGTH.total_seconds()))


def session_of(request: AnyRequest, state: State, place: Place) -> str | None:
    """The session's token that this browser shows, be it good or not."""
    token: str | None = request.cookies.get(session_cookie(place.slug, secure=state.settings.secure))
    return token


def open_cookie(state: State, place: Place, token: str) -> Cookie:
    """The session's cookie."""
    name = session_cookie(place.slug, secure=state.settings.secure)
    return make_cookie(state, name, token, seconds=int(SESSION_LENGTH.total_seconds()))


def phone_cookies(state: State, place: Place, token: str, secret: str, *, seconds: int) -> tuple[Cookie, Cookie]:
    """The two cookies of a phone that is kept signed in for a shift."""
    one, other = duty_cookies(place.slug, secure=state.settings.secure)
    return make_cookie(state, one, token, seconds=seconds), make_cookie(state, other, secret, seconds=seconds)


def signed_in(place: Place, state: State, token: str, *, to: str = "") -> Response[None]:
    """On to the page that was asked for, or to one's own, signed in."""
    response = see(to or f"/{place.slug}/")
    response.set_cookie(open_cookie(state, place, token))
    response.delete_cookie(browser_cookie(state))
    return response


def signed_out(place: Place, state: State) -> Response[None]:
    """To the door, with no session's cookie and no kept page left in this browser."""
    response = see(f"/{place.slug}/sign-in")
    response.headers["Clear-Site-Data"] = '"storage"'
    secure = state.settings.secure
    for name in (session_cookie(place.slug, secure=secure), *duty_cookies(place.slug, secure=secure)):
        response.delete_cookie(name)
    return response
