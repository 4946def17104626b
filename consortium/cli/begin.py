"""``consortium init``: a consortium, its first administrator, and her first link; and a new link if she needs one.

Asks for what is missing where somebody sits at a terminal; in a script every answer is an option. Passwords are asked
for nowhere: there are none.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from consortium.access.first_link import FIRST_LINK_LENGTH, make_first_link
from consortium.access.store import find_consortium, load_place
from consortium.cli.opening import on_database
from consortium.cli.printing import painted, print_json
from consortium.db import Database
from consortium.members.begin_consortium import begin_consortium
from consortium.members.find_clock import clock_of_town
from consortium.members.store import load_lines
from consortium.members.store.administrators import load_administrators
from consortium.pages import zone_label
from consortium.problems import BadInput, NotFound
from consortium.settings import public_url

_HELP = """\
Makes a consortium with its first administrator and drafts of the crisis lines, each of which somebody must ring before
it counts. Officers find crisis lines only until the go-live list is green. What is not given is asked for.

Prints a link by which the administrator signs in for the first time: once, within 60 minutes, in any browser. Later
she signs in by mail. Run again for the same address, it changes nothing and tells what is there.

examples:
  consortium init
  consortium init --consortium high-desert --title "High Desert Peer Support" --zone America/Los_Angeles \\
      --name "Dana Example" --email dana@example.org --json
  consortium init --consortium high-desert --new-link"""
ASKED: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("Name of the consortium", "High Desert Peer Support"),
    "zone": ("Its time zone, or a town where most of its agencies are", "America/Los_Angeles or “Vale, OR”"),
    "name": ("Name of the first administrator", "Dana Example"),
    "email": ("Her mail address", "dana@example.org"),
}
_FIELDS: Final[Mapping[str, str]] = {"slug": "consortium", "timezone": "zone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What there is now. ``first_link`` is a secret, told once; ``None`` where none was made."""

    made: bool
    consortium: str
    title: str
    address: str
    administrators: tuple[str, ...]
    lines_to_verify: int
    first_link: str | None
    minutes: int


