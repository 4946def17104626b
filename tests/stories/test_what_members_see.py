"""What the members' desk shows: crisis lines, notices, and people as far as the viewer may see them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from agreements import Bond
from consortium.access.permissions import Role
from consortium.members.add_channel import add_channel
from consortium.members.approve_notice import approve_notice
from consortium.members.enrol_person import enrol_person
from consortium.members.kinds import ChannelKind
from consortium.members.set_crisis_lines import set_crisis_lines
from consortium.members.store import (
    load_agencies_page,
    load_designations_page,
    load_lines,
    load_notices,
    load_roster_page,
)
from consortium.members.store.setup_tables import CrisisLineRow, NoticeRow
from consortium.members.tables import AgencyRow
from consortium.members.take_leave import take_leave
from consortium.members.values import CrisisLine
from consortium.problems import BadInput
from tests.harness import Ground
from tests.stories.members_world import (
    TOWNS,
    a_consortium,
    a_peer,
    a_viewer,
    count,
    enrol,
    refused,
)

TODAY = date(2026, 1, 15)
LINE = CrisisLine(
    name="988",
    number="988",
    href="tel:988",
    blurb_en="Suicide and crisis line",
    blurb_es="Línea de crisis",
    verified_on=TODAY,
)


async def test_crisis_lines_are_set_as_a_whole_and_in_order(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    second = CrisisLine(
        name="Copline",
        number="1-800-267-5463",
        href="tel:+18002675463",
        blurb_en="",
        blurb_es="",
        verified_on=TODAY,
    )
    async with ground.database.transaction(consortium) as tx:
        await set_crisis_lines(tx, lines=(LINE, second))
        await set_crisis_lines(tx, lines=(second, LINE))
    async with ground.database.reading(consortium) as reading:
        assert await load_lines(reading) == (second, LINE)
        assert await count(reading, CrisisLineRow) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"href": "javascript:alert(1)"},
        {"href": "http://example.org"},
        {"href": "tel: 988"},
        {"name": ""},
        {"verified_on": date(2999, 1, 1)},
    ],
)
async def test_a_crisis_line_that_cannot_be_leaves_the_others_as_they_were(
    ground: Ground, changes: dict[str, object]
) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await set_crisis_lines(tx, lines=(LINE,))
    async with refused(ground.database, consortium, BadInput, "") as tx:
        await set_crisis_lines(tx, lines=(LINE, replace(LINE, **changes)))  # type: ignore[arg-type]
    async with refused(ground.database, consortium, BadInput, "at least one") as tx:
        await set_crisis_lines(tx, lines=())
    async with ground.database.reading(consortium) as reading:
        assert await load_lines(reading) == (LINE,)


async def test_the_newest_notice_that_an_advisor_approved_is_the_one_shown(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        for state, language, text in (
            ("OR", "en", "First."),
            ("or", "en", "Second.\n\nMore."),
            ("OR", "es", "Primero."),
        ):
            await approve_notice(
                tx,
                state=state,
                language=language,
                text=text,
                misconduct_duty="A sworn peer must report misconduct.",
                approved_by="J. Counsel",
                approved_on=TODAY,
                example=True,
            )
        tx.add(
            NoticeRow(
                consortium=consortium,
                state="OR",
                language="en",
                version=3,
                text="Nobody has approved this.",
                misconduct_duty="",
                approved_by=None,
                approved_on=None,
            )
        )
    async with ground.database.reading(consortium) as reading:
        found = await load_notices(reading)
    assert {key: (notice.version, notice.text) for key, notice in found.items()} == {
        ("OR", "en"): (2, "Second.\n\nMore."),
        ("OR", "es"): (1, "Primero."),
    }
    assert found["OR", "en"].example
    for change in ({"language": "fr"}, {"state": "Oregon"}, {"approved_by": ""}, {"approved_on": date(2999, 1, 1)}):
        facts = {
            "state": "OR",
            "language": "en",
            "text": "T",
            "misconduct_duty": "M",
            "approved_by": "J. Counsel",
            "approved_on": TODAY,
            **change,
        }
        async with refused(ground.database, consortium, BadInput, "", next(iter(change))) as tx:
            await approve_notice(tx, **facts)  # type: ignore[arg-type]


async def test_a_peer_sees_the_roster_of_peers_without_addresses_and_a_coordinator_sees_all(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        home, other = (await enrol(tx, *TOWNS[:2])).values()
        peer = await a_peer(tx, home, "Nadia Fontaine")
        away = await a_peer(tx, other, "Silas Doyle")
        await enrol_person(tx, name="Ada Clerk", roles=(Role.CLERK,))
        await enrol_person(tx, name="Chief Here", roles=(Role.AGENCY_HEAD,), bonds=((home, Bond.FULL_TIME),))
        await enrol_person(tx, name="Chief There", roles=(Role.AGENCY_HEAD,), bonds=((other, Bond.FULL_TIME),))
        await add_channel(tx, person=away, kind=ChannelKind.MAIL, address="silas@example.org", proved_on=TODAY)
        await take_leave(tx, person=away, starts_at=tx.now - timedelta(days=1), ends_at=tx.now + timedelta(days=1))
    as_peer = a_viewer(consortium, Role.PEER, person=peer, agencies=(home,))
    as_coordinator = a_viewer(consortium, Role.COORDINATOR)
    async with ground.database.reading(consortium) as reading:
        seen = await load_roster_page(reading, as_peer)
        everybody = await load_roster_page(reading, as_coordinator)
        agencies = await load_agencies_page(reading, as_peer)
        page = await load_designations_page(reading, as_peer)
    assert [line.name for line in seen] == ["Chief Here", "Nadia Fontaine", "Silas Doyle"]
    assert [line.name for line in everybody] == [
        "Ada Clerk",
        "Chief Here",
        "Chief There",
        "Nadia Fontaine",
        "Silas Doyle",
    ]
    assert [channel.address for channel in seen[2].channels] == [""]
    assert [channel.address for channel in everybody[4].channels] == ["silas@example.org"]
    assert (seen[2].on_leave, seen[2].answers_as, seen[2].lent_by) == (True, Role.PEER, TOWNS[1].name)
    assert (seen[0].answers_as, seen[0].trained_until, seen[0].on_leave) == (None, None, False)
    assert {line.name: (line.heads, line.peers) for line in agencies} == {
        TOWNS[0].name: (("Chief Here",), 1),
        TOWNS[1].name: ((), 1),
    }
    assert [card.name for card in page.peers] == ["Nadia Fontaine", "Silas Doyle"]
    assert set(page.facts) == {peer, away}


async def test_an_old_count_of_officers_is_shown_as_old(ground: Ground) -> None:
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        await enrol(tx, *TOWNS[:2])
        await tx.execute(update(AgencyRow).where(AgencyRow.name == TOWNS[0].name).values(counted_on=date(2008, 9, 30)))
    async with ground.database.reading(consortium) as reading:
        found = await load_agencies_page(reading, a_viewer(consortium, Role.COORDINATOR))
    assert {line.name: line.counted_long_ago for line in found} == {TOWNS[0].name: True, TOWNS[1].name: False}
