"""What is given out, from a draft as it stands or from a version. Pure."""

from collections.abc import Iterator, Mapping

from agreements import Article, Pact, Version, VersionError
from agreements.clause_library import Speech, filled
from agreements.drafts import Draft
from consortium.signing.drafting.look import Look
from consortium.signing.papers.agreement_sheet import Given
from geo import AgencyId


def of_draft(look: Look) -> Given:
    """A draft as it is now, or the version that it became."""
    draft = look.file.draft
    return Given(
        pact=draft.pact,
        number=draft.number,
        title=draft.title,
        digest=look.digest,
        text=look.version.text if look.version else tuple(_articles(draft, look.names)),
        terms=draft.terms,
        names=look.names,
        draft=look.file.frozen_at is None,
        said={clause: choice.said for clause, choice in draft.clauses.items()},
    )


def of_version(pact: Pact, version: Version, names: Mapping[AgencyId, str]) -> Given:
    """A version for good."""
    return Given(
        pact=pact.id,
        number=version.number,
        title=pact.title,
        digest=version.digest,
        text=version.text,
        terms=version.terms,
        names=names,
        draft=False,
    )


def _articles(draft: Draft, names: Mapping[AgencyId, str]) -> Iterator[Article]:
    """The clauses that have words, of a draft that can't become a version yet."""
    speech = Speech(draft.terms, names)
    for clause, choice in draft.clauses.items():
        try:
            yield Article(clause, filled(choice.said, speech))
        except VersionError:
            continue