class WordsMissingError(BadInput):
    """Something was not given, and nobody is there to be asked."""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--consortium", metavar="SLUG", help="its address: small letters, digits and hyphens")
    parser.add_argument("--title", metavar="TEXT", help="its name, as everybody reads it")
    parser.add_argument("--zone", metavar="ZONE", help="its time zone, such as America/Chicago, or a town: “Vale, OR”")
    parser.add_argument("--name", metavar="NAME", help="the first administrator's name")
    parser.add_argument("--person-title", metavar="TEXT", default="", help="her rank or title (may be left out)")
    parser.add_argument("--email", metavar="ADDRESS", help="her mail address")
    parser.add_argument("--new-link", action="store_true", help="a new first link for an administrator who is there")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the consortium, or tell that it is there."""
    public = public_url(os.environ)
    report = on_database(lambda database: carry_out(database, arguments, public))
    if arguments.json:
        print_json(asdict(report))
    else:
        _tell(report)
    return 0


async def carry_out(database: Database, arguments: argparse.Namespace, public: str) -> Report:
    """Make what is not there; ask for what was not given; ask again for what cannot be taken."""
    _ask(arguments, "consortium", "Its address, the first part of every page's", "high-desert")
    async with database.reading(None) as reading:
        known = await find_consortium(reading, arguments.consortium)
    if known is not None:
        token = await _new_link(database, known, arguments.email) if arguments.new_link else None
        return await _report(database, known, public, token=token, made=False)
    if arguments.new_link:
        raise NotFound(f"There is no consortium at the address “{arguments.consortium}”.")
    for word, (question, like) in ASKED.items():
        _ask(arguments, word, question, like)
    while True:
        consortium = uuid4()
        try:
            async with database.transaction(consortium) as tx:
                begun = await begin_consortium(
                    tx,
                    slug=arguments.consortium,
                    title=arguments.title,
                    timezone=await _zone(arguments.zone, tx.now.date()),
                    name=arguments.name,
                    person_title=arguments.person_title,
                    email=arguments.email,
                )
        except BadInput as wrong:
            _ask_again(arguments, wrong)
            continue
        return await _report(database, consortium, public, token=begun.token, made=True)


async def _zone(typed: str, today: date) -> str:
    """The time zone that was typed; of a town, the one that it lives by, which is said."""
    if "," not in typed:
        return typed
    clock = await clock_of_town(typed, today)
    print(f"{typed} lives by {zone_label(clock)}, {clock}.", file=sys.stderr)
    return clock


async def _new_link(database: Database, consortium: UUID, email: str | None) -> str:
    """A new first link for the administrator with this address; for the only one, if none is named."""
    async with database.transaction(consortium) as tx:
        found = await load_administrators(tx)
        wanted = [each for each in found if email is None or (each.email or "").lower() == email.strip().lower()]
        if len(wanted) != 1:
            raise BadInput("Name one administrator of this consortium by her mail address: --email", "email")
        return await make_first_link(tx, person=wanted[0].person)


async def _report(database: Database, consortium: UUID, public: str, *, token: str | None, made: bool) -> Report:
    async with database.reading(consortium) as reading:
        place = await load_place(reading)
        administrators = await load_administrators(reading)
        lines = await load_lines(reading)
    address = f"{public}/{place.slug}"
    return Report(
        made=made,
        consortium=place.slug,
        title=place.title,
        address=f"{address}/",
        administrators=tuple(f"{each.name} <{each.email}>" if each.email else each.name for each in administrators),
        lines_to_verify=sum(line.verified_on is None for line in lines),
        first_link=f"{address}/first/{token}" if token else None,
        minutes=int(FIRST_LINK_LENGTH.total_seconds() // 60),
    )


def _ask(arguments: argparse.Namespace, word: str, question: str, like: str) -> None:
    """Ask for one word that was not given; prompts go to standard error, so that the report stands alone.

    Raises:
        WordsMissingError: nobody sits at a terminal.
    """
    if getattr(arguments, word):
        return
    if not sys.stdin.isatty():
        needed = " ".join(f"--{each}" for each in ("consortium", *ASKED) if not getattr(arguments, each))
        raise WordsMissingError(f"Not given, and nobody to ask: {needed}", word)
    while not getattr(arguments, word):
        print(f"{question} (such as {like}): ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline()
        if not answer:
            raise KeyboardInterrupt
        setattr(arguments, word, answer.strip())


def _ask_again(arguments: argparse.Namespace, wrong: BadInput) -> None:
    """Say what cannot be taken, and ask for that alone; in a script it is refused."""
    word = _FIELDS.get(wrong.field or "", wrong.field or "")
    if word not in {"consortium", *ASKED} or not sys.stdin.isatty():
        raise BadInput(f"--{word}: {wrong}" if word else str(wrong), wrong.field) from wrong
    print(f"{wrong}", file=sys.stderr)
    setattr(arguments, word, None)
    question, like = ASKED.get(word, ("Its address", "high-desert"))
    _ask(arguments, word, question, like)


def _tell(report: Report) -> None:
    print(f"{painted(report.title, 'bold')}: {report.address}{'' if report.made else ' (was there; nothing changed)'}")
    print(f"  administrators    {', '.join(report.administrators) or 'nobody'}")
    if report.lines_to_verify:
        print(f"  crisis lines      {report.lines_to_verify} to be rung and confirmed before they count")
    print(f"  what is to be done  {report.address}set-up")
    for line in _next_steps(report):
        print(line)


def _next_steps(report: Report) -> Sequence[str]:
    if report.first_link:
        return (
            "",
            f"First sign-in, once, within {report.minutes} minutes, in any browser. Whoever opens it is administrator:",
            f"  {report.first_link}",
            "",
            "After that she signs in by a link that is mailed to her. To look the installation over: consortium doctor",
        )
    return ("", f"If mail does not work yet: consortium init --consortium {report.consortium} --new-link")
