"""What waits for one member, with one link each: sign, consent, affirm, review, attest, confirm a key, countersign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from agreements import Cause, FactKind, Filing, Pact, PartyState, Renewal, Terms, Version, VersionState, standing_at
from agreements.dates import window_closes
from agreements.standing import OVER, Bound
from agreements.times import months_after, start_of
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store.keys import load_keys_to_confirm
from consortium.db import Reading
from consortium.signing.annex_reminders import load_running
from consortium.signing.drafting.look import look_at, may_see
from consortium.signing.lifecycle.acts import waiting_to_join
from consortium.signing.lifecycle.join_agreement import consents
from consortium.signing.signatures.clerks import attests_for
from consortium.signing.signatures.progress import insured, progress, resolved
from consortium.signing.store.drafts import load_drafts
from consortium.signing.store.evidence import load_size
from consortium.signing.store.life import Wish
from consortium.signing.store.witnesses import load_countersignatures
from geo import AgencyId

Names = Mapping[AgencyId, str]
NEARLY_OVER: Final = timedelta(days=90)
_OUT: Final = frozenset({VersionState.OUT_FOR_SIGNATURE, VersionState.ESCROW, VersionState.EFFECT_PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """One thing that waits: what to do, of what, until when, where."""

    kind: str
    title: str
    about: str
    href: str
    until: datetime | None = None

    def shown(self) -> dict[str, Any]:
        """As the page shows it."""
        return {
            "kind": self.kind,
            "title": self.title,
            "about": self.about,
            "href": self.href,
            "until": self.until,
        }


async def load_waiting(
    reading: Reading, viewer: Viewer, pacts: tuple[Pact, ...], wishes: tuple[Wish, ...], names: Names, slug: str
) -> list[Waits]:
    """All that waits for this member now: of agreements, drafts, keys and the log."""
    found: list[Waits] = []
    for pact in pacts:
        mine = tuple(wish for wish in wishes if wish.pact == pact.id)
        found += in_agreement(pact, viewer, mine, names, slug, reading.now)
    if viewer.may(Permission.SIGN_AGREEMENTS):
        found += await _annexes(reading, viewer, slug)
    if viewer.may(Permission.REVIEW_AGREEMENTS):
        found += await _drafts(reading, viewer, names, slug)
    if viewer.may(Permission.CONFIRM_KEYS):
        keys = await load_keys_to_confirm(reading, viewer)
        found += [Waits(kind="key", title=key.name, about=key.title, href=f"/{slug}/keys") for key in keys]
    if viewer.may(Permission.WITNESS_LOG) and viewer.agencies:
        found += await _log(reading, viewer, slug)
    return sorted(found, key=lambda each: (each.until is None, each.until or reading.now, each.title))


def in_agreement(
    pact: Pact, viewer: Viewer, wishes: tuple[Wish, ...], names: Names, slug: str, at: datetime
) -> Iterator[Waits]:
    """What waits for a member in one agreement."""
    home = f"/{slug}/agreements/{pact.id}"
    mine = frozenset(AgencyId(agency) for agency in viewer.agencies)
    if viewer.may(Permission.SIGN_AGREEMENTS):
        yield from _signatures(pact, mine, names, home, at)
        yield from _consents(pact, mine, wishes, names, home, at)
        yield from _terms(pact, mine, names, home, at)
    if viewer.may(Permission.ATTEST):
        yield from _papers(pact, viewer, names, home, at)


def _signatures(pact: Pact, mine: frozenset[AgencyId], names: Names, home: str, at: datetime) -> Iterator[Waits]:
    standing = standing_at(pact, at)
    for version in pact.versions:
        if standing.versions[version.number] not in _OUT:
            continue
        found = progress(pact, version.number, at)
        left = mine & version.terms.parties - found.signed.keys() - found.declined.keys()
        for agency in sorted(left, key=lambda each: names.get(each, "")):
            if found.open and not found.before(agency):
                href = f"{home}/{version.number}/sign?for={agency}"
                closes = window_closes(pact, version, at)
                yield Waits(kind="sign", title=pact.title, about=names.get(agency, ""), href=href, until=closes)


def _consents(
    pact: Pact, mine: frozenset[AgencyId], wishes: tuple[Wish, ...], names: Names, home: str, at: datetime
) -> Iterator[Waits]:
    standing = standing_at(pact, at)
    version = standing.in_force
    if version is None:
        return
    asked = mine & standing.active
    if version.terms.lead is not None and version.terms.joinder.value == "lead":
        asked &= {version.terms.lead}
    for joiner in waiting_to_join(standing, wishes):
        for agency in asked - consents(pact, version, joiner, at):
            href = f"{home}/life/consent?agency={agency}&about={joiner}"
            yield Waits(kind="consent", title=pact.title, about=names.get(joiner, ""), href=href)
    for joiner in waiting_to_join(standing, wishes) & mine:
        if standing.parties.get(joiner) is None:
            href = f"{home}/{version.number}/sign?for={joiner}"
            yield Waits(kind="join", title=pact.title, about=names.get(joiner, ""), href=href)


def _terms(pact: Pact, mine: frozenset[AgencyId], names: Names, home: str, at: datetime) -> Iterator[Waits]:
    """One more term to affirm, once this one is nearly over."""
    for bound in standing_at(pact, at).bindings:
        term = bound.term.at(at) if bound.term else None
        if term is None or bound.version.terms.renewal is not Renewal.AFFIRM or term.ends - at > NEARLY_OVER:
            continue
        for agency in sorted((mine & bound.members) - affirmed(pact, bound, at), key=lambda each: names.get(each, "")):
            href = f"{home}/life/affirm?agency={agency}"
            yield Waits(kind="affirm", title=pact.title, about=names.get(agency, ""), href=href, until=term.ends)


def affirmed(pact: Pact, bound: Bound, at: datetime) -> frozenset[AgencyId]:
    """Who has said that it wants the term after the one that runs."""
    if bound.term is None:
        return frozenset()
    term = bound.term.at(at)
    began = (
        start_of(months_after(term.first, (term.count - 1) * term.months), term.calendar) if term.count else bound.since
    )
    said: dict[AgencyId, FactKind] = {}
    for fact in pact.facts:
        about = fact.digest == bound.version.digest and began <= fact.at <= at
        if about and fact.kind in {FactKind.AFFIRMED, FactKind.STOPPED}:
            said[fact.whose] = fact.kind
    return frozenset(agency for agency, kind in said.items() if kind is FactKind.AFFIRMED)


def _papers(pact: Pact, viewer: Viewer, names: Names, home: str, at: datetime) -> Iterator[Waits]:
    """What a clerk attests: a filing, a resolution, a certificate of insurance."""
    standing = standing_at(pact, at)
    for version in pact.versions:
        state, terms = standing.versions[version.number], version.terms
        if state in OVER or state is VersionState.FROZEN:
            continue
        for about in unfiled(pact, version, state, at):
            href = f"{home}/life/filed?version={version.number}"
            yield Waits(kind="file", title=pact.title, about=names.get(about, "") if about else "", href=href)
        found = progress(pact, version.number, at)
        parties = terms.parties | found.signed.keys()
        for agency in sorted(parties, key=lambda each: names.get(each, "")):
            if not attests_for(viewer, agency) or agency in found.declined:
                continue
            desk = f"{home}/{version.number}/desk"
            if terms.resolutions_required and agency in found.signed and resolved(found, agency) is None:
                yield Waits(kind="resolution", title=pact.title, about=names.get(agency, ""), href=desk)
            if wants_certificate(pact, terms, agency) and insured(found, agency) is None:
                yield Waits(kind="insurance", title=pact.title, about=names.get(agency, ""), href=desk)


def wants_certificate(pact: Pact, terms: Terms, agency: AgencyId) -> bool:
    """Whether its part rests for want of one, as the fold has it: where only the end of one counts, it had one."""
    if terms.insurance_needed or Cause.INSURANCE not in terms.suspend_on:
        return terms.insurance_needed
    return any(fact.kind is FactKind.INSURED and fact.agency == agency for fact in pact.facts)


def unfiled(pact: Pact, version: Version, state: VersionState, at: datetime) -> Iterator[AgencyId | None]:
    """What has to be filed: the version, before it takes effect; then again for each agency that has joined since."""
    if version.terms.filing is Filing.NONE:
        return
    facts = [fact for fact in pact.facts if fact.digest == version.digest and fact.at <= at]
    filed = max((fact.at for fact in facts if fact.kind is FactKind.FILED), default=None)
    if filed is None and state is not VersionState.IN_FORCE:
        yield None
    standing = standing_at(pact, at)
    for fact in facts if state is VersionState.IN_FORCE else ():
        joining = fact.kind is FactKind.JOINED and standing.parties.get(fact.whose) is PartyState.JOINING
        if joining and (filed is None or filed < fact.at):
            yield fact.whose


async def _drafts(reading: Reading, viewer: Viewer, names: Names, slug: str) -> list[Waits]:
    found: list[Waits] = []
    for file in await load_drafts(reading):
        if not (file.open and may_see(viewer, file)):
            continue
        look = await look_at(reading, file.id)
        mine = [AgencyId(agency) for agency in viewer.agencies if agency in look.terms.parties]
        href = f"/{slug}/agreements/drafts/{file.id}/review"
        found += [
            Waits(kind="review", title=file.draft.title, about=names.get(agency, ""), href=href)
            for agency in mine
            if look.in_review and look.last_of(agency) is None
        ]
    return found


async def _annexes(reading: Reading, viewer: Viewer, slug: str) -> list[Waits]:
    """Annexes of her agencies whose days run, so that she may still object."""
    return [
        Waits(
            kind="annex",
            title=f"Roster annex {each.annex.reference}",
            about=each.annex.agency_name,
            href=f"/{slug}/annexes/{each.annex.id}",
            until=each.begins,
        )
        for each in await load_running(reading)
        if each.annex.agency in viewer.agencies and reading.now < each.begins
    ]


async def _log(reading: Reading, viewer: Viewer, slug: str) -> list[Waits]:
    size = await load_size(reading)
    signed = {
        each.agency: each.size for each in await load_countersignatures(reading) if each.agency in viewer.agencies
    }
    behind = size - max(signed.values(), default=0)
    if not size or not behind:
        return []
    return [Waits(kind="log", title=str(behind), about="", href=f"/{slug}/agreements/log")]
