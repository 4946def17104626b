"""The crisis lines: written down, rung, put in order, changed, removed; officers see what somebody has rung."""

from uuid import UUID

import pytest

from consortium.access.permissions import Role
from consortium.members.line_words import line_words
from consortium.problems import BadInput
from tests.harness import Ground, MailCatcher, house
from tests.stories.set_up_world import Member, change, help_says, red

SLUG = "blue-ledge"


async def line_named(ground: Ground, name: str) -> UUID:
    consortium = await ground.consortium(SLUG)
    found: UUID = next(
        row["id"] for row in await ground.rows("crisis_line") if row["consortium"] == consortium and row["name"] == name
    )
    return found


async def test_a_line_is_shown_to_officers_once_somebody_rang_it_and_until_its_number_changes(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        director = await Member.with_role(home, SLUG, Role.CLINICAL_DIRECTOR)
        new = {"name": "Valley Warmline", "number": "540-555-0188", "how": "ring", "blurb_en": "Neighbors answer."}
        assert "Ring it, then say that it answered" in await director.sends("lines", **new)
        assert "Valley Warmline" not in await help_says(home, SLUG)
        assert {"lines", "posters"} == await red(region, SLUG)
        line = await line_named(region, "Valley Warmline")
        await director.sends(f"lines/{line}", act="verify")
        assert "Valley Warmline 540-555-0188 Neighbors answer." in await help_says(home, SLUG)
        assert "Rang Valley Warmline" in await director.reads(f"lines/{line}")
        await director.sends(f"lines/{line}", act="change", **{**new, "blurb_en": "Volunteers answer."})
        assert "Volunteers answer." in await help_says(home, SLUG)
        await director.sends(f"lines/{line}", act="change", **{**new, "number": "540-555-0189"})
        assert "Valley Warmline" not in await help_says(home, SLUG)
        assert "line is removed" in await director.sends(f"lines/{line}", act="remove")
        assert set() == await red(region, SLUG)
        assert "Removed the line" not in await director.reads("lines")
        await director.reads(f"lines/{line}", 404)


async def test_the_order_is_the_one_that_officers_see(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        line = await line_named(region, "Copline")
        before = await help_says(home, SLUG)
        assert before.index("Copline") > before.index("988 Lifeline by text")
        await coordinator.sends(f"lines/{line}", act="up")
        after = await help_says(home, SLUG)
        assert after.index("Copline") < after.index("988 Lifeline by text")
        await coordinator.sends(f"lines/{await line_named(region, 'Emergency')}", act="up")
        assert after == await help_says(home, SLUG), "the first cannot go up"


async def test_a_line_warns_after_150_days_and_is_red_after_180(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        await change(region, SLUG, "update crisis_line set verified_on = verified_on - 155 where name = 'Copline'")
        assert "Ring these again before long Copline" in await coordinator.reads("lines")
        assert "Done, not for long" in await coordinator.reads("set-up")
        await change(region, SLUG, "update crisis_line set verified_on = verified_on - 30 where name = 'Copline'")
        assert "Not rung for more than 180 days Copline" in await coordinator.reads("lines")
        assert {"lines", "posters"} == await red(region, SLUG)


async def test_who_may_not_look_after_lines_finds_no_page(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        advisor = await Member.with_role(home, SLUG, Role.LEGAL_ADVISOR)
        await advisor.reads("lines", 404)
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        assert "This must be filled in." in await coordinator.sends("lines", 422, number="988")
        here = await region.consortium(SLUG)
        elsewhere = next(row["id"] for row in await region.rows("crisis_line") if row["consortium"] != here)
        await coordinator.reads(f"lines/{elsewhere}", 404)


@pytest.mark.parametrize(
    ("number", "by_text", "href"),
    [
        ("988", False, "tel:988"),
        ("988", True, "sms:988"),
        ("1-800-COPLINE", False, "tel:+18002675463"),
        ("(540) 555-0188", False, "tel:+15405550188"),
    ],
)
def test_a_tap_rings_what_the_number_says(number: str, by_text: bool, href: str) -> None:
    assert line_words(name="A line", number=number, by_text=by_text).href == href


@pytest.mark.parametrize("number", ["", "9", "javascript:alert(1)", "1" * 16])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(BadInput):
        line_words(name="A line", number=number)
