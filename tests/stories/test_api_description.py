"""The description keeps its word: whatever is sent, no undescribed status, no fault of ours, and the shape it says.

Schemathesis makes what is sent from the description itself, by its rules and against them; a third of it is made of
ids and times that exist, so that every operation is also answered with what it is for.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from agreements import Kind
from consortium.members.store import load_agencies
from consortium.programs.scopes import Scope
from consortium.signing.drafting.start_draft import start_draft
from consortium.support.load_facts import load_facts
from tests.harness import PUBLIC, Ground, House, MailCatcher, house
from tests.proofs.size import seed, tenth
from tests.stories.program_world import SLUG, Program

Case = schemathesis.Case[Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = tenth(200)
FIRST = 3


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        running.litestar.state.pace.burst = 1e9
        running.litestar.state.pace._left.clear()
        yield running


async def real(home: House, program: Program) -> dict[str, dict[str, Any]]:
    """For each operation that needs them, ids and times that exist."""
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        facts, now = await load_facts(reading), reading.now.astimezone(UTC).replace(microsecond=0)
    (agreement,) = (await program.get("/agreements")).json()["items"]
    async with home.ground.database.transaction(await home.ground.consortium(SLUG)) as tx:
        parties, by = sorted((await load_agencies(tx)).names)[:3], next(iter(facts.peers))
        draft = await start_draft(tx, kind=Kind.MUTUAL_AID, title="Peers of the rim", parties=parties, by=by)
    hours = st.integers(0, 24 * 30).map(lambda hour: (now + timedelta(hours=hour)).isoformat().replace("+00:00", "Z"))
    later = st.integers(24 * 31, 24 * 34).map(lambda hour: (now + timedelta(hours=hour)).isoformat())
    people = st.sampled_from(sorted(map(str, facts.peers)))
    window, away = (
        st.fixed_dictionaries({"start": hours, "end": later}),
        st.fixed_dictionaries({"starts_at": hours, "ends_at": later}),
    )
    change = {"line": st.sampled_from(["primary", "backup"]), "starts_at": hours, "ends_at": later, "adds": people}
    return {
        "who": {"query": st.fixed_dictionaries({"at": hours})},
        "schedule": {"query": window},
        "gaps": {"query": window},
        "agreement": {"path_parameters": st.just({"agreement": agreement["id"]})},
        "draft": {"path_parameters": st.just({"draft": str(draft)})},
        "overrideDuty": {"body": st.fixed_dictionaries(change)},
        "takeLeave": {"body": away, "path_parameters": st.fixed_dictionaries({"person": people})},
    }


@dataclass
class Explorer:
    """Sends what Schemathesis makes of a description, from a thread, through the test's own loop."""

    program: Program
    loop: asyncio.AbstractEventLoop
    seed: int
    seen: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def send(self, case: Case) -> None:
        kwargs = case.as_transport_kwargs(base_url=f"{PUBLIC}/{SLUG}/api/v1", headers=self.program.headers)
        kwargs["content"] = kwargs.pop("data", None)
        kwargs.pop("cookies")  # none is described, and none would come through the front door
        sending = self.program.client.request(**{name: value for name, value in kwargs.items() if value is not None})
        answer: httpx.Response = asyncio.run_coroutine_threadsafe(sending, self.loop).result(30)
        self.seen[case.operation.definition.raw["operationId"]].add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    def explore(self, document: dict[str, Any], told: dict[str, dict[str, Any]], examples: int) -> None:
        for found in schemathesis.openapi.from_dict(document).get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            by_rule, against = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
            sensible = _sensible(operation, told.get(operation.definition.raw["operationId"], {}))

            self._send_each(sensible, FIRST)  # by lot alone, an operation is now and then answered only with refusals
            self._send_each(st.one_of(by_rule, against, sensible), examples)

    def _send_each(self, cases: st.SearchStrategy[Case], examples: int) -> None:
        @seeded(self.seed)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def fuzz(case: Case) -> None:
            self.send(case)

        fuzz()


async def test_no_undescribed_status_no_fault_and_the_shape_that_it_says(home: House) -> None:
    program = await Program.of(home, *Scope)
    document = (await program.get("/openapi.json")).json()
    explorer = Explorer(program, asyncio.get_running_loop(), seed())
    await asyncio.to_thread(explorer.explore, document, await real(home, program), EXAMPLES)

    assert home.faults == []
    assert set(explorer.seen) == {told["operationId"] for item in document["paths"].values() for told in item.values()}
    assert [name for name, statuses in explorer.seen.items() if not statuses & {200, 201}] == []


@pytest.mark.parametrize("lie", ["a status is not described", "the shape is another"])
async def test_a_description_that_does_not_keep_its_word_is_found(home: House, lie: str) -> None:
    program = await Program.of(home, Scope.READ_AGREEMENTS)
    document = (await program.get("/openapi.json")).json()
    document["paths"] = {"/agreements": document["paths"]["/agreements"]}
    if lie == "a status is not described":
        program.headers = {}
        del document["paths"]["/agreements"]["get"]["responses"]["401"]
    else:
        document["components"]["schemas"]["AgreementLineOut"]["properties"]["title"] = {"type": "integer"}
    explorer = Explorer(program, asyncio.get_running_loop(), 7)

    with pytest.raises(FailureGroup):
        await asyncio.to_thread(explorer.explore, document, {}, 20)


def _sensible(operation: Any, parts: dict[str, Any]) -> st.SearchStrategy[Case]:
    """Cases by the rules, with these parts in the place of drawn ones."""

    def placed(drawn: tuple[Case, dict[str, Any]]) -> Case:
        case, given_parts = drawn
        for name, value in given_parts.items():
            setattr(case, name, value)
        return case

    return st.tuples(operation.as_strategy(), st.fixed_dictionaries(parts)).map(placed)
