"""The doctor's look at the seal of executed agreements, at time stamps, and at what waits for either."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from consortium.access.store import known_consortia
from consortium.cli.findings import Finding, Found, area, mend, note, well
from consortium.db import Database
from consortium.settings import SealFile, SettingsError, tsa_url
from consortium.signing.sealing.doubts import Doubts
from consortium.signing.sealing.seal_key import WARN_BEFORE, NoSealError, SealError, load_seal
from consortium.signing.sealing.wanted import load_all_doubts, load_overdue
from consortium.signing.store.documents import load_unstamped


async def look_at_seal(address: str, folder: Path, environment: Mapping[str, str]) -> list[Finding]:
    """Whether what is signed can be sealed now, and for how long still."""
    database = Database.connect(address)
    late = unstamped = 0
    doubts: list[Doubts] = []
    try:
        async with database.reading(None) as reading:
            known, now = await known_consortia(reading), reading.now
        for consortium, _ in known:
            async with database.reading(consortium) as reading:
                late += await load_overdue(reading)
                unstamped += await load_unstamped(reading)
                doubts += await load_all_doubts(reading)
    finally:
        await database.close()
    return _told(folder, environment, now, late, unstamped, doubts)


@area("seal of agreements")
def _told(
    folder: Path,
    environment: Mapping[str, str],
    now: datetime,
    late: int,
    unstamped: int,
    doubts: Iterable[Doubts],
) -> Iterator[Found]:
    yield from _seal(folder, SealFile.from_env(environment), now)
    yield from _stamps(environment, unstamped)
    for each in doubts:
        yield mend(
            "signatures",
            f"{each.what} is not sealed, as something in it does not hold. {' '.join(each.why)}",
            "Find out who changed what: consortium agreement log check. Let nobody act on the agreement until then.",
        )
    if late:
        yield mend(
            "documents",
            f"{late} executed agreements have waited for their seal for more than five minutes.",
            "Mend what is above; they are sealed by themselves then. If all is well there, look at the server's log.",
        )


def _seal(folder: Path, own: SealFile | None, now: datetime) -> Iterator[Found]:
    try:
        key = load_seal(folder, own)
        key.check(now, demo=False)
    except NoSealError as none:
        yield note("seal", str(none), 'consortium seal init --name "…", before the first agreement is signed here.')
        return
    except SealError as wrong:
        yield mend("seal", str(wrong), "consortium seal show")
        return
    told = f"{key.certificate.subject.rfc4514_string()}, until {key.until:%Y-%m-%d}."
    if key.until - now < WARN_BEFORE:
        yield mend("seal", f"It runs out soon: {told}", "consortium seal renew")
    else:
        yield well("seal", told)


def _stamps(environment: Mapping[str, str], unstamped: int) -> Iterator[Found]:
    try:
        url = tsa_url(environment)
    except SettingsError as wrong:
        yield mend("time stamps", str(wrong), "Set TSA_URL, or unset it.")
        return
    if url is None:
        yield note("time stamps", "No authority is set (TSA_URL): documents carry this server's own time only.")
    elif unstamped:
        yield note("time stamps", f"{url}; {unstamped} documents wait for one. It is asked again, at most hourly.")
    else:
        yield well("time stamps", url)
