"""The officer's sentence and meter: every number on the page is that of the certificate, whatever the part (P13)."""

import re
from fractions import Fraction
from html import unescape
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortium import pages
from consortium.support.gives_away import Level, gives_away, level_of
from geo import AgencyId, Department, Point, Policy, Zone, ZoneId, certificate
from tests.look import officer_samples as samples

WAYS = ("call_peer", "ring_me", "text")
TOPICS = ("none", "incident", "family", "loss", "work", "alcohol", "health")
SENTENCES = {
    "en": r"you are one of (\d+) officers in (\d+) departments, also if you write again\.",
    "es": r"es uno de (\d+) agentes de (\d+) departamentos, también si escribe otra vez\.",
}
SUREST = {"en": r"surer of it than (\d+) in 100", "es": r"seguro de cuál es que (\d+) de 100"}
STILL = {"en": r"one of at least (\d+)\.", "es": r"uno de al menos (\d+)\."}


def zone_of(sizes: list[int]) -> Zone:
    """A part with departments of these many officers."""
    at = Point(37.0, -80.0)
    return Zone(ZoneId(UUID(int=1)), tuple(Department(AgencyId(UUID(int=n)), at, size) for n, size in enumerate(sizes)))


def said(
    language: str, zone: Zone, policy: Policy, *, way: str, topic: str, ring_away: bool, again: int | None = None
) -> str:
    """The page's words, for an officer of this part who chose so."""
    told = gives_away(zone, policy, again=again, way=way, topic=topic, ring_away=ring_away)
    context = {**samples.LOOK["the line alone"], **samples.common(language), "told": told, "form": {"way": way}}
    html = pages.render("support/look.html", **context)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def surest(sizes: list[int], slack: Fraction | int, department: int) -> Fraction:
    """By counting: the chance of a department whose every officer is thought ``slack`` times likelier to ask."""
    weights = [slack * size if place == department else size for place, size in enumerate(sizes)]
    return Fraction(weights[department]) / sum(weights)


@settings(max_examples=60, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 60), min_size=2, max_size=7),
    slack=st.sampled_from([1, 2, Fraction(3, 2)]),
    way=st.sampled_from(WAYS),
    topic=st.sampled_from(TOPICS),
    ring_away=st.booleans(),
    language=st.sampled_from(["en", "es"]),
)
def test_every_number_on_the_page_is_the_certificates(
    sizes: list[int], slack: int | Fraction, way: str, topic: str, ring_away: bool, language: str
) -> None:
    zone, policy = zone_of(sizes), Policy(slack=slack)
    promised = certificate(zone, policy)
    text = said(language, zone, policy, way=way, topic=topic, ring_away=ring_away)

    assert re.findall(SENTENCES[language], text) == [(str(promised.officers), str(promised.departments))]
    assert re.findall(STILL[language], text) == ([str(promised.crowd)] if promised.crowd < promised.officers else [])
    by_hand = max(surest(sizes, slack, each) for each in range(len(sizes)))
    (told,) = [int(each) for each in re.findall(SUREST[language], text)]
    assert told - 1 < 100 * by_hand <= told


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_asked_before_the_lines_changed_is_not_told_that_she_is_one_of_all(language: str) -> None:
    zone = zone_of([12, 30, 9, 22])
    text = said(language, zone, Policy(), way="text", topic="none", ring_away=False, again=42)
    assert not re.search(SENTENCES[language], text)
    assert re.findall(r"(\d+) (?:officers in|agentes de) (\d+) depart[a-z]+\.", text) == [("73", "4")]
    assert re.findall(STILL[language], text) == ["42"]


def test_the_meter_rises_with_what_is_handed_over_and_never_falls_by_a_topic() -> None:
    assert [level_of(way=way, topic="none") for way in ("text", "call_peer", "ring_me")] == list(Level)
    for way in WAYS:
        for topic in TOPICS[1:]:
            assert level_of(way=way, topic=topic) == max(level_of(way=way, topic="none"), Level.GUESS)


def test_a_topic_and_a_number_are_told_in_words_and_bars_and_change_no_number() -> None:
    zone, policy = zone_of([12, 30, 9, 22]), Policy()
    plain = said("en", zone, policy, way="text", topic="none", ring_away=False)
    full = said("en", zone, policy, way="ring_me", topic="loss", ring_away=True)
    for level in Level:
        told = {**samples.LOOK["the line alone"]["told"], "level": int(level)}
        html = pages.render("support/look.html", **{**samples.LOOK["the line alone"], "told": told})
        assert html.count('<i class="on">') == level
        assert f'aria-label="Level {level} of 3"' in html
    assert "You leave it open." in plain
    assert "Nobody gets a number." in plain
    assert "Loss or grief. The peer who is asked sees it." in full
    assert "so the numbers here leave it out" in full
    assert "at once, before you see who it is" in full
    for pattern in (SENTENCES["en"], SUREST["en"]):
        assert re.findall(pattern, plain) == re.findall(pattern, full)
