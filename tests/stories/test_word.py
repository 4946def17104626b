"""Counsel works in Word: the draft goes out, comes back marked up or pasted, and is taken in or withdrawn."""

import re
from html import unescape
from uuid import UUID

import httpx
import pytest

from agreements import Clause, Kind
from consortium.signing.drafting.comment import take_change
from consortium.signing.drafting.counsel_link import make_counsel_link
from consortium.signing.drafting.look import look_at
from consortium.signing.drafting.start_draft import start_draft
from consortium.signing.store.changes import load_changes
from consortium.signing.word_pages import DOCX
from geo import AgencyId
from tests.harness import Ground, House, MailCatcher, house
from tests.papers.word import Word
from tests.stories.draft_world import SLUG, Drafting, a_draft, a_frozen_version, three_with_advisors
from tests.stories.test_paper_agreements import plain

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


async def begun(ground: Ground) -> tuple[Drafting, UUID]:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        return world, await a_draft(world, tx)


async def counsel(world: Drafting, home: House) -> httpx.AsyncClient:
    """The advisor of the first agency."""
    return await home.member(SLUG, world.advisors[world.agencies[0]])


def pages_of(draft: UUID) -> str:
    return f"/{SLUG}/agreements/drafts/{draft}"


def carried(page: str) -> dict[str, str]:
    """What a preview's form holds, all clauses ticked."""
    form = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    return form | {f"take-{name.removeprefix('asked-')}": "yes" for name in form if name.startswith("asked-")}


async def marked_up(browser: httpx.AsyncClient, draft: UUID) -> bytes:
    """The draft with two changes and a comment of counsel's."""
    file = await browser.get(f"{pages_of(draft)}/agreement.docx")
    assert file.status_code == 200
    assert file.headers["content-type"] == DOCX
    word = Word.open(file.content).by("Jo March, Esq.")
    word.insert(word.paragraphs_of(26)[0], 0, "By letter only. ")
    word.delete(word.paragraphs_of(1)[-1], 0, 6)
    word.comment(word.paragraphs_of(17)[0], 0, 10, "Who insures the volunteers?")
    return word.save()


async def looked_at(browser: httpx.AsyncClient, draft: UUID, file: bytes, name: str = "back.docx") -> httpx.Response:
    return await browser.post(f"{pages_of(draft)}/word", files={"file": (name, file, DOCX)}, data={"pasted": ""})


async def test_a_marked_up_file_is_looked_at_taken_in_and_withdrawn_as_a_whole(
    ground: Ground, catcher: MailCatcher
) -> None:
    world, draft = await begun(ground)
    async with house(ground, catcher) as home:
        advisor = await counsel(world, home)
        look = await looked_at(advisor, draft, await marked_up(advisor, draft))
        assert look.status_code == 200
        words = plain(unescape(look.text))
        assert "By Jo March, Esq., as the file has it. Anybody can write any name there." in words
        assert "[added:] By letter only. [end]" in words
        assert "Who insures the volunteers?" in words
        assert await ground.rows("agreement_change") == [], "a look keeps nothing"

        taken = await advisor.post(f"{pages_of(draft)}/word/take", data=carried(look.text))
        assert taken.status_code == 303
        rows = await ground.rows("agreement_change")
        assert sorted((row["clause"], row["proposed"] is not None) for row in rows) == [
            (1, True),
            (17, False),
            (26, True),
        ]
        assert all(row["source"] == "word" and row["by"] == world.advisors[world.agencies[0]] for row in rows)
        again = await advisor.post(f"{pages_of(draft)}/word/take", data=carried(look.text))
        assert again.status_code == 409
        assert len(await ground.rows("agreement_change")) == 3

        page = await advisor.get(taken.headers["location"])
        assert "3 change requests, 3 open" in plain(page.text)
        assert "back.docx" in page.text
        action = re.search(r'action="([^"]+/withdraw)"', page.text)
        assert action
        assert (await advisor.post(action[1], data={})).status_code == 422
        done = await advisor.post(action[1], data={"sure": "yes"})
        assert done.status_code == 303
        assert {row["outcome"] for row in await ground.rows("agreement_change")} == {"answered"}
        assert (await advisor.post(action[1], data={"sure": "yes"})).status_code == 409
        assert home.faults == []


async def test_what_is_taken_keeps_its_terms_bound_and_survives_the_withdrawal(
    ground: Ground, catcher: MailCatcher
) -> None:
    world, draft = await begun(ground)
    async with house(ground, catcher) as home:
        advisor = await counsel(world, home)
        word = Word.open((await advisor.get(f"{pages_of(draft)}/agreement.docx")).content)
        word.insert(word.paragraphs_of(21)[0], 0, "In short: ")
        look = await looked_at(advisor, draft, word.save())
        await advisor.post(f"{pages_of(draft)}/word/take", data=carried(look.text))
        async with world.transaction() as tx:
            (change,) = await load_changes(tx, draft)
            seen = (await look_at(tx, draft)).file.seen[Clause.WITHDRAWAL]
            await take_change(tx, draft=draft, change=change.id, seen=seen, viewer=world.drafter)
            now = await look_at(tx, draft)
        assert now.version is not None
        text = next(each.words for each in now.version.text if each.clause is Clause.WITHDRAWAL)
        assert text.startswith("In short: ")
        assert "{notice_days}" in now.file.draft.clauses[Clause.WITHDRAWAL].said
        assert not [each for each in now.at_clause(Clause.WITHDRAWAL) if each.term], "text and terms say the same"
        back = (await ground.rows("agreement_return"))[0]["id"]
        await advisor.post(f"{pages_of(draft)}/word/{back}/withdraw", data={"sure": "yes"})
        assert (await ground.rows("agreement_change"))[0]["outcome"] == "taken"


