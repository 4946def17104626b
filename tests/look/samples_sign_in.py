"""Sample contexts of devices and passkeys."""

from datetime import timedelta
from typing import Any

from tests.look.samples_common import NAMES, NOW, TODAY, Context, common, hours, outside

HOME = "/four-rivers/me/devices"
PASSKEY = {"ask": "/four-rivers/sign-in/passkey/ask", "action": "/four-rivers/sign-in/passkey", "to": HOME}


def _passkey(name: str, **more: Any) -> Context:
    base = {"id": "p1", "added_on": TODAY - timedelta(days=40), "last_used_on": TODAY, "backed_up": False}
    return {**base, "confirmed_on": None, "name": name, **more}


def _session(kind: str, label: str, number: int) -> Context:
    return {"id": f"s{number}", "kind": kind, "label": label, "last_seen_day": TODAY, "expires_at": NOW + hours(90)}


def devices(**more: Any) -> Context:
    return common(
        **{
            "home": HOME,
            "did": "",
            "errors": {},
            "name": "",
            "may_change": True,
            "full": True,
            "head": True,
            "passkeys": [
                (_passkey("My phone", backed_up=True), "ABCD EFGH JKLM NOPQ"),
                (_passkey("The key on my ring", last_used_on=None, confirmed_on=TODAY), "QRST UVWX YZ23 4567"),
            ],
            "sessions": [
                (_session("full", "My phone", 1), True),
                (_session("reduced", "", 2), False),
                (_session("duty", "The duty phone", 3), False),
            ],
            "recovery": None,
            "ready": False,
            "passkey": PASSKEY,
            **more,
        }
    )


def devices_by_mail(**more: Any) -> Context:
    return devices(may_change=False, full=False, head=False, **more)


def recovering(*, ready: bool) -> Context:
    return {"ready_at": NOW + hours(-1 if ready else 20), "expires_at": NOW + hours(71 if ready else 92)}


def one_passkey(**more: Any) -> Context:
    base = {"home": HOME, "passkey": _passkey("My phone"), "name": "My phone", "last": True, "confirmed": True}
    return common(**{**base, "errors": {}, **more})


def everywhere(**more: Any) -> Context:
    return common(**{"home": HOME, "errors": {}, **more})


def full_session(session: str) -> Context:
    base = common(
        passkey=PASSKEY, sign_in_href="/four-rivers/sign-in", devices_href=HOME, still_href="/four-rivers/on-call"
    )
    return {**base, "viewer": {**base["viewer"], "session": session}}


def recovery(found: Context | None, *, ready: bool = False, needed: bool = True, **more: Any) -> Context:
    return common(**{"home": HOME, "recovery": found, "ready": ready, "needed": needed, "errors": {}, **more})


def recovery_mail(state: str) -> Context:
    base = {"state": state, "action": "/four-rivers/sign-in/recovery", "token": "t0k3n"}
    return outside(**base, sign_in_href="/four-rivers/sign-in")


def keys(**more: Any) -> Context:
    one = {"id": "k1", "name": "Sheriff L. Tran", "title": "Sheriff", "added_on": TODAY}
    rows = [(one, [NAMES[0][0]], 5), ({**one, "id": "k2"}, [], 3), ({**one, "id": "k3"}, [NAMES[1][0]], 0)]
    base = {"action": "/four-rivers/keys", "did": "", "keys": rows, "errors": {}, "typed": "", "coordinates": False}
    return common(**{**base, **more})
