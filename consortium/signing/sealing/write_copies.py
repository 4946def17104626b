"""The other documents: a copy to read, a page to sign by hand, a counterpart that came later. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from agreements import FactKind, Pact, Version
from agreements.signatures import Act
from consortium.signing.sealing.execution import Execution, Site
from consortium.signing.sealing.paper import Paper, attached, content_files, records_file
from consortium.signing.sealing.said import BESIDE, INVENTED, about, by_name, clauses, effect, mark, schedule, which
from consortium.signing.sealing.whole_names import must_be_shown_whole
from consortium.signing.sealing.words import ACTS, listed, showable, timed
from consortium.signing.sealing.write_executed import SCHEDULE_NOTE, signed_part
from geo import AgencyId

NOT_SIGNED: Final = "Reading copy: not signed, binds nobody"
LINES: Final = (
    "Name, in print",
    "Title",
    "The law or resolution by which the signer may sign",
    "Signature",
    "Date",
)


def reading_copy(
    pact: Pact, version: Version, names: Mapping[AgencyId, str], site: Site, at: datetime, *, state: str
) -> Paper:
    """A copy of any version to read or print; every page says that it is not signed, and ``state`` where it stands."""
    files, zone = content_files(version), version.terms.calendar
    said = about(pact, version, site, at) | {
        "title_of_file": f"{showable(pact.title)}, version {version.number}, reading copy, not signed",
        "subtitle": f"Version {version.number}, reading copy",
        "banner": f"{NOT_SIGNED}. {INVENTED}" if site.invented else NOT_SIGNED,
        "state": "Not signed",
        "state_more": f"A copy to read, made {timed(at, zone)}. {showable(state)}",
        "facts": [*which(pact, version), *effect(version, names)],
        "parties_title": "Parties",
        "parties_head": ["Agency", "Needed (clause 20)"],
        "parties": [
            {"name": showable(names.get(each, str(each))), "says": _needed(version, each)}
            for each in by_name(version.terms.parties, names)
        ],
        "clauses": clauses(version, names, beside=True),
        "beside_label": BESIDE,
        "schedule_note": SCHEDULE_NOTE,
        "terms": schedule(pact, version, names),
        "attached": attached(files),
    }
    return Paper(template="reading", said=said, files=files, made=at.replace(microsecond=0))


def signature_page(pact: Pact, version: Version, agency: str, site: Site, at: datetime) -> Paper:
    """A page for one party to sign by hand, bound to the version by its digest."""
    title, number = showable(pact.title), version.number
    said = about(pact, version, site, at) | {
        "title_of_file": f"{title}, version {number}, signature page for {showable(agency)}",
        "subtitle": f"Version {number}, signature page",
        "state": showable(agency),
        "state_more": "Sign by hand. A signature on paper counts as much as an electronic one.",
        "facts": which(pact, version),
        "sentence": f"By signing below, {showable(agency)} agrees to be bound by “{title}”, version {number}, whose "
        "text and terms have the SHA-256 digest printed on this page and at the foot of every page of the copy that "
        "the signer has read.",
        "lines": LINES,
        "returned": "Hand this page to your agency's clerk, who keeps the original, scans it, and attests the scan. "
        "The signature counts from then on. It can be taken back until every signature that clause 20 asks for is "
        "there.",
    }
    return Paper(template="signature_page", said=said, files={}, made=at.replace(microsecond=0))


def joinder(execution: Execution, *, executed_sha256: str | None) -> Paper:
    """The document of counterparts that came after the release; the executed document stays as it is.

    Args:
        execution: with the later counterparts only, ``released_at`` the instant at which the last of them counted.
        executed_sha256: the SHA-256 of the executed document that they add to, where there is one.

    Raises:
        CannotPrintError: a name in it has a character that our fonts do not have.
    """
    must_be_shown_whole(execution)
    pact, version, zone = execution.pact, execution.version, execution.version.terms.calendar
    files = {**content_files(version), **records_file(version, execution.counterparts, execution.site)}
    names = listed([showable(each.record.agency_name) for each in execution.counterparts])
    act = " and ".join(dict.fromkeys(ACTS[each.record.act].lower() for each in execution.counterparts))
    adds = [mark("SHA-256 of the executed document", executed_sha256)] if executed_sha256 else []
    said = about(pact, version, execution.site, execution.released_at) | {
        "title_of_file": f"{showable(pact.title)}, version {version.number}, later counterpart of {names}",
        "subtitle": f"Version {version.number}, later counterpart",
        "state": names,
        "state_more": f"{names} {act} on {timed(execution.released_at, zone)}. The text and the terms are unchanged, "
        "and so is everybody else's signature.",
        "facts": [*which(pact, version), *adds],
        "signatures_title": "Signature",
        "signatures_note": "This counterpart and those of the executed document are together one agreement.",
        **signed_part(execution),
        "history": _joined(execution),
        "attached": attached(files),
    }
    return Paper(template="joinder", said=said, files=files, made=execution.released_at.replace(microsecond=0))


def _needed(version: Version, agency: AgencyId) -> str:
    return "Not without this party" if agency in version.terms.required_parties else "Named"


def _joined(execution: Execution) -> list[dict[str, Any]]:
    """Who signed or joined, and who had let them in by then, oldest first."""
    zone, version = execution.version.terms.calendar, execution.version
    told = [
        (each.signed_at, f"{ACTS[each.record.act]} for {each.record.agency_name} by {each.record.name}.")
        for each in execution.counterparts
    ]
    joined = {each.agency for each in execution.counterparts if each.record.act is Act.JOIN}
    told += [
        (fact.at, f"{execution.name(fact.whose)} consented that {execution.name(fact.about)} joins.")
        for fact in execution.pact.facts
        if fact.kind is FactKind.CONSENTED and fact.digest == version.digest and fact.about in joined
    ]
    return [{"when": timed(at, zone), "what": showable(what)} for at, what in sorted(told)]
