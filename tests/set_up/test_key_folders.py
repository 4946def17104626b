"""By default the daily keys lie outside the folder that holds the database, and the installation's key inside."""

from pathlib import Path

from consortium.cli.findings import Status
from consortium.cli.key_folders import installation_key_folder, request_key_folder, take_keys_out
from consortium.cli.look_at_machine import look_at_keys


def test_a_copy_of_the_data_folder_brings_no_daily_key_along(tmp_path: Path) -> None:
    settings = {"CONSORTIUM_DATA_DIR": str(tmp_path / "data")}
    folder = request_key_folder(settings)

    assert folder is not None
    assert not folder.is_relative_to(tmp_path / "data")
    assert installation_key_folder(settings) == tmp_path / "data" / "installation-keys"
    assert request_key_folder({**settings, "REQUEST_KEYS": "/run/keys"}) == Path("/run/keys")
    assert installation_key_folder({**settings, "REQUEST_KEYS": "/run/keys"}) == Path("/run/installation-keys")
    assert request_key_folder({"DATABASE_URL": "postgresql://db.example.org/x"}) is None


def test_keys_that_an_earlier_version_kept_inside_are_moved_out_before_anything_is_served(tmp_path: Path) -> None:
    settings = {"CONSORTIUM_DATA_DIR": str(tmp_path / "data")}
    inside, folder = tmp_path / "data" / "request-keys", request_key_folder(settings)
    inside.mkdir(mode=0o700, parents=True)
    (inside / "2026-11-20.key").write_bytes(b"k" * 32)

    take_keys_out({**settings, "REQUEST_KEYS": str(inside)})
    assert inside.is_dir(), "who names a folder has chosen it"
    take_keys_out(settings)
    take_keys_out(settings)

    assert folder is not None
    assert not inside.exists()
    assert (folder / "2026-11-20.key").read_bytes() == b"k" * 32
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_doctor_wants_keys_inside_the_data_folder_moved(tmp_path: Path) -> None:
    inside = tmp_path / "data" / "keys"
    inside.mkdir(mode=0o700, parents=True)
    (found,) = (each for each in look_at_keys(inside, {}, tmp_path / "data") if each.check == "backup")
    assert found.status is Status.MEND
    assert "brings the keys along" in found.found
