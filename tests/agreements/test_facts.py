"""What a dated fact must say, and what facts and versions make one agreement."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from agreements import (
    DigestError,
    Fact,
    FactError,
    FactKind,
    InstantError,
    PactError,
    PactId,
    active_parties,
    in_force_version,
    next_change,
    standing_at,
)
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    DAY,
    ELM,
    FIRST,
    LATER,
    PACT,
    a_fact,
    a_pact,
    a_version,
    in_force,
    notice,
    signed,
    suspended,
    terminated,
)

V1 = a_version()
V2 = a_version(2)
MOMENT = DAY / 86_400_000_000


def test_an_agreement_is_the_same_however_its_facts_came() -> None:
    pact = in_force(suspended(BIRCH, LATER), terminated(LATER + DAY))
    again = replace(pact, facts=(*reversed(pact.facts), *pact.facts))

    assert again == pact
    assert again.history == pact.history


def test_a_naive_instant_is_refused_by_every_question() -> None:
    pact = in_force()

    for ask in (standing_at, active_parties, in_force_version, next_change):
        with pytest.raises(InstantError):
            ask(pact, datetime(2026, 5, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"attested_by": "  "}, "Nobody vouches for the fact 'signed'"),
        ({"agency": None}, "'signed' needs an agency"),
        ({"digest": None}, "'signed' needs the digest of a version"),
        ({"cause": "insurance"}, "'signed' has no use for a cause"),
        ({"leaves_on": LATER}, "belongs to a notice, a certificate or a renewal, not to 'signed'"),
        ({"kind": FactKind.SUSPENDED, "digest": None}, "'suspended' needs a cause"),
        ({"kind": FactKind.SUSPENDED, "digest": None, "cause": " "}, "'suspended' needs a cause"),
        ({"kind": FactKind.NOTICE_GIVEN}, "'notice_given' has no use for the digest"),
        ({"kind": FactKind.TERMINATED, "digest": None}, "'terminated' has no use for an agency"),
        ({"kind": FactKind.ENDS}, "'ends' has no use for an agency"),
        ({"kind": FactKind.IN_FORCE, "digest": None}, "'in_force' needs the digest"),
        ({"kind": FactKind.NOTICE_GIVEN, "digest": None, "leaves_on": FIRST - DAY}, "names an earlier day"),
        ({"kind": FactKind.SENT_OUT}, "'sent_out' has no use for an agency"),
        ({"kind": FactKind.CONSENTED}, "'consented' needs another agency"),
        ({"about": BIRCH}, "'signed' has no use for another agency"),
        ({"kind": FactKind.INSURED, "digest": None}, "'insured' needs the day until which"),
        ({"kind": FactKind.RENEWED, "agency": None}, "'renewed' needs the day until which"),
        ({"kind": FactKind.DECLINED}, "'declined' needs a cause"),
    ],
)
def test_a_fact_that_says_too_little_or_too_much_is_refused(parts: dict[str, Any], words: str) -> None:
    whole: dict[str, Any] = {
        "kind": FactKind.SIGNED,
        "at": FIRST,
        "attested_by": "the clerk",
        "agency": ALDER,
        "digest": V1.digest,
    }

    with pytest.raises(FactError, match=words):
        Fact(**{**whole, **parts})


def test_a_fact_without_a_real_instant_is_refused() -> None:
    for at, leaves in ((datetime(2026, 5, 1), None), (FIRST, datetime(2026, 5, 1))):  # noqa: DTZ001
        with pytest.raises(InstantError):
            notice(ALDER, at, leaves)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "needs a title"),
        ({"versions": ()}, "nothing to sign"),
        ({"versions": (a_version(pact=PactId(UUID(int=78))),)}, "a version of another agreement"),
        ({"versions": (V1, replace(V2, id=V1.id))}, "two versions of the same id"),
        ({"versions": (V1, V1)}, "two versions of the same number"),
        ({"facts": tuple(signed(V2, ALDER))}, "about a text that is no version"),
        ({"facts": tuple(signed(V1, ELM))}, "does not name the agency .* it can join, not sign"),
    ],
)
def test_what_does_not_belong_to_one_agreement_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(PactError, match=words):
        replace(a_pact(), **changes)


def test_a_fact_about_no_version_passes_whoever_it_is_about() -> None:
    pact = a_pact(a_fact(FactKind.SUSPENDED, FIRST, ELM, cause="insurance"))

    assert pact.id == PACT
    assert standing_at(pact, LATER).parties.get(ELM) is None


def test_a_signature_over_an_altered_text_cannot_be_loaded_at_all() -> None:
    with pytest.raises(DigestError):
        in_force(version=replace(V1, digest="0" * 64))
