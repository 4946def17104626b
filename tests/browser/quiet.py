"""A town in which nothing is due: what the clock alone brings about has been done, so two looks can be compared."""

import asyncio
import json

from consortium.duty.write_down_duty import write_down_duty
from consortium.signing.evidence.look_over import look_over
from consortium.signing.evidence.mail_heads import mail_heads
from consortium.signing.lifecycle.remind import remind
from consortium.signing.store.events import note_move
from tests.browser.town import Town


async def settle(here: Town) -> None:
    """What the clock alone brings about, such as a message before a shift or served duty, is done before we compare."""
    await here.execute("delete from shift_check")
    await here.execute(
        "insert into cover_setting (consortium, asks, mailed_week)"
        " values (nullif(current_setting('app.consortium'), '')::uuid, false, '2999-12-31')"
        " on conflict (consortium) do update set asks = false, mailed_week = '2999-12-31'"
    )
    for row in await here.rows("consortium"):
        async with here.ground.database.transaction(row["id"]) as tx:
            await write_down_duty(tx)
            await note_move(tx)
            await mail_heads(tx, title="", home="")
            await remind(tx, title="", home="")
            await look_over(tx)
    assert await last_sites(here) == {here.public}  # else the server would note its own once more, in mid-talk
    for _ in range(200):
        waiting = {each["id"] for each in await here.rows("outbox") if each["next_at"] <= here.now}
        if not waiting:
            break
        await asyncio.sleep(0.1)
    here.mails.clear()


async def last_sites(here: Town) -> set[str]:
    """Where each consortium's log says that passkeys are asked now."""
    events = sorted(await here.rows("agreement_event"), key=lambda row: row["seq"])
    bodies = [(each["consortium"], json.loads(each["leaf"])["body"]) for each in events]
    return set({consortium: body["site"] for consortium, body in bodies if "site" in body}.values())
