"""A backup that comes back is evidence as before: every file, signature and event is checked anew."""

from pathlib import Path

from consortium.db import Database
from consortium.embedded import FAST, EmbeddedPostgres
from consortium.house import addresses
from consortium.signing.evidence.check_log import check_log
from consortium.signing.evidence.findings import sound
from consortium.signing.evidence.make_bundle import make_bundle
from consortium.signing.store import load_pacts
from consortium.signing.store.documents import load_documents, load_file
from tests.harness import Ground, notary
from tests.set_up.commands import command
from tests.stories.evidence_world import executed


async def test_what_comes_back_from_a_backup_is_checked_file_by_file(ground: Ground, place: Path) -> None:
    made, file, data = await executed(ground), place / "monday.dump", str(place / "data")

    written = command("backup", str(file), DATABASE_URL=ground.app, BACKUP_DATABASE_URL=ground.backup)
    brought = command("restore", str(file), CONSORTIUM_DATA_DIR=data)

    assert (written.returncode, brought.returncode) == (0, 0), (written.stderr, brought.stderr)
    with EmbeddedPostgres(Path(data), FAST) as server:
        database = Database.connect(addresses(server, Path(data)).app, notary=notary())
        async with database.reading(made.world.consortium) as reading:
            assert sound(await check_log(reading))
            for pact in await load_pacts(reading):
                again = await make_bundle(reading, pact, certificates=made.pem)
                assert again == made.bundle
                assert (await made.check(again)).sound
            for document in await load_documents(reading):
                assert (await made.check(await load_file(reading, document.id))).sound
        await database.close()
