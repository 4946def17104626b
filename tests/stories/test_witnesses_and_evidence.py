"""Agencies countersign the log, members take evidence with them, and anybody may check it: through the pages."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from consortium.__main__ import main
from consortium.signing.evidence.archive import unpacked
from consortium.signing.evidence.check_bundle import check_file
from consortium.signing.evidence.findings import Verdict
from consortium.signing.evidence.report import Outcome, Trusted
from consortium.signing.store.events import note_event, signs_as
from tests.authenticator import Device
from tests.harness import House, MailCatcher, house, text_of
from tests.stories.evidence_world import Executed, broken, flipped, overlaid, scripted
from tests.stories.signing_world import SLUG, TITLE, Head

PAST = (
    "update agreement_event set leaf = replace(leaf, 'sent_out', 'sent_off'), leaf_hash = sha256('\\x00'::bytea || "
    "convert_to(replace(leaf, 'sent_out', 'sent_off'), 'UTF8')) where seq = 2"
)
"""What somebody does who owns the tables and knows how the log is made, but has not its key."""
LOG = f"/{SLUG}/agreements/log"
VERIFY = f"/{SLUG}/verify"


@pytest.fixture
async def home(sealed: Executed, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(sealed.world.ground, catcher) as running:
        yield running


async def countersigns(home: House, head: Head, size: int, device: Device | None = None) -> httpx.Response:
    """She presses the button on the page, and her passkey answers."""
    browser = await home.member(SLUG, head.person)
    asked = await browser.post(f"{LOG}/countersign/ask?agency={head.agency}&size={size}", data={"why": "countersign"})
    assert asked.status_code == 200, asked.text
    answer = (device or head.device).sign(asked.json())
    return await browser.post(
        f"{LOG}/countersign", data={"answer": answer, "agency": str(head.agency), "size": str(size)}
    )


async def grow(sealed: Executed) -> None:
    async with sealed.world.ground.database.transaction(sealed.world.consortium) as tx:
        await note_event(tx, kind="hold", agreement=sealed.world.pact, body={})


async def test_a_head_sees_what_happened_since_and_countersigns_with_her_passkey(
    home: House, sealed: Executed, catcher: MailCatcher
) -> None:
    head = sealed.world.heads[0]
    browser = await home.member(SLUG, head.person)
    first = await browser.get(LOG)
    assert "has not countersigned yet" in first.text

    size = await sealed.size()
    done = await countersigns(home, head, size)
    assert done.headers["location"] == f"{LOG}?did=countersigned"
    await home.tick()
    (copy,) = [mail for mail in catcher.to("denise.okafor@example.org") if "countersigned" in mail["Subject"]]
    assert f"peers.test/juniper-rim/agreements\n{size}\n" in text_of(copy).replace("\r\n", "\n")
    assert '"confirmed_by":"Orla Penhallow"' in text_of(copy)
    assert "Nothing has happened since" in (await browser.get(LOG)).text
    await grow(sealed)
    later = await browser.get(LOG)

    assert f"The log has grown from {size} to {size + 1} events since you last countersigned" in later.text
    assert "A legal hold was set or lifted." in later.text
    assert broken(await sealed.look()) == set()
    report = await sealed.check(await sealed.fresh_bundle())
    (said,) = [each for each in report.parts[0].found if f"countersigned {size} events with a passkey" in each.said]
    assert said.verdict is Verdict.HOLDS
    assert "Orla Penhallow confirmed its fingerprint" in said.said


async def test_a_countersignature_needs_her_own_passkey_and_the_head_that_she_saw(
    home: House, sealed: Executed
) -> None:
    head, other = sealed.world.heads[:2]

    now = await sealed.size()
    assert (await countersigns(home, head, now, other.device)).status_code == 422
    browser = await home.member(SLUG, head.person)
    for size, agency in ((now - 1, head.agency), (now, other.agency)):
        asked = await browser.post(f"{LOG}/countersign/ask?agency={agency}&size={size}", data={})
        assert asked.status_code in {409, 422}
    assert await sealed.world.ground.rows("log_countersignature") == []


async def test_a_log_whose_past_was_changed_shows_a_witness_to_stop(home: House, sealed: Executed) -> None:
    head = sealed.world.heads[0]
    size = await sealed.size()
    await countersigns(home, head, size)
    await sealed.as_superuser(PAST)
    await grow(sealed)

    browser = await home.member(SLUG, head.person)
    page = await browser.get(LOG)
    asked = await browser.post(f"{LOG}/countersign/ask?agency={head.agency}&size={size + 1}", data={})

    assert "STOP. This is not the log that your agency countersigned" in page.text
    assert asked.status_code == 409
    assert "its past was changed" in asked.text


def test_an_agency_makes_its_own_key_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "elk.key"

    assert main(["agreement", "witness", "--key", str(key), "--new", "witness.example.org/elk"]) == 0
    line = capsys.readouterr().out.strip()
    assert line.startswith("witness.example.org/elk+")
    assert key.stat().st_mode & 0o077 == 0
    assert main(["agreement", "witness", "--key", str(key), "--new", "witness.example.org/elk"]) == 1


async def test_an_agency_countersigns_by_command_line_and_refuses_a_fork_loudly(
    home: House, sealed: Executed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, key, saved = sealed.world, tmp_path / "elk.key", tmp_path / "growth.txt"
    async with world.ground.database.reading(world.consortium) as reading:
        log = (await signs_as(reading)).line()
    main(["agreement", "witness", "--key", str(key), "--new", "witness.example.org/elk"])
    line = capsys.readouterr().out.strip()
    clerk, nobody = await home.member(SLUG, world.clerk), home.browser()
    head = await home.member(SLUG, world.heads[0].person)
    registered = await head.post(f"{LOG}/witness", data={"agency": str(world.heads[0].agency), "key": line})
    assert registered.headers["location"] == f"{LOG}?did=registered"

    saved.write_text((await nobody.get(f"{LOG}/growth?old=0")).text)
    assert main(["agreement", "witness", "--key", str(key), str(saved)]) == 1  # nobody has said the log's key
    assert main(["agreement", "witness", "--key", str(key), "--log-key", log, str(saved)]) == 0
    note = capsys.readouterr().out
    taken = await nobody.post(f"{LOG}/cosign", data={"note": note})
    again = await clerk.post(f"{LOG}/cosigned", data={"note": note})
    assert (taken.status_code, taken.text, again.status_code) == (200, "1 kept.\n", 303)
    assert (await nobody.get(f"{LOG}/checkpoint")).text == note
    assert len(await world.ground.rows("log_countersignature")) == 1

    size = await sealed.size()
    await grow(sealed)
    saved.write_text((await nobody.get(f"{LOG}/growth?old={size}")).text)
    assert main(["agreement", "witness", "--key", str(key), str(saved)]) == 0
    await sealed.as_superuser(PAST)
    await grow(sealed)
    saved.write_text((await nobody.get(f"{LOG}/growth?old={size + 1}")).text)
    capsys.readouterr()

    assert main(["agreement", "witness", "--key", str(key), str(saved)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "STOP. Nothing is countersigned." in told.err
    assert (tmp_path / "elk.key.fork.txt").read_text() == saved.read_text()


@pytest.mark.parametrize(
    ("note", "status"),
    [("", 422), ("nonsense", 422), ("other.example/log\n3\nAAAA\n\n— other.example/log AAAAAAAA\n", 422)],
)
async def test_what_is_no_cosignature_of_a_registered_key_is_refused(
    home: House, sealed: Executed, note: str, status: int
) -> None:
    answer = await home.browser().post(f"{LOG}/cosign", data={"note": note})
    whole = (await home.browser().get(f"{LOG}/checkpoint")).text
    unsigned = await home.browser().post(f"{LOG}/cosign", data={"note": whole})

    assert answer.status_code == status
    assert unsigned.status_code == 422
    assert await sealed.world.ground.rows("log_countersignature") == []


async def test_members_take_the_evidence_with_them_and_strangers_do_not(home: House, sealed: Executed) -> None:
    address = f"/{SLUG}/agreements/{sealed.world.pact}/evidence.zip"
    member = await home.member(SLUG, sealed.world.heads[1].person)

    taken = await member.get(address)

    assert taken.headers["content-type"] == "application/zip"
    assert (await check_file(taken.content, Trusted())).outcome is Outcome.UNANCHORED
    assert (await sealed.check(taken.content)).sound
    assert "README.txt" in unpacked(taken.content)
    assert (await home.browser().get(address)).status_code == 303


async def test_anybody_checks_a_sealed_file_and_learns_how_its_agreement_stands(home: House, sealed: Executed) -> None:
    answer = await send(home, sealed.pdf)

    assert answer.status_code == 200
    assert "This is the very file that was sealed here." in answer.text
    assert TITLE in answer.text
    assert "All that was looked at holds, and leads to what is kept here." in answer.text
    assert "It is in force today." in answer.text
    assert "It was taken in here, the same byte by byte." in answer.text


async def test_anybody_checks_a_bundle_an_altered_file_or_a_digest(home: House, sealed: Executed) -> None:
    bundle = await send(home, sealed.bundle)
    altered = await send(home, overlaid(sealed.pdf))
    digest = await home.browser().post(VERIFY, data={"digest": sealed.world.digest.upper()})
    unknown = await home.browser().post(VERIFY, data={"digest": "0" * 64})

    assert "The sealed file in it is the very one that was sealed here." in bundle.text
    assert "The head is signed by a key that was given." in bundle.text
    assert "The log here had this very head" in bundle.text
    assert "Something does not hold." in altered.text
    assert "The version that it names:" in altered.text
    assert "This is the very file" not in altered.text
    assert "This is the digest of its text and terms." in digest.text
    assert "Nobody here knows it" in unknown.text


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("versions/1/content.json", bytes(200_000_000))
    return made.getvalue()


async def test_hostile_files_are_refused_in_words_and_change_nothing(home: House, sealed: Executed) -> None:
    before = await sealed.world.everything()
    said = {
        b"not a pdf at all": "neither a PDF nor a bundle",
        b"%PDF-1.7\nnothing": "damaged",
        b"PK\x03\x04nothing": "damaged",
        sealed.pdf[: len(sealed.pdf) // 2]: "damaged",
        bomb(): "swells to more than 100 MB",
    }
    for data, words in said.items():
        answer = await send(home, data)
        assert answer.status_code == 422
        assert words in answer.text
    assert "Something does not hold." in (await send(home, flipped(sealed.pdf))).text
    assert "This file carries a script" in (await send(home, scripted(sealed.pdf))).text
    nothing = await home.browser().post(VERIFY, data={})
    assert nothing.status_code == 422
    assert (await send(home, bytes(20_200_000))).status_code == 413
    assert await sealed.world.everything() == before


async def test_the_command_says_in_words_and_in_json_what_holds(
    sealed: Executed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle, altered, nothing = (tmp_path / name for name in ("evidence.zip", "altered.pdf", "nothing.txt"))
    bundle.write_bytes(sealed.bundle)
    altered.write_bytes(flipped(sealed.pdf))
    nothing.write_text("nothing")

    key = (await sealed.log_key()).line()
    codes = {name: run_apart(name) for name in (bundle, altered, nothing)}
    kept = run_apart(bundle, "--json", "--log-key", key)

    assert [code for code, _ in codes.values()] == [3, 1, 2]
    assert "holds          Seal, executed.pdf." in codes[bundle][1]
    assert "not checked    Key confirmed." in codes[bundle][1]
    assert "does not hold  Seal." in codes[altered][1]
    assert (kept[0], json.loads(kept[1])["sound"]) == (0, True)


def run_apart(file: Path, *more: str) -> tuple[int, str]:
    asked = [sys.executable, "-m", "consortium", "agreement", "verify", str(file), *more]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


async def test_the_head_goes_out_by_mail_on_mondays_if_the_log_has_grown(
    home: House, sealed: Executed, catcher: MailCatcher
) -> None:
    ground = sealed.world.ground
    async with ground.database.reading(None) as reading:
        now = reading.now
    to_monday = (7 - now.weekday()) % 7 or 7
    for days, mails in ((to_monday, 1), (0, 1), (1, 1), (6, 1)):
        await ground.advance(days=days)
        await home.jobs.watch()
        await home.tick()
        sent = [mail for mail in catcher.to("clerk@example.org") if "the head of the log" in mail["Subject"]]
        assert len(sent) == mails
    await grow(sealed)
    await ground.advance(days=7)
    await home.jobs.watch()
    await home.tick()

    sent = [mail for mail in catcher.to("clerk@example.org") if "the head of the log" in mail["Subject"]]
    assert len(sent) == 2
    assert f"peers.test/juniper-rim/agreements\n{await sealed.size()}\n" in text_of(sent[-1]).replace("\r\n", "\n")


async def test_only_heads_and_clerks_countersign(home: House, sealed: Executed) -> None:
    coordinator = await home.member(SLUG, sealed.world.coordinator)

    page = await coordinator.get(LOG)
    assert page.status_code == 200
    assert "Countersign" not in page.text.replace("Countersignatures", "")
    for path in ("countersign", "countersign/ask", "witness", "cosigned"):
        assert (await coordinator.post(f"{LOG}/{path}", data={})).status_code == 404


async def send(home: House, data: bytes) -> httpx.Response:
    return await home.browser().post(VERIFY, files={"file": ("agreement.pdf", data)}, timeout=60)
