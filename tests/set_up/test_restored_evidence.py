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
from tests.harness import PUBLIC, Ground, installation_keys, notary
from tests.set_up.commands import command
from tests.stories.evidence_world import executed
from tests.stories.signing_world import SLUG


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


async def test_the_operator_looks_the_log_over_by_command(ground: Ground) -> None:
    made = await executed(ground)
    settings = {"DATABASE_URL": ground.app, "INSTALLATION_KEYS": str(installation_keys()), "PUBLIC_URL": PUBLIC}

    well = command("agreement", "log", "check", "--consortium", SLUG, **settings)
    await made.as_superuser("update agreement_fact set attested_by = 'Nobody' where kind = 'sent_out'")
    changed = command("agreement", "log", "check", "--consortium", SLUG, "--json", **settings)

    assert (well.returncode, changed.returncode) == (0, 1), well.stderr
    assert "holds          Agreements and facts." in well.stdout
    assert "was changed after it was logged" in changed.stdout
