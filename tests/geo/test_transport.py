"""The serving rule: officers of each part shared out over the agencies on call, exactly."""

import inspect
import sys
from dataclasses import replace
from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp  # type: ignore[attr-defined]

from geo import GeoError, transport
from geo.tables import Served, Tables, served
from geo.transport import RELAXED, Sharing, levelled, share_out
from tests.geo.builders import a_department, tried
from tests.geo.builders_tables import miles_between, tables


def by_linear_program(around: Served, sharing: Sharing, peers: list[int], factor: Fraction | None) -> float | None:
    """The least miles by another solver that shares nothing with the rule but these tables; None: it cannot be."""
    officers, miles, serving = around.officers, around.miles, around.serving
    solver = pywraplp.Solver.CreateSolver("GLOP")
    live = [zone for zone, covered in enumerate(sharing.covered) if covered]
    flows = {(z, b): solver.NumVar(0, officers[z], "") for z in live for b in sharing.on_call if serving[z, b]}
    for z in live:
        solver.Add(sum(flow for (zone, _), flow in flows.items() if zone == z) == officers[z])
    everyone = sum(officers[z] for z in live)
    for b in sharing.on_call:
        cap = everyone if factor is None else int(factor * Fraction(everyone * peers[b], sum(peers)))
        solver.Add(sum((flow for (_, agency), flow in flows.items() if agency == b), solver.NumVar(0, 0, "")) <= cap)
    solver.Minimize(sum(flow * float(miles[z, b]) for (z, b), flow in flows.items()))
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return None
    return float(solver.Objective().Value()) / everyone


@tried(60)
@given(tables(least=6, most=14), st.sampled_from([1, Fraction(3, 2), 2]))
def test_officers_are_shared_out_with_the_fewest_miles_and_nobody_takes_more_than_her_share(
    told: Tables, factor: Fraction | int
) -> None:
    """P1 and P14. The load holds unless the sharing says by how much it had to be relaxed."""
    parts = np.arange(len(told.departments)) % 3
    around = served(told, parts)
    for peers in told.samples.tolist():
        sharing = around.at(peers, factor)
        on_call = list(sharing.on_call)
        totals = sharing.officers.sum(axis=1)
        assert (sharing.officers >= 0).all()
        for zone in range(3):
            may = around.serving[zone, on_call]
            assert not sharing.officers[zone][~may].any()
            assert totals[zone] == (around.officers[zone] if may.any() else 0)
            assert sum(sharing.chances(zone)) == (1 if may.any() else 0)
            assert all(not chance for b, chance in zip(on_call, sharing.chances(zone), strict=True) if parts[b] == zone)
        if not totals.any():
            continue
        limit = None if sharing.relaxed is None else factor * sharing.relaxed
        if limit is not None:
            for b, taken in zip(on_call, sharing.officers.sum(axis=0).tolist(), strict=True):
                assert taken <= limit * Fraction(int(totals.sum()) * peers[b], sum(peers))
        assert sharing.miles == pytest.approx(by_linear_program(around, sharing, peers, limit), abs=2e-3)


@tried(200)
@given(tables(least=8, most=14, samples=5))
def test_with_every_agreement_in_force_a_load_of_twice_the_fair_share_is_kept_where_it_can_be(told: Tables) -> None:
    """P14, over a thousand instants: the factor is relaxed only when the present one lets not everybody through."""
    around = served(told, np.arange(len(told.departments)) % 4)
    for peers in told.samples.tolist():
        sharing = around.at(peers, 2)
        for earlier in RELAXED[: RELAXED.index(sharing.relaxed)]:
            assert earlier is not None
            assert by_linear_program(around, sharing, peers, 2 * earlier) is None


@tried(40)
@given(tables(least=6, most=10), st.integers(0, 2**31))
def test_a_lapse_for_one_department_takes_the_peer_from_its_whole_part_and_changes_nothing_else(
    told: Tables, seed: int
) -> None:
    """P5: were she taken from that department alone, her absence would point at it."""
    parts = np.arange(len(told.departments)) % 2
    rng = np.random.default_rng(seed)
    one = int(rng.integers(len(parts)))
    other = int(rng.choice(np.flatnonzero(parts != parts[one])))
    before = served(told, parts)
    lapsed = told.allowed.copy()
    lapsed[one, other] = False
    after = served(Tables(told.departments, told.miles, lapsed, told.samples), parts)
    assert not after.serving[parts[one], other]
    changed = after.serving != before.serving
    changed[parts[one], other] = False
    assert not changed.any()


