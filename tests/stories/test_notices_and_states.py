"""What officers are told of the limits: read in the law, written, approved under one's own name; unknown stays shut."""

from consortium.access.permissions import Role
from consortium.members.word_changes import word_changes
from tests.harness import Ground, MailCatcher, house
from tests.roles import Officer
from tests.stories.set_up_world import Member, change, help_says, red

SLUG, TEXT = "blue-ledge", "juniper-rim"
EN = "notices/VA/en"
WORDS = {
    "text": "A peer keeps it private, except what a court demands.",
    "misconduct_duty": "A sworn peer must report.",
}


async def test_a_notice_is_written_returned_written_again_and_approved_under_the_advisors_own_name(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        advisor = await Member.with_role(home, SLUG, Role.LEGAL_ADVISOR)
        (name,) = [row["name"] for row in await region.rows("person") if row["id"] == advisor.person]
        assert "Officers do not see it." in await coordinator.sends(EN, act="save", **WORDS)
        assert "It waits for the legal advisor now" in await coordinator.sends(EN, act="submit", **WORDS)
        assert "EXAMPLE" in await help_says(home, SLUG), "officers still read the approved one"
        await coordinator.sends(f"{EN}/judge", 404, act="approve", version="2")
        assert "Missing" not in await advisor.sends(f"{EN}/judge", 422, act="return", version="2")
        await advisor.sends(f"{EN}/judge", act="return", version="2", comment="Name the abuse of children.")
        assert "Name the abuse of children." in await coordinator.reads(EN)
        better = {**WORDS, "text": WORDS["text"] + " Abuse of a child must be reported."}
        await coordinator.sends(EN, act="submit", **better)
        assert "This version is not waiting" in await advisor.sends(f"{EN}/judge", 409, act="approve", version="2")
        assert "Officers read it from now on." in await advisor.sends(f"{EN}/judge", act="approve", version="3")
        said = await help_says(home, SLUG)
        assert "Abuse of a child must be reported. A sworn peer must report." in said
        assert f"Approved by {name} on" in said
        assert "EXAMPLE" not in said


async def test_writing_on_never_changes_what_was_approved(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        advisor = await Member.with_role(home, SLUG, Role.LEGAL_ADVISOR)
        before = {row["id"]: row for row in await region.rows("notice")}
        await advisor.sends(EN, act="save", **WORDS)
        await advisor.sends(EN, act="save", **{**WORDS, "text": "Other words."})
        after = {row["id"]: row for row in await region.rows("notice")}
        assert before == {key: row for key, row in after.items() if key in before}
        assert ["Other words."] == [row["text"] for key, row in after.items() if key not in before]


async def test_withdrawing_says_what_it_does_and_nobody_can_be_asked_after_it(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        advisor = await Member.with_role(home, SLUG, Role.LEGAL_ADVISOR)
        await advisor.sends(EN, act="submit", **WORDS)
        await advisor.sends(f"{EN}/judge", act="approve", version="2")
        officer = Officer.at(home, SLUG)
        await officer.open()
        assert "From then on nobody can be asked" in await advisor.reads(EN)
        assert "Officers do not read it any more." in await advisor.sends(f"{EN}/judge", act="withdraw")
        said = await help_says(home, SLUG)
        assert "Nobody can be asked here right now" in said, "the older version does not come back"
        assert {"notices", "rota"} == await red(region, SLUG), "peers of that state are not asked any more"
        assert "No approved notice" in await advisor.sends(f"{EN}/judge", 409, act="withdraw")


async def test_a_notice_waits_until_somebody_has_read_what_it_says(region: Ground, catcher: MailCatcher) -> None:
    async with house(region, catcher) as home:
        advisor = await Member.with_role(home, SLUG, Role.LEGAL_ADVISOR)
        await advisor.sends("states/VA", act="forget", field="exceptions")
        await advisor.sends(EN, act="submit", **WORDS)
        told = await advisor.sends(f"{EN}/judge", 422, act="approve", version="2")
        assert "Read “What lifts confidentiality” in the profile of VA first" in told
        assert "Say" not in await advisor.sends("states/VA", 422, act="read", field="exceptions", value="A court.")
        read = {"act": "read", "field": "exceptions", "value": "What a court demands.", "source": "The code itself"}
        assert "Kept as read, under your name" in await advisor.sends("states/VA", **read)
        await advisor.sends(f"{EN}/judge", act="approve", version="2")


async def test_text_is_offered_only_where_it_was_read_for_every_state_that_the_law_allows_it(
    region: Ground, catcher: MailCatcher
) -> None:
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, TEXT, Role.COORDINATOR)
        advisor = await Member.with_role(home, TEXT, Role.LEGAL_ADVISOR)
        assert "Text on this page" in await help_says(home, TEXT)
        old = Officer.at(home, TEXT)
        await old.open()
        await advisor.sends("states/OR", act="forget", field="text_allowed")
        assert "Text on this page" not in await help_says(home, TEXT)
        assert "This way of talking is not offered here" in await old.ask(way="text")
        assert "Not offered now, whatever is ticked" in await coordinator.reads("settings")
        read = {"act": "read", "field": "text_allowed", "value": "yes", "source": "The code itself"}
        await coordinator.sends("states/OR", 404, **read)
        await advisor.sends("states/OR", **read)
        assert "Text on this page" in await help_says(home, TEXT)
        await change(region, TEXT, "update agency set state = 'WA' where name like 'Rookville%'")
        assert "Text on this page" not in await help_says(home, TEXT), "nobody has read Washington's law"
        assert {"profile", "notices"} == await red(region, TEXT)


async def test_a_suggestion_is_shown_with_its_source_and_counts_for_nothing(
    region: Ground, catcher: MailCatcher
) -> None:
    await change(region, SLUG, "delete from state_field")
    async with house(region, catcher) as home:
        coordinator = await Member.with_role(home, SLUG, Role.COORDINATOR)
        said = await coordinator.reads("states/VA")
        assert "Suggestion, unread Criminal activity is revealed" in said
        assert "From Va. Code 19.2-271.4" in said
        assert "I have read it" not in said
        assert "0 of 13 read" in await coordinator.reads("states")
        await coordinator.reads("states/TX", 404)
    assert {"profile"} == await red(region, SLUG)


def test_changes_are_shown_word_by_word_and_lose_nothing() -> None:
    before, after = "A peer keeps it private.", "A trained peer keeps it private, mostly."
    pieces = word_changes(before, after)
    assert before == "".join(words for kind, words in pieces if kind != "new")
    assert after == "".join(words for kind, words in pieces if kind != "gone")
    assert ("new", " trained") in pieces
