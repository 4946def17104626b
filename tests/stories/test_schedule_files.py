"""A coordinator takes a schedule of another system: who is who, what would come, taken whole, undone for 30 days."""

import json
from datetime import timedelta

from consortium.access.permissions import Role
from consortium.programs.scopes import Scope
from scheduling import Line, Span, shifts, who
from scheduling.file import from_json
from scheduling.wallclock import zone
from tests.scheduling.test_convert import PAGERDUTY
from tests.stories.program_world import Program
from tests.stories.request_world import SLUG
from tests.stories.rota_world import Rota


async def test_a_schedule_of_another_system_is_looked_at_taken_and_undone(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    facts, now = await town.facts()
    clinicians = sorted(p for p, peer in facts.peers.items() if peer.role.value == "clinician")
    before = len(facts.schedule.rotations)
    assert "samples made by hand" in await ann.look("rotations/import")
    for form, sentence in (
        ({"source": "pagerduty", "line": "clinician", "pasted": "{}"}, "This is not a PagerDuty schedule"),
        ({"source": "elsewhere", "line": "clinician", "pasted": "{}"}, "Choose where the file comes from"),
        ({"source": "opsgenie", "line": "clinician", "pasted": ""}, "Choose a file, or paste"),
        ({"source": "opsgenie", "line": "clinician", "pasted": '=cmd|"/c calc"!A1,x'}, "This is not a JSON file"),
    ):
        words = await ann.send("rotations/import", **form)
        assert (ann.status, sentence in words) == (422, True), words

    sample = json.loads(json.dumps(PAGERDUTY))
    sample["schedule"]["schedule_layers"][0]["users"][0]["user"]["summary"] = facts.cards[clinicians[0]].name
    words = await ann.send("rotations/import", source="pagerduty", line="clinician", pasted=json.dumps(sample))
    assert "Look before taking it" in words
    assert "overrides of single times" in words
    assert "Joe Ruiz is matched with nobody" in words
    assert len(facts.schedule.rotations) == before
    fields = dict.fromkeys(who_fields(ann.page), "")
    assert len(fields) == 3
    address = ann.page.split('action="')[-1].split('"')[0].split("/", 2)[2]
    day = (now.astimezone(zone("America/Chicago")) + timedelta(days=10)).date()
    chosen = dict(zip(fields, clinicians * 3, strict=False))
    form = {name: str(person) for name, person in chosen.items()} | {"from_day": day.isoformat()}
    words = await ann.send(address, act="match", **form)
    assert "Joe Ruiz is matched with nobody" not in words
    past = await ann.send(address, act="take", **form | {"from_day": "2026-01-01"})
    assert (ann.status, "Choose a day that lies ahead" in past) == (422, True)

    words = await ann.send(address, act="take", **form)
    assert "Taken. Its rotations count" in words
    facts, now = await town.facts()
    made = [each for each in facts.schedule.rotations if each.name in {"Nights", "Days"}]
    assert len(made) == 2
    assert all(each.first_day >= day and each.line is Line.CLINICIAN for each in made)
    nights = next(each for each in made if each.name == "Nights")
    assert who(facts.schedule, nights.begins + timedelta(hours=1)).clinician <= set(clinicians)
    assert [row["file"] for row in await town.ground.rows("schedule_import")] == [None], "the file is gone"

    words = await ann.send(address, act="undo")
    assert "Undone" in words
    later, _ = await town.facts()
    assert len(later.schedule.rotations) == before
    ahead = Span(now, now + timedelta(days=30))
    assert {shift.line for shift in shifts(later.schedule, ahead)} == set(Line)
    again = await ann.send(address, act="undo")
    assert (ann.status, "cannot be undone any more" in again) == (422, True)


async def test_the_whole_schedule_goes_out_as_a_file_and_its_rotations_come_back(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    facts, now = await town.facts()
    assert "Download the whole schedule" in await ann.look("rotations")
    text = (await ann.browser.get(f"/{SLUG}/rotations/schedule.json")).text
    file = from_json(text)
    ahead = Span(now, now + timedelta(days=60))
    assert shifts(file.schedule, ahead) == shifts(facts.schedule, ahead), "the file answers as the pages do"
    assert "@" not in text, "names and nothing else"
    program = await Program.of(town.home, Scope.READ_SCHEDULE, slug=SLUG)
    answer = await program.client.get(f"/{SLUG}/api/v1/schedule/file", headers=program.headers)
    assert answer.json()["file"] == json.loads(text)
    peer = await town.member(await town.on(Line.PRIMARY))
    assert (await peer.browser.get(f"/{SLUG}/rotations/schedule.json")).status_code == 404

    words = await ann.send("rotations/import", source="ours", line="primary", pasted=text)
    assert "changes of single times: only rotations are taken" in words
    assert "is matched with nobody" not in words, "they are ours"
    assert "Backup, week by week" in words


def who_fields(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="')[1:] if part.startswith("who_")]
