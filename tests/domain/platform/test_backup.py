"""A backup holds one moment, comes back equal, and is refused when a byte of it is off."""

import io
import json
import random
import shutil
import tarfile
import threading
from pathlib import Path

import pytest

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.platform import attachments, backup, copies
from propertydesk.platform.db import db
from tests.conftest import NOW
from tests.factories.estate import BuildingFactory, HomeFactory

pytestmark = pytest.mark.domain


@pytest.fixture
def picture(app) -> Path:
    """A file among the uploads."""
    path = attachments.uploads_folder() / "ab" / "cd" / "abcd.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"picture" * 1000)
    yield path
    shutil.rmtree(attachments.uploads_folder(), ignore_errors=True)


@pytest.fixture
def file(app, community, picture, tmp_path, engine) -> Path:
    """A backup of a community with one home and one picture."""
    if engine == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is missing")
    HomeFactory(community_id=community.id)
    target = tmp_path / "desk.tar.gz"
    backup.write_backup(target, NOW)
    return target


def counts() -> dict[str, int]:
    db.session.rollback()
    with db.engine.connect() as connection:
        return copies.counts(connection)


def test_it_lists_what_is_in_it_but_never_the_key(app, file):
    with tarfile.open(file) as archive:
        names = archive.getnames()
        manifest = json.load(archive.extractfile("manifest.json"))
    assert names[0].startswith("database.")
    assert names[1:] == ["uploads/ab/cd/abcd.webp", "manifest.json"]
    assert manifest["counts"] == counts()
    assert app.config["DESK"].secret not in file.read_bytes()


def test_it_comes_back_as_it_was(file, community, picture):
    before = counts()
    HomeFactory(community_id=community.id)
    picture.write_bytes(b"another")
    (picture.parent / "stray.webp").write_bytes(b"stray")
    manifest = backup.restore(file, NOW, replace=True)
    assert counts() == before == manifest.counts
    assert picture.read_bytes() == b"picture" * 1000
    assert [path.name for path in picture.parent.iterdir()] == ["abcd.webp"]


def test_data_are_not_replaced_unasked(file, community):
    HomeFactory(community_id=community.id)
    before = counts()
    with pytest.raises(Conflict, match="--replace"):
        backup.restore(file, NOW)
    assert counts() == before


def test_an_existing_file_is_not_written_over(file):
    with pytest.raises(Conflict):
        backup.write_backup(file, NOW)


def test_a_backup_under_writes_holds_one_moment(app, community, picture, tmp_path, engine):
    """Every building has one entrance here, made in the same transaction."""
    if engine == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is missing")
    stop, made = threading.Event(), []

    def build() -> None:
        with app.app_context():
            while not stop.is_set():
                made.append(HomeFactory(community_id=community.id).code)
                db.session.remove()

    community_id = community.id
    writer = threading.Thread(target=build)
    writer.start()
    try:
        for number in range(3):
            begun = len(made)
            manifest = backup.write_backup(tmp_path / f"{number}.tar.gz", NOW)
            assert manifest.counts["homes"] >= begun, "what was acknowledged before is in it"
    finally:
        stop.set()
        writer.join()
    assert made
    BuildingFactory(community_id=community_id)
    backup.restore(tmp_path / "2.tar.gz", NOW, replace=True)
    assert counts() == manifest.counts


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_byte_is_found(file, seed):
    raw, chance = bytearray(file.read_bytes()), random.Random(seed)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    file.write_bytes(raw)
    before = counts()
    with pytest.raises(Invalid):
        backup.restore(file, NOW, replace=True)
    assert counts() == before


@pytest.mark.parametrize("length", [0, 5, 1000, -1, -100])
def test_a_cut_file_is_found(file, length):
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(Invalid):
        backup.restore(file, NOW, replace=True)


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "uploads/../../evil"])
def test_a_part_that_leads_elsewhere_is_refused(file, tmp_path, name):
    odd = tmp_path / "odd.tar.gz"
    with tarfile.open(odd, "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"evil"))
    with pytest.raises(Invalid):
        backup.restore(odd, NOW, replace=True)


def test_something_else_is_no_backup(app, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("notes")
    with pytest.raises(Invalid, match="does not verify"):
        backup.restore(other, NOW, replace=True)