async def test_pasted_text_is_looked_at_and_only_the_ticked_clause_is_taken(
    ground: Ground, catcher: MailCatcher
) -> None:
    world, draft = await begun(ground)
    async with house(ground, catcher) as home:
        advisor = await counsel(world, home)
        form = {"pasted": "25. Disputes\n\nThe heads talk.\n\n26. Notices\n\nBy letter.", "clause": ""}
        look = await advisor.post(f"{pages_of(draft)}/word", data=form)
        assert look.status_code == 200
        some = {name: value for name, value in carried(look.text).items() if name != "take-25"}
        assert (await advisor.post(f"{pages_of(draft)}/word/take", data=some)).status_code == 303
        (row,) = await ground.rows("agreement_change")
        assert (row["clause"], row["proposed"].split("\n")[0], row["source"]) == (26, "By letter.", "pasted")
        one = await advisor.post(f"{pages_of(draft)}/word", data={"pasted": "By pigeon.", "clause": "26"})
        assert "By pigeon." in one.text


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "Choose a file."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"PK\x03\x04 and nothing", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "locked with a password"),
    ],
)
async def test_what_is_no_document_is_refused_and_keeps_nothing(
    ground: Ground, catcher: MailCatcher, file: bytes, why: str
) -> None:
    world, draft = await begun(ground)
    async with house(ground, catcher) as home:
        advisor = await counsel(world, home)
        refused = await looked_at(advisor, draft, file)
        assert refused.status_code == 422
        assert why in refused.text
        assert await ground.rows("agreement_return") == []
        assert home.faults == []


async def test_a_form_that_was_tampered_with_is_refused(ground: Ground, catcher: MailCatcher) -> None:
    world, draft = await begun(ground)
    async with house(ground, catcher) as home:
        advisor = await counsel(world, home)
        where = f"{pages_of(draft)}/word/take"
        for asked in ("", "{", "[]", "[1]", '[{"clause": 99, "words": "a", "proposed": null}]', "[" * 5000):
            sent = {"source": "word", "take-1": "yes", "asked-1": asked}
            assert (await advisor.post(where, data=sent)).status_code == 422, asked
        assert await ground.rows("agreement_change") == []
        assert home.faults == []


async def test_who_is_no_party_and_who_may_not_comment_find_nothing(ground: Ground, catcher: MailCatcher) -> None:
    world, draft = await begun(ground)
    other, other_draft = await begun_without_first(world)
    assert draft != other_draft
    async with house(ground, catcher) as home:
        stranger = await home.member(SLUG, world.advisors[other])
        for path in ("agreement.docx", "word", "packet.docx"):
            assert (await stranger.get(f"{pages_of(other_draft)}/{path}")).status_code == 404
        assert (await stranger.get(f"{pages_of(draft)}/agreement.docx")).status_code == 200
        refused = await stranger.post(
            f"{pages_of(other_draft)}/word", data={"pasted": "26. Notices\n\nNo.", "clause": ""}
        )
        assert refused.status_code == 404


async def begun_without_first(world: Drafting) -> tuple[AgencyId, UUID]:
    """A draft among the second and third agency only; the first agency, and that draft."""
    async with world.transaction() as tx:
        draft = await start_draft(
            tx, kind=Kind.MUTUAL_AID, title="Only two", parties=world.agencies[1:], by=world.coordinator
        )
    return world.agencies[0], draft


async def test_a_version_and_counsels_link_give_the_file_too(ground: Ground, catcher: MailCatcher) -> None:
    world = await three_with_advisors(ground)
    async with world.transaction() as tx:
        draft, version = await a_frozen_version(world, tx)
        written = await a_draft(world, tx)
        token = await make_counsel_link(
            tx, draft=written, label="City attorney", days=3, viewer=world.advisor(world.agencies[0])
        )
    async with house(ground, catcher) as home:
        advisor = await counsel(world, home)
        file = await advisor.get(f"/{SLUG}/agreements/{version.pact}/1/agreement.docx")
        assert version.digest[:8] in file.headers["content-disposition"]
        assert (await advisor.get(f"/{SLUG}/agreements/{version.pact}/2/agreement.docx")).status_code == 404
        read = await home.browser().get(f"/{SLUG}/counsel/{token}")
        assert f"/{SLUG}/counsel/{token}/agreement.docx" in read.text
        outside = await home.browser().get(f"/{SLUG}/counsel/{token}/agreement.docx")
        assert outside.content == (await advisor.get(f"{pages_of(written)}/agreement.docx")).content
        assert outside.headers["cache-control"] == "no-store"
        assert (await home.browser().get(f"/{SLUG}/counsel/{'0' * 43}/agreement.docx")).status_code == 404
        closed = await advisor.post(f"{pages_of(draft)}/word/take", data={})
        assert closed.status_code in {409, 422}
