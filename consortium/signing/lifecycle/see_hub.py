"""The list of agreements: each in words, who has signed, what comes next; and the drafts that are open. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from agreements import Pact, standing_at
from agreements.standing import OVER
from consortium.signing.lifecycle.ahead_words import coming
from consortium.signing.lifecycle.see_standing import sentence
from consortium.signing.see_agreements import see_agreements
from consortium.signing.store.drafts import DraftFile
from geo import AgencyId

Names = Mapping[AgencyId, str]


def see_hub(pacts: tuple[Pact, ...], names: Names, slug: str, at: datetime) -> list[dict[str, Any]]:
    """Every agreement with its newest version that matters; those that are over come last."""
    lines = [
        _line(pact, shown, names, slug, at)
        for pact, shown in zip(pacts, see_agreements(pacts, names, slug, at), strict=True)
    ]
    return sorted(lines, key=lambda line: line["over"])


def _line(pact: Pact, shown: dict[str, Any], names: Names, slug: str, at: datetime) -> dict[str, Any]:
    standing = standing_at(pact, at)
    ahead = coming(pact, at, names)
    return {
        **shown,
        "sentence": sentence(pact, shown["number"], at, names),
        "signed": sorted(names.get(each, "") for each in standing.signed[shown["number"]]),
        "next": {"at": ahead[0].at, "what": ahead[0].what} if ahead else None,
        "over": all(state in OVER for state in standing.versions.values()),
        "later": [
            {
                "number": version.number,
                "href": f"/{slug}/agreements/{pact.id}/{version.number}",
                "sentence": sentence(pact, version.number, at, names),
            }
            for version in pact.versions
            if version.number > shown["number"] and standing.versions[version.number] not in OVER
        ],
    }


def see_drafts(files: Iterable[DraftFile], slug: str) -> list[dict[str, Any]]:
    """The drafts that are still being written."""
    return [
        {
            "href": f"/{slug}/agreements/drafts/{file.id}",
            "title": file.draft.title,
            "number": file.draft.number,
            "parties": len(file.draft.terms.parties),
        }
        for file in files
        if file.open
    ]