@tried(40)
@given(tables(least=6, most=10), st.integers(0, 2**31))
def test_all_officers_of_a_part_face_the_same_chances(told: Tables, seed: int) -> None:
    """P4: the rule is asked with a part's numbers alone; moving officers between its departments changes no cap.

    A part whose departments stand at one place, with one set of agreements, is served alike however its officers are
    spread over them.
    """
    parts = np.arange(len(told.departments)) % 2
    twins = told.miles.copy()
    inside = np.flatnonzero(parts == 0)
    twins[inside] = twins[inside[0]]
    alike = Tables(told.departments, twins, told.allowed, told.samples)
    around = served(alike, parts)
    rng = np.random.default_rng(seed)
    sizes = rng.multinomial(around.officers[0] - len(inside), np.full(len(inside), 1 / len(inside))) + 1
    moved = list(told.departments)
    for place, sworn in zip(inside.tolist(), sizes.tolist(), strict=True):
        moved[place] = type(moved[place])(moved[place].agency, moved[place].at, sworn)
    again = served(Tables(tuple(moved), twins, told.allowed, told.samples), parts)
    for peers in told.samples.tolist():
        first, second = around.at(peers, 2), again.at(peers, 2)
        assert first.relaxed == second.relaxed
        assert first.officers.sum(axis=1).tolist() == second.officers.sum(axis=1).tolist()
        assert first.miles == pytest.approx(second.miles, abs=2e-3)


def test_the_first_seat_is_asked_first_also_where_a_backup_is_nearer() -> None:
    """Three parts of one department each; the primary is of the first, which is left to the backup, of the third."""
    line = (a_department(0), a_department(4), a_department(5))
    samples, first = np.array([[1, 0, 1]]), np.array([[1, 0, 0]])
    told = Tables(line, miles_between(line), np.ones((3, 3), dtype=np.bool_), samples, None, first)
    around = served(told, np.arange(3))
    assert around.asked(told, 0, 2).tolist() == [[0, 0, 15], [15, 0, 0], [15, 0, 0]]
    assert around.asked(replace(told, first=None), 0, 2).tolist() == [[0, 0, 15], [0, 0, 15], [15, 0, 0]]
    with pytest.raises(GeoError, match="some of those on call"):
        Tables(line, told.miles, told.allowed, samples, None, np.array([[2, 0, 0]]))


def test_what_overlaps_with_the_nearest_counts_as_near_and_is_shared_evenly() -> None:
    """Ranges of 20 and 28 meet, 28 and 40 too, but not 20 and 40: the last is told from the nearest."""
    miles = np.array([[40.0, 20.0, 28.0]])
    ranges = (0.864 * miles, 1.32 * miles)
    assert levelled(ranges[0], miles, ranges[1], miles > 0).tolist() == [[40.0, 20.0, 20.0]]
    even = share_out([40], miles, miles > 0, [1, 1, 1], 3, ranges)
    assert even.officers.tolist() == [[0, 20, 20]]
    assert share_out([40], miles, miles > 0, [1, 1, 3], 3, ranges).officers.tolist() == [[0, 10, 30]]
    assert share_out([40], miles, miles > 0, [1, 1, 1], 3).officers.tolist() == [[0, 40, 0]]


def test_the_serving_rule_cannot_be_told_an_agency_that_asks() -> None:
    """P10, for this module: what it takes are numbers of parts, never a department or an agency."""
    functions = [
        each for _, each in inspect.getmembers(transport, inspect.isfunction) if each.__module__ == "geo.transport"
    ]
    names = {name for each in functions for name in inspect.signature(each).parameters}
    assert {name for name in names if "department" in name or "agency" in name} == set()


def test_numbers_that_do_not_fit_are_refused_in_words() -> None:
    serving = np.ones((1, 2), dtype=np.bool_)
    with pytest.raises(GeoError, match="do not fit"):
        share_out([10], np.zeros((2, 2)), serving, [1, 1], 2)
    with pytest.raises(GeoError, match="Miles lie between"):
        share_out([10], np.array([[np.nan, 1.0]]), serving, [1, 1], 2)
    nobody = share_out([10], np.zeros((1, 2)), serving, [0, 0], 2)
    assert (nobody.on_call, nobody.covered, nobody.miles) == ((), (False,), 0.0)


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer is at work: times mean nothing")
def test_sharing_out_among_two_hundred_agencies_takes_less_than_fifteen_milliseconds() -> None:
    """The best of a few runs, so that a busy machine fails nothing."""
    rng = np.random.default_rng(7)
    officers, miles = rng.integers(46, 90, size=40).tolist(), rng.random((40, 200)) * 200
    serving = rng.random((40, 200)) < 0.9
    peers = np.where(rng.random(200) < 0.4, 1, 0).tolist()
    times = []
    for _ in range(5):
        start = perf_counter()
        share_out(officers, miles, serving, peers, 2)
        times.append(perf_counter() - start)
    print(f"sharing out, 200 agencies: {1000 * min(times):.1f} ms")
    assert min(times) < 0.015
