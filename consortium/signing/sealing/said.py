"""What all documents about a version say of it: title, facts, parties, clauses, terms. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from agreements import Article, Pact, Version
from agreements.clause_library import Speech, Voice
from agreements.clause_library.summaries import Plain, in_plain_words
from agreements.clause_library.variables import TERM_VARIABLES
from agreements.term_kinds import Kind
from consortium.signing.papers.agreement_sheet import Given, heading_of, schedule_rows
from consortium.signing.sealing.execution import Site
from consortium.signing.sealing.words import groups, showable
from geo import AgencyId

KINDS: Final = {
    Kind.MUTUAL_AID: "Agreement on mutual aid",
    Kind.PRACTICE: "Agreement between agencies and a practice",
    Kind.CONSORTIA: "Agreement between consortia",
}
BESIDE: Final = "In plain words, no part of the agreement"
INVENTED: Final = "Demo: the agencies and the people are invented. This document binds nobody."
NOTHING: Final[Mapping[str, Any]] = {
    **dict.fromkeys(
        ("banner", "parties_title", "beside_label", "schedule_note", "signatures_title", "signatures_note"), ""
    ),
    **dict.fromkeys(("checkpoint_note", "plain_words_note"), ""),
    **dict.fromkeys(("parties", "clauses", "terms", "signatures", "counterparts", "checkpoint", "history"), ()),
    **dict.fromkeys(("plain_words", "attached", "certificate_note", "checking_note", "checking", "limits"), ()),
    "facts_head": ("What", "How it is"),
    "parties_head": ("", ""),
}
"""What a document leaves out unless it says otherwise."""


def about(pact: Pact, version: Version, site: Site, made: datetime) -> dict[str, Any]:
    """Title, foot and mark: what stands on every page."""
    title = showable(pact.title)
    plain = made.astimezone(UTC)
    return {
        **NOTHING,
        "title": title,
        "banner": INVENTED if site.invented else "",
        "kind": f"{showable(site.consortium)}: {KINDS[version.terms.kind].lower()}",
        "foot": f"{title}, version {version.number}",
        "digest": version.digest,
        "made": [plain.year, plain.month, plain.day, plain.hour, plain.minute, plain.second],
    }


def says(what: str, *lines: str) -> dict[str, Any]:
    """A fact in words."""
    return {"what": what, "says": [showable(each) for each in lines]}


def mark(what: str, digits: str) -> dict[str, Any]:
    """A fact that is a digest or an id."""
    return {"what": what, "mark": groups(digits)}


def which(pact: Pact, version: Version) -> list[dict[str, Any]]:
    """Which agreement, which version, which digest."""
    return [
        mark("Agreement", str(pact.id)),
        says("Version", str(version.number)),
        mark("SHA-256 of text and terms", version.digest),
    ]


def effect(version: Version, names: Mapping[AgencyId, str]) -> list[dict[str, Any]]:
    """When it takes effect and how its days are counted, as its terms say it."""
    speech = Speech(version.terms, names, Voice.PLAIN)
    said = {name: TERM_VARIABLES[name](speech) for name in ("effect", "least_parties", "required_parties", "filing")}
    told = [said["effect"], f"At least {said['least_parties']}.", said["required_parties"], said["filing"]]
    return [
        says("Takes effect (clause 20)", *filter(None, told)),
        says("Times and days", f"By the clock of {TERM_VARIABLES['calendar'](speech)}."),
    ]


def clauses(version: Version, names: Mapping[AgencyId, str], *, beside: bool) -> list[dict[str, Any]]:
    """The text exactly as it is signed; ``beside``: with each clause's plain words next to it."""
    plain = {each.clause: summary(each) for each in plainly(version, names)} if beside else {}
    return [
        {
            "heading": heading_of(article.clause),
            "paragraphs": _paragraphs(article),
            "beside": plain.get(article.clause, ""),
        }
        for article in version.text
    ]


def plainly(version: Version, names: Mapping[AgencyId, str]) -> tuple[Plain, ...]:
    """Each clause in plain words, where it stands in words of the library."""
    return in_plain_words(version.text, version.terms, names)


def summary(plain: Plain) -> str:
    """What a clause comes to; empty where its words are the parties' own."""
    return showable(plain.summary)


def schedule(pact: Pact, version: Version, names: Mapping[AgencyId, str]) -> list[dict[str, Any]]:
    """Schedule A: every term that says something, with its clause."""
    given = Given(
        pact=pact.id,
        number=version.number,
        title=pact.title,
        digest=version.digest,
        text=version.text,
        terms=version.terms,
        names=names,
        draft=False,
    )
    return [
        {"term": term, "agreed": [showable(agreed)], "clause": clause}
        for _, (term, agreed, clause) in schedule_rows(given)
    ]


def by_name(agencies: Iterable[AgencyId], names: Mapping[AgencyId, str]) -> list[AgencyId]:
    """Agencies by name, and by id where two have one."""
    return sorted(agencies, key=lambda each: (names.get(each, "").casefold(), str(each)))


def _paragraphs(article: Article) -> list[list[str]]:
    """Paragraphs are parted by an empty line; lines within one stay lines."""
    parted = article.words.replace("\r\n", "\n").split("\n\n")
    return [[line for line in each.split("\n") if line.strip()] for each in parted if each.strip()]
