"""Programs read and write by key: what they see, what they are refused, and that sending twice does a thing once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from agreements import Kind
from consortium.access.permissions import Role
from consortium.access.tables import PersonRow
from consortium.members.store import load_agencies
from consortium.programs.scopes import Scope
from consortium.signing.drafting.start_draft import start_draft
from consortium.support.facts import Facts
from consortium.support.load_facts import load_facts
from geo import PersonId
from scheduling import Line, Span, gaps, shifts, who
from tests.harness import Ground, House, MailCatcher, house
from tests.roles import shown
from tests.stories.program_world import SLUG, Program, administrator, key_for

EVERYTHING = tuple(Scope)
PROBLEM = "application/problem+json"


@pytest.fixture
async def home(region: Ground, catcher: MailCatcher) -> AsyncIterator[House]:
    async with house(region, catcher) as running:
        yield running


async def facts_of(home: House) -> tuple[Facts, datetime]:
    async with home.ground.database.reading(await home.ground.consortium(SLUG)) as reading:
        return await load_facts(reading), reading.now


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_a_program_is_told_who_is_on_call_as_the_pages_tell_it(home: House) -> None:
    program, (facts, now) = await Program.of(home, Scope.READ_SCHEDULE), await facts_of(home)
    answer = await program.get("/who", at=iso(now))

    assert answer.status_code == 200
    told = {line["line"]: {UUID(each["person"]) for each in line["people"]} for line in answer.json()["lines"]}
    assert told == {line.value: set(who(facts.schedule, now)[line]) for line in Line}
    assert "phone" not in answer.text
    assert not any(card.talk_number and card.talk_number in answer.text for card in facts.cards.values())


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "1812-11-21T00:00:00Z"])
async def test_who_was_on_call_in_a_year_that_nobody_means_is_refused_in_words(home: House, at: str) -> None:
    program = await Program.of(home, Scope.READ_SCHEDULE)
    answer = await program.get("/who", at=at)

    assert (answer.status_code, answer.json()["field"]) == (422, "at")
    assert "between 1971 and 2198" in answer.text


async def test_the_schedule_and_its_gaps_are_those_of_the_rota_in_a_half_open_window(home: House) -> None:
    program, (facts, now) = await Program.of(home, Scope.READ_SCHEDULE), await facts_of(home)
    window = Span(
        now.replace(minute=0, second=0, microsecond=0),
        now.replace(minute=0, second=0, microsecond=0) + timedelta(days=14),
    )
    schedule = await program.get("/schedule", start=iso(window.start), end=iso(window.end))
    missing = await program.get("/gaps", start=iso(window.start), end=iso(window.end))

    told = [
        (each["line"], UUID(each["person"]), instant(each["starts_at"]), instant(each["ends_at"]))
        for each in schedule.json()["shifts"]
    ]
    assert told == [(each.line, each.person, each.span.start, each.span.end) for each in shifts(facts.schedule, window)]
    told_gaps = {
        (each["line"], instant(each["starts_at"]), instant(each["ends_at"])) for each in missing.json()["gaps"]
    }
    assert told_gaps == {(line, gap.start, gap.end) for line in Line for gap in gaps(facts.schedule, line, window)}
    assert schedule.json()["timezone"] == "America/Los_Angeles"


@pytest.mark.parametrize(
    ("start", "end", "status", "field"),
    [
        ("2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z", 422, "end"),
        ("2026-11-21T00:00:00Z", "2027-11-21T00:00:00Z", 422, "end"),
        ("2026-11-21T00:00:00", "2026-11-22T00:00:00Z", 422, "start"),
        ("1812-11-21T00:00:00Z", "1812-11-22T00:00:00Z", 422, "start"),
        ("Saturday", "2026-11-22T00:00:00Z", 400, None),
    ],
    ids=["empty", "too long", "without an offset", "long ago", "no time"],
)
async def test_a_window_that_is_none_is_refused_with_its_reason(
    home: House, start: str, end: str, status: int, field: str | None
) -> None:
    program = await Program.of(home, Scope.READ_SCHEDULE)
    answer = await program.get("/schedule", start=start, end=end)
    problem = answer.json()

    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert (problem["status"], problem.get("field")) == (status, field)
    assert problem["type"] == f"/{SLUG}/api/v1#problem-{'bad-input' if field else 'unreadable'}"
    assert field or "start" in [each["field"] for each in problem["errors"]]


async def test_those_who_serve_are_listed_a_page_at_a_time_without_how_they_are_reached(home: House) -> None:
    program, (facts, _) = await Program.of(home, Scope.READ_MEMBERS), await facts_of(home)
    names, texts, path = [], "", f"/{SLUG}/api/v1/members?limit=7"
    while path:
        answer = await program.client.get(path, headers=program.headers)
        assert answer.status_code == 200, answer.text
        names += [each["id"] for each in answer.json()["items"]]
        texts, path = texts + answer.text, answer.json()["next"]

    assert len(names) == len(set(names))
    assert set(names) == {str(person) for person in facts.peers}
    assert not any(mail in texts for mail in facts.mails.values())
    assert not any(card.talk_number in texts for card in facts.cards.values() if card.talk_number)
    assert (await program.get("/members", cursor="bm9uZQ")).status_code == 422


async def test_the_agreements_come_with_their_text_and_the_digest_that_was_signed(home: House) -> None:
    program = await Program.of(home, Scope.READ_AGREEMENTS)
    (line,) = (await program.get("/agreements")).json()["items"]
    one = (await program.get(f"/agreements/{line['id']}")).json()

    assert (line["state"], one["state"], one["digest_holds"]) == ("in_force", "in_force", True)
    assert one["text"].startswith("1. ")
    assert len(one["parties"]) == line["parties"]
    assert (await program.get(f"/agreements/{uuid4()}")).status_code == 404
    broken = await program.get("/agreements/one%0Atwo")
    assert (broken.status_code, broken.headers["content-type"]) == (404, "application/problem+json")


async def test_a_draft_comes_with_its_words_verdicts_and_findings_to_a_key_that_was_made_for_it(home: House) -> None:
    place = await home.ground.consortium(SLUG)
    async with home.ground.database.transaction(place) as tx:
        one, two, *_ = (await load_agencies(tx)).names
        by = PersonId((await tx.scalars(select(PersonRow.id).limit(1))).one())
        title = "Between two"
        draft = await start_draft(tx, kind=Kind.MUTUAL_AID, title=title, parties=[one, two], by=by)
    assert (await (await Program.of(home, Scope.READ_AGREEMENTS)).get("/agreements/drafts")).status_code == 403
    program = await Program.of(home, Scope.READ_DRAFTS)
    lines = (await program.get("/agreements/drafts")).json()["items"]
    assert str(draft) in {each["id"] for each in lines}
    told = (await program.get(f"/agreements/drafts/{draft}")).json()

    assert (told["title"], told["state"], len(told["digest"]), len(told["clauses"])) == (title, "draft", 64, 27)
    assert {each["agency"] for each in told["verdicts"]} == {str(one), str(two)}
    assert all(each["answer"] is None for each in told["verdicts"])
    assert any("has approved edition" in each["message"] for each in told["findings"])
    assert (await program.get(f"/agreements/drafts/{uuid4()}")).status_code == 404


async def test_a_gap_of_a_designation_is_told_as_the_matrix_shows_it(home: House) -> None:
    program, (facts, now) = await Program.of(home, Scope.READ_AGREEMENTS), await facts_of(home)
    items = (await program.get("/designations", limit="200")).json()["items"]

    assert {UUID(each["person"]) for each in items} == set(facts.peers)
    for each in items:
        served = facts.reach.serves(facts.peers[UUID(each["person"])], now)  # type: ignore[index]
        assert {UUID(agency) for agency in each["designated_by"]} <= set(served)
        assert not {UUID(agency) for agency in each["missing"]} & set(served)


async def test_an_answer_that_has_not_changed_is_not_sent_again(home: House) -> None:
    program, (_, now) = await Program.of(home, Scope.READ_SCHEDULE), await facts_of(home)
    first = await program.get("/who", at=iso(now))
    tag = first.headers["etag"]
    again = await program.get("/who", at=iso(now), headers={"If-None-Match": f'"other", W/{tag}'})
    other = await program.get("/who", at=iso(now), headers={"If-None-Match": '"other"'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (other.status_code, other.headers["etag"]) == (200, tag)
    assert first.headers["cache-control"] == "private, no-cache"


async def a_change(home: House) -> dict[str, object]:
    """A peer who joins the primary line tomorrow."""
    facts, now = await facts_of(home)
    start = (now + timedelta(days=1)).replace(microsecond=0)
    busy = {shift.person for shift in shifts(facts.schedule, Span(now, now + timedelta(days=3)))}
    away = {leave.person for leave in facts.schedule.leave}
    joins = min(peer.person for peer in facts.peers.values() if peer.lent_by and peer.person not in busy | away)
    return {"line": "primary", "starts_at": iso(start), "ends_at": iso(start + timedelta(hours=2)), "adds": str(joins)}


async def test_a_change_of_duty_sent_twice_is_done_once_and_answered_the_same(home: House) -> None:
    program, change = await Program.of(home, Scope.READ_SCHEDULE, Scope.WRITE_DUTY), await a_change(home)
    before = len(await home.ground.rows("override"))
    first = await program.post("/overrides", change, key="k" * 22)
    again = await program.post("/overrides", change, key="k" * 22)
    other = await program.post("/overrides", {**change, "line": "backup"}, key="k" * 22)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (other.status_code, other.json()["type"]) == (409, f"/{SLUG}/api/v1#problem-conflict")
    assert len(await home.ground.rows("override")) == before + 1
    told = await program.get("/who", at=str(change["starts_at"]))
    assert str(change["adds"]) in told.text
    acts = [row["act"] for row in await home.ground.rows("journal")]
    assert (acts.count("changed duty"), acts.count("wrote by token")) == (acts.count("changed duty"), 1)

    await home.ground.advance(hours=25)
    await home.jobs.tidy()
    assert await home.ground.rows("idempotency") == []


async def test_what_was_refused_changed_nothing_and_may_be_sent_again_under_its_key(home: House) -> None:
    program, change = await Program.of(home, Scope.WRITE_DUTY), await a_change(home)
    wrong = {**change, "ends_at": change["starts_at"]}
    refused = await program.post("/overrides", wrong, key="r" * 22)
    mended = await program.post("/overrides", change, key="r" * 22)

    assert (refused.status_code, refused.json()["field"]) == (422, "ends_at")
    assert mended.status_code == 201
    unknown = await program.post("/overrides", {**change, "reason": "tired"}, key="u" * 22)
    without = await program.client.post(f"/{SLUG}/api/v1/overrides", json=change, headers=program.headers)
    assert (unknown.status_code, without.status_code) == (400, 400)


async def test_leave_is_entered_for_who_serves_and_for_nobody_else(home: House) -> None:
    program, change = await Program.of(home, Scope.WRITE_DUTY), await a_change(home)
    away = {"starts_at": change["starts_at"], "ends_at": change["ends_at"]}
    made = await program.post(f"/members/{change['adds']}/leave", away, key="l" * 22)
    steering = await administrator(home.ground)
    unseen = await program.post(f"/members/{steering}/leave", away, key="m" * 22)

    assert (made.status_code, unseen.status_code) == (201, 404)
    assert made.json()["id"] in {str(row["id"]) for row in await home.ground.rows("leave")}


async def test_no_cookie_opens_the_api_and_no_key_opens_a_page(home: House) -> None:
    person = await administrator(home.ground)
    browser = await home.member(SLUG, person)
    key = await key_for(home.ground, *EVERYTHING)

    assert (await browser.get(f"/{SLUG}/tokens")).status_code == 200
    refused = await browser.get(f"/{SLUG}/api/v1/members")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="consortium"')
    page = await Program.with_key(home, key).client.get(f"/{SLUG}/roster", headers={"Authorization": f"Bearer {key}"})
    assert page.status_code == 303
    for headers in ({"Authorization": f"Basic {key}"}, {"Authorization": key}, {"X-Api-Key": key}):
        assert (await browser.get(f"/{SLUG}/api/v1/members", headers=headers)).status_code == 401
    assert (await browser.get(f"/{SLUG}/api/v1/members?token={key}")).status_code == 401


async def test_a_key_opens_its_own_consortium_only_and_ends_with_its_day(home: House) -> None:
    key = await key_for(home.ground, Scope.READ_SCHEDULE, days=30)
    other = Program.with_key(home, key, "blue-ledge")
    assert (await other.get("/who")).status_code == 401
    program = Program.with_key(home, key)
    assert (await program.get("/who")).status_code == 200
    await home.ground.advance(days=29)
    assert (await program.get("/who")).status_code == 200
    await home.ground.advance(days=1)
    assert (await program.get("/who")).status_code == 401


async def test_a_key_opens_nothing_once_its_maker_administers_no_more(home: House) -> None:
    program, maker = await Program.of(home, Scope.READ_SCHEDULE), await administrator(home.ground)
    await home.ground.as_owner(
        f"set local app.consortium = '{await home.ground.consortium(SLUG)}'; "
        f"alter table role no force row level security; "
        f"delete from role where person = '{maker}' and role = '{Role.ADMINISTRATOR.value}'; "
        "alter table role force row level security"
    )

    assert (await program.get("/who")).status_code == 401


async def test_who_asks_too_often_is_told_how_long_to_wait(home: House) -> None:
    program = await Program.of(home, Scope.READ_SCHEDULE)
    home.litestar.state.pace.burst, home.litestar.state.pace.each_second = 3.0, 0.01
    answers = [await program.get("/who") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].headers["content-type"] == PROBLEM


async def test_an_administrator_makes_a_key_sees_it_once_and_ends_it(home: House) -> None:
    browser = await home.member(SLUG, await administrator(home.ground))
    empty = await browser.post(f"/{SLUG}/tokens", data={"name": "Dispatch"})
    assert (empty.status_code, 'value="Dispatch"' in empty.text) == (422, True)
    made = await browser.post(f"/{SLUG}/tokens", data={"name": "Dispatch", "read-schedule": "yes", "days": "90"})
    key = made.text.split(">cps_")[1].split("<")[0]
    program = Program.with_key(home, f"cps_{key}")
    assert (await program.get("/who")).status_code == 200
    assert (await program.get("/members")).status_code == 403

    listed = await browser.get(f"/{SLUG}/tokens")
    assert key not in listed.text
    assert "Dispatch" in shown(listed.text)
    (row,) = await home.ground.rows("api_token")
    assert (row["last_used_on"], key.encode() in bytes(row["token_hash"])) == (row["made_on"], False)
    path = f"/{SLUG}/tokens/{row['id']}"
    assert (await browser.post(f"{path}/end", data={})).status_code == 422
    assert (await program.get("/who")).status_code == 200
    ended = await browser.post(f"{path}/end", data={"end": "yes"})
    assert ended.headers["location"] == f"{path}?did=ended"
    assert (await program.get("/who")).status_code == 401
    told = shown((await browser.get(ended.headers["location"])).text)
    assert "From now on it opens nothing." in told
    assert "Made the key Dispatch, which opens read:schedule." in told
    assert "Ended the key Dispatch." in told


async def test_what_is_wrong_with_an_address_is_a_problem_too(home: House) -> None:
    program = await Program.of(home, Scope.READ_SCHEDULE)
    nowhere, method = await program.get("/requests"), await program.client.delete(f"/{SLUG}/api/v1/who")
    nobody = Program.with_key(home, "cps_nothing", "no-such-region")

    assert [nowhere.status_code, method.status_code, (await nobody.get("/who")).status_code] == [404, 405, 404]
    assert {nowhere.headers["content-type"], method.headers["content-type"]} == {PROBLEM}
    assert "allow" in method.headers


async def test_the_description_is_open_to_all_and_names_no_page_and_no_request(home: House) -> None:
    browser = home.browser()
    document = (await browser.get(f"/{SLUG}/api/v1/openapi.json")).json()
    page = await browser.get(f"/{SLUG}/api/v1")

    assert document["openapi"].startswith("3.1")
    assert document["servers"][0]["url"] == f"https://peers.test/{SLUG}/api/v1"
    assert not [path for path in document["paths"] if "help" in path or "duty" in path or "request" in path]
    assert all("401" in told["responses"] for item in document["paths"].values() for told in item.values())
    assert all(told["operationId"] in page.text for item in document["paths"].values() for told in item.values())
    assert 'src="http' not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
